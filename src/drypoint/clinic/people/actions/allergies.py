"""Allergies in the words given, or that none is known. Nothing recorded means nobody asked."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from drypoint.clinic.actors import Actor
from drypoint.clinic.people.models import Allergy, Person
from drypoint.clinic.permissions import Permission
from drypoint.clinic.records import append, hold


def record(
    *, by: Actor, person: Person, substance: str, reaction: str = "", supersedes: Allergy | None = None
) -> Allergy:
    """Record one allergy; an earlier ``none known`` is superseded by it."""
    by.require_or_own(Permission.EDIT_CHART, clinic_id=person.clinic_id, person_id=person.pk)
    if not substance.strip():
        raise ValidationError({"substance": _("Say what the allergy is to.")})
    with transaction.atomic():
        hold(person)
        return append(
            Allergy,
            by=by,
            verb="allergy.recorded",
            supersedes=supersedes or person.allergies.current().filter(none_known=True).first(),
            person=person,
            substance=substance.strip(),
            reaction=reaction.strip(),
        )


def record_none_known(*, by: Actor, person: Person, supersedes: Allergy | None = None) -> Allergy:
    """Record that none is known; refused while one is recorded, unless that is what is corrected."""
    by.require_or_own(Permission.EDIT_CHART, clinic_id=person.clinic_id, person_id=person.pk)
    with transaction.atomic():
        hold(person)
        said = append(
            Allergy,
            by=by,
            verb="allergy.none_known",
            supersedes=supersedes,
            person=person,
            none_known=True,
        )
        if person.allergies.current().exclude(pk=said.pk).exists():
            raise ValidationError({"none_known": _("Correct what is recorded first.")})
    return said
