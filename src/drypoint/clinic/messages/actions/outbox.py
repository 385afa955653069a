"""Queueing messages once, and sending what is due: at most once each, or shown as not known."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from drypoint.clinic.accounts.models import Clinic, Membership
from drypoint.clinic.actors import system
from drypoint.clinic.audit import actions as audit
from drypoint.clinic.messages.models import Message, MessageState, Purpose
from drypoint.clinic.messages.queries import may_send
from drypoint.clinic.people.models import Person
from drypoint.clinic.records import create

SENDER = "scheduler"
"""How the audit trail names who sends."""
WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1))
"""Before the second try, the third and so on; after the last of them a message has failed."""
GIVEN_UP_AFTER = timedelta(minutes=10)
"""A message that is being sent for so long was cut off: it may have gone out, so it is not sent again."""
AT_ONCE = 100
"""Most messages that one round sends."""


def queue(
    *,
    clinic: Clinic,
    key: str,
    purpose: Purpose,
    to: Person | Membership,
    address: str,
    language: str,
    link_path: str,
    due_at: datetime,
) -> Message | None:
    """Keep a message to send; ``None`` when one with this key was kept before."""
    if clinic.messages.filter(key=key).exists():
        return None
    try:
        return create(
            Message,
            by=system(clinic_id=clinic.pk, name=SENDER),
            verb="message.queued",
            key=key,
            purpose=purpose,
            member=to if isinstance(to, Membership) else None,
            person=to if isinstance(to, Person) else None,
            address=address,
            language=language,
            link_path=link_path,
            due_at=due_at,
            state=MessageState.QUEUED if may_send() else MessageState.NOT_CONFIGURED,
        )
    except IntegrityError:
        return None  # another server was quicker


def send_due(*, now: datetime, send: Callable[[Message], None]) -> int:
    """Send what is due, oldest first; returns how many the mail server took.

    ``send`` raises ``OSError`` (as mail servers' errors are) when it could not. Each message is marked before
    it is handed over, so that a crash never sends it twice.
    """
    _give_up(now)
    taken = 0
    due = Message.objects.filter(state=MessageState.QUEUED, due_at__lte=now).order_by("due_at", "id")
    for message in due.select_related("clinic")[:AT_ONCE]:
        claimed = Message.objects.filter(pk=message.pk, state=MessageState.QUEUED).update(
            state=MessageState.SENDING, tried_at=now, attempts=message.attempts + 1
        )
        if not claimed:
            continue  # another server has it
        message.refresh_from_db()
        try:
            send(message)
        except OSError as failed:
            _failed(message, type(failed).__name__, now)
        else:
            _settle(message, MessageState.SENT, sent_at=now)
            taken += 1
    return taken


def _failed(message: Message, kind: str, now: datetime) -> None:
    tries = message.attempts - 1
    if tries < len(WAITS):
        Message.objects.filter(pk=message.pk).update(
            state=MessageState.QUEUED, due_at=now + WAITS[tries], error=kind[:80]
        )
    else:
        _settle(message, MessageState.FAILED, error=kind[:80])


def _give_up(now: datetime) -> None:
    cut_off = Message.objects.filter(state=MessageState.SENDING, tried_at__lt=now - GIVEN_UP_AFTER)
    for message in cut_off[:AT_ONCE]:
        _settle(message, MessageState.UNKNOWN)


def _settle(message: Message, state: MessageState, **fields: object) -> None:
    """The end of a message, with its audit row."""
    with transaction.atomic():
        Message.objects.filter(pk=message.pk).update(state=state, **fields)
        audit.record(
            by=system(clinic_id=message.clinic_id, name=SENDER),
            verb=f"message.{state}",
            subject=message,
            fields=["state"],
        )
