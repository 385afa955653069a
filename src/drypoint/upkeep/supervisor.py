"""Keeps what runs beside the web server alive: what ends is started again, all of it ends with the server.

gunicorn does the same for the web workers. A process that is started with ``--beside`` ends by itself when
the server is gone, however that ended (``beside_is_gone``).
"""

import logging
import os
import subprocess
import threading
import time
from collections.abc import Sequence

RESTART_SECONDS = 5.0
"""Before what ended is started again; doubled each time that it ended soon, so that nothing runs hot."""
LONGEST_SECONDS = 60.0
SOON_SECONDS = 60.0
"""What ran for less ended soon."""
END_SECONDS = 20.0
"""For a round of messages that was begun; then it is killed."""

log = logging.getLogger(__name__)

_starting = threading.Lock()
"""Held while a process is started. A web worker that the server forks at that moment would inherit the pipe
by which the start is told, and keep it open: neither start nor end of the process would be heard of."""
os.register_at_fork(
    before=_starting.acquire, after_in_parent=_starting.release, after_in_child=_starting.release
)


def beside_is_gone(beside: int | None) -> bool:
    """Whether the process beside which this one was started is no longer its parent."""
    return beside is not None and os.getppid() != beside


class Supervisor:
    """Keeps one process alive beside the web server, and ends it with it."""

    def __init__(self, name: str, command: Sequence[str]) -> None:
        self._pid = os.getpid()
        self._name = name
        self._command = (*command, "--beside", str(self._pid))
        self._ended = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._keep, name=name, daemon=True)

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    def stop(self) -> None:
        """End the process and wait for it. Does nothing in a web worker, which is a fork of the server."""
        if os.getpid() != self._pid:
            return
        self._ended.set()
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
        self._thread.join(timeout=END_SECONDS)
        if self._process is not None and self._process.poll() is None:
            self._process.kill()

    def _keep(self) -> None:
        wait = RESTART_SECONDS
        while not self._ended.is_set():
            begun = time.monotonic()
            said = self._run_once()
            if self._ended.is_set():
                return
            if time.monotonic() - begun >= SOON_SECONDS:
                wait = RESTART_SECONDS
            log.error("the %s %s and is started again in %g s", self._name, said, wait)
            self._ended.wait(wait)
            wait = min(2 * wait, max(LONGEST_SECONDS, RESTART_SECONDS))

    def _run_once(self) -> str:
        """Run it until it ends; says how it ended."""
        # In a session of its own: Ctrl-C at the terminal reaches the server, which ends it in order.
        try:
            with _starting:
                self._process = subprocess.Popen(self._command, start_new_session=True)  # noqa: S603
        except OSError as failed:
            return f"could not be started ({type(failed).__name__})"
        if self._ended.is_set():  # told to stop while it was being started
            self._process.terminate()
        return f"ended with status {self._process.wait()}"
