"""The indication and the plan of care, of which needling may be a part."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from drypoint.clinic.episodes.rows import PlannedTreatment, TriedTreatment
from drypoint.clinic.episodes.typed_json import TypedJSONField
from drypoint.clinic.records import Fact


class PlanOfCare(Fact):
    """Why this care, what was tried before, whether needling is part of it and why."""

    episode = models.ForeignKey("episodes.Episode", on_delete=models.PROTECT)
    indication = models.TextField(max_length=2000)
    tried_before = TypedJSONField(of=tuple[TriedTreatment, ...], default=tuple, blank=True)
    needling = models.BooleanField()
    needling_reason = models.TextField(max_length=2000)
    planned_visits = models.PositiveSmallIntegerField()
    interval_days = models.PositiveSmallIntegerField()
    other_treatments = TypedJSONField(of=tuple[PlannedTreatment, ...], default=tuple, blank=True)
    review_on = models.DateField(null=True, blank=True)

    blank_on_redaction: ClassVar[dict[str, Any]] = {
        "indication": "",
        "tried_before": (),
        "needling_reason": "",
        "other_treatments": (),
        "review_on": None,
    }

    class Meta:
        default_related_name = "plans_of_care"
        indexes = [models.Index(fields=["clinic", "episode"], name="plan_of_care_clinic_episode")]
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "episode"],
                condition=Q(supersedes__isnull=True),
                name="plan_of_care_one_chain",
            ),
            models.CheckConstraint(
                name="plan_of_care_has_visits", condition=Q(planned_visits__gte=1, interval_days__gte=1)
            ),
        ]
