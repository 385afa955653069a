"""What else was done in the visit."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from drypoint.clinic.records import Fact


class TreatmentKind(models.TextChoices):
    """Kinds of treatment beside needling."""

    EXERCISE = "exercise", _("Exercise")
    MANUAL_THERAPY = "manual_therapy", _("Manual therapy")
    SOFT_TISSUE = "soft_tissue", _("Soft tissue work")
    NEUROMUSCULAR = "neuromuscular", _("Neuromuscular re-education")
    EDUCATION = "education", _("Advice and education")
    HEAT_COLD = "heat_cold", _("Heat or cold")
    ELECTRICAL = "electrical", _("Electrical stimulation on the skin")
    TAPING = "taping", _("Taping")
    OTHER = "other", _("Other")


class OtherTreatment(Fact):
    """One treatment with its minutes; ``None`` where it is not timed."""

    visit = models.ForeignKey("visits.Visit", on_delete=models.PROTECT)
    kind = models.CharField(max_length=20, choices=TreatmentKind.choices)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    words = models.CharField(max_length=500, blank=True)

    blank_on_redaction: ClassVar[dict[str, Any]] = {"words": "", "minutes": None}

    class Meta:
        default_related_name = "other_treatments"
        indexes = [models.Index(fields=["clinic", "visit"], name="other_treatment_clinic_visit")]
        constraints = [
            models.CheckConstraint(
                name="other_treatment_minutes",
                condition=Q(minutes__isnull=True) | Q(minutes__gte=1, minutes__lte=480),
            )
        ]
