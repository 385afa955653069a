"""Numbers that nobody published: set for the clinic, signed by a licensed clinician of it."""

from decimal import Decimal

import msgspec
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from drypoint.clinic.accounts import queries
from drypoint.clinic.accounts.models import Clinic, ClinicThreshold
from drypoint.clinic.actors import Actor
from drypoint.clinic.permissions import Permission
from drypoint.clinic.records import append
from drypoint.safety import ClinicThresholds

UNITS = {
    "guardian_consent_below_years": "years",
    "low_bmi_below": "kg/m²",
    "severe_pain_nprs": "0-10",
}
"""The thresholds that the safety rules ask a clinic for, with the unit of each."""


def sign(
    *,
    by: Actor,
    clinic: Clinic,
    key: str,
    value: Decimal | None,
    reason: str,
    supersedes: ClinicThreshold | None = None,
) -> ClinicThreshold:
    """Set the threshold ``key`` of ``UNITS``; ``value`` nothing takes it back. Needs a valid licence."""
    by.require(Permission.APPROVE_RULES, clinic_id=clinic.pk)
    queries.require_licence(by, on=queries.today(clinic))
    if not reason.strip():
        raise ValidationError({"reason": _("Say why; the reason is shown where the number acts.")})
    if key not in UNITS:
        raise ValidationError({"key": _("There is no such threshold.")})
    try:
        msgspec.convert({key: None if value is None else float(value)}, ClinicThresholds)
    except msgspec.ValidationError as fault:
        raise ValidationError(
            {"value": _("This number cannot be: it is outside every possible range.")}
        ) from fault
    return append(
        ClinicThreshold,
        by=by,
        verb="threshold.signed",
        supersedes=supersedes,
        chain=("key",),
        key=key,
        value=value,
        unit=UNITS[key],
        reason=reason.strip(),
    )
