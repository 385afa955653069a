"""What the person tells: how it began, what they do, what was tried."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from drypoint.clinic.episodes.rows import ShortWords, TriedTreatment
from drypoint.clinic.episodes.typed_json import TypedJSONField
from drypoint.clinic.records import Fact


class History(Fact):
    """The history of one episode. A change at a later visit supersedes it."""

    episode = models.ForeignKey("episodes.Episode", on_delete=models.PROTECT)
    onset_on = models.DateField(null=True, blank=True)
    onset = models.TextField(max_length=2000, blank=True)
    mechanism = models.TextField(max_length=2000, blank=True)
    occupation = models.CharField(max_length=300, blank=True)
    sport_and_load = models.TextField(max_length=2000, blank=True)
    stress = models.TextField(max_length=2000, blank=True)
    sleep = models.TextField(max_length=2000, blank=True)
    previous_treatments = TypedJSONField(of=tuple[TriedTreatment, ...], default=tuple, blank=True)
    pain_behaviour = models.TextField(max_length=2000, blank=True)
    goals_own_words = models.TextField(max_length=2000, blank=True)
    medicines = TypedJSONField(of=tuple[ShortWords, ...], default=tuple, blank=True)
    red_flag_words = models.TextField(max_length=2000, blank=True)

    blank_on_redaction: ClassVar[dict[str, Any]] = {
        "onset_on": None,
        "onset": "",
        "mechanism": "",
        "occupation": "",
        "sport_and_load": "",
        "stress": "",
        "sleep": "",
        "previous_treatments": (),
        "pain_behaviour": "",
        "goals_own_words": "",
        "medicines": (),
        "red_flag_words": "",
    }

    class Meta:
        default_related_name = "histories"
        indexes = [models.Index(fields=["clinic", "episode"], name="history_clinic_episode")]
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "episode"],
                condition=Q(supersedes__isnull=True),
                name="history_one_chain_per_episode",
            )
        ]
