"""A doctor's clearance: asked whom about what, and what they answered."""

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from drypoint.clinic.episodes.rows import ShortWords
from drypoint.clinic.episodes.typed_json import TypedJSONField
from drypoint.clinic.records import Fact


class ClearanceAnswer(models.TextChoices):
    """What the doctor said."""

    PENDING = "pending", _("Waiting for an answer")
    YES = "yes", _("Needling may go ahead")
    WITH_CONDITIONS = "with_conditions", _("Needling may go ahead with conditions")
    NO = "no", _("No needling")


class Clearance(Fact):
    """The question to a doctor about findings of the screening; the answer supersedes the question."""

    episode = models.ForeignKey("episodes.Episode", on_delete=models.PROTECT)
    asked_whom = models.CharField(max_length=200)
    finding_ids = TypedJSONField(of=tuple[ShortWords, ...], default=tuple)
    question = models.TextField(max_length=2000)
    asked_at = models.DateTimeField()
    agreed_to_share_at = models.DateTimeField(null=True, blank=True)
    """When the person agreed that this goes to the doctor; empty where that was not recorded."""
    answer = models.CharField(max_length=16, choices=ClearanceAnswer.choices, default=ClearanceAnswer.PENDING)
    conditions = models.TextField(max_length=2000, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    blank_on_redaction: ClassVar[dict[str, Any]] = {
        "asked_whom": "",
        "finding_ids": (),
        "question": "",
        "conditions": "",
    }

    class Meta:
        default_related_name = "clearances"
        indexes = [models.Index(fields=["clinic", "episode"], name="clearance_clinic_episode")]
        constraints = [
            models.CheckConstraint(
                name="clearance_answered_at_with_answer",
                condition=Q(answer=ClearanceAnswer.PENDING, answered_at__isnull=True)
                | ~Q(answer=ClearanceAnswer.PENDING) & Q(answered_at__isnull=False),
            )
        ]

    def allows_on(self, day: date) -> bool:
        """Whether the doctor let needling go ahead, conditions or not, and that still holds on ``day``."""
        return self.answer in {ClearanceAnswer.YES, ClearanceAnswer.WITH_CONDITIONS} and (
            self.valid_until is None or day <= self.valid_until
        )
