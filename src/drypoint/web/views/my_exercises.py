"""A person's own exercises: read, tick off, print."""

import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from drypoint.clinic.accounts.queries import today as today_of
from drypoint.clinic.audit import actions as audit
from drypoint.clinic.followup.queries.programme_words import programme_on_paper, stop_words
from drypoint.clinic.home_care.actions import exercise_days
from drypoint.clinic.home_care.models import ExerciseDay
from drypoint.clinic.home_care.queries import Programme, programme_of, programmes_of_person
from drypoint.clinic.visits.models import Visit
from drypoint.documents import exercise_programme
from drypoint.web.access import patient_page
from drypoint.web.forms.exercises import TickForm
from drypoint.web.forms.facts import fact_refusals
from drypoint.web.presenters import exercises as presenter

DAYS_BACK = 3
"""How far back a day can be told from here; longer ago is guessed."""


@patient_page
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The programme that holds; with several episodes, which one."""
    found = programmes_of_person(request.person, today=today_of(request.clinic))
    if len(found) == 1:
        return redirect("my-exercises-of", found[0].prescription.visit_id)
    return render(request, "exercises/mine_none.html", {"programmes": found})


@patient_page
def of_visit(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """The exercises of one visit, and a day to tick: today, unless another is chosen."""
    visit = _mine(request, visit_id)
    today = today_of(request.clinic)
    programme = programme_of(visit, today=today)
    if programme is None:
        return render(request, "exercises/mine_none.html", {"programmes": ()})
    on = _asked_day(request, programme, today)
    form = _form(request, programme, on, today)
    if request.method == "POST" and form.is_valid():

        def standing() -> ExerciseDay | None:
            return visit.exercise_days.current().filter(on=form.cleaned_data["on"]).first()  # type: ignore[attr-defined,no-any-return]

        with fact_refusals(form, standing=standing, in_words=presenter.said_day):
            kept = exercise_days.tick(
                by=request.actor,
                visit=visit,
                today=today,
                supersedes=form.corrected(visit.exercise_days),  # type: ignore[attr-defined]
                **form.said,
            )
            messages.success(request, _("Saved. Your therapist sees it at your next visit."))
            hurts = "?hurts=1" if (kept.pain or 0) >= presenter.HARD_PAIN else ""
            answer = redirect("my-exercises-of", visit.pk)
            answer["Location"] += hurts
            return answer
    if request.method != "POST":
        audit.opened(by=request.actor, subject=programme.prescription)
    spoken = presenter.language()
    standing_day = programme.day(on)
    ticked = (
        request.POST.getlist("done")
        if request.method == "POST"
        else (standing_day.done if standing_day else ())
    )
    shown = {
        "programme": programme,
        "visit": visit,
        "exercises": presenter.to_do(programme, spoken),
        "stop": stop_words(spoken),
        "ticked": ticked,
        "form": form,
        "on": on,
        "is_today": on == today,
        "days": [(one, on == one, programme.day(one)) for one in _days(programme, today)],
        "hurts": "hurts" in request.GET,
        "told": len(programme.days),
    }
    return render(request, "exercises/mine.html", shown, status=form.status)


@patient_page
@require_safe
def pdf(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """The same to print."""
    visit = _mine(request, visit_id)
    programme = programme_of(visit, today=today_of(request.clinic))
    if programme is None:
        return render(request, "exercises/mine_none.html", {"programmes": ()}, status=404)
    audit.opened(by=request.actor, subject=programme.prescription)
    return printed(programme)


def printed(programme: Programme) -> HttpResponse:
    """The programme as PDF, in the person's language."""
    spoken = programme.prescription.visit.episode.person.language
    content = programme_on_paper(programme, language="es" if spoken.startswith("es") else "en")
    response = HttpResponse(exercise_programme(content), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="exercises.pdf"'
    return response


def _form(request: HttpRequest, programme: Programme, on: datetime.date, today: datetime.date) -> TickForm:
    choices = {
        "days": [(one.isoformat(), presenter.day(one)) for one in _days(programme, today)],
        "exercises": presenter.tick_choices(programme.prescription.exercises, presenter.language()),
    }
    if request.method == "POST":
        return TickForm(request.POST, **choices)
    told = programme.day(on)
    initial: dict[str, object] = {"on": on.isoformat()}
    if told is not None:
        initial |= {
            "supersedes": told.pk,
            "done": list(told.done),
            "effort": told.effort,
            "pain": told.pain,
            "words": told.words,
        }
    return TickForm(initial=initial, **choices)


def _asked_day(request: HttpRequest, programme: Programme, today: datetime.date) -> datetime.date:
    asked = request.POST.get("on") or request.GET.get("day", "")
    found = next((one for one in _days(programme, today) if one.isoformat() == asked), None)
    return found or today


def _days(programme: Programme, today: datetime.date) -> list[datetime.date]:
    back = (today - datetime.timedelta(days=number) for number in range(DAYS_BACK + 1))
    return [one for one in back if one >= programme.begins] or [today]


def _mine(request: HttpRequest, visit_id: UUID) -> Visit:
    found: Visit = get_object_or_404(
        request.clinic.visits.filter(episode__person=request.person).select_related(  # type: ignore[attr-defined]
            "clinic", "episode__person", "therapist__user"
        ),
        pk=visit_id,
    )
    return found


urlpatterns = [
    path("my/exercises/", mine, name="my-exercises"),
    path("my/exercises/<uuid:visit_id>/", of_visit, name="my-exercises-of"),
    path("my/exercises/<uuid:visit_id>/sheet.pdf", pdf, name="my-exercises-pdf"),
]
