"""Numbers that nobody published: set for the clinic, signed by a licensed clinician of it."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from drypoint.clinic.accounts import queries
from drypoint.clinic.accounts.models import Clinic, ClinicThreshold
from drypoint.clinic.actors import Actor
from drypoint.clinic.permissions import Permission
from drypoint.clinic.records import append


def sign(
    *,
    by: Actor,
    clinic: Clinic,
    key: str,
    value: Decimal | None,
    unit: str,
    reason: str,
    supersedes: ClinicThreshold | None = None,
) -> ClinicThreshold:
    """Set the threshold ``key``; ``value`` nothing takes it back. Needs a valid licence and a reason."""
    by.require(Permission.APPROVE_RULES, clinic_id=clinic.pk)
    queries.require_licence(by, on=queries.today(clinic))
    if not reason.strip():
        raise ValidationError({"reason": _("Say why; the reason is shown where the number acts.")})
    return append(
        ClinicThreshold,
        by=by,
        verb="threshold.signed",
        supersedes=supersedes,
        chain=("key",),
        key=key,
        value=value,
        unit=unit,
        reason=reason.strip(),
    )
