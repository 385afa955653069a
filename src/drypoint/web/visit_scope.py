"""What every page of a visit begins with: the visit of this clinic, whose it is, and where one is."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from drypoint.clinic.audit import actions as audit
from drypoint.clinic.followup.queries.alerts import chart_alerts
from drypoint.clinic.visits.models import Visit, VisitStatus
from drypoint.web.presenters import charts, people
from drypoint.web.presenters.parts import StripAlert, Words


def visit_of(request: HttpRequest, visit_id: UUID) -> Visit:
    """The visit of the request's clinic, or a 404; opening its chart to read is audited."""
    visits = request.clinic.visits.select_related(  # type: ignore[attr-defined]
        "clinic", "episode__person", "episode__clinic", "therapist__user"
    )
    visit: Visit = get_object_or_404(visits, pk=visit_id)
    if request.method in {"GET", "HEAD"}:
        audit.opened(by=request.actor, subject=visit)  # type: ignore[attr-defined]
    return visit


def frame(visit: Visit, here: Words, *, alerts: tuple[StripAlert, ...] = ()) -> dict[str, Any]:
    """Breadcrumb and person strip of a page of the visit, for the block ``before``."""
    episode = visit.episode
    known = chart_alerts(episode)
    return {
        "visit": visit,
        "known": known,
        "visit_url": reverse("visit", args=[visit.id]),
        "is_signed": visit.status != VisitStatus.OPEN,
        "strip": people.strip(episode.person, alerts=[*alerts, *charts.alerts(known)]),
        "crumbs": charts.crumbs(episode, visit=visit, here=here),
    }
