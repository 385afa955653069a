"""Reads of the needle stock."""

from datetime import date
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.errors import NotAllowedNow
from drypoint.clinic.stock.models import NeedleLot


def lots(clinic: Clinic) -> QuerySet[NeedleLot]:
    """Every lot that was ever here, soonest to expire first."""
    return clinic.needle_lots.order_by("expires", "maker", "product", "length_mm", "id")


def usable_lots(
    clinic: Clinic, *, on: date, length_mm: Decimal | None = None, diameter_mm: Decimal | None = None
) -> QuerySet[NeedleLot]:
    """Lots on the shelf that are neither recalled nor expired on ``on``; of one size if given."""
    usable = lots(clinic).filter(recalled_at__isnull=True, expires__gte=on, packs__gt=0)
    if length_mm is not None:
        usable = usable.filter(length_mm=length_mm)
    if diameter_mm is not None:
        usable = usable.filter(diameter_mm=diameter_mm)
    return usable


def known_by_code(clinic: Clinic, gtin: str) -> NeedleLot | None:
    """The lot received last under an article number: what its needles are is remembered for the next."""
    return clinic.needle_lots.filter(gtin=gtin).order_by("-created_at", "-id").first() if gtin else None


def lots_of_code(clinic: Clinic, *, lot: str, gtin: str = "") -> QuerySet[NeedleLot]:
    """Lots with that number: of the article ``gtin`` where one is known by it, else of any."""
    named = lots(clinic).filter(lot=lot)
    exact = named.filter(gtin=gtin) if gtin else named.none()
    return exact if exact.exists() else named.filter(gtin="") if gtin else named


def why_not_usable(lot: NeedleLot, *, on: date) -> str:
    """Why ``lot`` must not be opened on ``on``, in a sentence; empty when it may."""
    if lot.recalled_at is not None:
        return _("Lot %(lot)s was recalled: %(reason)s") % {"lot": lot.lot, "reason": lot.recall_reason}
    if lot.expires < on:
        day = date_format(lot.expires, "DATE_FORMAT")
        return _("Lot %(lot)s expired on %(day)s.") % {"lot": lot.lot, "day": day}
    return ""


def require_usable(lot: NeedleLot, *, on: date) -> None:
    """Pass, or raise ``NotAllowedNow`` for a lot that is recalled or expired on ``on``.

    The count of packs is no reason: a miscounted shelf must not stop a session.
    """
    if reason := why_not_usable(lot, on=on):
        raise NotAllowedNow(reason)
