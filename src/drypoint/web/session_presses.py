"""From a press of a button to events of the session log: translation only; the record says what may be."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from drypoint.clinic.visits.rows import PlannedInsertion
from drypoint.needling import EventType

DEVICE = "page"
"""What the log calls the clinic's own pages; a tablet that records offline has a name of its own."""


def ids(seed: UUID) -> Iterator[UUID]:
    """Ids of one press's events: the same for the same press, so that sending it twice does no harm."""
    number = seed.int
    while True:
        yield UUID(int=number)
        number += 1


class Press:
    """One press: its seed and the moment it arrived."""

    def __init__(self, seed: UUID, at: datetime) -> None:
        self.seed, self._ids, self._at = seed, ids(seed), at.isoformat()
        self.needle, self.insertion = f"n-{seed}", f"i-{seed}"

    def event(self, kind: EventType, **details: Any) -> dict[str, Any]:
        """One event of this press."""
        said = {name: value for name, value in details.items() if value is not None}
        return {"id": str(next(self._ids)), "at": self._at, "device": DEVICE, "type": kind.value, **said}

    def needle_in(
        self, planned: PlannedInsertion, *, needle: str = "", pain: int | None = None
    ) -> list[dict[str, Any]]:
        """A new needle, or one that was used before, goes in where it was planned."""
        opened = [] if needle else [self.event(EventType.NEEDLE_OPENED, needle=self.needle)]
        inserted = self.event(
            EventType.INSERTED,
            needle=needle or self.needle,
            insertion=self.insertion,
            muscle=planned.muscle,
            side=planned.side.value,
            site=str(planned.site or 1),
            data=None if pain is None else {"pain_nprs": pain},
        )
        return [*opened, inserted]

    def dropped(self) -> list[dict[str, Any]]:
        """A needle that was opened and put away unused."""
        return [
            self.event(EventType.NEEDLE_OPENED, needle=self.needle),
            self.event(EventType.DROPPED, needle=self.needle),
        ]

    def of_insertion(self, kind: EventType, insertion: str, /, **data: Any) -> list[dict[str, Any]]:
        """Something about a needle that is in, or was."""
        told = {name: value for name, value in data.items() if value is not None}
        return [self.event(kind, insertion=insertion, data=told or None)]

    def of_session(self, kind: EventType, /, **data: Any) -> list[dict[str, Any]]:
        """Something about the whole session."""
        told = {name: value for name, value in data.items() if value is not None}
        return [self.event(kind, data=told or None)]

    def broken(self, needle: str) -> list[dict[str, Any]]:
        """This needle broke."""
        return [self.event(EventType.BROKEN, needle=needle)]
