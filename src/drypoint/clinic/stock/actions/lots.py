"""Needle lots: receive, adjust, recall."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.accounts.queries import today
from drypoint.clinic.actors import Actor
from drypoint.clinic.errors import NotAllowedNow
from drypoint.clinic.permissions import Permission
from drypoint.clinic.records import create, hold
from drypoint.clinic.records import revise as revise_record
from drypoint.clinic.stock.models import MovementKind, NeedleLot, StockMovement


def receive(
    *,
    by: Actor,
    maker: str,
    product: str,
    length_mm: Decimal,
    diameter_mm: Decimal,
    lot: str,
    expires: date,
    packs: int,
    needles_per_pack: int | None = None,
    gtin: str = "",
    on: date | None = None,
) -> NeedleLot:
    """Put packs on the shelf; more of a lot that is here already adds to it.

    A lot is the same by maker, product, size and lot number, or by the article number ``gtin`` of its code
    and the lot number. ``on`` is the day on which the packs came, today if it is not said.

    Raises ``ValidationError`` for packs past their date, and where a known lot has another date, size or
    code; ``NotAllowedNow`` for a recalled lot.
    """
    by.require(Permission.EDIT_STOCK, clinic_id=by.clinic_id)
    if packs < 1:
        raise ValidationError({"packs": _("Give the number of packs that came.")})
    for field, size in (("length_mm", length_mm), ("diameter_mm", diameter_mm)):
        if size <= 0:
            raise ValidationError({field: _("Give the size in millimetres.")})
    if gtin and not (len(gtin) == 14 and gtin.isascii() and gtin.isdigit()):
        raise ValidationError({"gtin": _("An article number has 14 digits. Scan the code again.")})
    same = {
        "maker": maker,
        "product": product,
        "length_mm": length_mm,
        "diameter_mm": diameter_mm,
        "lot": lot,
    }
    with transaction.atomic():
        clinic = Clinic.objects.get(pk=by.clinic_id)
        hold(clinic)
        if expires < (on or today(clinic)):
            raise ValidationError(
                {"expires": _("These needles are past their date. Do not put them on the shelf.")}
            )
        known = _known(by, same, gtin)
        if known is None:
            received = create(
                NeedleLot,
                by=by,
                verb="needlelot.received",
                **same,
                gtin=gtin,
                expires=expires,
                packs=packs,
                needles_per_pack=needles_per_pack,
            )
            _move(by, received, packs, MovementKind.RECEIVED, _("received"))
            return received
        _refuse_other(known, expires=expires, length_mm=length_mm, diameter_mm=diameter_mm, gtin=gtin)
        revise_record(
            known,
            by=by,
            verb="needlelot.received",
            revision=known.revision,
            packs=known.packs + packs,
            gtin=known.gtin or gtin,
        )
        _move(by, known, packs, MovementKind.RECEIVED, _("received"))
        return known


def adjust(*, by: Actor, lot: NeedleLot, revision: int, packs: int, reason: str) -> None:
    """Add ``packs`` (negative: take away) after a count, a loss or a disposal."""
    by.require(Permission.EDIT_STOCK, clinic_id=lot.clinic_id)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why; the reason stays on record.")})
    if packs == 0 or lot.packs + packs < 0:
        raise ValidationError(
            {"packs": _("Give how many packs came or went; there are never fewer than none.")}
        )
    with transaction.atomic():
        revise_record(lot, by=by, verb="needlelot.adjusted", revision=revision, packs=lot.packs + packs)
        _move(by, lot, packs, MovementKind.CORRECTED, reason.strip())


def recall(*, by: Actor, lot: NeedleLot, revision: int, reason: str) -> None:
    """Block a lot at once. Whom it touched is found through the sessions that name it."""
    by.require(Permission.EDIT_STOCK, clinic_id=lot.clinic_id)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why; the reason stays on record.")})
    if lot.recalled_at is not None:
        raise NotAllowedNow(_("This lot was recalled already."))
    revise_record(
        lot,
        by=by,
        verb="needlelot.recalled",
        revision=revision,
        recalled_at=timezone.now(),
        recall_reason=reason.strip(),
    )


def _known(by: Actor, same: dict[str, object], gtin: str) -> NeedleLot | None:
    here = NeedleLot.objects.filter(clinic_id=by.clinic_id)
    by_code = here.filter(gtin=gtin, lot=same["lot"]).first() if gtin else None
    return by_code or here.filter(**same).first()


def _refuse_other(
    known: NeedleLot, *, expires: date, length_mm: Decimal, diameter_mm: Decimal, gtin: str
) -> None:
    if known.expires != expires:
        raise ValidationError({"expires": _("This lot is on the shelf with another date. Check the pack.")})
    for field, size in (("length_mm", length_mm), ("diameter_mm", diameter_mm)):
        if getattr(known, field) != size:
            raise ValidationError({field: _("This lot is on the shelf with another size. Check the pack.")})
    if gtin and known.gtin and gtin != known.gtin:
        raise ValidationError(
            {
                "gtin": _(
                    "This lot is on the shelf under another code, as of a box of another size."
                    " Empty this field to add to it."
                )
            }
        )
    if known.recalled_at is not None:
        raise NotAllowedNow(_("This lot was recalled. Send it back, do not put it on the shelf."))


def _move(by: Actor, lot: NeedleLot, packs: int, kind: MovementKind, reason: str) -> None:
    StockMovement.objects.create(
        clinic_id=lot.clinic_id, lot=lot, kind=kind, packs=packs, reason=reason, made_by_id=by.membership_id
    )
