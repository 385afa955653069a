"""What every page of a visit begins with: the visit of this clinic, whose it is, and where one is."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from drypoint.clinic.audit import actions as audit
from drypoint.clinic.visits.models import Visit, VisitStatus
from drypoint.web.presenters import people
from drypoint.web.presenters.parts import Crumb, StripAlert, Words


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
    person = visit.episode.person
    day = date_format(localtime(visit.started_at), "j M Y")
    return {
        "visit": visit,
        "visit_url": reverse("visit", args=[visit.id]),
        "is_signed": visit.status != VisitStatus.OPEN,
        "strip": people.strip(person, alerts=alerts),
        "crumbs": [
            Crumb(_("People"), reverse("people")),
            Crumb(person.full_name, reverse("person", args=[person.id])),
            Crumb(_("Visit of %(day)s") % {"day": day}, reverse("visit", args=[visit.id])),
            Crumb(here),
        ],
    }
