"""Reassessment: what changed, before and after treatment."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from drypoint.clinic.errors import Conflict
from drypoint.clinic.followup.queries.episode_page import episode_page
from drypoint.clinic.permissions import Permission
from drypoint.clinic.visits.actions import measurements
from drypoint.clinic.visits.models import Visit
from drypoint.clinic.visits.queries.measurements import (
    current_measurements,
    earlier_measurements,
    first_before,
    key_of,
    to_measure_again,
)
from drypoint.web.access import staff_page
from drypoint.web.forms.base import refusals
from drypoint.web.forms.measurements import Facts, Reassessment
from drypoint.web.presenters import courses
from drypoint.web.presenters import measurements as presenter
from drypoint.web.visit_scope import frame, visit_of


@staff_page(Permission.SEE_CHART, change=Permission.EDIT_CHART)
def reassessment(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """The form with what stands, proposals of the last visit, and what the changes may mean."""
    visit = visit_of(request, visit_id)
    earlier = earlier_measurements(visit)
    if request.method == "POST":
        asked = Reassessment(request.POST)
        if asked.is_posted and asked.is_valid():
            with refusals(asked.ratings):
                try:
                    measurements.record_readings(
                        by=request.actor, visit=visit, readings=asked.readings.values(), now=timezone.now()
                    )
                except Conflict:
                    asked = asked.meet(request.POST, _standing(visit))
                else:
                    messages.success(request, _("The measurements are saved."))
                    return redirect(f"{reverse('reassessment', args=[visit.pk])}#changes")
    else:
        proposed = to_measure_again(earlier)
        asked = Reassessment.of(_standing(visit), proposed, rater=request.membership.user.name)
    standing = _standing(visit)
    shown = {
        **frame(visit, _("Reassessment")),
        "asked": asked,
        "form": asked.ratings,
        "within": presenter.within_visit(standing, visit),
        "since": presenter.since_first(standing, first_before(earlier), visit),
        "questionnaires": presenter.questionnaires(visit),
        "dials": courses.motion(episode_page(visit.episode)),
        "not_judged": presenter.why_not_judged(),
        "devices": presenter.devices(),
        "has_measured": bool(standing),
    }
    return render(request, "measurements/reassessment.html", shown, status=asked.ratings.status)


def _standing(visit: Visit) -> Facts:
    return {(key_of(one), one.when): one for one in current_measurements(visit)}


urlpatterns = [path("visits/<uuid:visit_id>/reassessment/", reassessment, name="reassessment")]
