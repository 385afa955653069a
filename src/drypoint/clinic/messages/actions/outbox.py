"""Queueing messages once, and sending what is due: at most once each, or shown as not known."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from time import monotonic
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Case, IntegerField, Value, When
from django.utils import timezone

from drypoint.clinic.accounts.models import Clinic, Membership
from drypoint.clinic.actors import system
from drypoint.clinic.audit import actions as audit
from drypoint.clinic.messages.models import Message, MessageState, Purpose, Route
from drypoint.clinic.messages.queries import may_go
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
QUESTIONS_FOR_SECONDS = 60.0
"""After so long a round begins no further question: the next round looks for new alerts first."""
_ALERTS_FIRST = Case(
    When(purpose=Purpose.ALERT, then=Value(0)), default=Value(1), output_field=IntegerField()
)
_OPEN = (MessageState.QUEUED, MessageState.SENDING, MessageState.NOT_CONFIGURED)
"""States that are no end."""

log = logging.getLogger(__name__)


class NotTaken(Exception):
    """The server did not take it now: try again. The text is the kind of failure, never its words."""


class Unreachable(NotTaken):
    """There is no server to hand it to: trying the others now would only wait as long again."""


class Refused(Exception):
    """The server will never take it: a wrong address, say."""


class Unclear(Exception):
    """It was handed over and no answer came: it may have gone out, so it is never sent again."""


def queue(
    *,
    clinic: Clinic,
    key: str,
    purpose: Purpose,
    to: Person | Membership,
    address: str,
    language: str,
    about: UUID,
    due_at: datetime,
    route: Route = Route.EMAIL,
) -> Message | None:
    """Keep a message to send; ``None`` when one with this key was kept before.

    One that was kept while nothing was set up to send it waits again as soon as something is.
    """
    if (kept := clinic.messages.filter(key=key).first()) is not None:
        if kept.state != MessageState.NOT_CONFIGURED or not may_go(clinic, route):
            return None
        _settle(kept, MessageState.QUEUED, due_at=due_at, route=route, address=address)
        kept.refresh_from_db()
        return kept
    try:
        return create(
            Message,
            by=system(clinic_id=clinic.pk, name=SENDER),
            verb="message.queued",
            key=key,
            purpose=purpose,
            member=to if isinstance(to, Membership) else None,
            person=to if isinstance(to, Person) else None,
            route=route,
            address=address,
            language=language,
            about=about,
            due_at=due_at,
            state=MessageState.QUEUED if may_go(clinic, route) else MessageState.NOT_CONFIGURED,
        )
    except IntegrityError:
        return None  # another server was quicker


def send_due(
    *,
    now: datetime,
    send: Callable[[Message], str | None],
    no_longer: Callable[[Message], str] = lambda _message: "",
    clock: Callable[[], float] = monotonic,
) -> int:
    """Send what is due, alerts first, then oldest first; returns how many a server took.

    ``send`` returns by which id a gateway names it, if it does, and raises ``NotTaken``, ``Refused`` or
    ``Unclear``. Each message is marked before it is handed over, so that a crash never sends it twice.
    ``no_longer`` says why a message is not to be sent any more, or nothing. Whatever else goes wrong with one
    message never keeps the next from being sent. Without a mail server or a gateway, or an address of this
    server for the links, nothing is handed over and the messages say so.
    """
    _give_up(now)
    taken, begun = 0, clock()
    silent: set[object] = set()
    """Ways on which no server answered in this round."""
    ready: dict[object, bool] = {}
    due = Message.objects.filter(state=MessageState.QUEUED, due_at__lte=now)
    for message in due.order_by(_ALERTS_FIRST, "due_at", "id").select_related("clinic")[:AT_ONCE]:
        if message.purpose != Purpose.ALERT and clock() - begun > QUESTIONS_FOR_SECONDS:
            break
        way = _way(message)
        if way not in ready:
            ready[way] = may_go(message.clinic, message.route)
        if not ready[way]:
            _settle(message, MessageState.NOT_CONFIGURED)
            continue
        if way in silent:
            continue
        claimed = Message.objects.filter(pk=message.pk, state=MessageState.QUEUED).update(
            state=MessageState.SENDING, tried_at=timezone.now(), attempts=message.attempts + 1
        )
        if not claimed:
            continue  # another server has it
        message.refresh_from_db()
        try:
            why = no_longer(message)
        except Exception as failed:  # nothing was handed over yet: it may be tried again
            log.error("message %s: %s", message.pk, type(failed).__name__)
            _failed(message, type(failed).__name__, now)
            continue
        if why:
            _settle(message, MessageState.NOT_NEEDED, error=why[:80])
            continue
        try:
            gateway_id = send(message)
        except Unreachable as failed:
            _failed(message, str(failed), now)
            silent.add(way)
        except NotTaken as failed:
            _failed(message, str(failed), now)
        except Refused as failed:
            _settle(message, MessageState.FAILED, error=str(failed)[:80])
        except Exception as failed:  # one broken message must not keep an alert from going out
            kind = str(failed) if isinstance(failed, Unclear) else type(failed).__name__
            log.error("message %s: %s", message.pk, kind)
            _settle(message, MessageState.UNKNOWN, error=kind[:80])
        else:
            _taken(message, gateway_id or "", now)
            taken += 1
    return taken


def _way(message: Message) -> object:
    """What a message shares with those that the same server is to take."""
    return message.route if message.route == Route.EMAIL else (message.route, message.clinic_id)


def _taken(message: Message, gateway_id: str, now: datetime) -> None:
    """A server took it. A report may have been quicker than we: then it stays as reported."""
    Message.objects.filter(pk=message.pk).update(sent_at=now, gateway_id=gateway_id[:200])
    # Also one that looked cut off to another server, because this one slept in between: now it is known.
    _settle(message, MessageState.SENT, (*_OPEN, MessageState.UNKNOWN), error="")


def _failed(message: Message, kind: str, now: datetime) -> None:
    """Let it wait for the next try; an alert is tried until somebody has acknowledged what it is about."""
    tries = message.attempts - 1
    if tries < len(WAITS) or message.purpose == Purpose.ALERT:
        Message.objects.filter(pk=message.pk, state=MessageState.SENDING).update(
            state=MessageState.QUEUED, due_at=now + WAITS[min(tries, len(WAITS) - 1)], error=kind[:80]
        )
    else:
        _settle(message, MessageState.FAILED, error=kind[:80])


def _give_up(now: datetime) -> None:
    cut_off = Message.objects.filter(state=MessageState.SENDING, tried_at__lt=now - GIVEN_UP_AFTER)
    for message in cut_off[:AT_ONCE]:
        _settle(message, MessageState.UNKNOWN)


def _settle(
    message: Message, state: MessageState, may_follow: tuple[MessageState, ...] = _OPEN, **fields: object
) -> None:
    """A new state of a message that has no end yet, with its audit row."""
    with transaction.atomic():
        changed = Message.objects.filter(pk=message.pk, state__in=may_follow).update(state=state, **fields)
        if changed:
            audit.record(
                by=system(clinic_id=message.clinic_id, name=SENDER),
                verb=f"message.{state}",
                subject=message,
                fields=["state"],
            )
