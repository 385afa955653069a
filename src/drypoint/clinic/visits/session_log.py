"""Writing to a session's log while its visit is held; who may write what is the actions' business."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from drypoint.clinic.actors import Actor
from drypoint.clinic.audit import actions as audit
from drypoint.clinic.errors import NotAllowedNow
from drypoint.clinic.stock.models import NeedleLot
from drypoint.clinic.visits.canonical import plain
from drypoint.clinic.visits.models import NeedlingSession, Question, SessionEvent, Visit
from drypoint.clinic.visits.queries.sessions import StoredEvent, folded
from drypoint.needling import Event, EventType, SessionState, SessionStatus

ENDED = frozenset({SessionStatus.CLOSED, SessionStatus.INCIDENT})


def with_closing(
    stored: Sequence[Event], accepted: Sequence[Event], refused: dict[UUID, str]
) -> tuple[list[Event], SessionState]:
    """What may be stored of ``accepted`` and the state then; a closing that does not close is ``refused``."""
    closings = [event for event in accepted if event.type is EventType.CLOSED]
    state = folded((*stored, *accepted))
    if not closings or state.state in ENDED:
        return list(accepted), state
    kept = [event for event in accepted if event.type is not EventType.CLOSED]
    state = folded((*stored, *kept))
    why = " ".join(state.blocked_by)
    refused.update({event.id: why for event in closings})
    return kept, state


class NotStarted(NotAllowedNow):
    """The session of the visit has not begun."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """An event about to be stored, with what is noted beside it."""

    event: Event
    clock_offset_ms: int = 0
    questions: tuple[Question, ...] = ()
    lot: NeedleLot | None = None


def begun(visit: Visit) -> NeedlingSession:
    """The visit's session, with the visit held and its status as the database says now.

    Raises ``NotStarted`` before the session was started.
    """
    held = Visit.objects.select_for_update(no_key=True).filter(pk=visit.pk)
    visit.status = held.values_list("status", flat=True).get()
    header = NeedlingSession.objects.filter(visit=visit).first()
    if header is None:
        raise NotStarted(_("Start the session first."))
    header.visit = visit
    return header


def keep(
    *,
    by: Actor,
    header: NeedlingSession,
    known: Sequence[StoredEvent],
    arrived: Sequence[Arrived],
    received_at: datetime,
    state: SessionState,
) -> tuple[StoredEvent, ...]:
    """Store events after those ``known``, with their audit row, while the visit is held."""
    if not arrived:
        return ()
    last = max((one.number for one in known), default=0)
    SessionEvent.objects.bulk_create(
        SessionEvent(
            id=one.event.id,
            clinic_id=header.clinic_id,
            visit_id=header.visit_id,
            number=number,
            at=one.event.at,
            clock_offset_ms=one.clock_offset_ms,
            questions=[question.value for question in one.questions],
            received_at=received_at,
            recorded_by_id=by.membership_id,
            device=one.event.device,
            type=one.event.type.value,
            payload=plain(one.event),
            lot=one.lot,
        )
        for number, one in enumerate(arrived, start=last + 1)
    )
    if header.status != state.state:
        NeedlingSession.objects.filter(pk=header.pk).update(status=state.state)
    audit.record(
        by=by,
        verb="session.events_recorded",
        subject=header,
        fields={one.event.type.value for one in arrived},
    )
    return tuple(
        StoredEvent(
            event=one.event,
            number=number,
            clock_offset_ms=one.clock_offset_ms,
            questions=tuple(question.value for question in one.questions),
            by=by.membership_id,
            received_at=received_at,
        )
        for number, one in enumerate(arrived, start=last + 1)
    )
