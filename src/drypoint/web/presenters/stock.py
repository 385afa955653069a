"""Needle lots in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drypoint.clinic.incidents.models import RecallNotice, ToldHow
from drypoint.clinic.stock.models import NeedleLot, StockMovement
from drypoint.clinic.visits.models import Visit
from drypoint.clinic.visits.queries.needle_lots import Place
from drypoint.supplies import japanese_number
from drypoint.web.presenters import csv_rows
from drypoint.web.presenters.muscles import muscle_side
from drypoint.web.presenters.parts import Cell, Fact, Tab, Table

EXPIRES_SOON_DAYS = 60
"""From when a lot expires soon, unless other days are chosen. Our choice: time to order new ones."""
DAYS_TO_CHOOSE = (30, 60, 180)
CSV_HEAD = (
    "number", "name", "birth_date", "phone", "visit_day", "therapist", "location", "needles", "places",
    "told_on", "told_how", "told_by",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """All lots, those that must leave the shelf first."""

    to_remove: Table | None
    usable: Table | None
    gone: Table | None
    soon: str
    """How many lots expire within the chosen days."""
    days: list[Tab]


def shelf(
    lots: Iterable[NeedleLot],
    *,
    on: date,
    soon_days: int = EXPIRES_SOON_DAYS,
    opened: Mapping[UUID, int] | None = None,
) -> Shelf:
    """Lots by what is to be done with them on ``on``; ``opened`` are needles since the last count, by lot."""
    to_remove: list[NeedleLot] = []
    usable: list[NeedleLot] = []
    gone: list[NeedleLot] = []
    for lot in lots:
        blocked = lot.recalled_at is not None or lot.expires < on
        (gone if lot.packs == 0 else to_remove if blocked else usable).append(lot)

    def table(found: list[NeedleLot], caption: str) -> Table | None:
        return _table(found, caption, on, soon_days, opened or {})

    return Shelf(
        to_remove=table(to_remove, _("Take these off the shelf")),
        usable=table(usable, _("On the shelf, soonest to expire first")),
        gone=table(gone, _("None left")),
        soon=_soon(usable, on, soon_days),
        days=[
            Tab(ngettext("%(n)d day", "%(n)d days", days) % {"n": days}, f"?soon={days}", days == soon_days)
            for days in DAYS_TO_CHOOSE
        ],
    )


def name(lot: NeedleLot) -> str:
    """Size, product and maker."""
    return _("%(size)s · %(product)s, %(maker)s") % {
        "size": size(lot),
        "product": lot.product,
        "maker": lot.maker,
    }


def size(lot: NeedleLot) -> str:
    """Diameter and length as on the pack."""
    return _("%(diameter)s × %(length)s mm") % {
        "diameter": f"{lot.diameter_mm:.2f}",
        "length": f"{lot.length_mm:f}".rstrip("0").rstrip("."),
    }


def choice(lot: NeedleLot, *, on: date | None = None) -> str:
    """A lot as it is chosen from a list; with ``on``, also why it must not be opened that day."""
    words = _("%(size)s · %(product)s · lot %(lot)s") % {
        "size": size(lot),
        "product": lot.product,
        "lot": lot.lot,
    }
    if on is not None and lot.recalled_at is not None:
        return _("%(lot)s (recalled)") % {"lot": words}
    if on is not None and lot.expires < on:
        return _("%(lot)s (expired)") % {"lot": words}
    return words


def state(lot: NeedleLot, *, on: date, soon_days: int = EXPIRES_SOON_DAYS) -> Cell:
    """Whether a needle of it may be opened on ``on``."""
    day = {"day": date_format(lot.expires, "j M Y")}
    if lot.recalled_at is not None:
        return Cell("", level="stop", word=_("Recalled"))
    if lot.expires < on:
        return Cell("", level="stop", word=_("Expired on %(day)s") % day)
    if (lot.expires - on).days < soon_days:
        return Cell("", level="reasons_needed", word=_("Expires soon, on %(day)s") % day)
    return Cell("", level="clear", word=_("Usable until %(day)s") % day)


def facts(lot: NeedleLot, *, opened: int | None = None, since_count: int | None = None) -> list[Fact]:
    """One lot in full; with how many needles were opened in sessions, in all and since the last count."""
    per_pack = str(lot.needles_per_pack) if lot.needles_per_pack else _("not noted")
    found = [
        Fact(_("Size"), size(lot)),
        Fact(_("Product"), lot.product),
        Fact(_("Maker"), lot.maker),
        Fact(_("Lot"), lot.lot),
        Fact(_("Expires"), date_format(lot.expires, "j F Y")),
        Fact(_("Packs on the shelf"), str(lot.packs)),
        Fact(_("Needles per pack"), per_pack),
    ]
    if gauge := japanese_number(lot.diameter_mm):
        number = Fact(_("Japanese number"), gauge.number, unverified=gauge.verification.is_unverified)
        found.insert(1, number)
    if lot.gtin:
        found.append(Fact(_("Article number (GTIN)"), lot.gtin))
    if opened is not None:
        found.append(Fact(_("Opened in sessions"), str(opened)))
    if since_count is not None:
        found.append(Fact(_("Opened since the last count"), _of_shelf(lot, since_count)))
    if lot.recalled_at is not None:
        found.append(Fact(_("Recalled on"), _moment(lot.recalled_at)))
    return found


def movements(found: Iterable[StockMovement]) -> Table:
    """What came and went."""
    return Table(
        caption=_("What came and went, newest first"),
        head=[_("When"), _("Packs"), _("Why"), _("By")],
        rows=[
            [
                Cell(_moment(one.created_at)),
                Cell(f"{one.packs:+d}", number=True),
                Cell(one.reason),
                Cell(one.made_by.user.name if one.made_by else _("the system")),
            ]
            for one in found
        ],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """Who got needles of a lot."""

    table: Table
    people: str
    told: str
    """How many of them were told of the recall; empty where nothing is recalled."""
    waiting: int


def touched(
    lot: NeedleLot,
    visits: Sequence[Visit],
    *,
    places: Mapping[UUID, Sequence[Place]],
    notices: Mapping[UUID, Sequence[RecallNotice]],
) -> Touched:
    """Whose sessions opened needles of the lot; of a recalled one, those still to be told first."""
    is_recalled = lot.recalled_at is not None
    people = {visit.episode.person_id for visit in visits}
    waiting = {person for person in people if not was_told(notices.get(person, ()))}
    order = sorted(visits, key=lambda one: one.episode.person_id not in waiting) if is_recalled else visits
    head = [_("Person"), _("Phone"), _("Visit"), _("Needles"), _("Needled"), _("Therapist")]
    counted = {"told": len(people) - len(waiting), "all": len(people)}
    return Touched(
        table=Table(
            caption=_("Visits in which a needle of this lot was opened"),
            head=[*head, _("Told")] if is_recalled else head,
            rows=[
                [
                    *_visit(visit, places.get(visit.pk, ())),
                    *([_told(lot, visit, notices.get(visit.episode.person_id, ()))] if is_recalled else []),
                ]
                for visit in order
            ],
        ),
        people=people_count(visits),
        told=_("%(told)d of %(all)d told") % counted if is_recalled and people else "",
        waiting=len(waiting) if is_recalled else 0,
    )


def standing(notices: Sequence[RecallNotice]) -> RecallNotice | None:
    """The last that reached the person, else the last attempt."""
    reached = [one for one in notices if one.how != ToldHow.NOT_REACHED]
    return next(iter(reached or notices), None)


def was_told(notices: Sequence[RecallNotice]) -> bool:
    """Whether an attempt reached the person."""
    last = standing(notices)
    return last is not None and last.how != ToldHow.NOT_REACHED


def notice(one: RecallNotice) -> str:
    """One telling in a line."""
    return _("%(day)s, %(how)s, by %(name)s") % {
        "day": date_format(one.told_on, "j M Y"),
        "how": one.get_how_display().lower(),
        "name": one.told_by.user.name,
    }


def people_count(visits: Iterable[Visit]) -> str:
    """How many people got a needle of the lot."""
    number = len({visit.episode.person_id for visit in visits})
    return ngettext("%(number)d person", "%(number)d people", number) % {"number": number}


def as_csv(
    visits: Iterable[Visit],
    *,
    places: Mapping[UUID, Sequence[Place]],
    notices: Mapping[UUID, Sequence[RecallNotice]],
) -> str:
    """One row a visit, with what one needs to reach the person."""

    def row(visit: Visit) -> Sequence[object]:
        person = visit.episode.person
        told = standing(notices.get(person.pk, ()))
        where = visit.appointment.location if visit.appointment else None
        return (
            person.number,
            person.full_name,
            person.birth_date or "",
            person.phone,
            timezone.localtime(visit.started_at).date(),
            visit.therapist.user.name,
            where.name if where else "",
            visit.needles,  # type: ignore[attr-defined]
            "; ".join(muscle_side(*place) for place in places.get(visit.pk, ())),
            told.told_on if told else "",
            told.how if told else "",
            told.told_by.user.name if told else "",
        )

    return csv_rows.as_csv(CSV_HEAD, map(row, visits))


def _visit(visit: Visit, places: Sequence[Place]) -> list[Cell]:
    person = visit.episode.person
    return [
        Cell(person.full_name, url=reverse("person", args=[person.pk])),
        Cell(person.phone or _("no phone number known")),
        Cell(_moment(visit.started_at), url=reverse("visit", args=[visit.pk])),
        Cell(str(visit.needles), number=True),  # type: ignore[attr-defined]
        Cell(", ".join(muscle_side(*place) for place in places) or _("put away unused")),
        Cell(visit.therapist.user.name),
    ]


def _told(lot: NeedleLot, visit: Visit, notices: Sequence[RecallNotice]) -> Cell:
    url = reverse("needle_lot_told", args=[lot.pk, visit.episode.person_id])
    last = standing(notices)
    if last is None:
        return Cell(_("Not yet: record it"), url=url)
    words = notice(last)
    return Cell(words if was_told(notices) else _("Not yet: %(last)s") % {"last": words}, url=url)


def _soon(usable: Iterable[NeedleLot], on: date, days: int) -> str:
    number = sum((lot.expires - on).days < days for lot in usable)
    return (
        ngettext("%(n)d lot expires within these days.", "%(n)d lots expire within these days.", number)
        % {"n": number}
        if number
        else _("No lot expires within these days.")
    )


def _of_shelf(lot: NeedleLot, opened: int) -> str:
    """Beside what the packs on the shelf hold; the packs themselves change only when somebody counts."""
    if not lot.needles_per_pack or not lot.packs:
        return str(opened)
    return _("%(opened)d of %(all)d") % {"opened": opened, "all": lot.packs * lot.needles_per_pack}


def _table(
    lots: list[NeedleLot], caption: str, on: date, soon_days: int, opened: Mapping[UUID, int]
) -> Table | None:
    if not lots:
        return None
    head = [_("Size"), _("Needle"), _("Lot"), _("Packs"), _("Opened since the count"), _("State")]
    rows = [
        [
            Cell(size(lot), url=reverse("needle_lot", args=[lot.pk])),
            Cell(f"{lot.product}, {lot.maker}"),
            Cell(lot.lot),
            Cell(str(lot.packs), number=True),
            Cell(_of_shelf(lot, opened.get(lot.pk, 0)), number=True),
            state(lot, on=on, soon_days=soon_days),
        ]
        for lot in lots
    ]
    return Table(caption=caption, head=head, rows=rows)


def _moment(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j M Y, H:i")
