"""Screening: emergency signs first, then red flags, then the rest; by the therapist or on the own phone."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from drypoint.clinic.accounts.features import Feature
from drypoint.clinic.errors import Conflict
from drypoint.clinic.permissions import Permission
from drypoint.clinic.records import changed_meanwhile
from drypoint.clinic.visits.actions import screenings
from drypoint.clinic.visits.features import require_feature
from drypoint.clinic.visits.models import AnsweredBy, Screening, Visit
from drypoint.clinic.visits.queries.plans import current_screening
from drypoint.clinic.visits.queries.screenings import carried_answers, preview, questions_to_ask
from drypoint.safety.outcomes import Outcome
from drypoint.safety.questions import Audience, Polarity
from drypoint.web.access import patient_page, staff_page
from drypoint.web.forms.facts import fact_refusals
from drypoint.web.forms.screenings import ScreeningForm, initial_of
from drypoint.web.presenters import screenings as presenter
from drypoint.web.visit_scope import frame, visit_of

ENDS_EARLY = frozenset({Outcome.EMERGENCY, Outcome.STOP})


@staff_page(Permission.SEE_CHART, change=Permission.EDIT_CHART)
def screening(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """One group of questions after the other; an emergency ends it at once."""
    visit = visit_of(request, visit_id)
    asking = _Asking.of(request, visit, audience=None)
    if asking.done:
        return redirect("screening_outcome", visit.pk)
    shown = {
        **frame(visit, _("Screening")),
        **asking.shown,
        "carried": presenter.carried_rows(carried_answers(visit)) if not asking.everything else [],
        "everything": asking.everything,
        "for_patient": False,
    }
    return render(request, "screenings/questions.html", shown, status=asking.status)


@staff_page(Permission.SEE_CHART)
@require_safe
def outcome(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """What came of it: level, findings with action and basis, checklist, what is open."""
    visit = visit_of(request, visit_id)
    found = current_screening(visit)
    if found is None:
        return redirect("screening", visit.pk)
    framed = frame(visit, _("Screening"))
    asked = {finding for clearance in framed["known"].clearances for finding in clearance.finding_ids}
    shown = {
        **framed,
        "screening": found,
        "page": presenter.present(found, visit, asked),
        "changed": presenter.changed_by_patient(found),
        "clearances": framed["known"].clearances,
    }
    return render(request, "screenings/outcome.html", shown)


@staff_page(Permission.EDIT_CHART)
@require_POST
def confirm(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Answers that do not fit each other were asked about, and stand."""
    visit = visit_of(request, visit_id)
    found = get_object_or_404(visit.screenings.current().select_related("engine_result"))
    if str(found.pk) != request.POST.get("screening"):
        raise Conflict(changed_meanwhile())
    screenings.confirm(by=request.actor, screening=found)
    messages.success(request, _("Confirmed. The stricter answer goes on to hold."))
    return redirect("screening_outcome", visit.pk)


@patient_page
def my_screening(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """The same questions for the person themselves, those that they can answer."""
    visit = get_object_or_404(
        request.clinic.visits.open().filter(episode__person=request.person).select_related("episode__person"),
        pk=visit_id,
    )
    require_feature(request.clinic, Feature.PATIENT_SCREENING_AND_TRIAGE)
    known = current_screening(visit)
    if known is not None and known.answered_by == AnsweredBy.THERAPIST:
        # What was gone through together is not written over from a phone.
        return redirect("my_screening_done", visit.pk)
    asking = _Asking.of(request, visit, audience=Audience.PATIENT)
    if asking.done:
        return redirect("my_screening_done", visit.pk)
    shown = {**asking.shown, "visit": visit, "visit_url": reverse("my_care"), "for_patient": True}
    return render(request, "screenings/my_questions.html", shown, status=asking.status)


@patient_page
@require_safe
def my_screening_done(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Thanks, and what to do now if something cannot wait."""
    visit = get_object_or_404(request.clinic.visits.filter(episode__person=request.person), pk=visit_id)
    found = current_screening(visit)
    if found is None:
        return redirect("my-screening", visit.pk)
    return render(request, "screenings/my_done.html", {"outcome": found.outcome})


@dataclass(slots=True, kw_only=True)
class _Asking:
    """Where one is among the pages of questions; ``done`` once the answers are kept."""

    form: ScreeningForm
    page: presenter.QuestionPage | None
    everything: bool
    goes_on: bool
    done: bool = False
    status: int = 200

    @property
    def shown(self) -> dict[str, Any]:
        return {"form": self.form, "page": self.page, "goes_on": self.goes_on}

    @classmethod
    def of(cls, request: HttpRequest, visit: Visit, *, audience: Audience | None) -> "_Asking":
        """Read what was posted and find the next page."""
        asked = request.POST if request.method == "POST" else request.GET
        everything, goes_on = bool(asked.get("all")), bool(asked.get("on"))
        questions = questions_to_ask(visit, everything=everything, audience=audience)
        stands = current_screening(visit)
        if request.method != "POST":
            form = ScreeningForm(questions=questions, initial=_initial(visit, stands, questions))
            page = presenter.question_page(form, _first(request, form, stands), follows=False)
            return cls(form=form, page=page, everything=everything, goes_on=goes_on)
        form = ScreeningForm(_with_rest(request, questions), questions=questions)
        asking = cls(form=form, page=None, everything=everything, goes_on=goes_on)
        asking._turn(request, visit, stands)
        return asking

    def _turn(self, request: HttpRequest, visit: Visit, stands: Screening | None) -> None:
        number, follows = _where(request, len(presenter.groups(self.form.questions)))
        self.page = presenter.question_page(self.form, number, follows=follows)
        if not self.form.is_valid():
            self.status = 422
        elif "back" in request.POST:
            self.page = presenter.question_page(
                self.form, number if follows else max(number - 1, 0), follows=False
            )
        else:
            self._forward(request, visit, stands, number, follows=follows)

    def _forward(
        self, request: HttpRequest, visit: Visit, stands: Screening | None, number: int, *, follows: bool
    ) -> None:
        if not follows and "save" not in request.POST:
            page = presenter.question_page(self.form, number, follows=True)
            if page is not None:
                self.page = page
                return
        answers = {
            **({} if self.everything else carried_answers(visit)),
            **self._kept(stands),
            **self.form.answers,
        }
        last = number + 1 >= len(presenter.groups(self.form.questions))
        if last or "save" in request.POST or self._ends_early(visit, answers, number):
            self._keep(request, visit, answers)
        else:
            self.page = presenter.question_page(self.form, number + 1, follows=False)

    def _kept(self, stands: Screening | None) -> dict[str, Any]:
        """Answers of this visit to questions that this form does not ask, such as the therapist's."""
        if stands is None:
            return {}
        asked = {one.id for one in self.form.questions}
        known: dict[str, Any] = stands.person_request["answers"]
        return {name: answer for name, answer in known.items() if name not in asked}

    def _ends_early(self, visit: Visit, answers: dict[str, Any], number: int) -> bool:
        said = preview(
            visit, answers=answers, pregnancy_weeks=self.form.weeks, language=get_language() or "en"
        ).outcome
        return said in ENDS_EARLY and (not self.goes_on or (said is Outcome.EMERGENCY and number == 0))

    def _keep(self, request: HttpRequest, visit: Visit, answers: dict[str, Any]) -> None:
        with fact_refusals(
            self.form,
            standing=lambda: current_screening(visit),
            in_words=lambda one: [(_("Result"), presenter.headline(one.outcome))],
        ):
            screenings.record(
                by=request.actor,
                visit=visit,
                answers=answers,
                language=get_language() or "en",
                pregnancy_weeks=self.form.weeks,
                confirmed=stands.person_request.get("confirmed", ())
                if (stands := current_screening(visit))
                else (),
                supersedes=self.form.corrected(visit.screenings),
            )
            self.done = True
            return
        # The form now carries what stands, so that saving again is a decision.
        number, follows = _where(request, len(presenter.groups(self.form.questions)))
        self.page = presenter.question_page(self.form, number, follows=follows)
        self.status = self.form.status


def _initial(visit: Visit, stands: Screening | None, questions: Any) -> dict[str, Any]:
    known = dict(carried_answers(visit))
    weeks = None
    if stands is not None:
        known |= stands.person_request["answers"]
        weeks = stands.person_request.get("pregnancy_weeks")
    return {
        **initial_of(known, questions, weeks),
        "supersedes": stands.pk if stands is not None else None,
    }


def _with_rest(request: HttpRequest, questions: Any) -> Any:
    """What was posted; with the button for the rest, every question of this page left open is a no."""
    if "rest" not in request.POST:
        return request.POST
    data = request.POST.copy()
    number, _follows = _where(request, len(presenter.groups(questions)))
    group = presenter.groups(questions)[number][1]
    ids = {one.id for one in group}
    for question in group:
        open_ = not data.get(question.id) and question.asked_if not in ids
        if open_ and question.polarity is Polarity.YES_MEANS_TRUE:
            data[question.id] = "no"
    return data


def _where(request: HttpRequest, pages: int) -> tuple[int, bool]:
    at = request.POST.get("at", "0")
    number = at.removesuffix("d")
    return (min(int(number), pages - 1) if number.isdecimal() else 0), at.endswith("d")


def _first(request: HttpRequest, form: ScreeningForm, stands: Screening | None) -> int:
    """The first page, or the first with a question still open where one goes on with what is kept."""
    if not request.GET.get("on") or stands is None:
        return 0
    still_open = set(stands.engine_result.result["unanswered"])
    for number, (_title, questions) in enumerate(presenter.groups(form.questions)):
        if still_open & {question.id for question in questions}:
            return number
    return 0


urlpatterns = [
    path("visits/<uuid:visit_id>/screening/", screening, name="screening"),
    path("visits/<uuid:visit_id>/screening/outcome/", outcome, name="screening_outcome"),
    path("visits/<uuid:visit_id>/screening/confirm/", confirm, name="screening_confirm"),
    path("my/screening/<uuid:visit_id>/", my_screening, name="my-screening"),
    path("my/screening/<uuid:visit_id>/done/", my_screening_done, name="my_screening_done"),
]
