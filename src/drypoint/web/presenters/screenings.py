"""The screening in words: its pages one after the other, and what came of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drypoint.clinic.rules import queries as rules
from drypoint.clinic.rules.words import departures
from drypoint.clinic.visits.models import Screening, Visit
from drypoint.clinic.visits.queries.screening_changes import by_therapist_before, changed_answers
from drypoint.clinic.visits.queries.screenings import value_of
from drypoint.safety.outcomes import Kind
from drypoint.safety.places import load_places
from drypoint.safety.questions import Audience, Question
from drypoint.safety.rules import Rule, load_rules
from drypoint.web.forms.screenings import ScreeningForm, particulars_of
from drypoint.web.templatetags.drypoint import localised, yes_no

GROUPS = (
    (gettext_lazy("Signs of an emergency"), (1,)),
    (gettext_lazy("Red flags"), (2,)),
    (gettext_lazy("Today"), (3,)),
    (gettext_lazy("Health"), (4,)),
    (gettext_lazy("Places, operations and habits"), (5, 6)),
)
EARLY = frozenset({1, 2})
MOST_ON_A_PAGE = 20
KINDS = {
    Kind.ABSOLUTE: gettext_lazy("absolute contraindication"),
    Kind.RELATIVE: gettext_lazy("relative contraindication"),
    Kind.PRECAUTION: gettext_lazy("precaution"),
    Kind.RED_FLAG: gettext_lazy("red flag"),
}
SCOPES = {
    "person": gettext_lazy("this person"),
    "region": gettext_lazy("a region"),
    "muscle": gettext_lazy("a muscle"),
    "this_visit": gettext_lazy("this visit"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question on a page with the fields that follow it there."""

    field: BoundField
    particulars: list[BoundField]
    by_therapist: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionPage:
    """One page: a group of questions, or what follows the yes answers of that group."""

    code: str
    title: str
    follows: bool
    asked: list[Asked]
    carried: list[tuple[str, str]]
    number: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingOnPage:
    """One finding with its basis."""

    id: str
    outcome: str
    because: str
    action: str
    places: str
    kind: str
    scope: str
    strictest: str
    said_by: list[tuple[str, str]]
    sources: Sequence[str]
    unverified: bool
    here: str
    """How the clinic departs from the rule, where it does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomePage:
    """What came of the screening."""

    outcome: str
    headline: str
    findings: list[FindingOnPage]
    checklist: list[str]
    unanswered: list[str]
    to_confirm: list[str]
    """Sentences on answers that do not fit each other."""
    asks_doctor: bool
    answered_by: str
    rules_version: str


def groups(questions: Sequence[Question]) -> list[tuple[str, list[Question]]]:
    """Titles and questions of the pages that have any.

    Emergencies and red flags have pages of their own, since they end it early; what follows shares a page
    while it is short, as at a later visit.
    """
    pages: list[tuple[str, list[Question]]] = []
    for title, stages in GROUPS:
        asked = [question for question in questions if question.stage in stages]
        if not asked:
            continue
        if pages and not EARLY & set(stages) and pages[-1][1][0].stage not in EARLY:
            before = pages[-1][1]
            if len(before) + len(asked) <= MOST_ON_A_PAGE:
                pages[-1] = (_("Today and since last time"), [*before, *asked])
                continue
        pages.append((str(title), asked))
    return pages


def question_page(form: ScreeningForm, number: int, *, follows: bool) -> QuestionPage | None:
    """The page ``number`` (from 0), or what follows its answers; ``None`` where nothing follows."""
    found = groups(form.questions)
    title, questions = found[number]
    ids = {question.id for question in questions}
    asked = (
        _following(form, questions)
        if follows
        else [_asked(form, one, particulars=False) for one in questions if one.asked_if not in ids]
    )
    if not asked:
        return None
    shown = {field.name for one in asked for field in (one.field, *one.particulars)}
    return QuestionPage(
        code=f"{number}d" if follows else str(number),
        title=title,
        follows=follows,
        asked=asked,
        carried=_carried(form, shown),
        number=number + 1,
        total=len(found),
    )


def present(screening: Screening, visit: Visit, asked: Collection[str]) -> OutcomePage:
    """What the screen said, with who says so; ``asked`` are findings about which a doctor was asked."""
    result = screening.engine_result.result
    questions = {one.id: one for one in load_rules().questions}
    ruleset = {one.id: one for one in rules.ruleset(visit.clinic).rules}
    here = departures(visit.clinic, at=screening.engine_result.recorded_at)
    findings = [_finding(one, ruleset.get(one["id"]), here.get(one["id"], "")) for one in result["findings"]]
    return OutcomePage(
        outcome=result["outcome"],
        headline=headline(result["outcome"]),
        findings=findings,
        checklist=[line["text"] for line in result["checklist"]],
        unanswered=[_unanswered(name, questions) for name in result["unanswered"]],
        to_confirm=[one["say"] for one in result.get("to_confirm", ())],
        asks_doctor=any(one.outcome in {"refer", "stop"} and one.id not in asked for one in findings),
        answered_by=str(screening.get_answered_by_display()),
        rules_version=screening.engine_result.versions.get("rules", ""),
    )


def headline(outcome: str) -> str:
    """What the level means for this visit."""
    return {
        "emergency": _("Emergency: no needling. Get help now."),
        "stop": _("Do not needle at this visit."),
        "refer": _("A doctor first."),
        "incomplete": _("Questions are open. No needling until they are answered."),
        "reasons_needed": _("Needling needs a written reason for each finding."),
        "modify": _("Needling needs a changed plan."),
        "clear": _("Nothing was found that speaks against needling."),
    }[outcome]


def carried_rows(answers: dict[str, Any]) -> list[tuple[str, str]]:
    """Answers of earlier visits that are not "no", as (question, answer), to be seen before screening."""
    questions = {one.id: one for one in load_rules().questions}
    return [
        (localised(questions[asked].text), _answer(answer))
        for asked, answer in answers.items()
        if asked in questions and value_of(answer) is not False
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedByPatient:
    """What the patient's own answers changed since the therapist's last screening of the visit."""

    since: datetime
    rows: list[tuple[str, str, str]]
    """Question, answer before, answer now."""


def changed_by_patient(screening: Screening | None) -> ChangedByPatient | None:
    """``None`` where the therapist's own answers stand, or the patient's are the first."""
    before = by_therapist_before(screening) if screening is not None else None
    if screening is None or before is None:
        return None
    questions = {one.id: one for one in load_rules().questions}

    def words(answer: Any) -> str:
        return _("not answered") if answer is None else _answer(answer)

    return ChangedByPatient(
        since=before.recorded_at,
        rows=[
            (
                localised(questions[one.question].text) if one.question in questions else one.question,
                words(one.before),
                words(one.now),
            )
            for one in changed_answers(before, screening)
        ],
    )


def _answer(answer: Any) -> str:
    said = [yes_no(value_of(answer))]
    if isinstance(answer, dict):
        said += [_place(place) for place in answer.get("places", ())]
        said += [str(answer[name]) for name in ("since", "degree") if answer.get(name)]
    return ", ".join(said)


def _place(place: dict[str, Any]) -> str:
    places = load_places()
    named = next((one for one in (*places.regions, *places.groups) if one.code == place["region"]), None)
    label = localised(named.label) if named is not None else place["region"]
    sides = {"left": _("left"), "right": _("right")}
    return f"{label} ({sides[place['side']]})" if place.get("side") in sides else label


def _asked(form: ScreeningForm, question: Question, *, particulars: bool) -> Asked:
    return Asked(
        field=form[question.id],
        particulars=[form[name] for name in particulars_of(question)] if particulars else [],
        by_therapist=question.answered_by is Audience.THERAPIST,
    )


def _following(form: ScreeningForm, questions: list[Question]) -> list[Asked]:
    """Questions answered yes or not sure that have particulars, and those that are asked because of them."""
    ids = {one.id for one in questions}
    found = []
    for question in questions:
        gate = question.asked_if
        if gate in ids:
            if _risky(form, gate):
                found.append(_asked(form, question, particulars=True))
        elif particulars_of(question) and _risky(form, question.id):
            found.append(_asked(form, question, particulars=True))
    return found


def _risky(form: ScreeningForm, asked: str | None) -> bool:
    return form[str(asked)].value() in ("yes", "unknown", True)


def _carried(form: ScreeningForm, shown: set[str]) -> list[tuple[str, str]]:
    """What other pages hold, to be posted along."""
    carried = []
    for bound in form:
        if bound.name in shown:
            continue
        value = bound.field.prepare_value(bound.value())
        values = value if isinstance(value, list | tuple) else [value]
        carried += [(bound.html_name, str(one)) for one in values if one not in (None, "")]
    return carried


def _finding(found: dict[str, Any], rule: Rule | None, here: str) -> FindingOnPage:
    sources = load_rules().sources
    said_by = rule.said_by if rule is not None else {}
    strictest = found["strictest_kind"]
    return FindingOnPage(
        id=found["id"],
        outcome=found["outcome"],
        because=found["because"],
        here=here,
        action=found["action"],
        places=", ".join(_place(place) for place in found["places"]),
        kind=str(KINDS[Kind(found["kind"])]),
        scope=str(SCOPES[found["scope"]]),
        strictest=str(KINDS[Kind(strictest)]) if strictest else "",
        said_by=[(sources[key].citation, _class(kind)) for key, kind in said_by.items()],
        sources=found["sources"],
        unverified=found["unverified"],
    )


def _class(kind: str) -> str:
    """A source's class in words; what is none of ours stands as the source has it."""
    return str(KINDS[Kind(kind)]) if kind in set(Kind) else kind


def _unanswered(name: str, questions: dict[str, Question]) -> str:
    inputs = {"age": _("Date of birth"), "pregnancy_weeks": _("Weeks of pregnancy")}
    if name in inputs:
        return inputs[name]
    return localised(questions[name].text) if name in questions else name
