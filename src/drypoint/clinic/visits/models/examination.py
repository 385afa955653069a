"""What the examination showed. Numbers stand in measurements."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from drypoint.clinic.episodes.typed_json import TypedJSONField
from drypoint.clinic.records import Fact
from drypoint.clinic.visits.rows import PartFindings, SpecialTest


class Examination(Fact):
    """Findings by part of the body, neurological findings and special tests; outside a visit if need be."""

    episode = models.ForeignKey("episodes.Episode", on_delete=models.PROTECT)
    visit = models.ForeignKey("visits.Visit", on_delete=models.PROTECT, null=True, blank=True)
    findings = TypedJSONField(of=tuple[PartFindings, ...], default=tuple, blank=True)
    neuro = models.TextField(max_length=4000, blank=True)
    special_tests = TypedJSONField(of=tuple[SpecialTest, ...], default=tuple, blank=True)
    summary = models.TextField(max_length=4000, blank=True)

    blank_on_redaction: ClassVar[dict[str, Any]] = {
        "findings": (),
        "neuro": "",
        "special_tests": (),
        "summary": "",
    }

    class Meta:
        default_related_name = "examinations"
        indexes = [models.Index(fields=["clinic", "episode"], name="examination_clinic_episode")]
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "visit"],
                condition=Q(supersedes__isnull=True, visit__isnull=False),
                name="examination_one_chain_per_visit",
            )
        ]
