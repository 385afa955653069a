"""Whether what should be sent is sent: the doctor's look at scheduler, mail server and outbox."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from drypoint.clinic.followup.queries.check_in_board import mails_wanted
from drypoint.clinic.messages import queries as messages
from drypoint.clinic.messages.models import OnCallList
from drypoint.upkeep import certificates, lan, scheduler
from drypoint.upkeep.findings import Finding, ill, well

FAILED_WITHIN = timedelta(days=1)
FAILED_AT_MOST = 2
"""An address with a slip of the pen fails alone; more at once say that the mail server refuses us. Ours."""


def examine(folder: Path, *, now: datetime) -> Iterator[Finding]:
    """What keeps messages from going out, most pressing first. On the server on which the scheduler runs."""
    on_call = OnCallList.objects.current().exclude(entries=[]).exists()
    wanted = mails_wanted(now=now)
    last, faults = scheduler.last_round(folder), scheduler.last_faults(folder)
    failed = messages.failed_since(now - FAILED_WITHIN)
    waiting = messages.stuck(now=now)
    may_send = messages.may_send()
    if (on_call or wanted or may_send) and (last is None or now - last > scheduler.ALIVE_FOR):
        since = "has never run here" if last is None else f"last ran at {last:%Y-%m-%d %H:%M} UTC"
        yield ill("messages", f"the scheduler {since}, so nothing is sent: run 'drypoint serve'")
    elif faults:
        yield ill("messages", f"{faults} steps of the scheduler failed in its last round: see its log")
    elif waiting:
        yield ill("messages", f"{waiting} are due and nothing sends them: run 'drypoint serve'")
    elif (on_call or wanted) and not may_send:
        who = "somebody is on call" if on_call else f"{wanted} check-ins are to go by e-mail"
        yield ill("messages", f"{who} and nothing can be sent: set DRYPOINT_MAIL_URL and DRYPOINT_ADDRESS")
    elif failed > FAILED_AT_MOST:
        yield ill(
            "messages",
            f"{failed} failed within a day: look at the outbox for the kind of failure, and try "
            "DRYPOINT_MAIL_URL; call whom they were for",
        )
    elif may_send and opens_only_inside(settings.OWN_ADDRESS):
        yield ill(
            "messages",
            f"links in mails begin with {settings.OWN_ADDRESS}, which opens on the clinic's network only: "
            "set DRYPOINT_ADDRESS to an address that people reach from home",
        )
    elif may_send:
        yield well("messages", "a mail server and this server's address are set, nothing is overdue")
    else:
        yield well("messages", "nothing is sent: no mail server is set, nobody is on call or to be asked")


def opens_only_inside(address: str) -> bool:
    """Whether a link that begins with ``address`` leads nowhere from outside the clinic's network."""
    host = (urlsplit(address).hostname or "").lower()
    if lan.is_address(host):
        return lan.is_private(host)
    return "." not in host or host.endswith(tuple(f".{one}" for one in certificates.PRIVATE_DOMAINS))
