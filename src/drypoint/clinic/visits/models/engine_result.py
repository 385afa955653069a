"""What an engine said, with what it was asked, so that it can be replayed."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from drypoint.clinic.records import Fact


class EngineName(models.TextChoices):
    """The engines whose results the record keeps."""

    RANK = "rank", _("Ranking")
    SCREEN = "screen", _("Screening")
    REVIEW = "review", _("Review")
    SESSION = "session", _("Session")
    TRIAGE = "triage", _("Triage")
    CODE = "code", _("Procedure code")
    CHANGE = "change", _("Change")
    SCORE = "score", _("Questionnaire")
    FORECAST = "forecast", _("Forecast")
    DECIDE = "decide", _("Decision")


class EngineResult(Fact):
    """Written once, never corrected. ``sha256`` is of the canonical JSON of all that was asked and said."""

    visit = models.ForeignKey("visits.Visit", on_delete=models.PROTECT)
    engine = models.CharField(max_length=10, choices=EngineName.choices)
    request = models.JSONField(blank=True)
    result = models.JSONField(blank=True)
    thresholds = models.JSONField(default=dict, blank=True)
    """Numbers that the clinic had set, as a safety engine got them; signed rules are on record by time."""
    versions = models.JSONField(default=dict, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    blank_on_redaction: ClassVar[dict[str, Any]] = {"request": {}, "result": {}, "sha256": ""}

    class Meta:
        default_related_name = "engine_results"
        indexes = [
            models.Index(
                fields=["clinic", "visit", "engine", "-recorded_at"], name="engine_result_clinic_visit"
            )
        ]
