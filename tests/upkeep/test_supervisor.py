"""What runs beside the web server is started again, never hot, and ended with it."""

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from drypoint.upkeep import supervisor


def test_supervisor_starts_it_again_and_ends_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "RESTART_SECONDS", 0.05)
    log = tmp_path / "starts"
    words = (
        f"import time, pathlib; p = pathlib.Path({str(log)!r}); n = len(p.read_text()) if p.exists() else 0;"
    )
    words += " p.write_text('x' * (n + 1)); time.sleep(0 if n == 0 else 60)"
    beside = supervisor.Supervisor("scheduler", (sys.executable, "-c", words))
    beside.start()
    for _try in range(100):
        if log.exists() and len(log.read_text()) == 2:
            break
        time.sleep(0.1)
    beside.stop()
    assert len(log.read_text()) == 2
    assert beside._process is not None
    assert beside._process.poll() is not None


def test_supervisor_tries_again_when_a_process_cannot_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "RESTART_SECONDS", 0.01)
    beside = supervisor.Supervisor("scheduler", ("/there/is/no/such/command",))
    beside.start()
    time.sleep(0.1)
    assert beside._thread.is_alive()
    beside.stop()
    assert not beside._thread.is_alive()


def test_what_fails_at_once_is_started_less_and_less_often(
    monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    waits: list[float] = []
    beside = supervisor.Supervisor("scheduler", (sys.executable, "-c", "raise SystemExit(3)"))
    runs = iter(["ended with status 3"] * 6)
    monkeypatch.setattr(beside, "_run_once", lambda: next(runs))

    def wait(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 6:
            beside._ended.set()
        assert len(waits) <= 6

    monkeypatch.setattr(beside._ended, "wait", wait)
    beside._keep()
    assert waits == [5.0, 10.0, 20.0, 40.0, 60.0, 60.0]
    assert "ended with status 3" in caplog.text


def test_what_ran_long_is_started_again_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    clock = iter([0.0, 1.0, 100.0, 5000.0])
    beside = supervisor.Supervisor("scheduler", ("true",))
    monkeypatch.setattr(beside, "_run_once", lambda: "ended")
    monkeypatch.setattr(supervisor.time, "monotonic", lambda: next(clock))

    def wait(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 2:
            beside._ended.set()

    monkeypatch.setattr(beside._ended, "wait", wait)
    beside._keep()
    assert waits == [5.0, 5.0]


_FORKS_AND_STARTS = """
import os, signal, sys, threading, time
from drypoint.upkeep import supervisor

supervisor.RESTART_SECONDS = 0.01
forked = []

def fork_on():
    while not done.is_set():
        child = os.fork()
        if child == 0:
            time.sleep(30)
            os._exit(0)
        forked.append(child)
        time.sleep(0.002)

done = threading.Event()
threading.Thread(target=fork_on).start()
quick = [sys.executable, "-S", "-c", "pass"]
kept = supervisor.Supervisor("quick", quick)
starts = 0
for _ in range(60):
    said = kept._run_once()
    starts += said == "ended with status 0"
done.set()
for child in forked:
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
print(starts)
"""


def test_web_workers_forked_meanwhile_hold_up_no_start() -> None:
    """A worker forked between the making of a start's pipe and its end kept the start waiting."""
    ended = subprocess.run(
        [sys.executable, "-c", _FORKS_AND_STARTS], capture_output=True, text=True, timeout=25, check=False
    )
    assert (ended.stdout.strip(), ended.stderr) == ("60", "")
