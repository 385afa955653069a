"""What a device recorded by itself: facts, stored whatever speaks against them, and each only once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from drypoint.clinic.actors import Actor
from drypoint.clinic.errors import NotAllowedNow
from drypoint.clinic.permissions import Permission
from drypoint.clinic.records import create, hold
from drypoint.clinic.stock.models import NeedleLot
from drypoint.clinic.visits.actions import engine_results
from drypoint.clinic.visits.models import (
    EngineName,
    EventLook,
    NeedlingSession,
    Question,
    SessionEvent,
    Visit,
)
from drypoint.clinic.visits.queries.reviews import as_reviewed, review_request
from drypoint.clinic.visits.queries.sessions import StoredEvent, by_server_clock, folded, stored_events
from drypoint.clinic.visits.rows import PlannedInsertion
from drypoint.clinic.visits.session_gate import Gate, require_known
from drypoint.clinic.visits.session_log import Arrived, NotStarted, begun, keep, with_closing
from drypoint.needling import Event, EventType, SessionState, SessionStatus, merge, shifted
from drypoint.safety.outcomes import Outcome, worst
from drypoint.terms import InvalidInput

MOST = 200
"""Events of one batch."""
CLOCK_IS_OFF_MS = 60_000
"""From so much on a device's clock counts as wrong; ours. Below it, a slow network looks the same."""
YEARS = range(1900, 2200)
"""A clock outside of these cannot be read. One that lost its time says 1970."""
_NUL = rb"\u0000"
"""As JSON spells the one character that PostgreSQL does not store."""


@dataclass(slots=True, kw_only=True)
class Recorded:
    """What became of a batch."""

    state: SessionState
    was: SessionStatus
    """Before the batch."""
    before: tuple[StoredEvent, ...]
    """The whole log before the batch, in the order of arrival."""
    stored: dict[UUID, StoredEvent] = field(default_factory=dict)
    """Every event of the batch that is in the log now, new or known before."""
    fresh: tuple[Event, ...] = ()
    """Those that are new, at the times of the server's clock."""
    refused: dict[str, str] = field(default_factory=dict)
    """Why, by id; the device keeps these."""
    reviews: list[dict[str, Any]] = field(default_factory=list)
    """Of insertions that no plan names: ``insertion``, ``outcome``, ``findings``, ``under``."""


def record(
    *,
    by: Actor,
    visit: Visit,
    events: Sequence[dict[str, Any]],
    sent_at: datetime | None = None,
) -> Recorded:
    """Store a batch in one transaction with its audit row; without events only tell where the session stands.

    What happened is never refused: what speaks against an event becomes its ``questions``. Refused, one by
    one, is only what cannot be read, an id that is taken, and a closing that the needle count does not allow.

    Args:
        by: staff who record sessions.
        visit: whose session has begun.
        events: in the session engine's schema, in any order, repeats allowed; at most ``MOST``.
        sent_at: the device's clock when it sent the batch.

    Raises:
        NotAllowedNow: the session was not started.
        InvalidInput: more events than ``MOST``.
    """
    by.require(Permission.RECORD_SESSION, clinic_id=visit.clinic_id)
    if len(events) > MOST:
        raise InvalidInput(_("Send at most %(n)d events at once.") % {"n": MOST}, where="events")
    if not events:
        return _standing(visit)
    received_at = timezone.now()
    with transaction.atomic():
        header = begun(visit)
        before = stored_events(visit)
        offset_ms = _offset(sent_at, received_at)
        batch = _Batch(visit, header, before, offset_ms=offset_ms, received_at=received_at)
        batch.read(events)
        accepted, state = with_closing(by_server_clock(before), batch.by_server_clock, batch.refused_closings)
        kept = {event.id for event in accepted}
        arrived = [one for one in batch.arrived if one.event.id in kept]
        stored = keep(
            by=by, header=header, known=before, arrived=arrived, received_at=received_at, state=state
        )
        off_plan = [one.event for one in arrived if batch.needs_review(one.event)]
        reviews = _reviewed(by, visit, off_plan, beside=batch.gate.plan) if off_plan else []
    return Recorded(
        state=state,
        was=SessionStatus(header.status),
        before=before,
        stored={**batch.known, **{one.event.id: one for one in stored}},
        fresh=by_server_clock(stored),
        refused=batch.refused | {str(key): why for key, why in batch.refused_closings.items()},
        reviews=reviews,
    )


def _standing(visit: Visit) -> Recorded:
    header = NeedlingSession.objects.filter(clinic_id=visit.clinic_id, visit=visit).first()
    if header is None:
        raise NotStarted(_("Start the session first."))
    before = stored_events(visit)
    return Recorded(state=folded(by_server_clock(before)), was=SessionStatus(header.status), before=before)


def look(*, by: Actor, event: SessionEvent, words: str = "") -> EventLook:
    """Note that somebody looked at what was questioned about an event.

    Raises ``NotAllowedNow`` when nothing was, or somebody looked before.
    """
    by.require(Permission.SIGN, clinic_id=event.clinic_id)
    member = by.require_named()
    with transaction.atomic():
        hold(event.visit)
        if not event.questions or EventLook.objects.filter(event=event).exists():
            raise NotAllowedNow(_("There is nothing to look at here any more. Load the page again."))
        return create(
            EventLook,
            by=by,
            verb="session_event.looked_at",
            event=event,
            looked_by_id=member,
            words=words.strip(),
        )


class _Batch:
    """One batch against the log as it stands: what is new, what was known, what cannot be stored."""

    def __init__(
        self,
        visit: Visit,
        header: NeedlingSession,
        before: Sequence[StoredEvent],
        *,
        offset_ms: int,
        received_at: datetime,
    ) -> None:
        self._visit, self._header = visit, header
        self._offset, self._received_at = offset_ms, received_at
        self._before = {one.event.id: one for one in before}
        self.gate = Gate(visit, header)
        self._new: dict[UUID, Event] = {}
        self.arrived: list[Arrived] = []
        self.known: dict[UUID, StoredEvent] = {}
        self.refused: dict[str, str] = {}
        self.refused_closings: dict[UUID, str] = {}

    def read(self, events: Sequence[dict[str, Any]]) -> None:
        """Sort the batch's events, each by itself."""
        for raw in events:
            try:
                self._read(_understood(raw))
            except InvalidInput as wrong:
                self.refused[_id_of(raw)] = str(wrong)
        self._refuse_taken()
        self._refuse_unreadable_corrections()
        lots = self._lots()
        self.arrived = [self._arriving(event, lots) for event in self._new.values()]

    @property
    def by_server_clock(self) -> tuple[Event, ...]:
        """What arrived, at the times of the server's clock."""
        return self._shifted(one.event for one in self.arrived)

    def needs_review(self, event: Event) -> bool:
        """Whether an insertion was put where no signed plan names the muscle."""
        return event.type is EventType.INSERTED and not self.gate.is_planned(event)

    def _read(self, event: Event) -> None:
        standing = self._before.get(event.id)
        same = standing.event if standing is not None else self._new.get(event.id)
        merge((event,), () if same is None else (same,))  # refuses another event of this id, or half an event
        require_known(event)
        if standing is not None:
            self.known[event.id] = standing
        else:
            self._new.setdefault(event.id, event)

    def _refuse_taken(self) -> None:
        taken = SessionEvent.objects.filter(pk__in=list(self._new)).values_list("pk", flat=True)
        for key in taken:
            del self._new[key]
            self.refused[str(key)] = _("An id of an event is taken. Give each event its own.")

    def _refuse_unreadable_corrections(self) -> None:
        """A correction of a correction could be read by nobody, whichever of the two came first."""
        stored = (one.event for one in self._before.values())
        corrections = {
            one.id: one.data.corrects
            for one in (*stored, *self._new.values())
            if one.type is EventType.CORRECTED
        }
        of_corrections = {key for key in self._new if corrections.get(key) in corrections}
        targets = {target for key, target in corrections.items() if key not in of_corrections}
        for key in of_corrections | {key for key in self._new if key in corrections and key in targets}:
            del self._new[key]
            self.refused[str(key)] = _("A correction cannot be corrected. Record the event again.")

    def _arriving(self, event: Event, lots: Mapping[str, NeedleLot]) -> Arrived:
        (by_server,) = self._shifted((event,))
        questions = [objection.question for objection in self.gate.objections(by_server)]
        if self.gate.is_signed and Question.NOTE_SIGNED not in questions:
            questions.append(Question.NOTE_SIGNED)
        lot = None
        if event.type is EventType.NEEDLE_OPENED and event.data.lot is not None:
            lot = lots.get(event.data.lot)
            questions += _of_lot(lot, on=timezone.localdate(by_server.at, timezone=self._visit.clinic.zone))
        if self._offset or self._cannot_be(by_server.at):
            questions.append(Question.CLOCK)
        return Arrived(event=event, clock_offset_ms=self._offset, questions=tuple(questions), lot=lot)

    def _cannot_be(self, at: datetime) -> bool:
        """Whether the clock was wrong when it was recorded, although it was right when it was sent."""
        slack = timedelta(milliseconds=CLOCK_IS_OFF_MS)
        return at > self._received_at + slack or at < self._header.started_at - slack

    def _shifted(self, events: Iterable[Event]) -> tuple[Event, ...]:
        given = tuple(events)
        return shifted(given, {event.id: self._offset for event in given})

    def _lots(self) -> dict[str, NeedleLot]:
        named = {event.data.lot for event in self._new.values() if event.data.lot is not None}
        keys = [key for key in map(_uuid, named) if key is not None]
        found = NeedleLot.objects.filter(clinic_id=self._visit.clinic_id, pk__in=keys) if keys else ()
        return {str(lot.pk): lot for lot in found}


def _offset(sent_at: datetime | None, received: datetime) -> int:
    """Milliseconds to add to the device's clock; 0 within ``CLOCK_IS_OFF_MS``."""
    if sent_at is None or sent_at.year not in YEARS:
        return 0
    ahead = round((received - sent_at).total_seconds() * 1000)
    return 0 if abs(ahead) < CLOCK_IS_OFF_MS else ahead


def _of_lot(lot: NeedleLot | None, *, on: date) -> list[Question]:
    if lot is None:
        return [Question.LOT_UNKNOWN]
    found = []
    if lot.recalled_at is not None:
        found.append(Question.LOT_RECALLED)
    if lot.expires < on:
        found.append(Question.LOT_EXPIRED)
    return found


def _reviewed(
    by: Actor, visit: Visit, off_plan: Sequence[Event], *, beside: Sequence[PlannedInsertion]
) -> list[dict[str, Any]]:
    """The review of insertions ``beside`` the planned ones, kept at once; none without a screening."""
    added = [{"muscle": str(event.muscle), "side": str(event.side)} for event in off_plan]
    request = review_request(visit, [*as_reviewed(beside[: MOST - len(added)]), *added])
    if request is None:
        return []
    said = engine_results.run(by=by, visit=visit, engine=EngineName.REVIEW, request=request).result
    first = len(request["plan"]["insertions"]) - len(added)
    return [_of_one(event, number, said) for number, event in enumerate(off_plan, first)]


def _of_one(event: Event, number: int, said: dict[str, Any]) -> dict[str, Any]:
    """What a review says of one insertion; what it says of the person was signed for with the plan."""
    findings = [one for one in said["findings"] if one["insertion"] == number]
    return {
        "insertion": event.insertion,
        "outcome": worst(Outcome(one["outcome"]) for one in findings).value,
        "findings": findings,
        "under": [one for one in said["under"] if one["insertion"] == number],
    }


def _understood(raw: Any) -> Event:
    text = msgspec.json.encode(raw)
    if _NUL in text.replace(rb"\\", b""):
        raise InvalidInput(_("A text of this event cannot be stored."), where="events")
    try:
        event = msgspec.json.decode(text, type=Event)
    except msgspec.ValidationError as wrong:
        raise InvalidInput(str(wrong), where="events") from wrong
    if event.at.year not in YEARS:
        raise InvalidInput(_("The time of this event cannot be read."), where="events[].at")
    return event


def _id_of(raw: Any) -> str:
    return str(raw.get("id", ""))[:64] if isinstance(raw, dict) else ""


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
