"""What a person does at home, as they ticked it, and what the clinic chose where advice differs."""

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from drypoint.clinic.episodes.rows import ShortWords
from drypoint.clinic.episodes.typed_json import TypedJSONField
from drypoint.clinic.records import Fact

TEN = [MaxValueValidator(10)]


class ExerciseDay(Fact):
    """One day of a visit's programme as the person told it: what was done, how hard, how it hurt."""

    visit = models.ForeignKey("visits.Visit", on_delete=models.PROTECT)
    on = models.DateField()
    done = TypedJSONField(of=tuple[ShortWords, ...], default=tuple, blank=True)
    """Keys of the exercises done (``queries.keys``); empty says that none was."""
    effort = models.PositiveSmallIntegerField(null=True, blank=True, validators=TEN)
    pain = models.PositiveSmallIntegerField(null=True, blank=True, validators=TEN)
    """0 to 10, while or after exercising."""
    words = models.CharField(max_length=500, blank=True)

    blank_on_redaction: ClassVar[dict[str, Any]] = {"done": (), "effort": None, "pain": None, "words": ""}

    class Meta:
        default_related_name = "exercise_days"
        indexes = [models.Index(fields=["clinic", "visit", "on"], name="exercise_day_clinic_visit")]
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "visit", "on"],
                condition=Q(supersedes__isnull=True),
                name="exercise_day_one_chain_per_day",
            )
        ]


class AfterCareChoice(Fact):
    """Which answer to a disputed question of after-care the clinic gives, signed by a named clinician."""

    question = models.CharField(max_length=40)  # id of a disagreement in the after-care knowledge
    position = models.CharField(max_length=40, blank=True)
    """Id of the chosen answer; empty takes the choice back."""
    reason = models.CharField(max_length=500)

    class Meta:
        default_related_name = "after_care_choices"
        indexes = [models.Index(fields=["clinic", "question"], name="after_care_choice_clinic")]
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "question"],
                condition=Q(supersedes__isnull=True),
                name="after_care_choice_one_chain",
            )
        ]
