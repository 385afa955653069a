"""Needle lots in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drypoint.clinic.stock.models import NeedleLot, StockMovement
from drypoint.clinic.visits.models import Visit
from drypoint.web.presenters.parts import Cell, Fact, Table

EXPIRES_SOON_DAYS = 60
"""From when a page says that a lot expires soon. Our choice: time to order new ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """All lots, those that must leave the shelf first."""

    to_remove: Table | None
    usable: Table | None
    gone: Table | None


def shelf(lots: Iterable[NeedleLot], *, on: date) -> Shelf:
    """Lots by what is to be done with them on ``on``."""
    to_remove: list[NeedleLot] = []
    usable: list[NeedleLot] = []
    gone: list[NeedleLot] = []
    for lot in lots:
        blocked = lot.recalled_at is not None or lot.expires < on
        (gone if lot.packs == 0 else to_remove if blocked else usable).append(lot)
    return Shelf(
        to_remove=_table(to_remove, _("Take these off the shelf"), on),
        usable=_table(usable, _("On the shelf, soonest to expire first"), on),
        gone=_table(gone, _("None left"), on),
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


def state(lot: NeedleLot, *, on: date) -> Cell:
    """Whether a needle of it may be opened on ``on``."""
    day = {"day": date_format(lot.expires, "j M Y")}
    if lot.recalled_at is not None:
        return Cell("", level="stop", word=_("Recalled"))
    if lot.expires < on:
        return Cell("", level="stop", word=_("Expired on %(day)s") % day)
    if (lot.expires - on).days < EXPIRES_SOON_DAYS:
        return Cell("", level="reasons_needed", word=_("Expires soon"))
    return Cell("", level="clear", word=_("Usable until %(day)s") % day)


def facts(lot: NeedleLot) -> list[Fact]:
    """One lot in full."""
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


def touched(visits: Iterable[Visit]) -> Table:
    """Whose sessions opened needles of the lot."""
    return Table(
        caption=_("Visits in which a needle of this lot was opened"),
        head=[_("Person"), _("Phone"), _("Visit"), _("Needles"), _("Therapist")],
        rows=[
            [
                Cell(visit.episode.person.full_name, url=reverse("person", args=[visit.episode.person_id])),
                Cell(visit.episode.person.phone or _("no phone number known")),
                Cell(_moment(visit.started_at), url=reverse("visit", args=[visit.pk])),
                Cell(str(visit.needles), number=True),
                Cell(visit.therapist.user.name),
            ]
            for visit in visits
        ],
    )


def people_count(visits: Iterable[Visit]) -> str:
    """How many people got a needle of the lot."""
    number = len({visit.episode.person_id for visit in visits})
    return ngettext("%(number)d person", "%(number)d people", number) % {"number": number}


def _table(lots: list[NeedleLot], caption: str, on: date) -> Table | None:
    if not lots:
        return None
    rows = [
        [
            Cell(size(lot), url=reverse("needle_lot", args=[lot.pk])),
            Cell(f"{lot.product}, {lot.maker}"),
            Cell(lot.lot),
            Cell(str(lot.packs), number=True),
            state(lot, on=on),
        ]
        for lot in lots
    ]
    return Table(caption=caption, head=[_("Size"), _("Needle"), _("Lot"), _("Packs"), _("State")], rows=rows)


def _moment(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j M Y, H:i")
