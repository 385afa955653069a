"""Where it hurts, as the person drew it."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from drypoint.clinic.episodes.typed_json import TypedJSONField
from drypoint.clinic.records import Fact
from drypoint.clinic.visits.rows import DrawnZone


class DrawnBy(models.TextChoices):
    """Whose hand."""

    PATIENT = "patient", _("The patient")
    THERAPIST = "therapist", _("The therapist, as the patient showed")


class PainDrawing(Fact):
    """Strokes with the version of the chart that they were drawn on, and the zones that they cover."""

    visit = models.ForeignKey("visits.Visit", on_delete=models.PROTECT)
    chart_version = models.CharField(max_length=20)
    figure = models.CharField(max_length=20)
    marks = models.JSONField(default=list, blank=True)
    zones = TypedJSONField(of=tuple[DrawnZone, ...], default=tuple, blank=True)
    words = models.CharField(max_length=1000, blank=True)
    """The pain in the person's own words."""
    drawn_by = models.CharField(max_length=9, choices=DrawnBy.choices)

    blank_on_redaction: ClassVar[dict[str, Any]] = {"marks": [], "zones": (), "words": ""}

    class Meta:
        default_related_name = "pain_drawings"
        indexes = [models.Index(fields=["clinic", "visit"], name="pain_drawing_clinic_visit")]
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "visit"],
                condition=Q(supersedes__isnull=True),
                name="pain_drawing_one_chain_per_visit",
            )
        ]
