"""``drypoint demo`` as a user runs it: forty people once, then at once."""

import os
import re
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from drypoint.cli.demo import data_folder

DRYPOINT = str(Path(sys.executable).with_name("drypoint"))
PATIENCE_SECONDS = 600


def environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DRYPOINT_")}
    # A PostgreSQL that is named outside must not be entered.
    return kept | {
        "HOME": str(folder),
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing",
        "DRYPOINT_WORKERS": "1",
    }


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@contextmanager
def started(folder: Path) -> Iterator[tuple[str, float]]:
    """The demo, running; with what it said until it served, and the seconds until then."""
    begun = time.monotonic()
    process = subprocess.Popen(
        [DRYPOINT, "demo", "--port", str(free_port()), "--data", str(folder)],
        env=environment(folder.parent),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        said = ""
        assert process.stdout is not None
        while "quay.example" not in said:
            line = process.stdout.readline()
            assert line and time.monotonic() - begun < PATIENCE_SECONDS, said
            said += line
        yield said, time.monotonic() - begun
    finally:
        process.terminate()
        process.wait(timeout=30)
        if process.stdout is not None:
            process.stdout.close()


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [DRYPOINT, *arguments],
        env=environment(folder.parent) | {"DRYPOINT_DATA_DIR": str(folder), "DATABASE_URL": ""},
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )


def test_forty_people_then_at_once_and_the_doctor_finds_it_well(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    with started(folder) as (said, _seconds):
        first = re.search(r"therapist@demo\.example\s+(\S+)", said)
        assert "40 of 40 people" in said
        assert re.search(r"http://127\.0\.0\.1:\d+/", said)
        assert "fiction" in said
    with started(folder) as (again, seconds):
        assert "Inventing" not in again
        assert first is not None and first.group(1) in again
        assert seconds < 30  # 4 s on an idle machine; the test machine may be busy
    examined = run(folder, "doctor")
    assert examined.returncode == 0, examined.stdout
    with sqlite3.connect(folder / "drypoint.sqlite3") as database:
        (counted,) = database.execute("SELECT count(*) FROM people_person").fetchone()
    database.close()
    assert counted == 42


@pytest.mark.parametrize("content", ["a letter to grandmother", None])
def test_a_foreign_file_is_refused_and_left_alone(tmp_path: Path, content: str | None) -> None:
    folder = tmp_path / "demo"
    folder.mkdir()
    file = folder / "drypoint.sqlite3"
    if content is None:
        with sqlite3.connect(file) as database:
            database.execute("PRAGMA journal_mode=WAL")
            database.execute("CREATE TABLE recipes (name TEXT)")
        database.close()
    else:
        file.write_text(content)
    before = file.read_bytes()
    refused = run(folder, "demo", "--port", str(free_port()))
    assert refused.returncode == 2
    assert "not a demo; nothing was changed" in refused.stderr
    assert file.read_bytes() == before


def test_data_folder_is_the_users_choice(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DRYPOINT_DATA_DIR", str(tmp_path / "set"))
    assert data_folder(tmp_path / "given") == tmp_path / "given"
    assert data_folder(None) == tmp_path / "set"
    monkeypatch.delenv("DRYPOINT_DATA_DIR")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    assert data_folder(None) == tmp_path / "home" / "drypoint-demo"
    monkeypatch.delenv("XDG_DATA_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert data_folder(None) == tmp_path / ".local/share/drypoint-demo"
