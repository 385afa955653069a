"""A goal of the person, in words and where possible as a number on a measure."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from drypoint.clinic.records import Fact


class Goal(Fact):
    """``measure`` is an instrument's id, or ``joint.motion.side``; without one the goal is words only."""

    episode = models.ForeignKey("episodes.Episode", on_delete=models.PROTECT)
    words = models.CharField(max_length=500)
    measure = models.CharField(max_length=100, blank=True)
    target_value = models.FloatField(null=True, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    by_on = models.DateField(null=True, blank=True)
    met_on = models.DateField(null=True, blank=True)

    blank_on_redaction: ClassVar[dict[str, Any]] = {
        "words": "",
        "measure": "",
        "target_value": None,
        "unit": "",
        "by_on": None,
        "met_on": None,
    }

    class Meta:
        default_related_name = "goals"
        indexes = [models.Index(fields=["clinic", "episode"], name="goal_clinic_episode")]
        constraints = [
            models.CheckConstraint(
                name="goal_target_has_measure_and_unit",
                condition=Q(target_value__isnull=True, measure="", unit="")
                | Q(target_value__isnull=False) & ~Q(measure="") & ~Q(unit=""),
            )
        ]
