"""When the demo's visits take place: free slots of each therapist, on working days."""

from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

SLOT = timedelta(minutes=45)
OPENS, CLOSES = time(8), time(18)


class Timetable:
    """Hands out each therapist's time once."""

    def __init__(self, zone: ZoneInfo, now: datetime) -> None:
        """``now`` parts the past from today and what comes."""
        self._zone = zone
        self._now = now.astimezone(zone)
        self._taken: dict[UUID, list[tuple[datetime, datetime]]] = {}

    @property
    def today(self) -> date:
        """The clinic's date."""
        return self._now.date()

    def past(self, therapist: UUID, *, days_ago: int) -> datetime:
        """A slot so many days ago, at least one; earlier where that day is full or a weekend."""
        day = self.today - timedelta(days=max(1, days_ago))
        while True:
            if day.weekday() < 5 and (slot := self._free(therapist, day)):
                return slot
            day -= timedelta(days=1)

    def coming(self, therapist: UUID, *, in_days: int) -> datetime:
        """A slot in so many days; today it lies after now, late in the evening if need be."""
        if in_days == 0:
            return self._rest_of_today(therapist)
        day = self.today + timedelta(days=in_days)
        while True:
            if day.weekday() < 5 and (slot := self._free(therapist, day)):
                return slot
            day += timedelta(days=1)

    def take(self, therapist: UUID, start: datetime) -> datetime:
        """Mark the slot that begins at ``start`` as taken."""
        self._taken.setdefault(therapist, []).append((start, start + SLOT))
        return start

    def _rest_of_today(self, therapist: UUID) -> datetime:
        slot = datetime.combine(self.today, OPENS, self._zone)
        while slot <= self._now or not self._is_free(therapist, slot):
            slot += SLOT
        return self.take(therapist, slot)

    def _free(self, therapist: UUID, day: date) -> datetime | None:
        slot = datetime.combine(day, OPENS, self._zone)
        closes = datetime.combine(day, CLOSES, self._zone)
        while slot + SLOT <= closes:
            if self._is_free(therapist, slot):
                return self.take(therapist, slot)
            slot += SLOT
        return None

    def _is_free(self, therapist: UUID, start: datetime) -> bool:
        taken = self._taken.get(therapist, [])
        return all(start + SLOT <= begins or start >= ends for begins, ends in taken)
