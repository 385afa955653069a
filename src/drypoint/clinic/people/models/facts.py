"""What is known about a person's body and medicines, as told or measured."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from drypoint.clinic.people.models.person import Person
from drypoint.clinic.records import Fact


class BodyMeasure(Fact):
    """Height and weight on a day."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    measured_on = models.DateField(_("measured on"))
    height_cm = models.DecimalField(_("height (cm)"), max_digits=4, decimal_places=1, null=True, blank=True)
    weight_kg = models.DecimalField(_("weight (kg)"), max_digits=4, decimal_places=1, null=True, blank=True)
    as_told = models.BooleanField(_("told by the person, not measured"), default=False)

    blank_on_redaction: ClassVar[dict[str, Any]] = {"height_cm": None, "weight_kg": None}

    class Meta:
        default_related_name = "body_measures"
        indexes = [
            models.Index(fields=["clinic", "person", "-measured_on"], name="body_measure_clinic_person")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(height_cm__isnull=False)
                | Q(weight_kg__isnull=False)
                | Q(redacted_at__isnull=False),
                name="body_measure_not_empty",
            ),
            # Bounds of drypoint.terms.Centimetres and Kilograms.
            models.CheckConstraint(
                condition=Q(height_cm__isnull=True) | Q(height_cm__gt=0, height_cm__lte=300),
                name="body_measure_height_cm_range",
            ),
            models.CheckConstraint(
                condition=Q(weight_kg__isnull=True) | Q(weight_kg__gt=0, weight_kg__lte=700),
                name="body_measure_weight_kg_range",
            ),
        ]

    @property
    def bmi(self) -> float | None:
        """Body mass index in kg/m², if both were measured."""
        if self.height_cm is None or self.weight_kg is None:
            return None
        return float(self.weight_kg) / (float(self.height_cm) / 100) ** 2


class Allergy(Fact):
    """An allergy in the words given, or the statement that none is known."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    substance = models.CharField(_("substance"), max_length=200, blank=True)
    reaction = models.CharField(_("what happened"), max_length=300, blank=True)
    none_known = models.BooleanField(_("no known allergies"), default=False)

    blank_on_redaction: ClassVar[dict[str, Any]] = {"substance": "", "reaction": "", "none_known": False}

    class Meta:
        default_related_name = "allergies"
        verbose_name_plural = "allergies"
        indexes = [models.Index(fields=["clinic", "person"], name="allergy_clinic_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(redacted_at__isnull=False)
                | Q(none_known=True, substance="")
                | (Q(none_known=False) & ~Q(substance="")),
                name="allergy_named_or_none_known",
            ),
        ]


class MedicineEntry(Fact):
    """A medicine in the words given (``warfarin 5 mg daily``), or the statement that none is taken."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    text = models.CharField(_("medicine"), max_length=300, blank=True)
    started_on = models.DateField(_("since"), null=True, blank=True)
    stopped_on = models.DateField(_("stopped on"), null=True, blank=True)
    none_taken = models.BooleanField(_("takes no medicines"), default=False)

    blank_on_redaction: ClassVar[dict[str, Any]] = {"text": "", "none_taken": False}

    class Meta:
        default_related_name = "medicines"
        indexes = [models.Index(fields=["clinic", "person"], name="medicine_clinic_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(redacted_at__isnull=False)
                | Q(none_taken=True, text="")
                | (Q(none_taken=False) & ~Q(text="")),
                name="medicine_named_or_none_taken",
            ),
            models.CheckConstraint(
                condition=Q(stopped_on__isnull=True)
                | Q(started_on__isnull=True)
                | Q(stopped_on__gte=models.F("started_on")),
                name="medicine_stopped_after_start",
            ),
        ]
