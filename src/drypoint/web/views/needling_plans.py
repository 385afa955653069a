"""The needling plan: propose it, see what lies under and what speaks against it, sign it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from drypoint.clinic.accounts.queries import today
from drypoint.clinic.episodes.models import PlanOfCare
from drypoint.clinic.permissions import Permission
from drypoint.clinic.visits.actions import needling_plans
from drypoint.clinic.visits.models import NeedlingPlan, Visit
from drypoint.clinic.visits.queries.plans import current_plan, current_screening
from drypoint.clinic.visits.queries.trigger_points import active_in, with_series
from drypoint.clinic.visits.queries.visits import same_as_last_time
from drypoint.web.access import staff_page
from drypoint.web.forms.base import refusals
from drypoint.web.forms.facts import fact_refusals
from drypoint.web.forms.needling_plans import InsertionRows, PlanForm, SignForm, row_of
from drypoint.web.presenters import needling_plans as presenter
from drypoint.web.presenters import under
from drypoint.web.presenters.body_pictures import plan_figure
from drypoint.web.presenters.palpation import Spot
from drypoint.web.presenters.screenings import changed_by_patient
from drypoint.web.visit_scope import frame, visit_of


@staff_page(Permission.SEE_CHART)
def plan(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """The plan with its review; without one, the way to make one."""
    visit = visit_of(request, visit_id)
    found = current_plan(visit)
    if found is None:
        shown = {**frame(visit, _("Needling plan")), "screening": current_screening(visit)}
        return render(request, "needling_plans/none.html", shown)
    return _review(request, visit, found)


@staff_page(Permission.SEE_CHART, change=Permission.EDIT_CHART)
def change(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Write the plan. Buttons add or drop rows without saving; saving has the plan reviewed."""
    visit = visit_of(request, visit_id)
    standing, last = current_plan(visit), same_as_last_time(visit)
    known = (*(standing.insertions if standing else ()), *last.insertions)
    sizes = presenter.sizes(request.clinic, on=today(request.clinic), insertions=known)
    data = request.POST
    if request.method != "POST":
        form = PlanForm(initial=_begin(visit, standing))
        rows = InsertionRows(
            sizes=sizes, given=[row_of(one, sizes) for one in standing.insertions] if standing else []
        )
    elif "add" in data or "drop" in data:
        more = _added(visit, data.get("add", ""), last.insertions, sizes)
        drop = data.get("drop", "")
        form = PlanForm(initial={**data.dict(), "indication": data.get("indication") or last.indication})
        rows = InsertionRows.rearranged(
            data, sizes=sizes, more=more, without=int(drop) if drop.isdecimal() else None
        )
    else:
        form, rows = PlanForm(data), InsertionRows(sizes=sizes, data=data)
        if form.is_valid() and rows.are_valid:
            with fact_refusals(form, standing=lambda: current_plan(visit), in_words=presenter.said):
                needling_plans.propose(
                    by=request.actor,
                    visit=visit,
                    insertions=rows.insertions,
                    indication=form.cleaned_data["indication"],
                    supersedes=form.corrected(visit.needling_plans),
                )
                return redirect("plan", visit.pk)
        elif not rows.are_valid:
            form.add_error(None, _("Look at the marked insertions."))
    points = with_series(visit.episode)
    shown = {
        **frame(visit, _("Needling plan")),
        "form": form,
        "rows": rows,
        "standing": standing,
        "last": last,
        "screening": current_screening(visit),
        "active": presenter.quick_adds(active_in(visit)),
        "others": presenter.quick_adds(points),
    }
    return render(request, "needling_plans/change.html", shown, status=form.status)


@staff_page(Permission.SEE_CHART, change=Permission.SIGN)
@require_POST
def sign(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Sign the plan that was shown, with a reason for each finding that asks for one."""
    visit = visit_of(request, visit_id)
    shown_id = request.POST.get("plan", "")
    reviewed = visit.needling_plans.filter(review__redacted_at__isnull=True).select_related("review")
    found = get_object_or_404(reviewed, pk=_key(shown_id))
    asked = [one for one in presenter.findings(found, current_screening(visit)) if one.asks]
    form = SignForm(request.POST, ask=[one.id for one in asked])
    if form.is_valid():
        with refusals(form):
            needling_plans.sign(by=request.actor, plan=found, reasons=form.reasons)
            messages.success(request, _("The plan is signed."))
            return redirect("plan", visit.pk)
    return _review(request, visit, current_plan(visit) or found, form=form)


def _review(
    request: HttpRequest, visit: Visit, found: NeedlingPlan, *, form: SignForm | None = None
) -> HttpResponse:
    screening = current_screening(visit)
    findings = presenter.findings(found, screening)
    asked = [one for one in findings if one.asks]
    sign_form = form or SignForm(ask=[one.id for one in asked], initial={"plan": found.pk})
    shown = {
        **frame(visit, _("Needling plan")),
        "plan": found,
        "changed": changed_by_patient(screening),
        "lines": presenter.lines(found.insertions),
        "places": plan_figure(found.insertions),
        "under": under.cards(found.review.result["under"], found.insertions),
        "findings": [(one, sign_form[f"reason_{one.id}"] if one.asks else None) for one in findings],
        "outcome": found.review.result["outcome"],
        "checklist": found.review.result["checklist"],
        "missing": presenter.missing(
            found, by=request.actor, on=today(request.clinic), asked=asked, visit=visit
        ),
        "may_sign": request.actor.may(Permission.SIGN),
        "form": sign_form,
    }
    return render(request, "needling_plans/plan.html", shown, status=sign_form.status)


def _begin(visit: Visit, standing: NeedlingPlan | None) -> dict[str, Any]:
    if standing is not None:
        return {"indication": standing.indication, "supersedes": standing.pk}
    care: PlanOfCare | None = visit.episode.plans_of_care.current().first()
    return {"indication": care.indication if care else ""}


def _added(visit: Visit, wanted: str, last: Any, sizes: Any) -> list[dict[str, Any]]:
    """The rows that a button asks for."""
    if wanted == "last":
        return [row_of(one, sizes) for one in last]
    if wanted == "active":
        return [
            presenter.fresh_row(point.muscle, point.side, point.site, like=last, sizes=sizes)
            for point in active_in(visit)
        ]
    if spot := Spot.of(wanted):
        return [presenter.fresh_row(spot.muscle, spot.side, spot.site, like=last, sizes=sizes)]
    return [{}] if wanted == "blank" else []


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


urlpatterns = [
    path("visits/<uuid:visit_id>/plan/", plan, name="plan"),
    path("visits/<uuid:visit_id>/plan/change/", change, name="plan_change"),
    path("visits/<uuid:visit_id>/plan/sign/", sign, name="plan_sign"),
]
