"""What happens on its own: each round queues what is due in each clinic, then sends it.

``drypoint serve`` runs it as a process of its own and starts it again when it ends.
"""

import logging
import os
import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.contrib.sessions.models import Session
from django.db import close_old_connections

from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.followup.actions import reminders
from drypoint.clinic.messages.actions import outbox
from drypoint.upkeep import mails

ROUND_SECONDS = 30
HEARTBEAT = "scheduler-heartbeat"
"""File of the data folder that each round touches."""
ALIVE_FOR = timedelta(seconds=5 * ROUND_SECONDS)
RESTART_SECONDS = 5.0
COMMAND = (sys.executable, "-m", "drypoint.cli", "scheduler")

log = logging.getLogger(__name__)


def run_round(*, now: datetime) -> int:
    """Queue and send what is due, and forget ended sign-ins; returns how many messages were taken."""
    for clinic in Clinic.objects.order_by("id"):
        reminders.queue_due(clinic, now=now)
    Session.objects.filter(expire_date__lt=now).delete()
    return outbox.send_due(now=now, send=mails.send)


def run_forever(folder: Path, *, beside: int | None = None, once: bool = False) -> None:
    """Round after round until SIGTERM, or until the process ``beside`` which it was started is gone.

    A round that was begun is ended first. What goes wrong ends the process with its trace; the supervisor
    starts it again.
    """
    told_to_stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda _number, _frame: told_to_stop.set())
    while not told_to_stop.is_set():
        close_old_connections()
        run_round(now=datetime.now(UTC))
        (folder / HEARTBEAT).touch(mode=0o600)
        if once:
            return
        for _second in range(ROUND_SECONDS):
            if told_to_stop.wait(1) or (beside is not None and os.getppid() != beside):
                return


def last_round(folder: Path) -> datetime | None:
    """When a round last ended on this data folder, if ever."""
    try:
        return datetime.fromtimestamp((folder / HEARTBEAT).stat().st_mtime, UTC)
    except FileNotFoundError:
        return None


class Supervisor:
    """Keeps one scheduler process alive beside the web server, and ends it with it."""

    def __init__(self, command: tuple[str, ...] = COMMAND) -> None:
        self._pid = os.getpid()
        self._command = (*command, "--beside", str(self._pid))
        self._ended = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._keep, name="scheduler", daemon=True)

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
        self._thread.join(timeout=20)

    def _keep(self) -> None:
        while not self._ended.is_set():
            # In a session of its own: Ctrl-C at the terminal reaches the server, which ends it in order.
            self._process = subprocess.Popen(self._command, start_new_session=True)  # noqa: S603
            status = self._process.wait()
            if not self._ended.is_set():
                log.error("the scheduler ended with status %s and is started again", status)
                self._ended.wait(RESTART_SECONDS)
