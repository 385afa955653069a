"""Training: published cases as exercises. Everybody sees their own; nothing here is about a patient."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from drypoint import atlas
from drypoint.clinic.permissions import Permission
from drypoint.clinic.training import queries
from drypoint.clinic.training.actions import exercises
from drypoint.clinic.training.models import TrainingAnswer, TrainingGuess
from drypoint.terms import InvalidInput
from drypoint.web.access import staff_page
from drypoint.web.guided_cases import GuidedCase, case_or_404
from drypoint.web.presenters import examples
from drypoint.web.presenters import training as presenter
from drypoint.web.presenters.muscles import muscle_name, muscle_url
from drypoint.web.presenters.parts import Crumb


@staff_page(Permission.EDIT_CHART)
@require_safe
def training(request: HttpRequest) -> HttpResponse:
    """Every case, with what one has done of it."""
    answers = list(queries.answers_of(request.membership))
    done = {one.guess.case: one for one in reversed(answers)}
    begun = request.clinic.training_guesses.filter(
        recorded_by=request.membership, training_answers__isnull=True
    ).values_list("case", flat=True)
    shown = {"cases": presenter.case_rows(list(begun), done), "done": len(done)}
    return render(request, "training/list.html", shown)


@staff_page(Permission.EDIT_CHART)
def case(request: HttpRequest, case_id: str) -> HttpResponse:
    """Words and drawing; from one to three muscles are guessed before anything else is seen."""
    one = case_or_404(case_id)
    known = queries.unfinished(request.membership, case_id)
    if known is not None:
        return redirect("training_exercise", known.pk)
    if request.method == "POST":
        chosen = request.POST.getlist("g")
        try:
            guess = exercises.begin(by=request.actor, case=case_id, muscles=chosen)
        except InvalidInput as wrong:
            messages.error(request, wrong.message)
            return _case_page(request, one, _known(chosen), status=422)
        return redirect("training_exercise", guess.pk)
    return _case_page(request, one, _known(request.GET.getlist("g")))


@staff_page(Permission.EDIT_CHART)
def exercise(request: HttpRequest, guess_id: UUID) -> HttpResponse:
    """One's own exercise: palpation on paper until it is answered, then the answer."""
    guess = get_object_or_404(
        request.clinic.training_guesses.filter(recorded_by=request.membership), pk=guess_id
    )
    one = case_or_404(guess.case)
    if request.method == "POST":
        return _work(request, guess, one)
    answered = guess.training_answers.current().first()
    if answered is not None:
        return _answer_page(request, guess, one, answered)
    chosen = _known(request.GET.getlist("g")) if "g" in request.GET else guess.muscles
    return _exercise_page(request, guess, one, chosen)


def _work(request: HttpRequest, guess: TrainingGuess, one: GuidedCase) -> HttpResponse:
    chosen = _known(request.POST.getlist("g"))
    try:
        if muscle := request.POST.get("palpate", ""):
            exercises.palpate(by=request.actor, guess=guess, muscle=muscle)
            return redirect(_with(guess, chosen, "paper"))
        exercises.answer(
            by=request.actor,
            guess=guess,
            muscles=chosen,
            reported=one.muscles,
            system_place=presenter.system_place(one, presenter.ranked(one)),
            atlas_version=atlas.load().version,
        )
    except InvalidInput as wrong:
        messages.error(request, wrong.message)
        return _exercise_page(request, guess, one, chosen, status=422)
    return redirect("training_exercise", guess.pk)


@staff_page(Permission.EDIT_CHART)
@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """One's own exercises and scores; whoever runs the clinic sees besides how much it is used."""
    answers = list(queries.answers_of(request.membership))
    counted = [one for one in answers if not one.guess.repeated]
    shown = {
        "table": presenter.results_table(answers) if answers else None,
        "scores": presenter.scores(counted),
        "repeated": len(answers) - len(counted),
        "use": queries.use_in(request.clinic) if request.actor.may(Permission.EDIT_CLINIC) else None,
        "crumbs": [Crumb(_("Training"), reverse("training")), Crumb(_("Your results"))],
    }
    return render(request, "training/results.html", shown)


def _case_page(request: HttpRequest, one: GuidedCase, chosen: list[str], status: int = 200) -> HttpResponse:
    url = reverse("training_case", args=[one.id])
    shown = {**_frame(one), "picker": presenter.picker(chosen, _asked(request), url), "step": 1}
    if request.htmx:
        return render(request, "training/found.html", shown)
    return render(request, "training/case.html", shown, status=status)


def _exercise_page(
    request: HttpRequest, guess: TrainingGuess, one: GuidedCase, chosen: list[str], status: int = 200
) -> HttpResponse:
    url, palpated = reverse("training_exercise", args=[guess.pk]), queries.palpated(guess)
    shown = {
        **_frame(one),
        "guess": guess,
        "picker": presenter.picker(chosen, _asked(request), url, palpated=palpated),
        "paper": presenter.findings_table(one, palpated) if palpated else None,
        "step": 2,
    }
    if request.htmx:
        return render(request, "training/found.html", shown)
    return render(request, "training/exercise.html", shown, status=status)


def _answer_page(
    request: HttpRequest, guess: TrainingGuess, one: GuidedCase, answered: TrainingAnswer
) -> HttpResponse:
    palpated = queries.palpated(guess)
    alone = presenter.ranked(one)
    after = presenter.ranked(one, palpated) if palpated else None
    named = dict.fromkeys([*answered.reported, *answered.muscles, *guess.muscles])
    shown = {
        **_frame(one),
        "guess": guess,
        "reported": [(muscle_name(muscle), muscle_url(muscle)) for muscle in answered.reported],
        "first": presenter.verdict(queries.place(guess.muscles, answered.reported)),
        "last": presenter.verdict(queries.place(answered.muscles, answered.reported)),
        "guessed": [muscle_name(muscle) for muscle in guess.muscles],
        "answered": [muscle_name(muscle) for muscle in answered.muscles],
        "system_place": answered.system_place,
        "top": presenter.LOOKED_AT,
        "alone": presenter.ranking_table(one, alone, _("The system, from the drawing alone")),
        "after": presenter.ranking_table(one, after, _("The system, after your palpation on paper"))
        if after
        else None,
        "paper": presenter.findings_table(one, palpated) if palpated else None,
        "patterns": [
            (muscle_name(muscle), muscle in answered.reported, presenter.pattern(one, muscle))
            for muscle in named
        ],
        "step": 3,
    }
    return render(request, "training/answer.html", shown)


def _frame(one: GuidedCase) -> dict[str, object]:
    crumbs = [Crumb(_("Training"), reverse("training")), Crumb(examples.title(one))]
    return {"example": examples.present(one), "crumbs": crumbs}


def _asked(request: HttpRequest) -> str:
    return request.GET.get("q", "")[:60]


def _with(guess: TrainingGuess, chosen: list[str], part: str) -> str:
    query = "&".join(f"g={one}" for one in chosen)
    return f"{reverse('training_exercise', args=[guess.pk])}?{query}#{part}"


def _known(chosen: list[str]) -> list[str]:
    """Those that are muscles, each once, at most as many as one may name."""
    muscles = {muscle.id for muscle in atlas.load().muscles}
    return [one for one in dict.fromkeys(chosen) if one in muscles][: queries.MOST]


urlpatterns = [
    path("training/", training, name="training"),
    path("training/results/", results, name="training_results"),
    path("training/cases/<slug:case_id>/", case, name="training_case"),
    path("training/exercises/<uuid:guess_id>/", exercise, name="training_exercise"),
]
