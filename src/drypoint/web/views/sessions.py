"""The needling session, recorded press by press, or typed when the hands are free."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from drypoint.clinic.accounts.queries import today
from drypoint.clinic.errors import NotAllowedNow
from drypoint.clinic.incidents.actions import session_closings
from drypoint.clinic.permissions import Permission
from drypoint.clinic.stock import queries as stock
from drypoint.clinic.visits.actions import presses, sessions
from drypoint.clinic.visits.models import NeedlingSession, Visit
from drypoint.clinic.visits.queries.plans import current_plan, plan_blockers
from drypoint.clinic.visits.queries.sessions import folded, log, stored_events
from drypoint.needling import EventType
from drypoint.web.access import staff_page
from drypoint.web.forms.base import refusals
from drypoint.web.forms.sessions import SENSATIONS, DetailsForm, PressForm
from drypoint.web.presenters import sessions as presenter
from drypoint.web.presenters import under
from drypoint.web.presenters.recorder_words import words
from drypoint.web.presenters.session_logs import session_log
from drypoint.web.session_presses import Press
from drypoint.web.visit_scope import frame, visit_of

Events = list[dict[str, Any]]


@staff_page(Permission.SEE_CHART)
def session(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Before the session what is missing; during and after it the recorder."""
    visit = visit_of(request, visit_id)
    return _page(request, visit)


@staff_page(Permission.SEE_CHART, change=Permission.RECORD_SESSION)
@require_POST
def start(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Start under the signed plan."""
    visit = visit_of(request, visit_id)
    # What was worked on paper happened then; its needles are entered in the quick entry.
    now = visit.started_at if visit.paper_record_by else timezone.now()
    with transaction.atomic():
        begun = sessions.start(by=request.actor, visit=visit, started_at=now)
        opened = Press(begun.pk, now).of_session(EventType.OPENED)
        presses.record(by=request.actor, visit=visit, events=opened)
    return redirect("session", visit.pk)


@staff_page(Permission.SEE_CHART, change=Permission.RECORD_SESSION)
@require_POST
def press(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """One press of a button; the answer is the recorder, with the reason where it was refused."""
    visit = visit_of(request, visit_id)
    running = _running(visit)
    form = PressForm(request.POST, lots=stock.lots(request.clinic))
    if form.is_valid():
        with refusals(form):
            _record(request, visit, running, form.cleaned_data)
            if request.htmx:
                return _recorder(request, visit)
            return redirect(f"{reverse('session', args=[visit.pk])}#place-{form.cleaned_data['place']}")
    return _recorder(request, visit, form=form) if request.htmx else _page(request, visit, form=form)


@staff_page(Permission.SEE_CHART, change=Permission.RECORD_SESSION)
def details(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Skin preparation, settings of the current, how it was borne."""
    visit = visit_of(request, visit_id)
    running = _running(visit)
    form = DetailsForm(request.POST) if request.method == "POST" else _details_form(running)
    if form.is_bound and form.is_valid():
        with refusals(form, on=running):
            sessions.describe(
                by=request.actor,
                session=running,
                revision=form.cleaned_data["revision"],
                **form.details,
            )
            messages.success(request, _("Saved."))
            return redirect("session", visit.pk)
    shown = {**frame(visit, _("Session details")), "form": form}
    return render(request, "sessions/details.html", shown, status=form.status)


def running_session(visit: Visit) -> NeedlingSession | None:
    """The visit's session, with the plan that it started under."""
    found: NeedlingSession | None = (
        visit.clinic.needling_sessions.filter(visit=visit).select_related("plan__review", "visit").first()
    )
    return found


def _running(visit: Visit) -> NeedlingSession:
    found = running_session(visit)
    if found is None:
        raise Http404
    return found


def _record(request: HttpRequest, visit: Visit, running: NeedlingSession, said: dict[str, Any]) -> None:
    events = _events(visit, running, said, timezone.now())
    opened = [event["needle"] for event in events if event["type"] == EventType.NEEDLE_OPENED.value]
    lot = said["lot"]
    if said["press"] == "closed":
        session_closings.close(by=request.actor, visit=visit, events=events, closed_at=timezone.now())  # type: ignore[attr-defined]
        return
    presses.record(
        by=request.actor,  # type: ignore[attr-defined]
        visit=visit,
        events=events,
        lots={opened[0]: lot} if lot and opened else None,
    )


def _events(visit: Visit, running: NeedlingSession, said: dict[str, Any], now: datetime) -> Events:
    pressed = Press(said["seed"], now)
    insertion, needle, pain = said["insertion"], said["needle"], said["pain_nprs"]

    def about_insertion(kind: EventType, **data: Any) -> Callable[[], Events]:
        return lambda: pressed.of_insertion(kind, insertion, **data)

    def about_session(kind: EventType, **data: Any) -> Callable[[], Events]:
        return lambda: pressed.of_session(kind, **data)

    events: dict[str, Callable[[], Events]] = {
        "in": lambda: pressed.needle_in(_planned(visit, running, said["place"]), needle=needle, pain=pain),
        "twitch": about_insertion(EventType.TWITCHED),
        "sensation": about_insertion(
            EventType.SENSATION, sensation=said["sensation"] or None, pain_nprs=pain
        ),
        "manipulated": about_insertion(EventType.MANIPULATED),
        "estim_on": about_insertion(EventType.ESTIM_ON),
        "estim_off": about_insertion(EventType.ESTIM_OFF),
        "out": about_insertion(EventType.REMOVED),
        "removed_all": about_session(EventType.REMOVED_ALL),
        "dropped": pressed.dropped,
        "broken": lambda: pressed.broken(needle),
        "paused": about_session(EventType.PAUSED),
        "resumed": about_session(EventType.RESUMED),
        "count": about_session(EventType.COUNT_CHECKED, sharps=said["sharps"]),
        "closed": about_session(EventType.CLOSED),
        "undo": lambda: _taken_back(visit, pressed, str(said["event"])),
    }
    return events[said["press"]]()


def _planned(visit: Visit, running: NeedlingSession, key: str) -> Any:
    for one in presenter.planned_now(running, current_plan(visit)).insertions:
        if presenter.key_of(one) == key:
            return one
    raise NotAllowedNow(_("The plan has changed meanwhile. Load the page again."))


def _taken_back(visit: Visit, pressed: Press, event: str) -> Events:
    stored = log(visit)
    if any(one.id == pressed.seed for one in stored):
        return []
    found = presenter.press_of(event, stored)
    if found is None:
        raise NotAllowedNow(_("Something was recorded after it. Load the page again."))
    return [taken for one in found for taken in pressed.of_session(EventType.CORRECTED, corrects=str(one.id))]


def _recorder(request: HttpRequest, visit: Visit, *, form: PressForm | None = None) -> HttpResponse:
    shown = {"visit": visit, **_shown(request, visit, _running(visit)), "form": form}
    return render(request, "sessions/recorder.html", shown, status=form.status if form else 200)


def _page(request: HttpRequest, visit: Visit, *, form: PressForm | None = None) -> HttpResponse:
    shown = frame(visit, _("Needling session"))
    running = running_session(visit)
    if running is None:
        plan = current_plan(visit)
        on = today(request.clinic)  # type: ignore[attr-defined]
        shown |= {
            "plan": plan,
            "under": under.cards(plan.review.result["under"], plan.insertions) if plan else [],
            "checklist": plan.review.result["checklist"] if plan else [],
            "blockers": plan_blockers(plan, by=request.actor, on=on) if plan else [],  # type: ignore[attr-defined]
        }
        return render(request, "sessions/start.html", shown)
    shown |= {**_shown(request, visit, running), "form": form, "recorder_words": words()}
    shown |= _afterwards(request, visit)
    return render(request, "sessions/session.html", shown, status=form.status if form else 200)


def _shown(request: HttpRequest, visit: Visit, running: NeedlingSession) -> dict[str, Any]:
    plan = presenter.planned_now(running, current_plan(visit))
    clinic = request.clinic  # type: ignore[attr-defined]
    events = log(visit)
    return {
        "session": running,
        "recorder": presenter.recorder(
            running,
            plan,
            events,
            folded(events),
            now=timezone.now(),
            lots=list(stock.usable_lots(clinic, on=today(clinic))),
        ),
        "plan_waits": plan.pk == running.plan_id and _has_newer_plan(visit, running),
        "fresh": presenter.FreshId(),
        "scores": range(11),
        "sensations": SENSATIONS,
        "may_record": request.actor.may(Permission.RECORD_SESSION),  # type: ignore[attr-defined]
    }


def _afterwards(request: HttpRequest, visit: Visit) -> dict[str, Any]:
    """What is looked at when the hands are free: questions, corrections, the log, harm without a grade."""
    clinic = request.clinic  # type: ignore[attr-defined]
    members = clinic.memberships.select_related("user")
    return {
        "log": session_log(
            stored_events(visit),
            names={one.pk: one.user.name for one in members},
            looks=clinic.event_looks.filter(event__visit=visit),
        ),
        "ungraded": clinic.adverse_events.current().filter(visit=visit, grade=""),
        "may_look": request.actor.may(Permission.SIGN),  # type: ignore[attr-defined]
    }


def _has_newer_plan(visit: Visit, running: NeedlingSession) -> bool:
    standing = current_plan(visit)
    return standing is not None and standing.pk != running.plan_id


def _details_form(running: NeedlingSession) -> DetailsForm:
    return DetailsForm(initial={name: getattr(running, name) for name in DetailsForm.base_fields})


urlpatterns = [
    path("visits/<uuid:visit_id>/session/", session, name="session"),
    path("visits/<uuid:visit_id>/session/start/", start, name="session_start"),
    path("visits/<uuid:visit_id>/session/press/", press, name="session_press"),
    path("visits/<uuid:visit_id>/session/details/", details, name="session_details"),
]
