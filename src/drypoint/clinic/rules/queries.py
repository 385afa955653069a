"""Reads of rule sign-off."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.errors import NotAllowedNow
from drypoint.clinic.rules.models import Direction, RuleSetApproval, RuleSetting


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
