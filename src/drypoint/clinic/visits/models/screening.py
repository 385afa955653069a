"""The answers to the screening questions before needling."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from drypoint.clinic.records import Fact


class AnsweredBy(models.TextChoices):
    """Who answered."""

    PATIENT = "patient", _("The patient")
    THERAPIST = "therapist", _("The therapist, with the patient")


class Screening(Fact):
    """The person as ``screen`` is asked about them, and what it said."""

    visit = models.ForeignKey("visits.Visit", on_delete=models.PROTECT)
    person_request = models.JSONField()
    """The screen engine's request: answers, medicines, age and so on."""
    answered_by = models.CharField(max_length=9, choices=AnsweredBy.choices)
    engine_result = models.ForeignKey("visits.EngineResult", on_delete=models.PROTECT)

    blank_on_redaction: ClassVar[dict[str, Any]] = {"person_request": {}}

    class Meta:
        default_related_name = "screenings"
        indexes = [models.Index(fields=["clinic", "visit"], name="screening_clinic_visit")]
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "visit"],
                condition=Q(supersedes__isnull=True),
                name="screening_one_chain_per_visit",
            )
        ]

    @property
    def outcome(self) -> str:
        """The screen's outcome, such as ``clear`` or ``refer``."""
        return str(self.engine_result.result["outcome"])
