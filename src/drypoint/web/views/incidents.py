"""Incidents: report, review, close."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from drypoint.clinic.audit import actions as audit
from drypoint.clinic.incidents import queries
from drypoint.clinic.incidents.actions import incidents
from drypoint.clinic.incidents.models import Incident
from drypoint.clinic.permissions import Permission
from drypoint.web import form_pages
from drypoint.web.access import staff_page
from drypoint.web.forms.base import refusals
from drypoint.web.forms.incidents import ReportForm, StepForm
from drypoint.web.presenters import incidents as presenter
from drypoint.web.presenters.parts import Crumb

ON_ONE_PAGE = 25


@staff_page(Permission.SEE_INCIDENTS)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Those still open, or all."""
    everything = "all" in request.GET
    found = queries.listing(request.clinic, open_only=not everything)
    page = Paginator(found, ON_ONE_PAGE).get_page(request.GET.get("page"))
    shown = {
        "page": page,
        "table": presenter.table(page),
        "tabs": presenter.tabs("all" if everything else "open"),
        "recalls": presenter.recalls(queries.recalls_to_tell(request.clinic)),
    }
    return render(request, "incidents/list.html", shown)


@staff_page(Permission.REPORT_INCIDENT)
def report(request: HttpRequest) -> HttpResponse:
    """Everybody who works here may."""
    asked = request.GET.get("person_number", "")
    initial = {
        "happened_at": timezone.now(),
        "person_number": asked if asked.isdecimal() else None,
        "needle_lot": request.GET.get("needle_lot"),
    }
    form = ReportForm(request.POST or None, clinic=request.clinic, initial=initial)
    may_see = request.actor.may(Permission.SEE_INCIDENTS)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            reported = incidents.report(by=request.actor, **form.details)
            messages.success(request, _("Reported. Thank you: somebody will review it."))
            return redirect("incident", reported.pk) if may_see else redirect("today")
    back = Crumb(_("Incidents"), reverse("incidents")) if may_see else Crumb(_("Today"), reverse("today"))
    return form_pages.show(request, form, title=_("Report an incident"), action=_("Report"), crumbs=[back])


@staff_page(Permission.SEE_INCIDENTS)
@require_safe
def incident(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """What happened, what was found, and what may be done next."""
    found = _found(request, incident_id)
    audit.opened(by=request.actor, subject=found)
    shown = {
        "incident": found,
        "facts": presenter.facts(found),
        "state": presenter.state(found),
        "steps": presenter.steps(queries.steps(found)),
        "next_steps": presenter.next_steps(found),
        "crumbs": [*_crumbs(), Crumb(found.title)],
    }
    return render(request, "incidents/incident.html", shown)


@staff_page(Permission.CLOSE_INCIDENT)
def review(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """Write down what was found; opens a closed one again."""
    return _step(
        request, incident_id, incidents.review, title=_("Review the incident"), action=_("Save the review")
    )


@staff_page(Permission.CLOSE_INCIDENT)
def close(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """Close with what changes because of it."""
    return _step(request, incident_id, incidents.close, title=_("Close the incident"), action=_("Close it"))


def _step(
    request: HttpRequest, incident_id: UUID, act: Callable[..., None], *, title: str, action: str
) -> HttpResponse:
    found = _found(request, incident_id)
    form = StepForm(request.POST or None, initial={"revision": found.revision})
    if request.method == "POST" and form.is_valid():
        with refusals(form, on=found):
            act(by=request.actor, incident=found, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("incident", found.pk)
    back = Crumb(found.title, reverse("incident", args=[found.pk]))
    return form_pages.show(
        request,
        form,
        title=title,
        action=action,
        crumbs=[*_crumbs(), back],
        statement=found.what_happened,
    )


def _found(request: HttpRequest, incident_id: UUID) -> Incident:
    related = request.clinic.incidents.select_related(
        "person", "visit", "location", "needle_lot", "adverse_event", "reported_by__user"
    )
    return get_object_or_404(related, pk=incident_id)


def _crumbs() -> list[Crumb]:
    return [Crumb(_("Incidents"), reverse("incidents"))]


urlpatterns = [
    path("incidents/", listing, name="incidents"),
    path("incidents/report/", report, name="incident_report"),
    path("incidents/<uuid:incident_id>/", incident, name="incident"),
    path("incidents/<uuid:incident_id>/review/", review, name="incident_review"),
    path("incidents/<uuid:incident_id>/close/", close, name="incident_close"),
]
