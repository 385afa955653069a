"""Rules about this person and this plan. Each function bears the id of its rule."""

from collections.abc import Callable
from typing import Literal

from drypoint.safety.answers import Facts
from drypoint.safety.beneath import Site, least_reach
from drypoint.safety.places import BodyPlaces
from drypoint.safety.rules import PlanRule, RuleSet
from drypoint.safety.screening import Finding, plan_finding
from drypoint.terms import Side, Value


class Planned(Value, frozen=True):
    """Everything that plan rules may read."""

    sites: tuple[Site, ...]
    facts: Facts
    places: BodyPlaces
    training: tuple[str, ...] | None
    """Muscles, zones, regions or groups in which the therapist is trained; None: not given, not judged."""
    ruleset: RuleSet
    language: Literal["en", "es"]

    def found(self, rule: PlanRule, site: Site, **words: str) -> Finding:
        """The finding of ``rule`` on ``site``."""
        return plan_finding(rule, site.index, self.language, **words)

    def at_risk(self, rule: PlanRule) -> bool:
        """Whether any question that the rule declares is answered yes or unknown."""
        return any(self.facts.at_risk(name) for name in rule.reads)


def plan_findings(planned: Planned) -> tuple[Finding, ...]:
    """The findings of all plan rules."""
    return tuple(
        finding
        for rule in planned.ruleset.plan_rules
        for finding in FUNCTIONS[rule.id](planned, planned.ruleset.plan_rule(rule.id))
    )


def over(site: Site, rule: PlanRule, places: BodyPlaces) -> bool:
    """Whether the rule names the site's muscle or zone, or one of its regions."""
    named = site.insertion.muscle in rule.muscles or site.insertion.zone in rule.zones
    return named or bool(site.regions & places.regions_of_all(rule.regions, where=rule.id))


def needle_longer_than_reported(planned: Planned, rule: PlanRule) -> list[Finding]:
    """A needle longer than the least reported distance; unknown length counts as the longest usual there."""
    findings: list[Finding] = []
    for site in planned.sites:
        length = site.insertion.length_mm or planned.places.longest_usual_needle_mm(
            site.insertion.muscle, site.regions
        )
        least = least_reach(site, planned.language)
        if length is not None and least is not None and length >= least.mm:
            findings.append(
                planned.found(rule, site, length=f"{length:g}", least=f"{least.mm:g}", what=least.what)
            )
    return findings


def bilateral_thorax(planned: Planned, rule: PlanRule) -> list[Finding]:
    """Both sides with pleura under the needle; the finding stands where the second side begins."""
    lungs = [site for site in planned.sites if set(rule.structures) & set(site.structures)]
    firsts = {site.insertion.side: site for site in reversed(lungs) if site.insertion.side != Side.MIDLINE}
    if len(firsts) < len((Side.LEFT, Side.RIGHT)):
        return []
    return [planned.found(rule, max(firsts.values(), key=lambda site: site.index))]


def anticoagulant_deep_muscle(planned: Planned, rule: PlanRule) -> list[Finding]:
    """Raised bleeding and a muscle too deep to press on."""
    if not planned.at_risk(rule):
        return []
    return [planned.found(rule, site) for site in planned.sites if over(site, rule, planned.places)]


def antiplatelet_deep_muscle(planned: Planned, rule: PlanRule) -> list[Finding]:
    """One platelet medicine and a muscle too deep to press on, where nothing stronger speaks already."""
    stronger = planned.ruleset.plan_rule("anticoagulant_deep_muscle")
    if planned.at_risk(stronger) or not planned.at_risk(rule):
        return []
    return [planned.found(rule, site) for site in planned.sites if over(site, rule, planned.places)]


def estim_with_pacemaker(planned: Planned, rule: PlanRule) -> list[Finding]:
    """Electrical stimulation with an electrical implant."""
    return _stimulated(planned, rule) if planned.at_risk(rule) else []


def estim_with_epilepsy(planned: Planned, rule: PlanRule) -> list[Finding]:
    """Electrical stimulation after fits."""
    return _stimulated(planned, rule) if planned.at_risk(rule) else []


def estim_in_pregnancy_trunk(planned: Planned, rule: PlanRule) -> list[Finding]:
    """Electrical stimulation of the trunk in pregnancy."""
    if not planned.at_risk(rule):
        return []
    stimulated = {finding.insertion for finding in _stimulated(planned, rule)}
    return [
        planned.found(rule, site)
        for site in planned.sites
        if site.index in stimulated and over(site, rule, planned.places)
    ]


def prohibited_site(planned: Planned, rule: PlanRule) -> list[Finding]:
    """A site that no one needles."""
    return [planned.found(rule, site) for site in planned.sites if over(site, rule, planned.places)]


def outside_training(planned: Planned, rule: PlanRule) -> list[Finding]:
    """A muscle that the therapist's recorded training does not cover."""
    return [planned.found(rule, site) for site in untrained(planned)]


def untrained(planned: Planned) -> list[Site]:
    """Sites outside the recorded training; none if no training was given."""
    if planned.training is None:
        return []
    places = planned.places
    muscles = {code for code in planned.training if code in places.muscles or code in places.zones}
    trained = places.regions_of_all((c for c in planned.training if c not in muscles), where="training")
    return [
        site
        for site in planned.sites
        if not {site.insertion.muscle, site.insertion.zone} & muscles and not site.regions <= trained
    ]


def sitting_with_faint_history(planned: Planned, rule: PlanRule) -> list[Finding]:
    """Someone who has fainted with needles would sit."""
    if not planned.at_risk(rule):
        return []
    return [planned.found(rule, site) for site in planned.sites if site.insertion.position == "sitting"]


def _stimulated(planned: Planned, rule: PlanRule) -> list[Finding]:
    return [planned.found(rule, site) for site in planned.sites if site.insertion.electrical_stimulation]


FUNCTIONS: dict[str, Callable[[Planned, PlanRule], list[Finding]]] = {
    function.__name__: function
    for function in (
        needle_longer_than_reported,
        bilateral_thorax,
        anticoagulant_deep_muscle,
        antiplatelet_deep_muscle,
        estim_with_pacemaker,
        estim_with_epilepsy,
        estim_in_pregnancy_trunk,
        prohibited_site,
        outside_training,
        sitting_with_faint_history,
    )
}
"""Rule id to the function that judges it."""
