"""Numbers that nobody published: set for the clinic, signed by a licensed clinician of it.

Those of the safety rules go by their own name, those of the decision by theirs after ``DECISION``.
"""

from decimal import Decimal

import msgspec
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from drypoint.clinic.accounts import queries
from drypoint.clinic.accounts.models import Clinic, ClinicThreshold
from drypoint.clinic.actors import Actor
from drypoint.clinic.permissions import Permission
from drypoint.clinic.records import append
from drypoint.decision import ThresholdId, load_rules
from drypoint.safety import ClinicThresholds
from drypoint.terms import InvalidInput

SAFETY_UNITS = {
    "guardian_consent_below_years": "years",
    "low_bmi_below": "kg/m²",
    "severe_pain_nprs": "0-10",
}
"""The thresholds that the safety rules ask a clinic for, with the unit of each."""
UNITS = SAFETY_UNITS | {f"{queries.DECISION}{one.id.value}": one.unit for one in load_rules().thresholds}
"""Those and the numbers of the decision rules, which hold as shipped until a clinic signs its own."""


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
    _check(key, value)
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


def _check(key: str, value: Decimal | None) -> None:
    try:
        if key in SAFETY_UNITS:
            msgspec.convert({key: None if value is None else float(value)}, ClinicThresholds)
        elif value is not None:
            load_rules().with_numbers({ThresholdId(key.removeprefix(queries.DECISION)): float(value)})
    except msgspec.ValidationError as fault:
        raise ValidationError(
            {"value": _("This number cannot be: it is outside every possible range.")}
        ) from fault
    except InvalidInput as fault:
        raise ValidationError({"value": fault.message}) from fault
