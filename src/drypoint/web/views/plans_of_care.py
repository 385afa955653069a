"""The plan of care of an episode, seen from a visit; its goals: set, change, met."""

from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _

from drypoint.clinic.accounts.queries import today
from drypoint.clinic.episodes.actions import goals, plans_of_care
from drypoint.clinic.episodes.models import Goal, PlanOfCare
from drypoint.clinic.permissions import Permission
from drypoint.clinic.visits.models import Visit
from drypoint.web.access import staff_page
from drypoint.web.forms.base import refusals
from drypoint.web.forms.facts import fact_refusals
from drypoint.web.forms.histories import TriedTreatmentForm
from drypoint.web.forms.plans_of_care import GoalForm, MeetForm, PlanForm, PlannedTreatmentForm
from drypoint.web.forms.rows import Rows, as_typed, asks_for_row
from drypoint.web.presenters import plans_of_care as presenter
from drypoint.web.visit_scope import frame, visit_of


@staff_page(Permission.SEE_CHART, change=Permission.SIGN)
def plan_of_care(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """The whole plan in one form; what was tried before comes from the history."""
    visit = visit_of(request, visit_id)
    stands = _standing(visit)
    form, tried, others = _forms(request, visit, stands)
    if form.is_bound and form.is_valid():
        fits = [rows.are_valid(form) for rows in (tried, others)]
        if all(fits):
            details = {name: value for name, value in form.cleaned_data.items() if name != "supersedes"}
            with fact_refusals(form, standing=lambda: _standing(visit), in_words=presenter.said):
                plans_of_care.record(
                    by=request.actor,
                    episode=visit.episode,
                    tried_before=tried.content,
                    other_treatments=others.content,
                    supersedes=form.corrected(visit.episode.plans_of_care),
                    **details,
                )
                messages.success(request, _("The plan of care is saved."))
                return redirect("visit", visit.pk)
    shown = {
        **frame(visit, _("Plan of care")),
        "form": form,
        "tried": tried,
        "others": others,
        "goals": presenter.goals(_goals(visit)),
    }
    return render(request, "plans_of_care/plan_of_care.html", shown, status=form.status)


@staff_page(Permission.SEE_CHART, change=Permission.EDIT_CHART)
def goal(request: HttpRequest, visit_id: UUID, goal_id: UUID | None = None) -> HttpResponse:
    """Set a goal, or change one."""
    visit = visit_of(request, visit_id)
    changed = get_object_or_404(visit.episode.goals, pk=goal_id) if goal_id is not None else None
    form = GoalForm(request.POST or None, initial=_initial(visit, changed))
    if request.method == "POST" and form.is_valid():
        details = {name: value for name, value in form.cleaned_data.items() if name != "supersedes"}
        with fact_refusals(
            form,
            standing=lambda: _goals(visit).filter(supersedes=changed).first(),
            in_words=presenter.said_of_goal,
        ):
            goals.set(
                by=request.actor,
                episode=visit.episode,
                supersedes=form.corrected(visit.episode.goals),
                **details,
            )
            messages.success(request, _("The goal is saved."))
            return redirect("plan_of_care", visit.pk)
    shown = {**frame(visit, _("Goal")), "form": form}
    return render(request, "plans_of_care/goal.html", shown, status=form.status)


@staff_page(Permission.SEE_CHART, change=Permission.EDIT_CHART)
def goal_met(request: HttpRequest, visit_id: UUID, goal_id: UUID) -> HttpResponse:
    """Note that a goal is met."""
    visit = visit_of(request, visit_id)
    found = get_object_or_404(_goals(visit), pk=goal_id)
    form = MeetForm(request.POST or None, initial={"met_on": today(request.clinic)})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            goals.meet(by=request.actor, goal=found, met_on=form.cleaned_data["met_on"])
            messages.success(request, _("The goal is met."))
            return redirect("plan_of_care", visit.pk)
    shown = {**frame(visit, _("Goal met")), "form": form, "goal": found}
    return render(request, "plans_of_care/goal_met.html", shown, status=form.status)


def _forms(request: HttpRequest, visit: Visit, stands: PlanOfCare | None) -> tuple[PlanForm, Rows, Rows]:
    if request.method != "POST":
        return (
            PlanForm.of(stands),
            Rows(TriedTreatmentForm, prefix="tried", given=_tried(visit, stands)),
            Rows(
                PlannedTreatmentForm,
                prefix="others",
                given=presenter.rows_of(stands.other_treatments) if stands is not None else [],
            ),
        )
    tried = Rows(TriedTreatmentForm, prefix="tried", data=request.POST)
    others = Rows(PlannedTreatmentForm, prefix="others", data=request.POST)
    if asks_for_row(request.POST):
        return PlanForm(initial=as_typed(PlanForm, request.POST)), tried, others
    return PlanForm(request.POST), tried, others


def _tried(visit: Visit, stands: PlanOfCare | None) -> list[dict[str, object]]:
    """What stands in the plan, else what the history says."""
    if stands is not None:
        return presenter.rows_of(stands.tried_before)
    history = visit.episode.histories.current().first()
    return presenter.rows_of(history.previous_treatments) if history is not None else []


def _initial(visit: Visit, changed: Goal | None) -> dict[str, object]:
    if changed is not None:
        names = ("words", "measure", "target_value", "by_on")
        return {"supersedes": changed.pk, **{name: getattr(changed, name) for name in names}}
    history = visit.episode.histories.current().first()
    return (
        {"words": history.goals_own_words[:500]} if history is not None and not _goals(visit).exists() else {}
    )


def _standing(visit: Visit) -> PlanOfCare | None:
    found: PlanOfCare | None = visit.episode.plans_of_care.current().first()
    return found


def _goals(visit: Visit) -> QuerySet[Goal]:
    found: QuerySet[Goal] = visit.episode.goals.current().order_by("recorded_at", "id")
    return found


urlpatterns = [
    path("visits/<uuid:visit_id>/plan-of-care/", plan_of_care, name="plan_of_care"),
    path("visits/<uuid:visit_id>/goals/new/", goal, name="goal_set"),
    path("visits/<uuid:visit_id>/goals/<uuid:goal_id>/", goal, name="goal_change"),
    path("visits/<uuid:visit_id>/goals/<uuid:goal_id>/met/", goal_met, name="goal_met"),
]
