"""Where it hurts: drawn in the clinic, or by the person on their own phone."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _

from drypoint.clinic.audit import actions as audit
from drypoint.clinic.permissions import Permission
from drypoint.clinic.visits.actions import pain_drawings, rankings
from drypoint.clinic.visits.models import DrawnBy, Visit
from drypoint.clinic.visits.queries.rankings import current_drawing, earlier_drawing
from drypoint.web.access import patient_page, staff_page
from drypoint.web.forms.facts import fact_refusals
from drypoint.web.forms.pain_drawings import OwnPainDrawingForm, PainDrawingForm
from drypoint.web.forms.zones import NO_FIGURE
from drypoint.web.presenters import pain_drawings as presenter
from drypoint.web.visit_scope import frame, visit_of


@staff_page(Permission.SEE_CHART, change=Permission.EDIT_CHART)
def pain_drawing(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Draw, correct, or begin from the last visit's drawing; saving ranks anew."""
    visit = visit_of(request, visit_id)
    standing, earlier = current_drawing(visit), earlier_drawing(visit)
    begins = "from" in request.GET and standing is None
    form = (
        PainDrawingForm(request.POST)
        if request.method == "POST"
        else PainDrawingForm.of(
            earlier if begins else standing, figure=_figure_of(visit), as_correction=not begins
        )
    )
    if form.is_bound and form.is_valid():
        with fact_refusals(form, standing=lambda: current_drawing(visit), in_words=presenter.said):
            pain_drawings.record(
                by=request.actor,
                visit=visit,
                supersedes=form.corrected(visit.pain_drawings),
                **form.details,
            )
            ranking = rankings.refresh(by=request.actor, visit=visit)
            messages.success(request, _("The pain drawing is saved."))
            return redirect("ranking" if ranking else "palpation", visit.id)
    shown = {
        **frame(visit, _("Pain drawing")),
        "form": form,
        "standing": standing,
        "earlier": None if standing or begins else earlier,
        "compared": presenter.compared(earlier, standing) if standing and earlier else None,
        "picture": presenter.picture(standing, title=_("Where it hurts"), name="drawn") if standing else None,
        "table": presenter.zones_table(standing.zones) if standing else None,
    }
    return render(request, "pain_drawings/pain_drawing.html", shown, status=form.status)


@patient_page
def my_pain_drawing(request: HttpRequest) -> HttpResponse:
    """The person's own drawing for their open visit."""
    visit = (
        request.clinic.visits.open()
        .filter(episode__person=request.person, episode__closed_on__isnull=True)
        .select_related("clinic", "episode__person")
        .order_by("-started_at", "-id")
        .first()
    )
    if visit is None:
        return render(request, "pain_drawings/my_none.html")
    if request.method != "POST":
        audit.opened(by=request.actor, subject=visit)
    form = (
        OwnPainDrawingForm(request.POST)
        if request.method == "POST"
        else OwnPainDrawingForm.of(current_drawing(visit), figure=_figure_of(visit))
    )
    if form.is_bound and form.is_valid():
        with fact_refusals(form, standing=lambda: current_drawing(visit), in_words=presenter.said):
            pain_drawings.record(
                by=request.actor,
                visit=visit,
                drawn_by=DrawnBy.PATIENT,
                supersedes=form.corrected(visit.pain_drawings),
                **form.details,
            )
            messages.success(request, _("Thank you. Your therapist sees what you marked."))
            return redirect("my_care")
    return render(request, "pain_drawings/my_pain_drawing.html", {"form": form}, status=form.status)


def _figure_of(visit: Visit) -> str:
    """The figure that is offered first."""
    sex = visit.episode.person.sex_recorded
    return sex if sex in {"female", "male"} else NO_FIGURE


urlpatterns = [
    path("visits/<uuid:visit_id>/pain-drawing/", pain_drawing, name="pain_drawing"),
    path("my/pain-drawing/", my_pain_drawing, name="my_pain_drawing"),
]
