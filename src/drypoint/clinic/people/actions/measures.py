"""Height and weight."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from drypoint.clinic.actors import Actor
from drypoint.clinic.people.models import BodyMeasure, Person
from drypoint.clinic.permissions import Permission
from drypoint.clinic.records import append

HIGHEST_CM, HEAVIEST_KG = 300, 700  # the bounds of drypoint.terms.Centimetres and Kilograms


def record(
    *,
    by: Actor,
    person: Person,
    measured_on: date,
    height_cm: Decimal | None = None,
    weight_kg: Decimal | None = None,
    as_told: bool = False,
    supersedes: BodyMeasure | None = None,
) -> BodyMeasure:
    """Record height, weight or both, by staff or by the person themselves."""
    by.require_or_own(Permission.EDIT_CHART, clinic_id=person.clinic_id, person_id=person.pk)
    if height_cm is None and weight_kg is None:
        raise ValidationError({"height_cm": _("Give the height, the weight or both.")})
    if height_cm is not None and not 0 < height_cm <= HIGHEST_CM:
        raise ValidationError({"height_cm": _("Give the height in centimetres, such as 170.")})
    if weight_kg is not None and not 0 < weight_kg <= HEAVIEST_KG:
        raise ValidationError({"weight_kg": _("Give the weight in kilograms, such as 70.")})
    return append(
        BodyMeasure,
        by=by,
        verb="body_measure.recorded",
        supersedes=supersedes,
        person=person,
        measured_on=measured_on,
        height_cm=height_cm,
        weight_kg=weight_kg,
        as_told=as_told,
    )
