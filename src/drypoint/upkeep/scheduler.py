"""What happens on its own: each round queues what is due in each clinic, then sends it.

``drypoint serve`` runs it as a process of its own and starts it again when it ends.
"""

import logging
import os
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from django.contrib.sessions.models import Session
from django.db import close_old_connections

from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.followup.actions import reminders
from drypoint.clinic.followup.queries.message_links import no_longer
from drypoint.clinic.messages.actions import outbox
from drypoint.upkeep import senders

ROUND_SECONDS = 30
HEARTBEAT = "scheduler-heartbeat"
"""File of the data folder that each round touches."""
ALIVE_FOR = timedelta(seconds=5 * ROUND_SECONDS)
RESTART_SECONDS = 5.0
COMMAND = (sys.executable, "-m", "drypoint.cli", "scheduler")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Round:
    """What one round came to."""

    taken: int
    """Messages that a server took."""
    faults: int
    """Steps of a clinic that failed; the others went on."""


def run_round(*, now: datetime) -> Round:
    """Queue what is due in every clinic, send it, and forget ended sign-ins.

    A step that fails in one clinic is logged by its kind alone, and stops nothing else.
    """
    faults = 0
    for step in reminders.STEPS:
        for clinic in Clinic.objects.order_by("id"):
            try:
                step(clinic, now)
            except Exception as failed:  # no record of one clinic may silence the alerts of another
                faults += 1
                log.error("%s of clinic %s: %s", step.__name__, clinic.pk, type(failed).__name__)
    taken = outbox.send_due(now=now, send=senders.send, no_longer=partial(no_longer, now=now))
    Session.objects.filter(expire_date__lt=now).delete()
    return Round(taken, faults)


def run_forever(folder: Path, *, beside: int | None = None, once: bool = False) -> None:
    """Round after round until SIGTERM, or until the process ``beside`` which it was started is gone.

    A round that was begun is ended first. What goes wrong outside the clinics' own steps, such as a database
    that is gone, ends the process; the supervisor starts it again.
    """
    told_to_stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda _number, _frame: told_to_stop.set())
    while not told_to_stop.is_set():
        close_old_connections()
        done = run_round(now=datetime.now(UTC))
        heartbeat = folder / HEARTBEAT
        heartbeat.touch(mode=0o600)
        heartbeat.write_text(f"{done.faults}\n")
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


def last_faults(folder: Path) -> int:
    """How many steps failed in the last round."""
    try:
        return int((folder / HEARTBEAT).read_text() or 0)
    except (FileNotFoundError, ValueError):
        return 0


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
            try:
                self._process = subprocess.Popen(self._command, start_new_session=True)  # noqa: S603
            except OSError as failed:
                log.error("the scheduler could not be started (%s)", type(failed).__name__)
                self._ended.wait(RESTART_SECONDS)
                continue
            status = self._process.wait()
            if not self._ended.is_set():
                log.error("the scheduler ended with status %s and is started again", status)
                self._ended.wait(RESTART_SECONDS)
