"""The decision: the course so far, what the rules suggest, what the therapist chooses."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _

from drypoint.clinic.accounts.features import Feature
from drypoint.clinic.accounts.queries import features
from drypoint.clinic.followup.actions import decisions
from drypoint.clinic.followup.models import Decision, NextStepChoice
from drypoint.clinic.followup.queries.course import decision_request
from drypoint.clinic.followup.queries.episode_page import episode_page
from drypoint.clinic.permissions import Permission
from drypoint.clinic.visits.canonical import plain
from drypoint.clinic.visits.models import EngineName, EngineResult, Visit
from drypoint.clinic.visits.queries.visits import visits_of_episode
from drypoint.web.access import staff_page
from drypoint.web.forms.decisions import DecisionForm
from drypoint.web.forms.facts import fact_refusals
from drypoint.web.presenters import courses, forecasts
from drypoint.web.presenters import decisions as presenter
from drypoint.web.visit_scope import frame, visit_of

INSTRUMENT = "nprs"
"""The score that the rules look at: pain, which every reassessment asks."""


@staff_page(Permission.SEE_CHART, change=Permission.EDIT_CHART)
def decision(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """The course and the form; posting ``ask`` asks the rules, anything else records the decision."""
    visit = visit_of(request, visit_id)
    on = features(request.clinic)
    if "ask" in request.POST:
        _ask(request, visit, on)
        return redirect("decision", visit.pk)
    switched_on, foresees = Feature.DECISION in on, Feature.FORECAST in on
    standing, suggestion = _standing(visit), _kept(visit, EngineName.DECIDE) if switched_on else None
    foreseen = _kept(visit, EngineName.FORECAST) if foresees else None
    asked_now = decision_request(visit, INSTRUMENT)
    begins = _begins(visit)
    page = episode_page(visit.episode)
    if request.method == "POST":
        form = DecisionForm(request.POST)
    else:
        proposed_day = presenter.proposed_day(visit, page.plan_of_care)
        form = DecisionForm.of(standing, suggestion, proposed_day=proposed_day)
    if form.is_bound and form.is_valid():
        with fact_refusals(form, standing=lambda: _standing(visit), in_words=presenter.said):
            decisions.decide(
                by=request.actor,
                visit=visit,
                suggestion=_shown(visit, form.cleaned_data["suggestion"]),
                supersedes=form.corrected(visit.decisions),
                **form.said,
            )
            messages.success(request, _("The decision is recorded."))
            return redirect("visit", visit.pk)
    shown = {
        **frame(visit, _("Decision")),
        "form": form,
        "standing": standing,
        "standing_word": str(NextStepChoice(standing.chosen).label) if standing else "",
        "switched_on": switched_on,
        "suggestion": presenter.suggestion(suggestion) if suggestion else None,
        "foresees": foresees,
        "forecast": forecasts.forecast(foreseen, begins=begins) if foreseen else None,
        "came_true": forecasts.came_true(
            forecasts.kept_before(_of_episode(request, visit), foreseen), now=asked_now, begins=begins
        )
        if foresees
        else None,
        "is_stale": any(
            one is not None and one.request != plain(asked_now) for one in (suggestion, foreseen)
        ),
        # The forecast's picture holds the course of that score already.
        "courses": courses.pain(page, without=INSTRUMENT if foreseen else ""),
        "goals": presenter.goals(page),
        "may_sign": request.actor.may(Permission.SIGN),
        "is_closed": visit.episode.closed_on is not None,
    }
    return render(request, "decisions/decision.html", shown, status=form.status)


def _standing(visit: Visit) -> Decision | None:
    found: Decision | None = visit.decisions.current().first()  # type: ignore[attr-defined]
    return found


def _ask(request: HttpRequest, visit: Visit, on: frozenset[Feature]) -> None:
    if Feature.DECISION in on or Feature.FORECAST not in on:  # with both off it says why not
        decisions.suggest(by=request.actor, visit=visit, instrument=INSTRUMENT)
    if Feature.FORECAST in on:
        decisions.foresee(by=request.actor, visit=visit, instrument=INSTRUMENT)


def _kept(visit: Visit, engine: EngineName) -> EngineResult | None:
    """The last result of the engine for this visit."""
    found: EngineResult | None = (
        visit.engine_results.current()  # type: ignore[attr-defined]
        .filter(engine=engine)
        .order_by("-recorded_at", "-id")
        .first()
    )
    return found


def _of_episode(request: HttpRequest, visit: Visit) -> list[EngineResult]:
    """Every kept forecast of the episode up to this visit, oldest first; a redacted one tells nothing."""
    kept = request.clinic.engine_results.current().filter(
        visit__in=visits_of_episode(visit), engine=EngineName.FORECAST, redacted_at=None
    )
    return list(kept.order_by("recorded_at", "id"))


def _begins(visit: Visit) -> date:
    """The day from which the course counts."""
    first = visits_of_episode(visit).earliest("started_at")
    return first.started_at.astimezone(visit.clinic.zone).date()


def _shown(visit: Visit, key: UUID | None) -> EngineResult | None:
    if key is None:
        return None
    found: EngineResult = get_object_or_404(
        visit.engine_results.filter(engine=EngineName.DECIDE),  # type: ignore[attr-defined]
        pk=key,
    )
    return found


urlpatterns = [path("visits/<uuid:visit_id>/decision/", decision, name="decision")]
