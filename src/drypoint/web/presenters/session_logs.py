"""The log of a session in words: who recorded what and when, what was taken back, what is asked about."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drypoint.clinic.visits.models import EventLook, Question
from drypoint.clinic.visits.queries.sessions import StoredEvent, by_server_clock
from drypoint.needling import Event, EventType, in_force
from drypoint.web.presenters.muscles import muscle_side
from drypoint.web.presenters.parts import Cell, Table
from drypoint.web.presenters.sessions import WORDS, needle_names

MOST_SHOWN = 500
"""Rows of the table; a session of more shows its last ones."""
ALL_WORDS = WORDS | {
    EventType.OPENED: gettext_lazy("Session begun"),
    EventType.CORRECTED: gettext_lazy("Taken back"),
    EventType.CLOSED: gettext_lazy("Session closed"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LogRow:
    """One event."""

    id: UUID
    number: int
    what: str
    where: str
    device_time: str
    server_time: str
    """By the server's clock, where the device's was wrong; else empty."""
    received: str
    who: str
    device: str
    taken_back: str
    """When, by whom and why; empty when it stands."""
    questions: Sequence[str]
    looked: str
    """Who looked at the questions, when and with which words; empty while nobody has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionLog:
    """All of it, in the order in which it arrived."""

    table: Table
    left_out: int
    """Earlier rows that are not shown."""
    asked: Sequence[LogRow]
    """With questions that nobody has looked at."""
    looked: Sequence[LogRow]
    taken_back: Sequence[LogRow]


def session_log(
    stored: Sequence[StoredEvent], *, names: Mapping[UUID, str], looks: Iterable[EventLook]
) -> SessionLog:
    """The log; ``names`` of members by id."""
    log = in_force(by_server_clock(stored))
    by_id = {one.event.id: one for one in stored}
    corrected = {one.target.id: by_id[one.by.id] for one in log.corrections}
    looked = {one.event_id: one for one in looks}
    needles = needle_names(log.events)
    said = _Words(names=names, needles={str(key): name for key, name in needles.items()})
    before = len(stored) - MOST_SHOWN
    told = [one for one in stored if one.questions or one.event.id in corrected or one.number > before]
    rows = [said.row(one, corrected.get(one.event.id), looked.get(one.event.id)) for one in told]
    shown = [row for row in rows if row.number > before]
    return SessionLog(
        table=_table(shown),
        left_out=len(stored) - len(shown),
        asked=[row for row in rows if row.questions and not row.looked],
        looked=[row for row in rows if row.questions and row.looked],
        taken_back=[row for row in rows if row.taken_back],
    )


def _table(rows: Iterable[LogRow]) -> Table:
    return Table(
        caption=_("Every event, in the order in which it arrived"),
        head=[
            _("No."),
            _("What"),
            _("Where"),
            _("Device's clock"),
            _("Put right"),
            _("Arrived"),
            _("Recorded by"),
            _("Device"),
        ],
        rows=[
            [
                Cell(str(row.number)),
                Cell(_("%(what)s (taken back)") % {"what": row.what} if row.taken_back else row.what),
                Cell(row.where or "–"),
                Cell(row.device_time),
                Cell(row.server_time or "–"),
                Cell(row.received),
                Cell(row.who),
                Cell(row.device),
            ]
            for row in rows
        ],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """What the rows are worded with."""

    names: Mapping[UUID, str]
    needles: Mapping[str, str]

    def row(self, one: StoredEvent, correction: StoredEvent | None, look: EventLook | None) -> LogRow:
        event = one.event
        by_server = event.at + timedelta(milliseconds=one.clock_offset_ms)
        return LogRow(
            id=event.id,
            number=one.number,
            what=str(ALL_WORDS[event.type]),
            where=self._where(event),
            device_time=_moment(event.at),
            server_time=_moment(by_server) if one.clock_offset_ms else "",
            received=_moment(one.received_at),
            who=self._name(one.by),
            device=event.device,
            taken_back="" if correction is None else self._taken_back(correction),
            questions=[str(Question(code).label) for code in one.questions],
            looked="" if look is None else self._looked(look),
        )

    def _where(self, event: Event) -> str:
        if event.muscle and event.side:
            return muscle_side(event.muscle, event.side, event.site)
        return self.needles.get(str(event.needle), "") if event.needle else ""

    def _name(self, member: UUID | None) -> str:
        return _("the system") if member is None else self.names[member]

    def _taken_back(self, correction: StoredEvent) -> str:
        at = correction.event.at + timedelta(milliseconds=correction.clock_offset_ms)
        said = _("%(when)s, %(name)s") % {"when": _moment(at), "name": self._name(correction.by)}
        return f"{said}: {correction.event.data.note}" if correction.event.data.note else said

    def _looked(self, look: EventLook) -> str:
        who = self._name(look.looked_by_id)
        said = _("%(when)s, %(name)s") % {"when": _moment(look.created_at), "name": who}
        return f"{said}: {look.words}" if look.words else said


def _moment(at: datetime) -> str:
    return date_format(localtime(at), "j M, H:i:s")
