"""One measured or reported number."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from drypoint.clinic.episodes.models import BodySide
from drypoint.clinic.records import Fact


class MeasuredWhen(models.TextChoices):
    """Relative to the treatment of the visit."""

    BEFORE = "before", _("Before treatment")
    AFTER = "after", _("After treatment")
    BETWEEN = "between", _("Between visits")


class MovedBy(models.TextChoices):
    """Who moved the joint."""

    ACTIVE = "active", _("Active")
    PASSIVE = "passive", _("Passive")


class Measurement(Fact):
    """A score on an instrument, or a value of ``rom_deg``, ``grip_kg``, ``ppt_kpa`` and the like at a place.

    ``instrument`` names what ``value`` is, its unit included. ``place`` says where: a joint's motion
    (``cervical.rotation``), a muscle; empty where the instrument has no place.
    """

    visit = models.ForeignKey("visits.Visit", on_delete=models.PROTECT)
    instrument = models.CharField(max_length=60)
    place = models.CharField(max_length=100, blank=True)
    side = models.CharField(max_length=7, choices=BodySide.choices, blank=True)
    moved_by = models.CharField(max_length=7, choices=MovedBy.choices, blank=True)
    value = models.FloatField(null=True, blank=True)
    unit = models.CharField(max_length=20)
    when = models.CharField(max_length=7, choices=MeasuredWhen.choices)
    measured_at = models.DateTimeField()
    device = models.CharField(max_length=100, blank=True)
    rater = models.CharField(max_length=100, blank=True)

    blank_on_redaction: ClassVar[dict[str, Any]] = {"value": None, "device": "", "rater": ""}

    class Meta:
        default_related_name = "measurements"
        indexes = [
            models.Index(fields=["clinic", "visit"], name="measurement_clinic_visit"),
        ]
        constraints = [
            models.CheckConstraint(
                name="measurement_motion_has_place", condition=Q(moved_by="") | ~Q(place="")
            ),
            models.CheckConstraint(
                name="measurement_has_value", condition=Q(value__isnull=False) | Q(redacted_at__isnull=False)
            ),
        ]
