"""The screen: what is known about a person, read by the declared rules."""

from typing import Literal

from msgspec.structs import replace

from drypoint.safety.answers import Facts, ReadableFacts, ScreenRequest, gather
from drypoint.safety.contradictions import Contradiction
from drypoint.safety.outcomes import Kind, Outcome, Scope, worst
from drypoint.safety.packaged import citations
from drypoint.safety.places import Place, load_places
from drypoint.safety.rules import ChecklistLine, PlanRule, Rule, RuleSet, load_rules
from drypoint.safety.thresholds import MEDICINES_MANY, ClinicThresholds
from drypoint.terms import Text, Value, Versions

NOT_KNOWN = Text(
    en="Not known: counts as yes until it is asked.", es="No se sabe: cuenta como sí hasta preguntarlo."
)


_EASED_BY_PLACE = frozenset({Outcome.STOP, Outcome.REASONS_NEEDED, Outcome.MODIFY})
"""Outcomes that shrink to “modify” while a rule bites in named places only; a referral never does."""


class Finding(Value, frozen=True):
    """Something about this person, or this person and plan, that needs an action."""

    id: str
    kind: Kind
    scope: Scope
    outcome: Outcome
    places: tuple[Place, ...]
    """Where it bites; empty: everywhere."""
    because: str
    action: str
    strictest_kind: Kind | None
    sources: tuple[str, ...]
    """Citations."""
    unverified: bool
    insertion: int | None = None
    """Index of the planned insertion on which it bites."""
    authority: Literal["state", "payer", "clinic"] | None = None
    """Who made the rule, where it is none of ours (``local_rules``)."""


class ChecklistItem(Value, frozen=True):
    """A habit of the session, to read."""

    id: str
    text: str


class Screening(Value, frozen=True):
    """The result of a screen; the worst outcome wins."""

    outcome: Outcome
    findings: tuple[Finding, ...]
    checklist: tuple[ChecklistItem, ...]
    unanswered: tuple[str, ...]
    """Required questions and inputs without an answer, in the order in which to ask them."""
    to_confirm: tuple[Contradiction, ...]
    """What does not fit each other: it was taken in, the stricter holds; ask once."""
    versions: Versions


def screen(
    request: ScreenRequest, *, ruleset: RuleSet | None = None, thresholds: ClinicThresholds | None = None
) -> Screening:
    """Screens a person for dry needling; ``InvalidInput`` for what cannot be understood or be a person.

    Place-bound rules are findings with their places, and ask for a changed plan; ``review`` says where they
    bite. Without a place they hold everywhere. Clear only when every required question is answered.
    """
    ruleset = ruleset or load_rules()
    thresholds = thresholds or ClinicThresholds()
    facts = gather(request, ruleset, thresholds)
    fired = fired_rules(facts, ruleset, thresholds)
    findings = tuple(person_finding(rule, facts, request.language) for rule in fired)
    return Screening(
        outcome=outcome_of(findings, facts.unanswered),
        findings=in_order(findings),
        checklist=checklist(request, facts, ruleset),
        unanswered=facts.unanswered,
        to_confirm=facts.to_confirm,
        versions=versions(ruleset),
    )


def versions(ruleset: RuleSet) -> Versions:
    """What produced a result."""
    from drypoint import __version__, atlas

    return Versions(engine=__version__, atlas=atlas.load().version, rules=ruleset.version)


def outcome_of(findings: tuple[Finding, ...], unanswered: tuple[str, ...]) -> Outcome:
    """The worst outcome; at best incomplete while something required is unanswered."""
    missing = (Outcome.INCOMPLETE,) if unanswered else ()
    return worst((*(finding.outcome for finding in findings), *missing))


def in_order(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Worst first, then by insertion and id, so that the order of the input never shows."""
    order = list(Outcome)
    return tuple(
        sorted(
            findings,
            key=lambda f: (order.index(f.outcome), -1 if f.insertion is None else f.insertion, f.id),
        )
    )


def fired_rules(facts: Facts, ruleset: RuleSet, thresholds: ClinicThresholds) -> tuple[Rule, ...]:
    """The rules about the person that hold."""
    return tuple(rule for rule in ruleset.rules if holds(rule, facts.only(rule.reads), thresholds))


def holds(rule: Rule, facts: ReadableFacts, thresholds: ClinicThresholds) -> bool:
    """Whether a question of the rule is answered yes or unknown, or its number fits."""
    if rule.id == "medicine_unknown":
        return bool(facts.medicines.unknown)
    if rule.id == "medicines_many":
        return facts.medicines.entries > MEDICINES_MANY
    for question in rule.questions:
        fact = facts.fact(question)
        if fact is not None and fact.value is not False:
            return True
    return _number_fits(rule, facts, thresholds)


def _number_fits(rule: Rule, facts: ReadableFacts, thresholds: ClinicThresholds) -> bool:
    test = rule.number
    if test is None:
        return False
    value = facts.number(test.input)
    if value is None:
        return False
    setting: float | None = getattr(thresholds, test.setting) if test.setting else None
    below = test.below if setting is None else setting
    above_low = test.at_least is None or value >= test.at_least
    return above_low and (below is None or value < below)


def places_of(rule: Rule, facts: ReadableFacts) -> tuple[Place, ...]:
    """Where the rule bites; empty: everywhere."""
    answered: tuple[Place, ...] = ()
    somewhere = True
    for question in rule.questions:
        fact = facts.fact(question)
        if fact is not None and fact.value is not False:
            somewhere = somewhere and bool(fact.places)
            answered += fact.places
    own = tuple(Place(region=code) for code in rule.regions)
    match rule.places_from:
        case None:
            return ()
        case "rule":
            return own
        case "answer_or_rule" | "answer_within_rule" if not (answered and somewhere):
            return own
        case _:
            places = answered if somewhere else ()
    if rule.spreads_to_neighbours:
        places = tuple(near for place in places for near in load_places().with_neighbours(place))
    return tuple(dict.fromkeys(places))


def person_finding(rule: Rule, facts: Facts, language: Literal["en", "es"]) -> Finding:
    """The finding of a rule that holds, as the screen shows it."""
    readable = facts.only(rule.reads)
    places = places_of(rule, readable)
    limited = bool(places) or rule.technique is not None
    because = [rule.because.in_language(language)]
    answered = [fact for question in rule.questions if (fact := readable.fact(question)) is not None]
    names = sorted({name for fact in answered for name in fact.from_medicines})
    if rule.id == "medicine_unknown":
        names = [
            f"{name} (≈ {readable.medicines.looks_like[name]}?)"
            if name in readable.medicines.looks_like
            else name
            for name in readable.medicines.unknown
        ]
    if names:
        because.append(f"({', '.join(names)})")
    values = {fact.value for fact in answered}
    if "unknown" in values and True not in values:
        because.append(NOT_KNOWN.in_language(language))
    return Finding(
        id=rule.id,
        kind=rule.kind,
        scope=rule.scope,
        outcome=Outcome.MODIFY if limited and rule.outcome in _EASED_BY_PLACE else rule.outcome,
        places=places,
        because=" ".join(because),
        action=rule.action.in_language(language),
        strictest_kind=rule.strictest_kind,
        sources=citations(rule.sources),
        unverified=rule.verification.is_unverified,
    )


def plan_finding(rule: PlanRule, insertion: int, language: Literal["en", "es"], **words: str) -> Finding:
    """The finding of a plan rule on one insertion; ``words`` fill the gaps in its text."""
    return Finding(
        id=rule.id,
        kind=rule.kind,
        scope=rule.scope,
        outcome=rule.outcome,
        places=(),
        because=rule.because.in_language(language).format(**words),
        action=rule.action.in_language(language),
        strictest_kind=rule.strictest_kind,
        sources=citations(rule.sources),
        unverified=rule.verification.is_unverified,
        insertion=insertion,
    )


def biting(finding: Finding, rule: Rule, insertion: int, place: Place) -> Finding:
    """A place-bound finding where it meets a planned insertion: with its full outcome again."""
    return replace(finding, outcome=rule.outcome, places=(place,), insertion=insertion)


def checklist(request: ScreenRequest, facts: Facts, ruleset: RuleSet) -> tuple[ChecklistItem, ...]:
    """The lines that apply, in the order of the file."""
    return tuple(
        ChecklistItem(id=line.id, text=line.text.in_language(request.language))
        for line in ruleset.checklist
        if _line_applies(line, request, facts)
    )


def _line_applies(line: ChecklistLine, request: ScreenRequest, facts: Facts) -> bool:
    when = line.when
    return (
        when.always
        or when.visit == request.visit
        or (when.missing is not None and request.medicines is None)
        or any(facts.at_risk(question) for question in when.questions)
    )
