"""A session typed in afterwards, row by row, as the events that a live recorder would have written."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta

from drypoint.needling.events import Event, EventData, EventType, InsertionId, NeedleId, Sensation
from drypoint.terms import InvalidInput, MuscleId, Side, Value


class QuickInsertion(Value, frozen=True):
    """One typed row: one passage of one needle."""

    insertion: InsertionId
    needle: NeedleId
    """The same needle may stand in several rows: it was opened once."""
    muscle: MuscleId
    side: Side
    inserted_at: datetime
    removed_at: datetime | None
    """``None``: not removed, which blocks the closing."""
    site: str | None = None
    twitches: Annotated[int, Meta(ge=0, le=1000)] = 0
    sensations: tuple[Sensation, ...] = ()
    pain_nprs: Annotated[float, Meta(ge=0, le=10)] | None = None
    """Pain during needling, 0-10."""


def quick_events(
    rows: Sequence[QuickInsertion],
    *,
    ids: Iterator[UUID],
    device: str,
    opened_at: datetime,
    dropped: Sequence[NeedleId] = (),
    counted_at: datetime | None = None,
    sharps_counted: int | None = None,
    closed_at: datetime | None = None,
) -> tuple[Event, ...]:
    """Turn typed rows into events.

    Args:
        rows: the insertions.
        ids: fresh UUIDv7s; as many are taken as there are events.
        device: which device wrote it down.
        opened_at: when the session began.
        dropped: needles that were opened and put away unused.
        counted_at: when the needles were counted; not counted when ``None``.
        sharps_counted: used needles counted into the sharps container, if a number was noted.
        closed_at: when the session was closed; left open when ``None``.

    Raises:
        InvalidInput: a row's needle came out before it went in.
    """
    events: list[Event] = []

    def write(kind: EventType, at: datetime, *, data: EventData | None = None, **place: Any) -> None:
        events.append(Event(id=next(ids), at=at, device=device, type=kind, data=data or EventData(), **place))

    write(EventType.OPENED, opened_at)
    seen: set[NeedleId] = set()
    for number, row in enumerate(rows):
        if row.removed_at is not None and row.removed_at < row.inserted_at:
            raise InvalidInput(
                "The needle came out before it went in. Check the two times.",
                where=f"rows[{number}].removed_at",
            )
        if row.needle not in seen:
            seen.add(row.needle)
            write(EventType.NEEDLE_OPENED, row.inserted_at, needle=row.needle)
        place = {"insertion": row.insertion, "muscle": row.muscle, "side": row.side, "site": row.site}
        write(
            EventType.INSERTED,
            row.inserted_at,
            needle=row.needle,
            data=EventData(pain_nprs=row.pain_nprs),
            **place,
        )
        if row.twitches:
            write(
                EventType.TWITCHED,
                row.inserted_at,
                insertion=row.insertion,
                data=EventData(twitches=row.twitches),
            )
        for sensation in row.sensations:
            write(
                EventType.SENSATION,
                row.inserted_at,
                insertion=row.insertion,
                data=EventData(sensation=sensation),
            )
        if row.removed_at is not None:
            write(EventType.REMOVED, row.removed_at, insertion=row.insertion)
    for needle in dropped:
        write(EventType.NEEDLE_OPENED, opened_at, needle=needle)
        write(EventType.DROPPED, opened_at, needle=needle)
    if counted_at is not None:
        write(EventType.COUNT_CHECKED, counted_at, data=EventData(sharps=sharps_counted))
    if closed_at is not None:
        write(EventType.CLOSED, closed_at)
    return tuple(events)
