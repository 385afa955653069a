"""Depart from a rule, stricter or laxer: signed, with the reason, shown wherever it acts."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from drypoint.clinic.accounts import queries as accounts
from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.actors import Actor
from drypoint.clinic.errors import NotAllowedNow
from drypoint.clinic.permissions import Permission
from drypoint.clinic.records import append
from drypoint.clinic.rules.models import SETTABLE, Direction, RuleSetting
from drypoint.clinic.rules.queries import shipped_rule
from drypoint.safety import Kind, Outcome, PlanRule, Rule, worst


def sign(
    *,
    by: Actor,
    clinic: Clinic,
    rule: str,
    outcome: Outcome | None,
    reason: str,
    supersedes: RuleSetting | None = None,
) -> RuleSetting:
    """Let findings of ``rule`` lead to ``outcome`` here; nothing: as the rule ships again.

    Needs a valid licence and a reason. A red flag can be made stricter, never laxer.
    """
    by.require(Permission.APPROVE_RULES, clinic_id=clinic.pk)
    licence = accounts.require_licence(by, on=accounts.today(clinic))
    if not reason.strip():
        raise ValidationError({"reason": _("Say why; the reason is shown where the setting acts.")})
    shipped = shipped_rule(rule)
    if shipped is None:
        raise ValidationError({"rule": _("There is no such rule.")})
    return append(
        RuleSetting,
        by=by,
        verb="rules.setting_signed",
        supersedes=supersedes,
        chain=("rule",),
        rule=rule,
        direction=_direction(shipped, outcome),
        outcome=outcome or "",
        reason=reason.strip(),
        licence=licence,
    )


def _direction(shipped: Rule | PlanRule, outcome: Outcome | None) -> Direction:
    if outcome is None:
        return Direction.AS_SHIPPED
    if outcome not in SETTABLE or outcome == shipped.outcome:
        raise ValidationError({"outcome": _("Choose what the findings of this rule lead to here.")})
    if worst((outcome, shipped.outcome)) == outcome:
        return Direction.STRICTER
    if shipped.kind is Kind.RED_FLAG:
        raise NotAllowedNow(_("A red flag can be made stricter, never laxer."))
    return Direction.LAXER
