"""Fees of a clinic, and its superbills. Only numbers of procedure codes: descriptors are licensed."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from drypoint.clinic.records import Fact
from drypoint.clinic.visits.models import TreatmentKind


class CodeFee(Fact):
    """One procedure code as the clinic bills it from now on. A change supersedes."""

    code = models.CharField(_("code"), max_length=5)
    words = models.CharField(_("own words"), max_length=120, blank=True)
    cents = models.PositiveIntegerField(null=True, blank=True)
    """For one unit, in hundredths of the clinic's currency; ``None`` where no fee is set."""
    timed = models.BooleanField(default=False)
    modifiers = models.CharField(max_length=20, blank=True)
    """Apart by one space."""
    kind = models.CharField(max_length=20, choices=TreatmentKind.choices, blank=True)
    """The treatment for which it is proposed."""
    in_use = models.BooleanField(default=True)

    class Meta:
        default_related_name = "code_fees"
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "code"], condition=Q(supersedes__isnull=True), name="code_fee_one_chain"
            )
        ]


class Superbill(Fact):
    """The bill of one visit as a named professional confirmed it. A new one for the visit replaces it."""

    visit = models.ForeignKey("visits.Visit", on_delete=models.PROTECT)
    number = models.PositiveIntegerField()
    """Runs through the clinic, without gaps."""
    day = models.DateField()
    """Of the visit, by the clinic's clock."""
    content = models.JSONField()
    """The bill as the documents room prints it."""
    total_cents = models.PositiveIntegerField()
    currency = models.CharField(max_length=3)
    reason = models.CharField(max_length=300, blank=True)
    """Why it replaces another; empty for the first of a visit."""

    blank_on_redaction: ClassVar[dict[str, Any]] = {"content": {}, "reason": ""}

    class Meta:
        default_related_name = "superbills"
        indexes = [models.Index(fields=["clinic", "day"], name="superbill_clinic_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "visit"], condition=Q(supersedes__isnull=True), name="superbill_one_chain"
            ),
            models.UniqueConstraint(fields=["clinic", "number"], name="superbill_number_once"),
            models.CheckConstraint(name="superbill_by_named_person", condition=Q(recorded_by__isnull=False)),
            models.CheckConstraint(
                name="superbill_replaced_with_reason",
                condition=Q(supersedes__isnull=True) | ~Q(reason="") | Q(redacted_at__isnull=False),
            ),
        ]


class SuperbillVoid(Fact):
    """That a superbill no longer counts, and why. The bill itself stays as it was."""

    visit = models.ForeignKey("visits.Visit", on_delete=models.PROTECT)
    superbill = models.OneToOneField(Superbill, on_delete=models.PROTECT, related_name="void")
    reason = models.CharField(max_length=300)

    blank_on_redaction: ClassVar[dict[str, Any]] = {"reason": ""}

    class Meta:
        default_related_name = "superbill_voids"
        indexes = [models.Index(fields=["clinic", "visit"], name="superbill_void_clinic_visit")]
