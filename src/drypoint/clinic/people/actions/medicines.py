"""Medicines in the words given, or that none is taken. Nothing recorded means nobody asked."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from drypoint.clinic.actors import Actor
from drypoint.clinic.people.models import MedicineEntry, Person
from drypoint.clinic.people.queries import medicines
from drypoint.clinic.permissions import Permission
from drypoint.clinic.records import append, hold


def record(
    *,
    by: Actor,
    person: Person,
    text: str,
    started_on: date | None = None,
    supersedes: MedicineEntry | None = None,
) -> MedicineEntry:
    """Record one medicine with its dose as given; an earlier ``takes none`` is superseded by it."""
    by.require_or_own(Permission.EDIT_CHART, clinic_id=person.clinic_id, person_id=person.pk)
    if not text.strip():
        raise ValidationError({"text": _("Write the medicine as it stands on the pack.")})
    with transaction.atomic():
        hold(person)
        return append(
            MedicineEntry,
            by=by,
            verb="medicine.recorded",
            supersedes=supersedes or person.medicines.current().filter(none_taken=True).first(),
            person=person,
            text=text.strip(),
            started_on=started_on,
        )


def stop(*, by: Actor, entry: MedicineEntry, stopped_on: date) -> MedicineEntry:
    """Record the last day of a medicine."""
    by.require_or_own(Permission.EDIT_CHART, clinic_id=entry.clinic_id, person_id=entry.person_id)
    if entry.none_taken:
        raise ValidationError({"stopped_on": _("There is no medicine in this entry.")})
    if entry.started_on is not None and stopped_on < entry.started_on:
        raise ValidationError({"stopped_on": _("It cannot end before it began.")})
    return append(
        MedicineEntry,
        by=by,
        verb="medicine.stopped",
        supersedes=entry,
        person=entry.person,
        text=entry.text,
        started_on=entry.started_on,
        stopped_on=stopped_on,
    )


def record_none_taken(
    *, by: Actor, person: Person, on: date, supersedes: MedicineEntry | None = None
) -> MedicineEntry:
    """Record that none is taken on ``on``; refused while one is, unless that is what is corrected."""
    by.require_or_own(Permission.EDIT_CHART, clinic_id=person.clinic_id, person_id=person.pk)
    with transaction.atomic():
        hold(person)
        said = append(
            MedicineEntry,
            by=by,
            verb="medicine.none_taken",
            supersedes=supersedes or person.medicines.current().filter(none_taken=True).first(),
            person=person,
            none_taken=True,
            started_on=on,
        )
        if medicines(person, on=on).exists():
            raise ValidationError({"none_taken": _("Stop or correct what is recorded first.")})
    return said
