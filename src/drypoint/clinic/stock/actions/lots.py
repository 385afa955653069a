"""Needle lots: receive, adjust, recall."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.actors import Actor
from drypoint.clinic.errors import NotAllowedNow
from drypoint.clinic.permissions import Permission
from drypoint.clinic.records import create, hold
from drypoint.clinic.records import revise as revise_record
from drypoint.clinic.stock.models import NeedleLot, StockMovement


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
) -> NeedleLot:
    """Put packs on the shelf; more of a lot that is here already adds to it."""
    by.require(Permission.EDIT_STOCK, clinic_id=by.clinic_id)
    if packs < 1:
        raise ValidationError({"packs": _("Give the number of packs that came.")})
    for field, size in (("length_mm", length_mm), ("diameter_mm", diameter_mm)):
        if size <= 0:
            raise ValidationError({field: _("Give the size in millimetres.")})
    same = {
        "maker": maker,
        "product": product,
        "length_mm": length_mm,
        "diameter_mm": diameter_mm,
        "lot": lot,
    }
    with transaction.atomic():
        hold(Clinic(pk=by.clinic_id))
        known = NeedleLot.objects.filter(clinic_id=by.clinic_id, **same).first()
        if known is None:
            received = create(
                NeedleLot,
                by=by,
                verb="needlelot.received",
                **same,
                expires=expires,
                packs=packs,
                needles_per_pack=needles_per_pack,
            )
            _move(by, received, packs, _("received"))
            return received
        if known.expires != expires:
            raise ValidationError(
                {"expires": _("This lot is on the shelf with another date. Check the pack.")}
            )
        if known.recalled_at is not None:
            raise NotAllowedNow(_("This lot was recalled. Send it back, do not put it on the shelf."))
        _change_packs(by, known, known.revision, packs, _("received"), "needlelot.received")
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
        _change_packs(by, lot, revision, packs, reason.strip(), "needlelot.adjusted")


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


def _change_packs(by: Actor, lot: NeedleLot, revision: int, packs: int, reason: str, verb: str) -> None:
    revise_record(lot, by=by, verb=verb, revision=revision, packs=lot.packs + packs)
    _move(by, lot, packs, reason)


def _move(by: Actor, lot: NeedleLot, packs: int, reason: str) -> None:
    StockMovement.objects.create(
        clinic_id=lot.clinic_id, lot=lot, packs=packs, reason=reason, made_by_id=by.membership_id
    )
