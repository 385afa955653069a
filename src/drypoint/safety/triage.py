"""Triage of what a person reports after needling. No answer reassures; silence is named."""

from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from drypoint.safety.answers import Facts, Known, ScreenRequest, gather
from drypoint.safety.packaged import check_sources, citations, read
from drypoint.safety.rules import RuleSet, load_rules
from drypoint.safety.screening import versions
from drypoint.safety.thresholds import ClinicThresholds
from drypoint.terms import Hours, InvalidInput, KnowledgeError, Text, Value, Verification, Versions

Nprs = Annotated[float, Meta(ge=0, le=10)]
"""Numeric pain rating scale, 0 none to 10 worst."""


class Level(StrEnum):
    """How soon somebody must act, soonest first."""

    EMERGENCY = "emergency"
    SAME_DAY = "same_day"
    CALL_CLINIC = "call_clinic"
    EXPECTED = "expected"
    NOTHING_REPORTED = "nothing_reported"


class RaisedBy(Value, frozen=True):
    """What about a person makes a sign more urgent."""

    questions: tuple[str, ...]
    level: Level
    because: Text


class RaisedUnder(Value, frozen=True):
    """What lay under the needles and makes a report more urgent."""

    structures: tuple[str, ...]
    level: Level
    because: Text


class Sign(Value, frozen=True):
    """Something that a person may notice after needling; ``id`` is the name of its answer."""

    id: str
    level: Level
    question: Text
    because: Text
    sources: tuple[str, ...]
    verification: Verification
    raised_by: tuple[RaisedBy, ...] = ()
    raised_under: tuple[RaisedUnder, ...] = ()


class SorenessCall(Value, frozen=True):
    """After how many hours lasting soreness or pain is for the clinic to hear of."""

    hours: Hours
    because: Text
    sources: tuple[str, ...]
    verification: Verification


class SeverePain(Value, frozen=True):
    """From which rating pain is for the clinic to hear of."""

    nprs: Nprs
    because: Text
    sources: tuple[str, ...]
    verification: Verification
    raised_under: tuple[RaisedUnder, ...] = ()


class LateInfection(Value, frozen=True):
    """Who may have an infection weeks later: lasting pain is then more urgent, and they are told to watch."""

    until_hours: Hours
    level: Level
    questions: tuple[str, ...]
    because: Text
    watch: Text
    sources: tuple[str, ...]
    verification: Verification


class Sore(Value, frozen=True):
    """What is said of soreness in the first days."""

    because: Text
    sources: tuple[str, ...]
    verification: Verification


class UnderLungs(Value, frozen=True):
    """What is added when needles were near a lung."""

    structures: tuple[str, ...]
    text: Text
    sources: tuple[str, ...]
    verification: Verification


class TriageFile(Value, frozen=True):
    """``triage.json``."""

    schema: int
    signs: tuple[Sign, ...]
    says: dict[Level, Text]
    soreness_call_after: SorenessCall
    severe_pain: SeverePain
    late_infection: LateInfection
    sore: Sore
    under_lungs: UnderLungs
    unanswered: Text
    safety_net: Text


class TriageAnswers(Value, frozen=True):
    """What the person reports; left out or null: not answered."""

    breathless: Known | None = None
    chest_pain: Known | None = None
    collapse: Known | None = None
    thunderclap_headache: Known | None = None
    new_weakness_or_numbness: Known | None = None
    bladder_or_bowel_change: Known | None = None
    growing_swelling: Known | None = None
    cough: Known | None = None
    postural_headache: Known | None = None
    fever: Known | None = None
    spreading_redness: Known | None = None
    bleeding: Known | None = None
    bruise: Known | None = None
    pain_nprs: Nprs | None = None
    soreness_nprs: Nprs | None = None


class TriageRequest(Value, frozen=True):
    """A report after a session."""

    hours_since: Hours
    answers: TriageAnswers = TriageAnswers()
    person: ScreenRequest = ScreenRequest()
    under: tuple[str, ...] = ()
    """Codes of the structures that lay under the needles, as ``review`` gives them."""
    language: Literal["en", "es"] | UnsetType = UNSET
    """Unset: the person's."""


class Triage(Value, frozen=True):
    """How soon to act, why, and what to say; ``say`` always ends with the safety net."""

    level: Level
    because: tuple[str, ...]
    """What needs somebody most comes first; what is common is said only where nothing else was reported."""
    say: str
    unanswered: tuple[str, ...]
    """Safety questions without a yes or no."""
    sources: tuple[str, ...]
    versions: Versions


def triage(
    request: TriageRequest, *, ruleset: RuleSet | None = None, thresholds: ClinicThresholds | None = None
) -> Triage:
    """Sorts a report by urgency; ``InvalidInput`` if the time or a rating cannot be.

    A sign that may be there (unknown) counts as there. Signs of a lung, the brain, the cord or of bleeding
    inside are emergencies wherever the needle was. Who the person is (``raised_by``) and what lay under the
    needles (``raised_under``) only ever make a sign more urgent.
    """
    ruleset = ruleset or load_rules()
    thresholds = thresholds or ClinicThresholds()
    if not 0 <= request.hours_since < float("inf"):
        raise InvalidInput("Give the hours since the session as a number from 0.", where="hours_since")
    for name in ("pain_nprs", "soreness_nprs"):
        rating: float | None = getattr(request.answers, name)
        if rating is not None and not 0 <= rating <= 10:
            raise InvalidInput("Give a number from 0 to 10.", where=f"answers.{name}")
    knowledge = load_triage()
    person = gather(request.person, ruleset, thresholds)
    language = request.person.language if request.language is UNSET else request.language
    reported = sorted(
        (*_signs(request, knowledge, person), *_pain(request, knowledge, person, thresholds)),
        key=lambda row: list(Level).index(row.level),
    )
    level = reported[0].level if reported else Level.NOTHING_REPORTED
    if level is not Level.EXPECTED:
        # "Soreness is common" beside "call the emergency services" would soften what must be done.
        reported = [row for row in reported if row.level is not Level.EXPECTED]
    unanswered = tuple(
        sign
        for sign in knowledge.signs
        if sign.level is not Level.EXPECTED and getattr(request.answers, sign.id) in (None, "unknown")
    )
    say = [knowledge.says[level].in_language(language)]
    if unanswered:
        asked = " ".join(sign.question.in_language(language) for sign in unanswered)
        say.append(f"{knowledge.unanswered.in_language(language)} {asked}")
    if set(request.under) & set(knowledge.under_lungs.structures):
        say.append(knowledge.under_lungs.text.in_language(language))
    if _late_infection(request, knowledge, person):
        say.append(knowledge.late_infection.watch.in_language(language))
    say.append(knowledge.safety_net.in_language(language))
    return Triage(
        level=level,
        because=tuple(dict.fromkeys(row.because.in_language(language) for row in reported)),
        say=" ".join(say),
        unanswered=tuple(sign.id for sign in unanswered),
        sources=citations(tuple(dict.fromkeys(key for row in reported for key in row.sources))),
        versions=versions(ruleset),
    )


class Reported(Value, frozen=True):
    """One thing reported, with its urgency."""

    level: Level
    because: Text
    sources: tuple[str, ...]


def _signs(request: TriageRequest, knowledge: TriageFile, person: Facts) -> Iterable[Reported]:
    """The signs that are, or may be, there; each also as urgent as this person makes it."""
    for sign in knowledge.signs:
        if getattr(request.answers, sign.id) in (None, False):
            continue
        yield Reported(level=sign.level, because=sign.because, sources=sign.sources)
        for raised in sign.raised_by:
            if any(person.at_risk(question) for question in raised.questions):
                yield Reported(level=raised.level, because=raised.because, sources=sign.sources)
        yield from _raised_under(request, sign, unknown_counts=True)


def _raised_under(
    request: TriageRequest, row: Sign | SeverePain, *, unknown_counts: bool
) -> Iterable[Reported]:
    """More urgent by what lay under. ``unknown_counts``: nothing named is unknown, and so counts as near."""
    for raised in row.raised_under:
        if set(raised.structures) & set(request.under) or (unknown_counts and not request.under):
            yield Reported(level=raised.level, because=raised.because, sources=row.sources)


def _late_infection(request: TriageRequest, knowledge: TriageFile, person: Facts) -> bool:
    late = knowledge.late_infection
    return request.hours_since <= late.until_hours and any(map(person.at_risk, late.questions))


def _pain(
    request: TriageRequest, knowledge: TriageFile, person: Facts, thresholds: ClinicThresholds
) -> Iterable[Reported]:
    """Soreness and pain: usual in the first days, for the clinic if severe or lasting, sooner by person."""
    answers = request.answers
    worst = max(answers.pain_nprs or 0, answers.soreness_nprs or 0)
    if worst == 0:
        return
    sore, late, severe = knowledge.sore, knowledge.soreness_call_after, knowledge.severe_pain
    severe_from = severe.nprs if thresholds.severe_pain_nprs is None else thresholds.severe_pain_nprs
    if request.hours_since > late.hours:
        yield Reported(level=Level.CALL_CLINIC, because=late.because, sources=late.sources)
        if _late_infection(request, knowledge, person):
            infection = knowledge.late_infection
            yield Reported(level=infection.level, because=infection.because, sources=infection.sources)
    else:
        yield Reported(level=Level.EXPECTED, because=sore.because, sources=sore.sources)
    if worst >= severe_from:
        yield Reported(level=Level.CALL_CLINIC, because=severe.because, sources=severe.sources)
        yield from _raised_under(request, severe, unknown_counts=False)


@cache
def load_triage() -> TriageFile:
    """The signs and sentences, cross-checked."""
    knowledge = read("triage.json", TriageFile)
    check_triage(knowledge, load_rules())
    return knowledge


def check_triage(knowledge: TriageFile, ruleset: RuleSet) -> None:
    """``KnowledgeError`` on a sign that cannot be answered, an unknown question, or a missing text."""
    for sign in knowledge.signs:
        check_sources("triage.json", sign.id, sign.sources)
        unknown = [
            question
            for raised in sign.raised_by
            for question in raised.questions
            if ruleset.question(question) is None
        ]
        if sign.id not in TriageAnswers.__struct_fields__ or unknown:
            raise KnowledgeError(
                f"safety/data/triage.json, {sign.id}: no such answer, or questions {unknown}"
            )
    late = knowledge.late_infection
    unknown = [question for question in late.questions if ruleset.question(question) is None]
    if unknown:
        raise KnowledgeError(f"safety/data/triage.json, late_infection: no such questions {unknown}")
    rows = (knowledge.soreness_call_after, knowledge.severe_pain, late, knowledge.sore, knowledge.under_lungs)
    for row in rows:
        check_sources("triage.json", type(row).__name__, row.sources)
    if set(knowledge.says) != set(Level):
        raise KnowledgeError("safety/data/triage.json: a level has nothing to say")
