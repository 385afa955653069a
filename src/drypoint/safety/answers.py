"""What is known about a person, made sound: answers, old ids, degrees, medicines and numbers become facts."""

import re
from difflib import get_close_matches
from typing import Annotated, Literal

from msgspec import Meta

from drypoint.safety.contradictions import Contradiction, Stated, contradictions
from drypoint.safety.medicines import MedicineList, load_medicines, recognise
from drypoint.safety.places import Place, load_places
from drypoint.safety.questions import Question
from drypoint.safety.rules import RuleSet, Visit
from drypoint.safety.thresholds import (
    PLAUSIBLE,
    PREGNANCY_ASKED_FROM_YEARS,
    PREGNANCY_ASKED_TO_YEARS,
    ClinicThresholds,
)
from drypoint.terms import InvalidInput, KnowledgeError, Value

Known = bool | Literal["unknown"]
NumberInput = Literal["age", "bmi", "pregnancy_weeks"]

_SINCE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_COMMON_DEGREES = frozenset({"mild", "moderate", "severe"})


class Answer(Value, frozen=True):
    """An answer with its particulars. True always means that the risk named by the id is there."""

    value: Known
    places: tuple[Place, ...] = ()
    """None given: everywhere."""
    since: str | None = None
    """A year, month or day: ``2019``, ``2019-05``, ``2019-05-31``."""
    degree: str | None = None


MedicineLine = Annotated[str, Meta(max_length=300)]
"""One medicine as somebody wrote it; the limits keep a pasted book from stopping the server."""


class ScreenRequest(Value, frozen=True):
    """A person as known for this visit. Everything is optional; what is required and missing is reported."""

    answers: dict[str, Known | Answer] = {}
    medicines: Annotated[tuple[MedicineLine, ...], Meta(max_length=100)] | None = None
    age: float | None = None
    """Years."""
    sex: Literal["female", "male", "other"] | None = None
    height_cm: float | None = None
    weight_kg: float | None = None
    bmi: float | None = None
    """kg/m²; computed from height and weight if they are given."""
    pregnancy_weeks: float | None = None
    visit: Visit = "first"
    confirmed: Annotated[tuple[str, ...], Meta(max_length=100)] = ()
    """Ids of contradictions (``to_confirm``) that somebody has confirmed: they are not asked about again."""
    language: Literal["en", "es"] = "en"


class Fact(Value, frozen=True):
    """What is taken to be so about one question."""

    value: Known
    places: tuple[Place, ...] = ()
    from_medicines: tuple[str, ...] = ()


class Facts(Value, frozen=True):
    """Everything that rules may read."""

    by_question: dict[str, Fact]
    numbers: dict[str, float]
    medicines: MedicineList
    unanswered: tuple[str, ...]
    to_confirm: tuple[Contradiction, ...] = ()

    def get(self, question: str) -> Fact | None:
        """The fact about a question, if anything is known."""
        return self.by_question.get(question)

    def at_risk(self, question: str) -> bool:
        """Whether the answer is yes or unknown: unknown is never better than yes."""
        fact = self.get(question)
        return fact is not None and fact.value is not False

    def only(self, reads: tuple[str, ...]) -> "ReadableFacts":
        """The facts as a rule may see them."""
        return ReadableFacts(facts=self, reads=reads)


class ReadableFacts(Value, frozen=True):
    """Facts that refuse a question or input which the rule does not declare."""

    facts: Facts
    reads: tuple[str, ...]

    def fact(self, question: str) -> Fact | None:
        """The fact about a declared question; ``KnowledgeError`` if it is not declared."""
        self._declared(question)
        return self.facts.get(question)

    def number(self, name: NumberInput) -> float | None:
        """A declared number; ``KnowledgeError`` if it is not declared."""
        self._declared(name)
        return self.facts.numbers.get(name)

    @property
    def medicines(self) -> MedicineList:
        """The list of medicines; ``KnowledgeError`` if it is not declared."""
        self._declared("medicines")
        return self.facts.medicines

    def _declared(self, name: str) -> None:
        if name not in self.reads:
            raise KnowledgeError(f"safety/data/rules.json: a rule reads “{name}” without declaring it")


def gather(request: ScreenRequest, ruleset: RuleSet, thresholds: ClinicThresholds) -> Facts:
    """The facts of ``request``; ``InvalidInput`` for an unknown id, place, degree, date, or absurd number."""
    numbers = _numbers(request)
    medicines = recognise(request.medicines or ())
    facts: dict[str, Fact] = {}
    for asked in sorted(request.answers):
        for question, fact in _stated(asked, request.answers[asked], ruleset).items():
            _put(facts, question, fact)
    stated = Stated(
        answers={question: fact.value for question, fact in facts.items()},
        numbers=dict(numbers),
        computed_bmi=_computed_bmi(request),
        sex=request.sex,
        weeks_given=request.pregnancy_weeks is not None,
        medicines=medicines,
    )
    if stated.computed_bmi is not None:
        numbers["bmi"] = min(stated.computed_bmi, numbers.get("bmi", stated.computed_bmi))
    classes = {drug.id: drug for drug in load_medicines().classes}
    must_ask: set[str] = set()
    for found in medicines.recognised:
        drug = classes[found.medicine_class]
        must_ask.update(drug.asks_about)
        for question in drug.answers:
            _put(facts, question, Fact(value=True, from_medicines=(found.name,)))
    for found in medicines.suspected:
        for question in classes[found.medicine_class].answers:
            _put(facts, question, Fact(value="unknown", from_medicines=(found.name,)))
    _two_blood_thinners(facts, medicines)
    if request.pregnancy_weeks is not None:
        _put(facts, "pregnancy", Fact(value=True))
    if numbers.get("age") is not None and "children" not in facts:
        facts["children"] = Fact(value=numbers["age"] < thresholds.guardian_below)
    _families(facts, ruleset)
    _gates(facts, ruleset)
    unanswered = _pregnancy(facts, numbers, request)
    unanswered += _unanswered(facts, request, ruleset, must_ask)
    unfit = contradictions(
        stated, ruleset.questions, guardian_below=thresholds.guardian_below, language=request.language
    )
    return Facts(
        by_question=facts,
        numbers=numbers,
        medicines=medicines,
        unanswered=tuple(dict.fromkeys(unanswered)),
        to_confirm=tuple(one for one in unfit if one.id not in request.confirmed),
    )


def _numbers(request: ScreenRequest) -> dict[str, float]:
    """Numbers that can be a person's; ``InvalidInput`` names one that cannot."""
    numbers: dict[str, float] = {}
    for name, plausible in PLAUSIBLE.items():
        value: float | None = getattr(request, name)
        if value is None:
            continue
        if not plausible.low <= value <= plausible.high:
            raise InvalidInput(
                f"{value:g} {plausible.unit} cannot be right: give a number from {plausible.low:g} to"
                f" {plausible.high:g}, or leave it out.",
                where=name,
            )
        numbers[name] = value
    return numbers


def _computed_bmi(request: ScreenRequest) -> float | None:
    """From height and weight, if both are given; ``InvalidInput`` if they cannot be one person's."""
    if request.height_cm is None or request.weight_kg is None:
        return None
    computed = request.weight_kg / (request.height_cm / 100) ** 2
    limits = PLAUSIBLE["bmi"]
    if not limits.low <= computed <= limits.high:
        raise InvalidInput(
            "Height and weight do not fit each other. Check both.", where="height_cm, weight_kg"
        )
    return computed


def _stated(asked: str, given: Known | Answer, ruleset: RuleSet) -> dict[str, Fact]:
    """What one answer says, about one question or, by its degree, about several."""
    answer = given if isinstance(given, Answer) else Answer(value=given)
    where = f"answers.{asked}"
    question = ruleset.question(asked)
    if question is None and asked not in ruleset.families:
        close = get_close_matches(asked, [q.id for q in ruleset.questions], n=1)
        hint = f" Did you mean “{close[0]}”?" if close else ""
        raise InvalidInput(f"There is no such question.{hint}", where=where)
    for number, place in enumerate(answer.places):
        load_places().regions_of(place.region, where=f"{where}.places[{number}].region")
    if answer.since is not None and not _SINCE.fullmatch(answer.since):
        raise InvalidInput(
            "Give a year, month or day such as 2019, 2019-05 or 2019-05-31.", where=f"{where}.since"
        )
    fact = Fact(value=answer.value, places=answer.places)
    if answer.degree is None or answer.value is False:
        return {asked: fact}
    degrees = question.degrees if question is not None else ()
    for degree in degrees:
        if degree.code == answer.degree:
            return {
                other: Fact(value=answer.value if says else False, places=answer.places)
                for other, says in degree.answers.items()
            }
    if answer.degree not in _COMMON_DEGREES:
        allowed = ", ".join(sorted(_COMMON_DEGREES | {degree.code for degree in degrees}))
        raise InvalidInput(f"Unknown degree. Use one of: {allowed}.", where=f"{where}.degree")
    return {asked: fact}


def _put(facts: dict[str, Fact], question: str, new: Fact) -> None:
    """Adds a fact; of two, the stricter value holds, and of equally strict ones the wider place."""
    old = facts.get(question)
    if old is None:
        facts[question] = new
        return
    strictness: tuple[Known, ...] = (False, "unknown", True)
    if old.value == new.value:
        everywhere = not old.places or not new.places
        places = () if everywhere else tuple(dict.fromkeys((*old.places, *new.places)))
        medicines = tuple(sorted({*old.from_medicines, *new.from_medicines}))
        facts[question] = Fact(value=old.value, places=places, from_medicines=medicines)
    else:
        facts[question] = max(old, new, key=lambda fact: strictness.index(fact.value))


def _two_blood_thinners(facts: dict[str, Fact], medicines: MedicineList) -> None:
    """Two platelet medicines, or one with a blood thinner, count as two medicines that thin the blood."""
    platelet = tuple(found.name for found in medicines.recognised if found.medicine_class == "antiplatelet")
    blood = facts.get("anticoagulant")
    if len(set(platelet)) > 1 or (platelet and blood is not None and blood.value is True):
        _put(facts, "antiplatelet_dual", Fact(value=True, from_medicines=platelet))


def _families(facts: dict[str, Fact], ruleset: RuleSet) -> None:
    """A no to an older, wider question is a no to each one that it was split into and that nobody answered.

    A yes stays as it is: it counts as the strictest of them, however the others are answered, so that adding
    an answer can never better the outcome.
    """
    for family in {question.family for question in ruleset.questions} - {None}:
        fact = facts.get(str(family))
        members = [question.id for question in ruleset.questions if question.family == family]
        if fact is not None and fact.value is False:
            for member in members:
                facts.setdefault(member, Fact(value=False))


def _gates(facts: dict[str, Fact], ruleset: RuleSet) -> None:
    """A yes to a question of detail is a yes to the question that it details."""
    for question in ruleset.questions:
        fact = facts.get(question.id)
        if (
            question.asked_if is None
            or question.asked_if == "children"
            or fact is None
            or fact.value is False
        ):
            continue
        gate = facts.get(question.asked_if)
        if gate is None or gate.value is False:
            facts[question.asked_if] = Fact(value=fact.value, places=fact.places)


def _pregnancy(facts: dict[str, Fact], numbers: dict[str, float], request: ScreenRequest) -> list[str]:
    """Settles the trimester: weeks decide; without them a pregnancy counts as an early one until asked."""
    trimesters = ("pregnancy_t1", "pregnancy_t2_t3")
    values = [facts[each].value for each in trimesters if each in facts]
    if any(value is not False for value in values):
        _put(facts, "pregnancy", Fact(value=True if True in values else "unknown"))
        return [] if True in values else ["pregnancy_weeks"]
    if len(values) == len(trimesters):
        facts.setdefault("pregnancy", Fact(value=False))
    pregnancy = facts.get("pregnancy")
    if pregnancy is None and (request.sex == "male" or not _may_be_pregnant_at(numbers.get("age"))):
        facts["pregnancy"] = Fact(value=False)
    if pregnancy is None or pregnancy.value is False or "pregnancy_weeks" in numbers:
        return []
    facts["pregnancy_t1"] = Fact(value="unknown")
    return ["pregnancy_weeks"]


def _may_be_pregnant_at(age: float | None) -> bool:
    return age is None or PREGNANCY_ASKED_FROM_YEARS <= age <= PREGNANCY_ASKED_TO_YEARS


def _unanswered(
    facts: dict[str, Fact], request: ScreenRequest, ruleset: RuleSet, must_ask: set[str]
) -> list[str]:
    """Required questions of this visit without a yes or no, in the order in which they are asked."""
    missing: list[str] = ["age"] if request.age is None and request.visit == "first" else []
    due = {question.id for question in ruleset.questions_for(request.visit) if question.required} | must_ask
    for question in sorted(ruleset.questions, key=lambda question: question.stage):
        fact = facts.get(question.id)
        if fact is None and question.id in due and _applies(question, facts):
            missing.append(question.id)
        if fact is not None and fact.value == "unknown" and question.id != "pregnancy_t1":
            missing.append(question.id)
    missing.extend(
        family for family in ruleset.families if family in facts and facts[family].value == "unknown"
    )
    return missing


def _applies(question: Question, facts: dict[str, Fact]) -> bool:
    """Whether to put a question: one of detail only once the wider one is answered yes or unknown."""
    if question.asked_if is None:
        return True
    gate = facts.get(question.asked_if)
    return gate is not None and gate.value is not False
