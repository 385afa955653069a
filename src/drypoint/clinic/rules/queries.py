"""Reads of rule sign-off."""

from datetime import date, datetime
from typing import TypeVar

import msgspec
from django.conf import settings as django_settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.errors import NotAllowedNow
from drypoint.clinic.rules.models import Direction, LocalRule, RuleSetApproval, RuleSetting
from drypoint.safety import Outcome, PlanRule, Rule, RuleSet, load_rules

FIRST_LANGUAGE = "en"
"""The language in which the rules are written; the others are translations."""


def approved(clinic: Clinic, *, version: str, language: str) -> RuleSetApproval | None:
    """The approval of ``version`` in ``language`` that stands, if any."""
    return (
        clinic.rule_set_approvals.current()
        .filter(version=version, language=language, approved=True)
        .select_related("recorded_by__user", "licence")
        .first()
    )


def languages_served(clinic: Clinic) -> tuple[str, ...]:
    """English, in which the rules are written, and each other language of ours that the clinic treats in.

    That is the clinic's own language, and any that a person of the clinic prefers.
    """
    people = clinic.people.filter(archived_at__isnull=True).values_list("language", flat=True).distinct()
    spoken = {language.split("-")[0] for language in (clinic.language, *people)}
    ours = [code for code, _name in django_settings.LANGUAGES]
    return tuple(code for code in ours if code == FIRST_LANGUAGE or code in spoken)


def missing_approvals(clinic: Clinic, *, version: str) -> tuple[str, ...]:
    """Languages that the clinic serves in which nobody has approved ``version``."""
    standing = set(
        clinic.rule_set_approvals.current()
        .filter(version=version, approved=True)
        .values_list("language", flat=True)
    )
    return tuple(language for language in languages_served(clinic) if language not in standing)


def require_approved(clinic: Clinic, *, version: str, language: str) -> None:
    """Pass when ``version`` is approved in English and in ``language``, else raise ``NotAllowedNow``.

    Without that nobody signs a needling plan for a person who is treated in ``language``.
    """
    for asked in dict.fromkeys((FIRST_LANGUAGE, language)):
        if approved(clinic, version=version, language=asked) is None:
            raise NotAllowedNow(
                _(
                    "Nobody of this clinic has approved the safety rules in %(language)s "
                    "(version %(version)s). A licensed owner does it on the rules page."
                )
                % {"version": version, "language": dict(django_settings.LANGUAGES)[asked]}
            )


def approved_before(clinic: Clinic, *, language: str, but: str) -> RuleSetApproval | None:
    """The newest approval of another version than ``but`` whose content was kept: what to compare with."""
    return (
        clinic.rule_set_approvals.filter(language=language, approved=True, content__isnull=False)
        .exclude(version=but)
        .select_related("content", "recorded_by__user")
        .order_by("-recorded_at", "-id")
        .first()
    )


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


def settings_at(clinic: Clinic, *, at: datetime) -> dict[str, RuleSetting]:
    """Departures from the rules that were in force at a time, by rule."""
    signed = (
        clinic.rule_settings.filter(recorded_at__lte=at)
        .select_related("recorded_by__user")
        .order_by("recorded_at", "id")
    )
    last = {setting.rule: setting for setting in signed}
    return {rule: setting for rule, setting in last.items() if setting.direction != Direction.AS_SHIPPED}


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


def local_rules(clinic: Clinic) -> QuerySet[LocalRule]:
    """What stands of each local rule, in force or not, newest beginning first."""
    return clinic.local_rules.current().select_related("recorded_by__user").order_by("-from_day", "-id")


def local_rules_on(clinic: Clinic, day: date) -> tuple[LocalRule, ...]:
    """The local rules in force on ``day``, as known now: what a review on that day is asked with."""
    known = clinic.local_rules.current().order_by("recorded_at", "id")
    return tuple(one for one in known if one.holds_on(day))


R = TypeVar("R", Rule, PlanRule)


def _departing(rule: R, outcomes: dict[str, Outcome]) -> R:
    if rule.id not in outcomes:
        return rule
    return msgspec.structs.replace(rule, outcome=outcomes[rule.id])
