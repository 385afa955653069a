"""What the person was told and given for the days after needling."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from drypoint.clinic.episodes.rows import ShortWords
from drypoint.clinic.episodes.typed_json import TypedJSONField
from drypoint.clinic.records import Fact


class AfterCare(Fact):
    """The after-care sheet of a visit, word by word as handed over."""

    visit = models.ForeignKey("visits.Visit", on_delete=models.PROTECT)
    regions = TypedJSONField(of=tuple[ShortWords, ...], default=tuple, blank=True)
    """What was needled; empty after a visit without needling."""
    under = TypedJSONField(of=tuple[ShortWords, ...], default=tuple, blank=True)
    """Structures that the review named under the insertions; the check-in's triage asks by them."""
    content = models.JSONField()
    language = models.CharField(max_length=10)
    given_to = models.CharField(max_length=200)
    given_at = models.DateTimeField()

    blank_on_redaction: ClassVar[dict[str, Any]] = {"content": {}, "given_to": ""}

    class Meta:
        default_related_name = "after_care_sheets"
        indexes = [models.Index(fields=["clinic", "visit"], name="after_care_clinic_visit")]
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "visit"],
                condition=Q(supersedes__isnull=True),
                name="after_care_one_chain_per_visit",
            )
        ]
