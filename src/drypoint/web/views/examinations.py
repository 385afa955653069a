"""The examination of a visit."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _

from drypoint.clinic.permissions import Permission
from drypoint.clinic.visits.actions import examinations
from drypoint.clinic.visits.models import Examination, Visit
from drypoint.web.access import staff_page
from drypoint.web.forms.examinations import ExaminationForm, PartForm, SpecialTestForm, tests_of
from drypoint.web.forms.facts import fact_refusals
from drypoint.web.forms.rows import Rows, as_typed, asks_for_row
from drypoint.web.presenters import examinations as presenter
from drypoint.web.visit_scope import frame, visit_of


@staff_page(Permission.SEE_CHART, change=Permission.EDIT_CHART)
def examination(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Findings by part, neuro, special tests; then the plan of care."""
    visit = visit_of(request, visit_id)
    stands = _standing(visit)
    form, parts, tests = _forms(request, stands)
    if form.is_bound and form.is_valid():
        fits = [rows.are_valid(form) for rows in (parts, tests)]
        if all(fits):
            with fact_refusals(form, standing=lambda: _standing(visit), in_words=presenter.said):
                examinations.record(
                    by=request.actor,
                    episode=visit.episode,
                    visit=visit,
                    findings=parts.content,
                    neuro=form.cleaned_data["neuro"],
                    special_tests=tests_of(tests.content),
                    summary=form.cleaned_data["summary"],
                    supersedes=form.corrected(visit.examinations),
                )
                messages.success(request, _("The examination is saved."))
                planned = visit.episode.plans_of_care.current().exists()
                return redirect("visit" if planned else "plan_of_care", visit.pk)
    shown = {
        **frame(visit, _("Examination")),
        "form": form,
        "parts": parts,
        "tests": tests,
        "earlier": _earlier(visit),
        "has_plan": visit.episode.plans_of_care.current().exists(),
    }
    return render(request, "examinations/examination.html", shown, status=form.status)


def _forms(request: HttpRequest, stands: Examination | None) -> tuple[ExaminationForm, Rows, Rows]:
    if request.method != "POST":
        part_rows = presenter.part_rows(stands) if stands is not None else []
        test_rows = presenter.test_rows(stands) if stands is not None else []
        return (
            ExaminationForm.of(stands),
            Rows(PartForm, prefix="parts", given=part_rows, spare=1 if part_rows else 2),
            Rows(SpecialTestForm, prefix="tests", given=test_rows),
        )
    parts = Rows(PartForm, prefix="parts", data=request.POST)
    tests = Rows(SpecialTestForm, prefix="tests", data=request.POST)
    if asks_for_row(request.POST):
        return ExaminationForm(initial=as_typed(ExaminationForm, request.POST)), parts, tests
    return ExaminationForm(request.POST), parts, tests


def _standing(visit: Visit) -> Examination | None:
    found: Examination | None = visit.examinations.current().first()
    return found


def _earlier(visit: Visit) -> list[tuple[object, object]]:
    before = (
        visit.episode.examinations.current()
        .filter(visit__started_at__lt=visit.started_at)
        .order_by("-visit__started_at", "-id")
        .first()
    )
    return [fact for fact in presenter.said(before) if fact[1]] if before is not None else []


urlpatterns = [path("visits/<uuid:visit_id>/examination/", examination, name="examination")]
