"""Adverse events of the clinic's patients, and what became of them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from drypoint.clinic.audit import actions as audit
from drypoint.clinic.incidents import queries
from drypoint.clinic.incidents.actions import adverse_events
from drypoint.clinic.incidents.models import AdverseEvent
from drypoint.clinic.incidents.severity import SCHEMES, WHITE
from drypoint.clinic.permissions import Permission
from drypoint.web import form_pages
from drypoint.web.access import staff_page
from drypoint.web.forms.base import refusals
from drypoint.web.forms.facts import fact_refusals
from drypoint.web.forms.incidents import AdverseEventForm
from drypoint.web.forms.sessions import LaterHarmForm
from drypoint.web.presenters import adverse_event_rates as rate_presenter
from drypoint.web.presenters import charts
from drypoint.web.presenters import incidents as presenter
from drypoint.web.presenters.parts import Crumb
from drypoint.web.presenters.people import strip
from drypoint.web.views.incidents import ON_ONE_PAGE
from drypoint.web.visit_scope import visit_of

KEPT = ("kind", "scheme", "grade", "muscle", "zone", "side", "onset_at", "description")
"""What stays as it was recorded when more becomes known."""
ASKED = ("action_taken", "outcome", "resolved_on")


@staff_page(Permission.SEE_INCIDENTS)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """All, newest first, without names."""
    page = Paginator(queries.clinic_adverse_events(request.clinic), ON_ONE_PAGE).get_page(
        request.GET.get("page")
    )
    shown = {
        "page": page,
        "table": presenter.adverse_events(page),
        "tabs": presenter.tabs("adverse_events"),
    }
    return render(request, "incidents/adverse_events.html", shown)


@staff_page(Permission.SEE_INCIDENTS)
@require_safe
def rates(request: HttpRequest) -> HttpResponse:
    """How often each was recorded, with exact bounds, beside what was published."""
    found = queries.recorded(request.clinic)
    shown = {
        "treatments": found.treatments,
        "rows": rate_presenter.rows(found),
        "tabs": presenter.tabs("rates"),
    }
    return render(request, "incidents/rates.html", shown)


@staff_page(Permission.SEE_INCIDENTS)
@require_safe
def rates_download(request: HttpRequest) -> HttpResponse:
    """The same as CSV."""
    text = rate_presenter.as_csv(queries.recorded(request.clinic))
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="adverse-event-rates.csv"'
    return answer


@staff_page(Permission.SEE_CHART)
@require_safe
def adverse_event(request: HttpRequest, adverse_event_id: UUID) -> HttpResponse:
    """One adverse event: a part of the person's chart."""
    found = _found(request, adverse_event_id)
    audit.opened(by=request.actor, subject=found)
    shown = {
        "event": found,
        "strip": strip(found.person),
        "facts": presenter.adverse_event_facts(found),
        "grade": presenter.grade(found),
        "tag": presenter.grade_tag(found),
        "scheme": SCHEMES[found.scheme],
    }
    return render(request, "incidents/adverse_event.html", shown)


@staff_page(Permission.EDIT_CHART)
def follow_up(request: HttpRequest, adverse_event_id: UUID) -> HttpResponse:
    """What was done and how it ended, once it is known."""
    found = _found(request, adverse_event_id)
    known = {name: getattr(found, name) for name in ASKED}
    asked = None if found.grade else SCHEMES[found.scheme]
    form = AdverseEventForm(request.POST or None, initial={**known, "supersedes": found.pk}, grades=asked)
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ASKED}
        said["grade"] = form.cleaned_data.get("grade", found.grade)
        with fact_refusals(form, standing=lambda: _newest(found), in_words=_in_words):
            newer = adverse_events.record(
                by=request.actor,
                person=found.person,
                supersedes=form.corrected(found.person.adverse_events.all()),
                **{name: getattr(found, name) for name in KEPT if name != "grade"},
                **said,
            )
            messages.success(request, _("Saved."))
            return redirect("adverse_event", newer.pk)
    return form_pages.show(
        request,
        form,
        title=_("What became of it"),
        action=_("Save"),
        crumbs=[
            Crumb(_("Adverse events"), reverse("adverse_events")),
            Crumb(found.get_kind_display(), reverse("adverse_event", args=[found.pk])),
        ],
        lead=found.person.full_name,
    )


@staff_page(Permission.SEE_CHART, change=Permission.EDIT_CHART)
def report(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """What showed itself after a visit, such as what a check-in told."""
    visit = visit_of(request, visit_id)
    person = visit.episode.person
    form = LaterHarmForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with refusals(form):
            event = adverse_events.record(
                by=request.actor, person=person, visit=visit, scheme=WHITE.code, **form.cleaned_data
            )
            messages.success(request, _("The adverse event is recorded."))
            return redirect("adverse_event", event.pk)
    return form_pages.show(
        request,
        form,
        title=_("Record the adverse event"),
        action=_("Save"),
        crumbs=charts.crumbs(visit.episode, visit=visit, here=_("Adverse event"))[:-1],
        lead=person.full_name,
        other=(_("Action cards"), reverse("action_cards")),
    )


def _found(request: HttpRequest, adverse_event_id: UUID) -> AdverseEvent:
    """What stands of it: a correction since replaces the record that the address names."""
    found = get_object_or_404(request.clinic.adverse_events, pk=adverse_event_id)
    return get_object_or_404(queries.clinic_adverse_events(request.clinic), pk=_newest(found).pk)


def _newest(event: AdverseEvent) -> AdverseEvent:
    while (newer := event.clinic.adverse_events.filter(supersedes=event).first()) is not None:
        event = newer
    return event


def _in_words(event: AdverseEvent) -> list[tuple[Any, Any]]:
    return [(AdverseEventForm.base_fields[name].label, getattr(event, name)) for name in ASKED]


urlpatterns = [
    path("adverse-events/", listing, name="adverse_events"),
    path("adverse-events/rates/", rates, name="adverse_event_rates"),
    path("adverse-events/rates.csv", rates_download, name="adverse_event_rates_download"),
    path("visits/<uuid:visit_id>/adverse-event/", report, name="adverse_event_report"),
    path("adverse-events/<uuid:adverse_event_id>/", adverse_event, name="adverse_event"),
    path("adverse-events/<uuid:adverse_event_id>/follow-up/", follow_up, name="adverse_event_follow_up"),
]
