"""Depart from a rule, stricter or laxer: signed, with the reason, shown wherever it acts."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from drypoint.clinic.accounts import queries as accounts
from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.actors import Actor
from drypoint.clinic.permissions import Permission
from drypoint.clinic.records import append
from drypoint.clinic.rules.models import Direction, RuleSetting


def sign(
    *,
    by: Actor,
    clinic: Clinic,
    rule: str,
    direction: Direction,
    kind: str,
    reason: str,
    supersedes: RuleSetting | None = None,
) -> RuleSetting:
    """Let findings of ``rule`` be of ``kind`` here; ``AS_SHIPPED`` with no kind ends it. Needs a licence."""
    by.require(Permission.APPROVE_RULES, clinic_id=clinic.pk)
    licence = accounts.require_licence(by, on=accounts.today(clinic))
    if not reason.strip():
        raise ValidationError({"reason": _("Say why; the reason is shown where the setting acts.")})
    if (direction == Direction.AS_SHIPPED) != (kind == ""):
        raise ValidationError({"kind": _("Choose what the findings of this rule become here.")})
    return append(
        RuleSetting,
        by=by,
        verb="rules.setting_signed",
        supersedes=supersedes,
        chain=("rule",),
        rule=rule,
        direction=direction,
        kind=kind,
        reason=reason.strip(),
        licence=licence,
    )
