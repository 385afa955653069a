"""The exercises that the person takes home."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from drypoint.clinic.episodes.typed_json import TypedJSONField
from drypoint.clinic.records import Fact
from drypoint.clinic.visits.rows import PrescribedExercise


class ExercisePrescription(Fact):
    """The whole list of one visit."""

    visit = models.ForeignKey("visits.Visit", on_delete=models.PROTECT)
    exercises = TypedJSONField(of=tuple[PrescribedExercise, ...])

    blank_on_redaction: ClassVar[dict[str, Any]] = {"exercises": ()}

    class Meta:
        default_related_name = "exercise_prescriptions"
        indexes = [models.Index(fields=["clinic", "visit"], name="exercise_clinic_visit")]
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "visit"],
                condition=Q(supersedes__isnull=True),
                name="exercise_one_chain_per_visit",
            )
        ]
