"""Starting a needling session and recording its events."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from drypoint import atlas
from drypoint.clinic.actors import Actor
from drypoint.clinic.audit import actions as audit
from drypoint.clinic.errors import Conflict, ForeignRecord, NotAllowedNow
from drypoint.clinic.permissions import Permission
from drypoint.clinic.records import create, hold, revise
from drypoint.clinic.stock.models import NeedleLot
from drypoint.clinic.stock.queries import why_not_usable
from drypoint.clinic.visits.access import hold_unsigned, require_visit
from drypoint.clinic.visits.canonical import plain
from drypoint.clinic.visits.languages import engine_language
from drypoint.clinic.visits.models import NeedlingPlan, NeedlingSession, SessionEvent, Visit, VisitStatus
from drypoint.clinic.visits.queries.consents import consented_regions, standing_consents
from drypoint.clinic.visits.queries.plans import current_plan, plan_blockers
from drypoint.clinic.visits.queries.sessions import log
from drypoint.needling import Event, EventType, SessionRequest, SessionState, SessionStatus, merge
from drypoint.needling import session as fold
from drypoint.safety import load_places
from drypoint.terms import InvalidInput

NEEDLING = frozenset({EventType.INSERTED, EventType.MANIPULATED, EventType.ESTIM_ON})
"""Events that needle further, the only ones refused for want of consent. What gets needles out, counts them
or tells of harm is always recorded."""
ENDED = frozenset({SessionStatus.CLOSED, SessionStatus.INCIDENT})


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
        hold(visit)
        visit.refresh_from_db(fields=["status"])
        header = NeedlingSession.objects.select_related("plan").filter(visit=visit).first()
        if header is None:
            raise NotAllowedNow(_("Start the session first."))
        stored = log(visit)
        merge(stored, given)  # refuses two different events with one id
        known = {event.id for event in stored}
        new = {event.id: event for event in given if event.id not in known}
        _refuse_used_ids(new)
        gate = _Gate(visit, header)
        refused = {key: why for key, event in new.items() if (why := gate.refuses(event))}
        accepted = [event for key, event in new.items() if key not in refused]
        accepted, state = _with_closing(stored, accepted, refused)
        _store(by=by, visit=visit, events=accepted, lots=lots)
        if accepted:
            NeedlingSession.objects.filter(pk=header.pk).update(status=state.state)
            audit.record(
                by=by,
                verb="session.events_recorded",
                subject=header,
                fields={event.type.value for event in accepted},
            )
    on = timezone.localdate(timezone=visit.clinic.zone)
    warnings = (why_not_usable(lot, on=on) for lot in {lot.pk: lot for lot in lots.values()}.values())
    return RecordedEvents(
        state=state,
        accepted=tuple(event.id for event in accepted),
        refused=refused,
        warnings=tuple(warning for warning in warnings if warning),
    )


class _Gate:
    """Whether an event may be stored, by the plan, the consents and the visit as they stand."""

    def __init__(self, visit: Visit, header: NeedlingSession) -> None:
        self._visit = visit
        self._planned = _planned_places(current_plan(visit), header.plan)

    def refuses(self, event: Event) -> str:
        """Why the event is refused, in a sentence; empty when it is not."""
        if event.type not in NEEDLING:
            return ""
        if self._visit.status != VisitStatus.OPEN:
            return _("The note of this visit is signed. Write an addendum to it.")
        if not standing_consents(self._visit.episode, at=event.at):
            return _("The consent was withdrawn. Take the needles out and count them.")
        return self._refuses_place(event) if event.type is EventType.INSERTED else ""

    def _refuses_place(self, event: Event) -> str:
        muscle, side = str(event.muscle), str(event.side)
        try:
            known = atlas.load().muscle(muscle)
        except InvalidInput as unknown:
            raise InvalidInput(_("Choose a muscle from the list."), where="events[].muscle") from unknown
        if event.side not in known.sides:
            raise InvalidInput(_("Choose the side."), where="events[].side")
        places = load_places()
        missing = places.regions_of(muscle, where="events[].muscle") - consented_regions(
            self._visit.episode, at=event.at
        )
        if missing:
            labels = ", ".join(places.label(region, engine_language()) for region in sorted(missing))
            return _("The consent does not cover: %(regions)s.") % {"regions": labels}
        if (muscle, side) not in self._planned and not event.data.note:
            return _("This muscle is not on the signed plan. Say why it is needled.")
        return ""


def _understood(events: Sequence[Event | dict[str, Any]]) -> tuple[Event, ...]:
    try:
        return msgspec.convert({"events": plain(tuple(events))}, SessionRequest).events
    except msgspec.ValidationError as wrong:
        raise InvalidInput(str(wrong), where="events") from wrong


def _planned_places(*plans: NeedlingPlan | None) -> frozenset[tuple[str, str]]:
    return frozenset(
        (str(insertion.muscle), insertion.side.value)
        for plan in plans
        if plan is not None and plan.signed_at is not None
        for insertion in plan.insertions
        if insertion.muscle is not None
    )


def _refuse_used_ids(new: Mapping[UUID, Event]) -> None:
    if SessionEvent.objects.filter(pk__in=new).exists():
        raise InvalidInput(_("An id of an event is taken. Give each event its own."), where="events")


def _with_closing(
    stored: Sequence[Event], accepted: Sequence[Event], refused: dict[UUID, str]
) -> tuple[list[Event], SessionState]:
    """What may be stored of ``accepted`` and the state then; a closing that does not close is ``refused``."""
    closings = [event for event in accepted if event.type is EventType.CLOSED]
    state = _fold((*stored, *accepted))
    if not closings or state.state in ENDED:
        return list(accepted), state
    kept = [event for event in accepted if event.type is not EventType.CLOSED]
    state = _fold((*stored, *kept))
    why = " ".join(state.blocked_by)
    refused.update({event.id: why for event in closings})
    return kept, state


def _fold(events: Iterable[Event]) -> SessionState:
    return fold(SessionRequest(events=tuple(events), language=engine_language()))


def _store(*, by: Actor, visit: Visit, events: Sequence[Event], lots: Mapping[str, NeedleLot]) -> None:
    SessionEvent.objects.bulk_create(
        SessionEvent(
            id=event.id,
            clinic_id=visit.clinic_id,
            visit=visit,
            at=event.at,
            recorded_by_id=by.membership_id,
            device=event.device,
            type=event.type.value,
            payload=plain(event),
            lot=lots.get(str(event.needle)) if event.type is EventType.NEEDLE_OPENED else None,
        )
        for event in events
    )
