"""Joining event logs of several devices into one.

A log is a set of events with distinct ids, so joining is set union: idempotent, commutative, associative. It
is read in the order of (time by the device's clock, id). Clocks may be off, so a removal ends its insertion
wherever it stands. Only ``removed_all`` depends on order: it covers what stands before it, of another device
only what stands two minutes before it, as both clocks may be a minute off. A needle that it misses blocks the
closing; the count, required before closing, catches any other.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, timedelta
from uuid import UUID

import msgspec

from drypoint.needling.events import Event, EventType
from drypoint.terms import InvalidInput, Value

REQUIRED: dict[EventType, tuple[str, ...]] = {
    EventType.NEEDLE_OPENED: ("needle",),
    EventType.INSERTED: ("needle", "insertion", "muscle", "side"),
    EventType.MANIPULATED: ("insertion",),
    EventType.TWITCHED: ("insertion",),
    EventType.SENSATION: ("insertion", "data.sensation or data.pain_nprs"),
    EventType.REMOVED: ("insertion",),
    EventType.BROKEN: ("needle",),
    EventType.DROPPED: ("needle",),
    EventType.CORRECTED: ("data.corrects",),
}
"""Fields without which an event of a type means nothing. A twitch or a sensation belongs to an insertion."""


class Correction(Value, frozen=True):
    """An event that was taken back, with the first correction that did it."""

    target: Event
    by: Event


class Log(Value, frozen=True):
    """The events that count and those taken back, in reading order; corrections whose target is not here."""

    events: tuple[Event, ...]
    corrections: tuple[Correction, ...]
    open_corrections: int


def merge(*logs: Iterable[Event]) -> tuple[Event, ...]:
    """Join logs into one, in reading order, times in UTC.

    Raises:
        InvalidInput: two different events carry the same id, or an event lacks what its type needs.
    """
    by_id: dict[UUID, Event] = {}
    for log in logs:
        for event in log:
            _check(event)
            in_utc = msgspec.structs.replace(event, at=event.at.astimezone(UTC))
            if by_id.setdefault(event.id, in_utc) != in_utc:
                raise InvalidInput(
                    f"Two different events carry the id {event.id}. Give every event its own id.",
                    where="events",
                )
    return tuple(sorted(by_id.values(), key=lambda event: (event.at, event.id)))


def shifted(events: Iterable[Event], offsets_ms: Mapping[UUID, int]) -> tuple[Event, ...]:
    """The events by the server's clock.

    Args:
        events: as the devices wrote them.
        offsets_ms: by event, how many milliseconds the server's clock was ahead of the device's when it sent
            the event; 0 when it is not named. Decided once for each event and kept beside it.
    """
    return tuple(
        msgspec.structs.replace(event, at=event.at + timedelta(milliseconds=ahead))
        if (ahead := offsets_ms.get(event.id, 0))
        else event
        for event in events
    )


def in_force(events: Iterable[Event]) -> Log:
    """What still stands after corrections.

    A correction takes its target back wherever the two stand in the order, so a wrong clock cannot revive it.

    Raises:
        InvalidInput: as ``merge``; or a correction of a correction, which nobody could read.
    """
    merged = merge(events)
    ids = {event.id: event for event in merged}
    taken_back: dict[UUID, Correction] = {}
    open_corrections = 0
    for event in merged:
        if event.type is EventType.CORRECTED and event.data.corrects is not None:
            target = ids.get(event.data.corrects)
            if target is None:
                open_corrections += 1
            elif target.type is EventType.CORRECTED:
                raise InvalidInput(
                    "A correction cannot be corrected. Record the event again as a new one.",
                    where="events[].data.corrects",
                )
            else:
                taken_back.setdefault(target.id, Correction(target=target, by=event))
    standing = tuple(
        event for event in merged if event.id not in taken_back and event.type is not EventType.CORRECTED
    )
    corrections = tuple(taken_back[event.id] for event in merged if event.id in taken_back)
    return Log(events=standing, corrections=corrections, open_corrections=open_corrections)


def _check(event: Event) -> None:
    for paths in REQUIRED.get(event.type, ()):
        either = paths.split(" or ")
        if all(_at(event, path) is None for path in either):
            raise InvalidInput(f"An event of type {event.type} needs {paths}.", where=f"events[].{either[0]}")


def _at(event: Event, path: str) -> object:
    owner, _, name = path.rpartition(".")
    return getattr(event.data if owner else event, name)
