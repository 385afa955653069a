"""Closing a needling session; one that ends as an incident is reported in the same breath."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from drypoint.clinic.actors import Actor
from drypoint.clinic.incidents.actions import incidents
from drypoint.clinic.incidents.models import IncidentKind
from drypoint.clinic.records import hold
from drypoint.clinic.visits.actions import presses
from drypoint.clinic.visits.models import NeedlingSession, SessionStatus, Visit
from drypoint.needling import SessionState
from drypoint.needling import SessionStatus as FoldedStatus


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
        report(by, visit, state, was_one=was_one, happened_at=closed_at, what_happened=what_happened)
    return state


def _is_incident(visit: Visit) -> bool:
    """Whether the session ended as an incident already; holds the visit."""
    hold(visit)
    return NeedlingSession.objects.filter(
        clinic_id=visit.clinic_id, visit=visit, status=SessionStatus.INCIDENT
    ).exists()


def report(
    by: Actor,
    visit: Visit,
    state: SessionState,
    *,
    was_one: bool,
    happened_at: datetime,
    what_happened: str,
) -> None:
    """Report a session that has just become an incident; nothing when it ``was_one`` before, or is none."""
    if was_one or state.state is not FoldedStatus.INCIDENT:
        return
    kind = IncidentKind.NEEDLE_BROKEN if state.broken else IncidentKind.NEEDLE_UNACCOUNTED
    incidents.report(
        by=by,
        kind=kind,
        happened_at=happened_at,
        title=str(kind.label),
        what_happened=what_happened or _("The needling session was closed as an incident."),
        person=visit.episode.person,
        visit=visit,
    )
