"""The next step: what the rules suggest and what the therapist chose."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from drypoint.clinic.records import Fact


class NextStepChoice(models.TextChoices):
    """What may follow a visit."""

    CONTINUE = "continue", _("Continue as planned")
    CHANGE = "change", _("Change the plan")
    SPACE_OUT = "space_out", _("Space the visits out")
    STOP = "stop", _("Stop needling")
    REFER = "refer", _("Refer")


class Decision(Fact):
    """A choice of the therapist; where it differs from the suggestion it says why."""

    visit = models.ForeignKey("visits.Visit", on_delete=models.PROTECT)
    engine_result = models.ForeignKey("visits.EngineResult", on_delete=models.PROTECT, null=True, blank=True)
    suggested = models.CharField(max_length=10, choices=NextStepChoice.choices, blank=True)
    """Empty where no suggestion was asked for (the switch is off)."""
    chosen = models.CharField(max_length=10, choices=NextStepChoice.choices)
    agrees = models.BooleanField(null=True, blank=True)
    """``None`` where there was no suggestion."""
    reason = models.TextField(max_length=2000, blank=True)
    next_visit_on = models.DateField(null=True, blank=True)

    blank_on_redaction: ClassVar[dict[str, Any]] = {"reason": ""}

    class Meta:
        default_related_name = "decisions"
        indexes = [models.Index(fields=["clinic", "visit"], name="decision_clinic_visit")]
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "visit"],
                condition=Q(supersedes__isnull=True),
                name="decision_one_chain_per_visit",
            ),
            models.CheckConstraint(
                name="decision_agrees_means_same",
                condition=Q(suggested="", agrees__isnull=True)
                | Q(suggested=F("chosen"), agrees=True)
                | ~Q(suggested="") & ~Q(suggested=F("chosen")) & Q(agrees=False),
            ),
            models.CheckConstraint(
                name="decision_against_has_reason",
                condition=Q(agrees__isnull=True)
                | Q(agrees=True)
                | ~Q(reason="")
                | Q(redacted_at__isnull=False),
            ),
        ]
