"""Who was needled, as a table and for a spreadsheet."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drypoint.clinic.people.models import Person
from drypoint.clinic.visits.queries.look_back import Needled
from drypoint.web.presenters.csv_rows import as_csv
from drypoint.web.presenters.muscles import place

CSV_HEAD = (
    "person_number",
    "name",
    "birth_date",
    "phone",
    "day",
    "therapist",
    "rules",
    "lots",
    "insertions",
    "places",
    "visit",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedledRow:
    """One session."""

    url: str
    person: str
    when: str
    """Day, therapist and how many insertions."""
    places: str
    basis: str
    """Lots and rules."""


def rows(found: Iterable[Needled]) -> list[NeedledRow]:
    """One row a session."""
    return [
        NeedledRow(
            url=reverse("visit", args=[one.session.visit_id]),
            person=_person(one).full_name,
            when=" · ".join(
                (
                    date_format(timezone.localtime(one.session.started_at), "j M Y"),
                    one.session.therapist.user.name,
                    ngettext("%(n)d insertion", "%(n)d insertions", one.insertions) % {"n": one.insertions},
                )
            ),
            places="; ".join(_place(where) for where in one.places),
            basis=_("Lots: %(lots)s · rules %(rules)s")
            % {"lots": ", ".join(one.lots) or _("not noted"), "rules": one.rules},
        )
        for one in found
    ]


def counted(sessions: int, people: int) -> str:
    """How many sessions of how many people."""
    of_people = ngettext("%(n)d person", "%(n)d people", people) % {"n": people}
    return ngettext("%(n)d session of %(people)s", "%(n)d sessions of %(people)s", sessions) % {
        "n": sessions,
        "people": of_people,
    }


def csv_of(found: Iterable[Needled]) -> str:
    """One row a session, with what one needs to reach the person."""

    def row(one: Needled) -> Sequence[object]:
        person = _person(one)
        return (
            person.number,
            person.full_name,
            person.birth_date or "",
            person.phone,
            timezone.localtime(one.session.started_at).date(),
            one.session.therapist.user.name,
            one.rules,
            "; ".join(one.lots),
            one.insertions,
            "; ".join(" ".join(filter(None, where)) for where in one.places),
            one.session.visit_id,
        )

    return as_csv(CSV_HEAD, map(row, found))


def _person(one: Needled) -> Person:
    return one.session.visit.episode.person


def _place(where: tuple[str, str, str]) -> str:
    muscle, zone, side = where
    return place(muscle or None, zone or None, side, None)
