"""Declared rules, and the rule set that a clinic approves as one version."""

from functools import cache
from typing import Literal

from drypoint.safety.medicines import load_medicines
from drypoint.safety.outcomes import Kind, Outcome, Scope
from drypoint.safety.packaged import check_sources, content_hash, load_sources, read
from drypoint.safety.places import load_places
from drypoint.safety.questions import Asked, Audience, Question, QuestionsFile
from drypoint.terms import KnowledgeError, Source, Text, Value, Verification

FILES = (
    "rules.json",
    "plan_rules.json",
    "questions.json",
    "places.json",
    "medicines.json",
    "sources.json",
    "triage.json",
)
"""The files whose content makes a version."""

Visit = Literal["first", "later"]


class NumberTest(Value, frozen=True):
    """True when an input lies at or above ``at_least`` and below ``below`` (or the clinic's ``setting``)."""

    input: Literal["age", "bmi", "pregnancy_weeks"]
    at_least: float | None = None
    below: float | None = None
    setting: Literal["low_bmi_below"] | None = None


class Rule(Value, frozen=True):
    """A rule about a person: fires when a question of it is answered yes or unknown, or its number fits."""

    id: str
    kind: Kind
    scope: Scope
    outcome: Outcome
    reads: tuple[str, ...]
    """Every question and input that it may read."""
    because: Text
    action: Text
    sources: tuple[str, ...]
    verification: Verification
    strictest_kind: Kind | None
    """The strictest class that any source found states; None where no source states a class."""
    questions: tuple[str, ...] = ()
    number: NumberTest | None = None
    places_from: Literal["answer", "rule", "answer_or_rule", "answer_within_rule"] | None = None
    """Where a place-bound rule gets its places: the answer (none given: everywhere), or the rule."""
    regions: tuple[str, ...] = ()
    muscles: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    structures: tuple[str, ...] = ()
    """If set, a reviewed muscle meets the rule only with one of these structures under it."""
    spreads_to_neighbours: bool = False
    """Whether the part of the trunk beside a limb counts with the limb."""
    technique: Literal["electrical_stimulation"] | None = None
    """If set, the rule limits this technique alone."""
    said_by: dict[str, str] = {}
    """Source key to the class in which that source puts it."""


class PlanRule(Value, frozen=True):
    """A rule about this person and this plan; the function of its name in ``plan_findings`` reads it."""

    id: str
    kind: Kind
    scope: Scope
    outcome: Outcome
    reads: tuple[str, ...]
    because: Text
    action: Text
    sources: tuple[str, ...]
    verification: Verification
    strictest_kind: Kind | None
    muscles: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    structures: tuple[str, ...] = ()
    said_by: dict[str, str] = {}


class ChecklistCondition(Value, frozen=True):
    """When a checklist line shows."""

    visit: Visit | None = None
    questions: tuple[str, ...] = ()
    missing: Literal["medicines"] | None = None
    always: bool = False


class ChecklistLine(Value, frozen=True):
    """A habit of the session: read, not answered, and never an alert."""

    id: str
    when: ChecklistCondition
    text: Text
    sources: tuple[str, ...]
    verification: Verification


class RulesFile(Value, frozen=True):
    """``rules.json``."""

    schema: int
    version: str
    rules: tuple[Rule, ...]
    checklist: tuple[ChecklistLine, ...]


class PlanRulesFile(Value, frozen=True):
    """``plan_rules.json``."""

    schema: int
    rules: tuple[PlanRule, ...]


class RuleSet(Value, frozen=True):
    """Everything a clinic approves as one version."""

    version: str
    """Semantic version, a plus sign, and a hash of the content: any change of a word changes it."""
    rules: tuple[Rule, ...]
    plan_rules: tuple[PlanRule, ...]
    checklist: tuple[ChecklistLine, ...]
    questions: tuple[Question, ...]
    families: tuple[str, ...]
    sources: dict[str, Source]

    def question(self, named: str) -> Question | None:
        """The question with this id, if there is one."""
        return next((question for question in self.questions if question.id == named), None)

    def questions_for(self, visit: Visit, audience: Audience | None = None) -> tuple[Question, ...]:
        """Questions to put, so ordered that what ends a visit comes first; all audiences if none is named."""
        asked = {Asked.FIRST, Asked.EACH_VISIT} if visit == "first" else {Asked.EACH_VISIT}
        return tuple(
            sorted(
                (
                    question
                    for question in self.questions
                    if question.asked in asked
                    and question.id not in NEVER_ASKED
                    and audience in (None, question.answered_by)
                ),
                key=lambda question: question.stage,
            )
        )

    def plan_rule(self, named: str) -> PlanRule:
        """The plan rule with this id; ``KnowledgeError`` if it is not declared."""
        for rule in self.plan_rules:
            if rule.id == named:
                return rule
        raise KnowledgeError(f"safety/data/plan_rules.json: no rule {named}")


NEVER_ASKED = frozenset({"pregnancy_t1", "pregnancy_t2_t3", "children"})
"""Still answerable, but a number (weeks, age) decides them: no page asks."""


@cache
def load_rules() -> RuleSet:
    """The packaged rule set, cross-checked; ``KnowledgeError`` names the row that is broken."""
    rules = read("rules.json", RulesFile)
    plan = read("plan_rules.json", PlanRulesFile)
    questions = read("questions.json", QuestionsFile)
    loaded = RuleSet(
        version=f"{rules.version}+{content_hash(*FILES)}",
        rules=rules.rules,
        plan_rules=plan.rules,
        checklist=rules.checklist,
        questions=questions.questions,
        families=tuple(family.id for family in questions.families),
        sources=load_sources(),
    )
    check_rules(loaded)
    return loaded


def check_rules(ruleset: RuleSet) -> None:
    """``KnowledgeError`` on a doubled, unknown or undeclared reference."""
    answerable = [*(question.id for question in ruleset.questions), *ruleset.families]
    rule_ids = [*(rule.id for rule in ruleset.rules), *(rule.id for rule in ruleset.plan_rules)]
    for ids in (answerable, rule_ids):
        doubled = sorted({each for each in ids if ids.count(each) > 1})
        if doubled:
            raise KnowledgeError(f"safety/data: doubled ids {doubled}")
    known = set(answerable)
    references: list[tuple[str, tuple[str | None, ...]]] = [
        *((question.id, (question.family, question.asked_if)) for question in ruleset.questions),
        *(
            (question.id, tuple(degree.answers))
            for question in ruleset.questions
            for degree in question.degrees
        ),
        *((rule.id, rule.questions) for rule in ruleset.rules),
        *((line.id, line.when.questions) for line in ruleset.checklist),
        *((drug.id, (*drug.answers, *drug.asks_about)) for drug in load_medicines().classes),
    ]
    for row, named in references:
        unknown = sorted({each for each in named if each is not None} - known)
        if unknown:
            raise KnowledgeError(f"safety/data, {row}: unknown questions {unknown}")
    places = load_places()
    for rule in (*ruleset.rules, *ruleset.plan_rules):
        check_sources("rules.json", rule.id, rule.sources)
        codes = {region.code for region in places.regions} | {group.code for group in places.groups}
        unknown = [
            *(code for code in rule.regions if code not in codes),
            *(code for code in rule.muscles if code not in places.muscles),
            *(code for code in rule.zones if code not in places.zones),
        ]
        if unknown:
            raise KnowledgeError(f"safety/data, {rule.id}: unknown places {unknown}")
    for rule in ruleset.rules:
        undeclared = set(rule.questions) - set(rule.reads)
        if undeclared or (rule.number is not None and rule.number.input not in rule.reads):
            raise KnowledgeError(
                f"safety/data/rules.json, {rule.id}: reads an input that it does not declare"
            )
    for line in ruleset.checklist:
        check_sources("rules.json", line.id, line.sources)
