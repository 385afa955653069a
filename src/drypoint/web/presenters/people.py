"""People in words: the strip above every page of a chart, the list, the details."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from drypoint.clinic.people import queries
from drypoint.clinic.people.models import Allergy, Person
from drypoint.web.presenters.parts import Cell, Fact, PersonStrip, StripAlert, Table
from drypoint.web.templatetags.drypoint import age, yes_no


@dataclass(frozen=True, slots=True)
class Document:
    """One PDF of a person."""

    name: str
    note: str
    url: str


def strip(person: Person, *, alerts: Sequence[StripAlert] = (), with_chart: bool = True) -> PersonStrip:
    """Who the page is about, with what must be known first: ``alerts`` of the page, then allergies.

    Without ``with_chart`` nothing about health is shown, for roles that do not see charts.
    """
    return PersonStrip(
        name=person.full_name,
        url=reverse("person", args=[person.id]),
        age=age(person.birth_date),
        details=" · ".join(_details(person)),
        alerts=[*alerts, *(_allergy_alerts(queries.allergies(person)) if with_chart else [])],
    )


def table(people: Iterable[Person]) -> Table:
    """The list of people."""
    return Table(
        caption=_("People by family name"),
        head=[_("Name"), _("Age"), _("Date of birth"), _("Phone"), _("Number")],
        rows=[
            [
                Cell(f"{person.family_name}, {person.given_name}", url=reverse("person", args=[person.id])),
                Cell(age(person.birth_date) if person.birth_date else "–"),
                Cell(_day(person)),
                Cell(person.phone or "–"),
                Cell(str(person.number)),
            ]
            for person in people
        ],
    )


def contact(person: Person) -> list[Fact]:
    """How to reach somebody, and whom to call for them."""
    emergency = " · ".join(
        part for part in (person.emergency_name, person.emergency_relation, person.emergency_phone) if part
    )
    return [
        Fact(_("Date of birth"), _day(person)),
        Fact(_("Phone"), person.phone),
        Fact(_("E-mail"), person.email),
        Fact(_("Agreed to reminders by e-mail"), yes_no(person.may_email)),
        Fact(_("Agreed to reminders by text message"), yes_no(person.may_text)),
        Fact(_("Address"), person.address),
        Fact(_("Emergency contact"), emergency),
        Fact(_("Note for the front desk"), person.desk_note),
    ]


def documents(person: Person) -> list[Document]:
    """Consents and letters to doctors, newest first."""
    consents = person.clinic.consents.current().filter(episode__person=person).select_related("episode")
    letters = person.clinic.clearances.filter(
        episode__person=person, supersedes__isnull=True, redacted_at__isnull=True
    ).select_related("episode")
    found = [
        (one.given_at, _("Consent"), one.episode.title, reverse("consent_copy", args=[one.pk]))
        for one in consents
    ]
    found += [
        (one.asked_at, _("Letter to a doctor"), one.episode.title, reverse("clearance_letter", args=[one.pk]))
        for one in letters
    ]
    found.sort(key=lambda one: one[0], reverse=True)
    return [
        Document(name, f"{date_format(timezone.localtime(at), 'j M Y')} · {about}", url)
        for at, name, about, url in found
    ]


def _details(person: Person) -> list[str]:
    said = [_("no. %(number)d") % {"number": person.number}]
    if person.sex_recorded in {"female", "male"}:
        said.append(person.get_sex_recorded_display())
    said.extend(part for part in (person.pronouns,) if part)
    if person.preferred_name and person.preferred_name != person.given_name:
        said.append(_("called %(name)s") % {"name": person.preferred_name})
    if person.interpreter_needed:
        said.append(_("needs an interpreter"))
    if person.archived_at:
        said.append(_("archived"))
    return said


def _allergy_alerts(found: Iterable[Allergy]) -> list[StripAlert]:
    return [
        StripAlert("refer", _("Allergy: %(substance)s") % {"substance": one.substance})
        for one in found
        if not one.none_known
    ]


def _day(person: Person) -> str:
    return date_format(person.birth_date, "j M Y") if person.birth_date else "–"
