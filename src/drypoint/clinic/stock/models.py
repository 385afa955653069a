"""Needles by lot, so that a recall finds whom they touched."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from drypoint.clinic.records import ClinicRecord


class NeedleLot(ClinicRecord):
    """Packs of one needle from one lot of its maker."""

    revision = models.PositiveIntegerField(default=1, editable=False)
    maker = models.CharField(_("maker"), max_length=120)
    product = models.CharField(_("product"), max_length=120)
    length_mm = models.DecimalField(_("length (mm)"), max_digits=5, decimal_places=1)
    diameter_mm = models.DecimalField(_("diameter (mm)"), max_digits=4, decimal_places=2)
    lot = models.CharField(_("lot"), max_length=60)
    gtin = models.CharField(_("article number (GTIN)"), max_length=14, blank=True)
    """Fourteen digits from the code on the pack; empty where nobody scanned it."""
    expires = models.DateField(_("expires"))
    packs = models.PositiveIntegerField(_("packs on the shelf"))
    needles_per_pack = models.PositiveIntegerField(_("needles per pack"), null=True, blank=True)
    recalled_at = models.DateTimeField(null=True, blank=True, editable=False)
    recall_reason = models.CharField(_("reason of the recall"), max_length=300, blank=True, editable=False)

    class Meta:
        default_related_name = "needle_lots"
        indexes = [
            models.Index(fields=["clinic", "expires"], name="needle_lot_clinic_expires"),
            models.Index(fields=["clinic", "gtin"], name="needle_lot_clinic_gtin"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "maker", "product", "length_mm", "diameter_mm", "lot"],
                name="needle_lot_once",
            ),
            models.UniqueConstraint(
                fields=["clinic", "gtin", "lot"], condition=~Q(gtin=""), name="needle_lot_once_by_code"
            ),
            models.CheckConstraint(
                condition=Q(length_mm__gt=0, diameter_mm__gt=0), name="needle_lot_size_positive"
            ),
            models.CheckConstraint(
                condition=Q(recalled_at__isnull=True, recall_reason="")
                | (Q(recalled_at__isnull=False) & ~Q(recall_reason="")),
                name="needle_lot_recall_has_reason",
            ),
        ]


class MovementKind(models.TextChoices):
    """Why packs came or went."""

    RECEIVED = "received", _("Received")
    CORRECTED = "corrected", _("Count corrected")


class StockMovement(ClinicRecord):
    """Packs that came or went: who, when, why. Never changed."""

    lot = models.ForeignKey(NeedleLot, on_delete=models.PROTECT)
    kind = models.CharField(_("kind"), max_length=9, choices=MovementKind.choices)
    packs = models.IntegerField(_("packs"))
    reason = models.CharField(_("reason"), max_length=300)
    made_by = models.ForeignKey(
        "accounts.Membership", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        default_related_name = "movements"
        indexes = [models.Index(fields=["clinic", "lot", "created_at"], name="movement_clinic_lot")]
        constraints = [
            models.CheckConstraint(condition=~Q(packs=0), name="movement_moves_something"),
            models.CheckConstraint(condition=Q(kind__in=MovementKind.values), name="movement_kind_known"),
        ]
