"""Closing a needling session; one that ends as an incident is reported in the same breath."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from drypoint.clinic.actors import Actor
from drypoint.clinic.incidents.session_endings import report_an_ending
from drypoint.clinic.records import hold
from drypoint.clinic.visits.actions import presses
from drypoint.clinic.visits.models import NeedlingSession, SessionStatus, Visit
from drypoint.needling import SessionState


def close(
    *,
    by: Actor,
    visit: Visit,
    events: Sequence[dict[str, Any]],
    closed_at: datetime,
    what_happened: str = "",
) -> SessionState:
    """Record the closing ``events``; a needle that broke or is missing becomes an incident of the clinic.

    Raises ``NotAllowedNow`` with what stands in the way: nothing is stored then.
    """
    with transaction.atomic():
        was_one = _is_incident(visit)
        state = presses.record(by=by, visit=visit, events=events)
        report_an_ending(
            by, visit, state, was_one=was_one, happened_at=closed_at, what_happened=what_happened
        )
    return state


def _is_incident(visit: Visit) -> bool:
    """Whether the session ended as an incident already; holds the visit."""
    hold(visit)
    return NeedlingSession.objects.filter(
        clinic_id=visit.clinic_id, visit=visit, status=SessionStatus.INCIDENT
    ).exists()
