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
        hold(visit)
        before = NeedlingSession.objects.filter(clinic_id=visit.clinic_id, visit=visit).first()
        state = presses.record(by=by, visit=visit, events=events)
        was_one = before is not None and before.status == SessionStatus.INCIDENT
        if state.state is FoldedStatus.INCIDENT and not was_one:
            kind = IncidentKind.NEEDLE_BROKEN if state.broken else IncidentKind.NEEDLE_UNACCOUNTED
            incidents.report(
                by=by,
                kind=kind,
                happened_at=closed_at,
                title=str(kind.label),
                what_happened=what_happened or _("The needling session was closed as an incident."),
                person=visit.episode.person,
                visit=visit,
            )
    return state
