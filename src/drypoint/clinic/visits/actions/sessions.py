"""Starting a needling session and recording its events."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from drypoint.clinic.actors import Actor
from drypoint.clinic.errors import Conflict, ForeignRecord, NotAllowedNow
from drypoint.clinic.permissions import Permission
from drypoint.clinic.records import create, revise
from drypoint.clinic.stock.models import NeedleLot
from drypoint.clinic.stock.queries import why_not_usable
from drypoint.clinic.visits.access import hold_unsigned, require_visit
from drypoint.clinic.visits.canonical import plain
from drypoint.clinic.visits.models import NeedlingSession, Question, SessionEvent, Visit
from drypoint.clinic.visits.queries.plans import current_plan, plan_blockers
from drypoint.clinic.visits.queries.sessions import by_server_clock, stored_events
from drypoint.clinic.visits.session_gate import Gate
from drypoint.clinic.visits.session_log import Arrived, begun, keep, with_closing
from drypoint.needling import Event, EventType, SessionRequest, SessionState, merge
from drypoint.terms import InvalidInput


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedEvents:
    """What became of a batch. An event that was known already is in neither list."""

    state: SessionState
    accepted: tuple[UUID, ...]
    refused: dict[UUID, str]
    """Why, by event; nothing of these was stored."""
    warnings: tuple[str, ...]


def start(*, by: Actor, visit: Visit, started_at: datetime) -> NeedlingSession:
    """Start the session of a signed plan. The actor needles, so needs a valid needling credential.

    Raises ``NotAllowedNow`` with everything that stands in the way, ``Conflict`` when it was started already.
    """
    require_visit(by, visit, Permission.RECORD_SESSION)
    member = by.require_named()
    with transaction.atomic():
        hold_unsigned(visit)
        if NeedlingSession.objects.filter(visit=visit).exists():
            raise Conflict(_("The session of this visit was started already."))
        plan = current_plan(visit)
        if plan is None or plan.signed_at is None:
            raise NotAllowedNow(_("Sign the needling plan first."))
        on = timezone.localdate(started_at, timezone=visit.clinic.zone)
        if blockers := plan_blockers(plan, by=by, on=on):
            raise NotAllowedNow(" ".join(blocker.sentence for blocker in blockers))
        return create(
            NeedlingSession,
            by=by,
            verb="session.started",
            visit=visit,
            plan=plan,
            therapist_id=member,
            started_at=started_at,
        )


def describe(
    *,
    by: Actor,
    session: NeedlingSession,
    revision: int,
    skin_preparation: str,
    stimulation: str,
    tolerance: str,
) -> None:
    """Note what no event says: skin preparation, settings of the stimulator, how it was borne."""
    require_visit(by, session.visit, Permission.RECORD_SESSION)
    revise(
        session,
        by=by,
        verb="session.described",
        revision=revision,
        skin_preparation=skin_preparation,
        stimulation=stimulation,
        tolerance=tolerance,
    )


def record_events(
    *,
    by: Actor,
    visit: Visit,
    events: Sequence[Event | dict[str, Any]],
    lots: Mapping[str, NeedleLot] | None = None,
) -> RecordedEvents:
    """Store a device's events, in any order, repeats allowed; ``lots`` says from which lot a needle came.

    Refused one by one, with the reason: further needling without a consent that covers it, or in a muscle
    that the signed plan lacks without a note that says why; a closing that the needle count does not allow.
    Raises ``InvalidInput`` for a batch that is not understood: nothing of it is stored.
    """
    by.require(Permission.RECORD_SESSION, clinic_id=visit.clinic_id)
    given = _understood(events)
    lots = lots or {}
    if any(lot.clinic_id != by.clinic_id for lot in lots.values()):
        raise ForeignRecord(_("This record does not exist here."))
    with transaction.atomic():
        header = begun(visit)
        stored = stored_events(visit)
        merge((one.event for one in stored), given)  # refuses two different events with one id
        known = {one.event.id for one in stored}
        new = {event.id: event for event in given if event.id not in known}
        _refuse_used_ids(new)
        gate = Gate(visit, header)
        objections = {key: gate.objections(event) for key, event in new.items()}
        refused = {key: found[0].sentence for key, found in objections.items() if found}
        accepted = [event for key, event in new.items() if key not in refused]
        accepted, state = with_closing(by_server_clock(stored), accepted, refused)
        late = (Question.NOTE_SIGNED,) if gate.is_signed else ()
        arrived = [Arrived(event=event, questions=late, lot=_lot_of(event, lots)) for event in accepted]
        keep(by=by, header=header, known=stored, arrived=arrived, received_at=timezone.now(), state=state)
    on = timezone.localdate(timezone=visit.clinic.zone)
    warnings = (why_not_usable(lot, on=on) for lot in {lot.pk: lot for lot in lots.values()}.values())
    return RecordedEvents(
        state=state,
        accepted=tuple(event.id for event in accepted),
        refused=refused,
        warnings=tuple(warning for warning in warnings if warning),
    )


def _understood(events: Sequence[Event | dict[str, Any]]) -> tuple[Event, ...]:
    try:
        return msgspec.convert({"events": plain(tuple(events))}, SessionRequest).events
    except msgspec.ValidationError as wrong:
        raise InvalidInput(str(wrong), where="events") from wrong


def _refuse_used_ids(new: Mapping[UUID, Event]) -> None:
    if SessionEvent.objects.filter(pk__in=new).exists():
        raise InvalidInput(_("An id of an event is taken. Give each event its own."), where="events")


def _lot_of(event: Event, lots: Mapping[str, NeedleLot]) -> NeedleLot | None:
    return lots.get(str(event.needle)) if event.type is EventType.NEEDLE_OPENED else None
