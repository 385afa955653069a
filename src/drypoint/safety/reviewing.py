"""The review: this person's screen and this plan, against what lies under each insertion."""

from datetime import date
from typing import Annotated

from msgspec import Meta

from drypoint import atlas as body
from drypoint.atlas import Atlas
from drypoint.safety.answers import Facts, ScreenRequest, gather
from drypoint.safety.beneath import Insertion, Site, Under, locate, under
from drypoint.safety.contradictions import Contradiction
from drypoint.safety.local_rules import LocalRule, local_findings
from drypoint.safety.outcomes import Outcome
from drypoint.safety.places import BodyPlaces, Place, load_places
from drypoint.safety.plan_findings import Planned, plan_findings, untrained
from drypoint.safety.rules import Rule, RuleSet, load_rules
from drypoint.safety.screening import (
    ChecklistItem,
    Finding,
    biting,
    checklist,
    fired_rules,
    in_order,
    outcome_of,
    person_finding,
    places_of,
    versions,
)
from drypoint.safety.thresholds import ClinicThresholds
from drypoint.terms import Value, Versions

HIGH_RISK_TRAINING = "high_risk_region_training"
"""The rule that also fires on a plan outside the therapist's training."""


class NeedlingPlan(Value, frozen=True):
    """What is to be needled in one session."""

    insertions: Annotated[tuple[Insertion, ...], Meta(max_length=200)]
    """At most 200: more is no session of one person."""


class ReviewRequest(Value, frozen=True):
    """A person, a plan and, if known, where the therapist is trained (muscles, regions or groups)."""

    plan: NeedlingPlan
    person: ScreenRequest = ScreenRequest()
    training: tuple[str, ...] | None = None
    local_rules: Annotated[tuple[LocalRule, ...], Meta(max_length=500)] = ()
    """What a state, an insurer or the clinic rules; judged on ``today``."""
    today: date | None = None


class Review(Value, frozen=True):
    """``under`` shows what lies there and is no alert; ``findings`` each need an action."""

    outcome: Outcome
    under: tuple[Under, ...]
    findings: tuple[Finding, ...]
    checklist: tuple[ChecklistItem, ...]
    unanswered: tuple[str, ...]
    to_confirm: tuple[Contradiction, ...]
    """What does not fit each other: it was taken in, the stricter holds; ask once."""
    versions: Versions


def review(
    request: ReviewRequest,
    *,
    ruleset: RuleSet | None = None,
    thresholds: ClinicThresholds | None = None,
    atlas: Atlas | None = None,
) -> Review:
    """Reviews a plan for a person; ``InvalidInput`` for an unknown muscle, zone or place.

    Rules bound to a place are findings only on the insertions that they meet.
    """
    ruleset = ruleset or load_rules()
    thresholds = thresholds or ClinicThresholds()
    atlas = atlas or body.load()
    places = load_places()
    language = request.person.language
    facts = gather(request.person, ruleset, thresholds)
    sites = tuple(
        locate(index, insertion, places, atlas) for index, insertion in enumerate(request.plan.insertions)
    )
    planned = Planned(
        sites=sites,
        facts=facts,
        places=places,
        training=request.training,
        ruleset=ruleset,
        language=language,
    )
    findings = [
        *plan_findings(planned),
        *local_findings(
            request.local_rules,
            today=request.today,
            age=facts.numbers.get("age"),
            sites=sites,
            places=places,
            language=language,
        ),
    ]
    fired = fired_rules(facts, ruleset, thresholds)
    for rule in fired:
        findings.extend(_on_plan(rule, facts, sites, places, language))
    for rule in ruleset.rules:
        if rule.id == HIGH_RISK_TRAINING and rule not in fired:
            finding = person_finding(rule, facts, language)
            for site in untrained(planned):
                findings.extend(_where_met(finding, rule, _own_places(rule), site, places))
    return Review(
        outcome=outcome_of(tuple(findings), facts.unanswered),
        under=tuple(under(site, atlas, language) for site in sites),
        findings=in_order(tuple(findings)),
        checklist=checklist(request.person, facts, ruleset),
        unanswered=facts.unanswered,
        to_confirm=facts.to_confirm,
        versions=versions(ruleset),
    )


def _on_plan(
    rule: Rule, facts: Facts, sites: tuple[Site, ...], places: BodyPlaces, language: str
) -> list[Finding]:
    """A rule about the person as it bears on this plan; plan rules judge one that limits a technique."""
    finding = person_finding(rule, facts, "es" if language == "es" else "en")
    if rule.technique is not None:
        return []
    where = places_of(rule, facts.only(rule.reads))
    own = _own_places(rule) if rule.places_from == "rule" else ()
    if not where and not own:
        return [finding]
    found: list[Finding] = []
    for site in sites:
        found.extend(_where_met(finding, rule, (*where, *own), site, places))
    return found


def _own_places(rule: Rule) -> tuple[Place, ...]:
    """The places that the rule itself names."""
    return tuple(Place(region=code) for code in (*rule.regions, *rule.muscles, *rule.zones))


def _where_met(
    finding: Finding, rule: Rule, where: tuple[Place, ...], site: Site, places: BodyPlaces
) -> list[Finding]:
    """The finding on this site if the rule meets it: at most one, with the first place that is met."""
    if rule.structures and site.reviewed:
        meets_structure = bool(set(rule.structures) & set(site.structures))
        return [biting(finding, rule, site.index, _at(site))] if meets_structure else []
    if rule.places_from == "answer_within_rule" and site.insertion.muscle not in (None, *rule.muscles):
        return []
    for place in where:
        if site.meets(place, places):
            return [biting(finding, rule, site.index, place)]
    return []


def _at(site: Site) -> Place:
    """The place of a site as named in the plan."""
    return Place(region=str(site.insertion.muscle or site.insertion.zone), side=site.insertion.side)
