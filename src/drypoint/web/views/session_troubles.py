"""When something goes wrong during a session: an adverse event, or needles that are missing."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from drypoint.clinic.incidents.actions import session_adverse_events, session_closings
from drypoint.clinic.incidents.models import AdverseEventKind
from drypoint.clinic.incidents.severity import WHITE
from drypoint.clinic.keys import new_id
from drypoint.clinic.permissions import Permission
from drypoint.clinic.visits.queries.sessions import log, session_state
from drypoint.needling import EventType
from drypoint.web.access import staff_page
from drypoint.web.forms.base import refusals
from drypoint.web.forms.sessions import IncidentCloseForm, TroubleForm
from drypoint.web.presenters import action_cards
from drypoint.web.presenters.sessions import needle_choices
from drypoint.web.session_presses import Press
from drypoint.web.views.sessions import running_session
from drypoint.web.visit_scope import frame, visit_of


@staff_page(Permission.SEE_CHART, change=Permission.RECORD_SESSION)
def trouble(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """First the cards that say what to do; the record can wait until the person is safe."""
    visit = visit_of(request, visit_id)
    if running_session(visit) is None:
        raise Http404
    form = TroubleForm(request.POST or None, initial={"seed": new_id()})
    if form.is_bound and form.is_valid():
        with refusals(form):
            said, now = form.cleaned_data, timezone.now()
            kind = AdverseEventKind(said["kind"])
            session_adverse_events.record(
                by=request.actor,
                visit=visit,
                events=Press(said["seed"], now).of_session(EventType.ADVERSE_EVENT, kind=str(kind.label)),
                kind=kind,
                scheme=WHITE.code,
                grade=said["grade"],
                onset_at=now,
                description=said["description"],
                action_taken=said["action_taken"],
            )
            messages.success(request, _("The adverse event is recorded."))
            return redirect("session", visit.pk)
    shown = {**frame(visit, _("Something is wrong")), "form": form, "cards": action_cards.cards()}
    return render(request, "sessions/trouble.html", shown, status=form.status)


@staff_page(Permission.SEE_CHART, change=Permission.RECORD_SESSION)
def missing(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Close as an incident that names each needle that was not found."""
    visit = visit_of(request, visit_id)
    if running_session(visit) is None:
        raise Http404
    needles = needle_choices(log(visit))
    form = IncidentCloseForm(request.POST or None, needles=needles, initial={"seed": new_id()})
    if form.is_bound and form.is_valid():
        with refusals(form):
            said, now = form.cleaned_data, timezone.now()
            named = "; ".join(name for needle, name in needles if needle in said["missing"])
            session_closings.close(
                by=request.actor,
                visit=visit,
                events=Press(said["seed"], now).of_session(EventType.CLOSED, missing=said["missing"]),
                closed_at=now,
                what_happened=_("%(words)s Missing: %(needles)s.")
                % {"words": said["what_happened"], "needles": named},
            )
            messages.warning(request, _("Closed as an incident. The incident is reported."))
            return redirect("session", visit.pk)
    shown = {**frame(visit, _("Missing needles")), "form": form, "state": session_state(visit)}
    return render(request, "sessions/missing.html", shown, status=form.status)


urlpatterns = [
    path("visits/<uuid:visit_id>/session/trouble/", trouble, name="session_trouble"),
    path("visits/<uuid:visit_id>/session/missing/", missing, name="session_missing"),
]
