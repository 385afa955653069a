"""What is known of a person's body, allergies and medicines, in words."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from drypoint.clinic.accounts.queries import today
from drypoint.clinic.people import queries
from drypoint.clinic.people.models import Allergy, BodyMeasure, MedicineEntry, Person
from drypoint.web.presenters.parts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """Rows that stand; the two statements say that somebody asked and there is none."""

    allergies: list[Allergy]
    no_allergies: bool
    medicines: list[MedicineEntry]
    no_medicines: bool
    body: list[Fact]


def present(person: Person) -> Health:
    """Everything on one card."""
    allergies = list(queries.allergies(person))
    height, weight = queries.latest_measures(person)
    medicines = list(queries.medicines(person, on=today(person.clinic)))
    body = [
        Fact(_("Height"), f"{height:g} cm" if height is not None else ""),
        Fact(_("Weight"), f"{weight:g} kg" if weight is not None else ""),
    ]
    if height is not None and weight is not None:
        bmi = float(weight) / (float(height) / 100) ** 2
        body.append(Fact(_("Body mass index"), f"{bmi:.1f} kg/m²"))
    return Health(
        allergies=[one for one in allergies if not one.none_known],
        no_allergies=any(one.none_known for one in allergies),
        medicines=medicines,
        no_medicines=not medicines and queries.takes_none(person),
        body=body,
    )


def said_of_allergy(one: Allergy) -> list[tuple[object, object]]:
    """What somebody else recorded meanwhile."""
    return [(_("Allergic to"), one.substance or _("none known")), (_("What happened"), one.reaction)]


def said_of_medicine(one: MedicineEntry) -> list[tuple[object, object]]:
    """What somebody else recorded meanwhile."""
    until = date_format(one.stopped_on, "j M Y") if one.stopped_on else ""
    return [(_("Medicine"), one.text or _("none taken")), (_("Last day taken"), until)]


def said_of_measure(one: BodyMeasure) -> list[tuple[object, object]]:
    """What somebody else recorded meanwhile."""
    return [(_("Height"), one.height_cm), (_("Weight"), one.weight_kg)]
