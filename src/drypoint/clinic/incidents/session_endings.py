"""A session that ends as an incident is reported in the transaction that ends it."""

from datetime import datetime

from django.utils.translation import gettext as _

from drypoint.clinic.actors import Actor
from drypoint.clinic.incidents.actions import incidents
from drypoint.clinic.incidents.models import IncidentKind
from drypoint.clinic.visits.models import Visit
from drypoint.needling import SessionState, SessionStatus


def report_an_ending(
    by: Actor,
    visit: Visit,
    state: SessionState,
    *,
    was_one: bool,
    happened_at: datetime,
    what_happened: str,
) -> None:
    """Report a session that has just become an incident; nothing when it ``was_one`` before, or is none."""
    if was_one or state.state is not SessionStatus.INCIDENT:
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
