"""What shall be needled in this visit, reviewed and signed before the first needle."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from drypoint.clinic.episodes.rows import Words
from drypoint.clinic.episodes.typed_json import TypedJSONField
from drypoint.clinic.records import Fact
from drypoint.clinic.visits.rows import PlannedInsertion


class NeedlingPlan(Fact):
    """A new plan supersedes the old one and is reviewed and signed anew."""

    visit = models.ForeignKey("visits.Visit", on_delete=models.PROTECT)
    insertions = TypedJSONField(of=tuple[PlannedInsertion, ...])
    indication = models.TextField(max_length=2000)
    review = models.ForeignKey("visits.EngineResult", on_delete=models.PROTECT)
    reasons = TypedJSONField(of=dict[str, Words], default=dict, blank=True)
    """Why to go ahead all the same, by id of the finding that asks for a reason."""
    signed_by = models.ForeignKey(
        "accounts.Membership", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    signed_at = models.DateTimeField(null=True, blank=True)

    blank_on_redaction: ClassVar[dict[str, Any]] = {"insertions": (), "indication": "", "reasons": {}}

    class Meta:
        default_related_name = "needling_plans"
        indexes = [models.Index(fields=["clinic", "visit"], name="needling_plan_clinic_visit")]
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "visit"],
                condition=Q(supersedes__isnull=True),
                name="needling_plan_one_chain_per_visit",
            ),
            models.CheckConstraint(
                name="needling_plan_signed_by_somebody",
                condition=Q(signed_by__isnull=True, signed_at__isnull=True)
                | Q(signed_by__isnull=False, signed_at__isnull=False),
            ),
        ]
