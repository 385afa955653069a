"""What happens on its own: each round queues what is due in each clinic, then sends it.

``drypoint serve`` runs it as a process of its own and starts it again when it ends.
"""

import logging
import signal
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
from drypoint.upkeep import mails
from drypoint.upkeep.supervisor import beside_is_gone

ROUND_SECONDS = 30
HEARTBEAT = "scheduler-heartbeat"
"""File of the data folder that each round touches."""
ALIVE_FOR = timedelta(seconds=5 * ROUND_SECONDS)
COMMAND = (sys.executable, "-m", "drypoint.cli", "scheduler")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Round:
    """What one round came to."""

    taken: int
    """Messages that the mail server took."""
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
    taken = outbox.send_due(now=now, send=mails.send, no_longer=partial(no_longer, now=now))
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
            if told_to_stop.wait(1) or beside_is_gone(beside):
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
