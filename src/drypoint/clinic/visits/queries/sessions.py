"""Where a visit's needling session stands."""

import msgspec

from drypoint.clinic.visits.languages import engine_language
from drypoint.clinic.visits.models import SessionEvent, Visit
from drypoint.needling import Event, SessionRequest, SessionState, session


def log(visit: Visit) -> tuple[Event, ...]:
    """Every stored event of the visit's session."""
    payloads = (
        SessionEvent.objects.filter(clinic_id=visit.clinic_id, visit=visit)
        .order_by("at", "id")
        .values_list("payload", flat=True)
    )
    return tuple(msgspec.convert(payload, Event) for payload in payloads)


def session_state(visit: Visit) -> SessionState:
    """The fold of the session's events: needle account, insertions, what blocks the closing (in words)."""
    return session(SessionRequest(events=log(visit), language=engine_language()))
