"""What else was done in the visit beside needling, with what the person takes home."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _

from drypoint.clinic.accounts.queries import today as today_of
from drypoint.clinic.home_care.queries import programmes_before
from drypoint.clinic.permissions import Permission
from drypoint.clinic.visits.actions import other_treatments as treatment_actions
from drypoint.clinic.visits.models import Visit
from drypoint.clinic.visits.queries.treatments import current_prescription, other_treatments
from drypoint.web.access import staff_page
from drypoint.web.forms.facts import fact_refusals
from drypoint.web.forms.treatments import TreatmentForm
from drypoint.web.presenters import exercises as exercises_presenter
from drypoint.web.presenters import treatments as presenter
from drypoint.web.visit_scope import frame, visit_of


@staff_page(Permission.SEE_CHART, change=Permission.EDIT_CHART)
def treatments(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """The treatments of the visit, one more, and the exercises."""
    visit = visit_of(request, visit_id)
    form = TreatmentForm(request.POST or None)
    if form.is_bound and form.is_valid() and _save(request, visit, form):
        return redirect("other_treatments", visit.pk)
    found = other_treatments(visit)
    prescription = current_prescription(visit)
    before = programmes_before(visit, today=today_of(request.clinic))
    shown = {
        **frame(visit, _("Other treatments")),
        "form": form,
        "treatments": found,
        "minutes": presenter.total_minutes(found),
        "prescription": prescription,
        "at_home": exercises_presenter.at_home(before) if before is not None else None,
        "exercises": [(one, presenter.dose(one)) for one in prescription.exercises] if prescription else [],
    }
    return render(request, "treatments/treatments.html", shown, status=form.status)


@staff_page(Permission.SEE_CHART, change=Permission.EDIT_CHART)
def treatment(request: HttpRequest, visit_id: UUID, treatment_id: UUID) -> HttpResponse:
    """Correct one treatment."""
    visit = visit_of(request, visit_id)
    found = get_object_or_404(visit.other_treatments, pk=treatment_id)
    form = TreatmentForm(request.POST) if request.method == "POST" else TreatmentForm.of(found)
    if form.is_bound and form.is_valid() and _save(request, visit, form):
        return redirect("other_treatments", visit.pk)
    shown = {**frame(visit, _("Correct a treatment")), "form": form}
    return render(request, "treatments/treatment.html", shown, status=form.status)


def _save(request: HttpRequest, visit: Visit, form: TreatmentForm) -> bool:
    corrected = form.corrected(visit.other_treatments)

    def standing() -> Any:
        return next(
            (one for one in other_treatments(visit) if corrected and one.supersedes_id == corrected.pk), None
        )

    with fact_refusals(form, standing=standing, in_words=presenter.said_treatment):
        treatment_actions.record(
            by=request.actor,  # type: ignore[attr-defined]
            visit=visit,
            supersedes=corrected,
            **form.details,
        )
        messages.success(request, _("Saved."))
        return True
    return False


urlpatterns = [
    path("visits/<uuid:visit_id>/treatments/", treatments, name="other_treatments"),
    path("visits/<uuid:visit_id>/treatments/<uuid:treatment_id>/", treatment, name="other_treatment"),
]
