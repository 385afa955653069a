"""What the code on a pack says, in words to compare with the pack; and which lot of the shelf it names."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.stock import queries as stock
from drypoint.clinic.stock.models import NeedleLot
from drypoint.supplies import PackCode
from drypoint.web.presenters import stock as lots
from drypoint.web.presenters.parts import Fact

REMEMBERED = ("maker", "product", "length_mm", "diameter_mm", "needles_per_pack")
"""What a clinic need not type again for an article that it received before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPack:
    """A code that was read on receiving needles: nothing is saved before a person confirms it."""

    facts: Sequence[Fact]
    fields: dict[str, Any]
    """What goes into the form."""
    level: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedLot:
    """The lot of the shelf that a code names, for the choice of a session."""

    lot: NeedleLot | None
    usable: bool
    says: str

    def as_json(self) -> dict[str, Any]:
        """What ``lot-scan.js`` takes."""
        return {"lot": str(self.lot.pk) if self.lot else None, "usable": self.usable, "says": self.says}


def pack(clinic: Clinic, code: PackCode, *, on: date) -> ReadPack:
    """A pack that came, by its code."""
    known = stock.known_by_code(clinic, code.gtin)
    fields: dict[str, Any] = {"gtin": code.gtin, "lot": code.lot, "expires": code.expires}
    if known is not None:
        fields |= {name: getattr(known, name) for name in REMEMBERED}
    level, says = _state(clinic, code, known, on)
    return ReadPack(facts=_facts(code), fields=fields, level=level, says=says)


def named(clinic: Clinic, code: PackCode, *, on: date) -> NamedLot:
    """The one lot that a code names, and whether a needle of it may be opened on ``on``."""
    if not code.lot:
        return _no_lot(_("This code names no lot. Choose the lot from the list."))
    found = list(stock.lots_of_code(clinic, lot=code.lot, gtin=code.gtin)[:2])
    if not found:
        return _no_lot(
            _("Lot %(lot)s was never received here. Receive it, or choose another.") % {"lot": code.lot}
        )
    if len(found) > 1:
        return _no_lot(
            _("More than one needle has lot %(lot)s. Choose it from the list.") % {"lot": code.lot}
        )
    (lot,) = found
    if code.expires is not None and code.expires != lot.expires:
        return _no_lot(
            _("Lot %(lot)s was received with another date. Compare with the pack.") % {"lot": code.lot}
        )
    if reason := stock.why_not_usable(lot, on=on):
        return NamedLot(lot=lot, usable=False, says=reason)
    return NamedLot(lot=lot, usable=True, says=_("Chosen: %(lot)s") % {"lot": lots.choice(lot)})


def _no_lot(says: str) -> NamedLot:
    return NamedLot(lot=None, usable=False, says=says)


def _state(clinic: Clinic, code: PackCode, known: NeedleLot | None, on: date) -> tuple[str, str]:
    if code.expires is not None and code.expires < on:
        return "stop", _("These needles are past their date. Do not put them on the shelf.")
    found = stock.lots_of_code(clinic, lot=code.lot, gtin=code.gtin).first() if code.lot else None
    if found is not None and found.recalled_at is not None:
        return "stop", _("This lot was recalled. Send it back, do not put it on the shelf.")
    if found is not None and known is not None:
        return "clear", _("This lot is on the shelf already: more of it adds to it.")
    if known is not None:
        return "clear", _("Size and maker are remembered from the last pack with this article number.")
    if code.gtin:
        return "modify", _("This article number is new here: type maker and size once.")
    return "modify", _("The code has no article number: type maker and size.")


def _facts(code: PackCode) -> list[Fact]:
    said = (
        (_("Lot"), code.lot),
        (_("Expires"), _day(code.expires)),
        (_("Article number (GTIN)"), code.gtin),
        (_("Made on"), _day(code.made)),
        (_("Serial number"), code.serial),
        (_("Number in the pack, by its code"), "" if code.count is None else str(code.count)),
    )
    must = {_("Lot"), _("Expires")}
    return [Fact(term, value or _("not in the code")) for term, value in said if value or term in must]


def _day(day: date | None) -> str:
    return date_format(day, "j F Y") if day else ""
