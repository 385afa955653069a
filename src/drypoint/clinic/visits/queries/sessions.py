"""Where a visit's needling session stands."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import msgspec
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from drypoint.clinic.visits.languages import engine_language
from drypoint.clinic.visits.models import SessionEvent, Visit
from drypoint.needling import Event, SessionRequest, SessionState, session, shifted


class StoredEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One event with what the server noted beside it."""

    event: Event
    """As the device wrote it."""
    number: int
    clock_offset_ms: int
    questions: tuple[str, ...]
    by: UUID | None
    """Membership that recorded it."""
    received_at: datetime


def stored_events(
    visit: Visit, *, after: int = 0, most: int | None = None, without: Iterable[UUID] = ()
) -> tuple[StoredEvent, ...]:
    """The visit's events from number ``after`` on, in the order in which they arrived."""
    rows = _of(visit).filter(number__gt=after).exclude(pk__in=list(without)).order_by("number")
    return _read(rows[:most])


def _read(rows: "QuerySet[SessionEvent]") -> tuple[StoredEvent, ...]:
    # The text of the JSON, read once: a session may have tens of thousands of events.
    found = rows.annotate(text=Cast("payload", TextField())).values_list(
        "text", "number", "clock_offset_ms", "questions", "recorded_by_id", "received_at"
    )
    decode = msgspec.json.Decoder(Event).decode
    return tuple(
        StoredEvent(
            event=decode(text),
            number=number,
            clock_offset_ms=offset,
            questions=tuple(questions),
            by=by,
            received_at=received,
        )
        for text, number, offset, questions, by, received in found
    )


def questioned(visit: Visit) -> tuple[StoredEvent, ...]:
    """Events about which something is asked that nobody has looked at yet, in the order of arrival."""
    asked = _of(visit).exclude(questions=[]).filter(look__isnull=True)
    return _read(asked.order_by("number"))


def by_server_clock(stored: Iterable[StoredEvent]) -> tuple[Event, ...]:
    """The events at the times of the server's clock."""
    rows = tuple(stored)
    return shifted(
        (one.event for one in rows),
        {one.event.id: one.clock_offset_ms for one in rows if one.clock_offset_ms},
    )


def log(visit: Visit) -> tuple[Event, ...]:
    """Every stored event of the visit's session, by the server's clock."""
    return by_server_clock(stored_events(visit))


def folded(events: Iterable[Event]) -> SessionState:
    """The fold of ``events``, its sentences in the reader's language."""
    return session(SessionRequest(events=tuple(events), language=engine_language()))


def session_state(visit: Visit) -> SessionState:
    """The fold of the session's events: needle account, insertions, what blocks the closing (in words)."""
    return folded(log(visit))


def _of(visit: Visit) -> "QuerySet[SessionEvent]":
    return SessionEvent.objects.filter(clinic_id=visit.clinic_id, visit=visit)
