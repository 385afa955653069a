"""Reads of rule sign-off."""

from datetime import datetime
from typing import TypeVar

import msgspec
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.errors import NotAllowedNow
from drypoint.clinic.rules.models import Direction, RuleSetApproval, RuleSetting
from drypoint.safety import Outcome, PlanRule, Rule, RuleSet, load_rules


def approved(clinic: Clinic, *, version: str, language: str) -> RuleSetApproval | None:
    """The approval of ``version`` in ``language`` that stands, if any."""
    return (
        clinic.rule_set_approvals.current()
        .filter(version=version, language=language, approved=True)
        .select_related("recorded_by__user", "licence")
        .first()
    )


def require_approved(clinic: Clinic, *, version: str, language: str) -> RuleSetApproval:
    """The approval that stands; raises ``NotAllowedNow``: without one nobody signs a needling plan."""
    approval = approved(clinic, version=version, language=language)
    if approval is None:
        raise NotAllowedNow(
            _(
                "Nobody of this clinic has approved the safety rules (version %(version)s). "
                "A licensed owner does it on the rules page."
            )
            % {"version": version}
        )
    return approval


def last_approval(clinic: Clinic, *, version: str, language: str) -> RuleSetApproval | None:
    """What was said last on ``version`` in ``language``; the next approval supersedes it."""
    return clinic.rule_set_approvals.current().filter(version=version, language=language).first()


def approvals(clinic: Clinic) -> QuerySet[RuleSetApproval]:
    """All approvals and withdrawals, newest first."""
    return clinic.rule_set_approvals.select_related("recorded_by__user", "licence").order_by(
        "-recorded_at", "-id"
    )


def settings(clinic: Clinic) -> dict[str, RuleSetting]:
    """Departures from the rules in force, by rule."""
    last = last_settings(clinic).items()
    return {rule: setting for rule, setting in last if setting.direction != Direction.AS_SHIPPED}


def last_settings(clinic: Clinic) -> dict[str, RuleSetting]:
    """What was signed last on each rule, ended or not; the next signature supersedes it."""
    signed = clinic.rule_settings.current().select_related("recorded_by__user")
    return {setting.rule: setting for setting in signed}


def shipped_rule(rule: str) -> Rule | PlanRule | None:
    """The rule with this id as it ships, if there is one."""
    shipped = load_rules()
    every: tuple[Rule | PlanRule, ...] = (*shipped.rules, *shipped.plan_rules)
    return next((one for one in every if one.id == rule), None)


def ruleset(clinic: Clinic, *, at: datetime | None = None) -> RuleSet:
    """The safety rules as this clinic signed them, now or at a past time, for ``screen`` and ``review``.

    Same version as shipped: the departures are on record with their time, so any result can be replayed.
    """
    signed = clinic.rule_settings.order_by("recorded_at", "id")
    if at is not None:
        signed = signed.filter(recorded_at__lte=at)
    outcomes = {
        rule: Outcome(outcome)
        for rule, outcome in dict(signed.values_list("rule", "outcome")).items()
        if outcome
    }
    shipped = load_rules()
    return msgspec.structs.replace(
        shipped,
        rules=tuple(_departing(rule, outcomes) for rule in shipped.rules),
        plan_rules=tuple(_departing(rule, outcomes) for rule in shipped.plan_rules),
    )


R = TypeVar("R", Rule, PlanRule)


def _departing(rule: R, outcomes: dict[str, Outcome]) -> R:
    if rule.id not in outcomes:
        return rule
    return msgspec.structs.replace(rule, outcome=outcomes[rule.id])
