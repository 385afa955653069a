"""Exercises for staff: the library, the programme of a visit, its PDF, and how it went at home."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from drypoint.clinic.accounts.queries import today as today_of
from drypoint.clinic.home_care.queries import programme_of, programmes_before
from drypoint.clinic.permissions import Permission
from drypoint.clinic.visits.actions import exercises as exercise_actions
from drypoint.clinic.visits.queries.treatments import current_prescription
from drypoint.clinic.visits.queries.visits import same_as_last_time
from drypoint.clinic.visits.queries.worked_on import worked_on
from drypoint.exercises import Joint, load_library, suggest
from drypoint.terms import InvalidInput
from drypoint.web.access import staff_page
from drypoint.web.forms.facts import fact_refusals
from drypoint.web.forms.rows import Rows, as_typed, asks_for_row
from drypoint.web.forms.treatments import ExerciseRow, PrescriptionForm, row_of
from drypoint.web.presenters import exercises as presenter
from drypoint.web.presenters import treatments as treatments_presenter
from drypoint.web.views.my_exercises import printed
from drypoint.web.visit_scope import frame, visit_of

PREFIX = "exercise"
MOST_SUGGESTED = 8


@staff_page()
@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """Every exercise of the library, of one joint."""
    joints = presenter.by_joint()
    asked = request.GET.get("joint", joints[0][0])
    chosen = next((one for one in joints if one[0] == asked), joints[0])
    shown = {
        "joints": [(code, word, len(found), code == chosen[0]) for code, word, found in joints],
        "chosen": chosen[1],
        "cards": [presenter.card(one) for one in chosen[2]],
        "total": len(load_library().exercises),
    }
    return render(request, "exercises/library.html", shown)


@staff_page(Permission.SEE_CHART, change=Permission.EDIT_CHART)
def programme(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """The whole list of exercises; begins as it stands, or as last time; a tap adds one of the library."""
    visit = visit_of(request, visit_id)
    standing, last = current_prescription(visit), same_as_last_time(visit)
    spoken = "es" if visit.episode.person.language.startswith("es") else "en"
    given = [row_of(one) for one in (standing.exercises if standing else ())]
    if "from" in request.GET:
        given = [row_of(one) for one in last.exercises]
    posted = request.POST if request.method == "POST" else None
    form = PrescriptionForm(initial={"supersedes": standing.pk if standing else None})
    if posted is None:
        rows = Rows(ExerciseRow, prefix=PREFIX, given=given, spare=0)
    elif asks_for_row(posted):
        form = PrescriptionForm(initial={"supersedes": posted.get("supersedes")})
        rows = _changed(posted, spoken)
    else:
        form, rows = PrescriptionForm(posted), Rows(ExerciseRow, prefix=PREFIX, data=posted)
        if form.is_valid() and rows.are_valid(form):
            with fact_refusals(
                form,
                standing=lambda: current_prescription(visit),
                in_words=treatments_presenter.said_exercises,
            ):
                exercise_actions.prescribe(
                    by=request.actor,
                    visit=visit,
                    exercises=rows.content,
                    supersedes=form.corrected(visit.exercise_prescriptions),
                )
                messages.success(request, _("The exercises are saved."))
                return redirect("other_treatments", visit.pk)
    before = programmes_before(visit, today=today_of(request.clinic))
    muscles = worked_on(visit)
    shown = {
        **frame(visit, _("Exercises")),
        "form": form,
        "rows": rows,
        "chosen": _chosen(rows),
        "last": last,
        "suggested": presenter.suggested(
            suggest(load_library(), muscles=muscles, joints=_joints(muscles), most=MOST_SUGGESTED)
        ),
        "library": presenter.by_joint(),
        "at_home": presenter.at_home(before) if before is not None else None,
        "has_saved": standing is not None and bool(standing.exercises),
        "knows_birth_date": visit.episode.person.birth_date is not None,
    }
    return render(request, "exercises/programme.html", shown, status=form.status)


@staff_page(Permission.SEE_CHART)
@require_safe
def pdf(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """The programme as the person takes it home."""
    found = programme_of(visit_of(request, visit_id), today=today_of(request.clinic))
    if found is None:
        raise Http404
    return printed(found)


def _changed(posted: Any, spoken: Any) -> Rows:
    """The rows as typed, with one more, or one fewer, as the button says."""
    count = str(posted.get(f"{PREFIX}-count", ""))
    typed = [
        as_typed(ExerciseRow, posted, prefix=f"{PREFIX}-{number}")
        for number in range(int(count) if count.isdecimal() else 0)
    ]
    verb, _colon, which = str(posted.get("more", "")).partition(":")
    if verb == "drop" and which.isdecimal():
        typed = [row for number, row in enumerate(typed) if number != int(which)]
    if verb == "add":
        try:
            typed.append(presenter.row_of_library(which, spoken))
        except InvalidInput as unknown:
            raise Http404 from unknown
    return Rows(ExerciseRow, prefix=PREFIX, given=typed[:40], spare=1 if verb == PREFIX else 0)


def _chosen(rows: Rows) -> list[tuple[Any, Any]]:
    """Each row with the library's card of its exercise, where it is of the library."""
    found = load_library()
    chosen = []
    for row in rows.forms:
        exercise = found.find(str(row["exercise"].value() or ""))
        chosen.append((row, presenter.card(exercise) if exercise is not None else None))
    return chosen


def _joints(muscles: tuple[str, ...]) -> tuple[Joint, ...]:
    """The joints of the library's exercises that these muscles lead."""
    found = [one.joints[0] for one in load_library().exercises if one.muscles[0] in muscles]
    return tuple(dict.fromkeys(found))


urlpatterns = [
    path("exercises/", library, name="exercise_library"),
    path("visits/<uuid:visit_id>/exercises/", programme, name="exercises"),
    path("visits/<uuid:visit_id>/exercises/sheet.pdf", pdf, name="exercises-pdf"),
]
