"""What to ask a person at a visit, and what earlier visits already answered."""

from typing import Any

import msgspec

from drypoint.clinic.accounts import queries as accounts
from drypoint.clinic.accounts.queries import today
from drypoint.clinic.rules import queries as rules
from drypoint.clinic.visits.models import Screening, Visit, VisitKind
from drypoint.clinic.visits.queries.persons import screen_request
from drypoint.clinic.visits.queries.visits import earlier_visits
from drypoint.safety import Screening as Screened
from drypoint.safety import ScreenRequest, screen
from drypoint.safety.questions import Asked, Audience, Question
from drypoint.safety.rules import load_rules
from drypoint.safety.thresholds import PREGNANCY_ASKED_FROM_YEARS, PREGNANCY_ASKED_TO_YEARS


def previous_screening(visit: Visit) -> Screening | None:
    """The newest screening that stands of an earlier visit of the episode."""
    return (
        Screening.objects.current()
        .filter(clinic_id=visit.clinic_id, visit__in=earlier_visits(visit))
        .select_related("visit", "engine_result")
        .order_by("-visit__started_at", "-id")
        .first()
    )


def carried_answers(visit: Visit) -> dict[str, Any]:
    """Answers of earlier visits that still hold: to questions that are not asked anew at each visit.

    An answer of "not sure" is not carried: it is asked again.
    """
    before = previous_screening(visit)
    if visit.kind == VisitKind.FIRST or before is None:
        return {}
    each_visit = {one.id for one in load_rules().questions if one.asked is Asked.EACH_VISIT}
    answers: dict[str, Any] = before.person_request["answers"]
    return {
        asked: answer
        for asked, answer in answers.items()
        if asked not in each_visit and value_of(answer) != "unknown"
    }


def questions_to_ask(
    visit: Visit, *, everything: bool = False, audience: Audience | None = None
) -> tuple[Question, ...]:
    """Questions for this visit in order: emergencies first, then red flags.

    At a later visit those asked each time, and any required one that nobody has answered yet; with
    ``everything`` all of them, prefilled, because something changed. Questions that cannot apply to the
    person are left out.
    """
    carried = carried_answers(visit)
    asked = load_rules()
    due = {one.id for one in asked.questions_for("first" if everything else visit.kind)}  # type: ignore[arg-type]
    return tuple(
        one
        for one in asked.questions_for("first", audience)
        if (one.id in due or (one.required and one.id not in carried and not _gate_closed(one, carried)))
        and not _gate_closed(one, {} if everything else carried)
        and _applies(one, visit, audience)
    )


def value_of(answer: Any) -> Any:
    """True, false or "unknown" of an answer with or without particulars."""
    return answer["value"] if isinstance(answer, dict) else answer


def _gate_closed(question: Question, carried: dict[str, Any]) -> bool:
    """Whether the wider question was answered no."""
    gate = question.asked_if
    return gate in carried and value_of(carried[gate]) is False


def _applies(question: Question, visit: Visit, audience: Audience | None) -> bool:
    person = visit.episode.person
    age = person.age_on(today(visit.clinic))
    if question.id == "children_no_guardian_consent":
        return age is not None and age < accounts.safety_thresholds(visit.clinic).guardian_below
    if question.id.startswith("pregnancy"):
        too_young_or_old = age is not None and not (
            PREGNANCY_ASKED_FROM_YEARS <= age <= PREGNANCY_ASKED_TO_YEARS
        )
        # A recorded sex says nothing for certain: the therapist may always answer it.
        return (audience is None or person.sex_recorded != "male") and not too_young_or_old
    return True


def preview(
    visit: Visit, *, answers: dict[str, Any], pregnancy_weeks: float | None, language: str
) -> Screened:
    """What the screen would say of ``answers`` so far, under the clinic's rules; nothing is kept."""
    request = screen_request(visit, answers=answers, pregnancy_weeks=pregnancy_weeks, language=language)
    return screen(
        msgspec.convert(request, ScreenRequest),
        ruleset=rules.ruleset(visit.clinic),
        thresholds=accounts.safety_thresholds(visit.clinic),
    )
