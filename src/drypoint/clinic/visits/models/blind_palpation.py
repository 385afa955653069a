"""What a second examiner felt at one place, without knowing what the first had found."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from drypoint.clinic.episodes.models import BodySide
from drypoint.clinic.records import Fact


class BlindPalpation(Fact):
    """It tells how well two examiners agree and nothing else: no ranking, plan or note reads it.

    It is never corrected, as its examiner sees what the first had found once it is saved; a slip is redacted.
    The place stands here itself, not as a trigger point of the episode: a look must add nothing to the chart.
    """

    visit = models.ForeignKey("visits.Visit", on_delete=models.PROTECT)
    examiner = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT)
    muscle = models.CharField(max_length=60)  # id of the atlas's muscles
    side = models.CharField(max_length=7, choices=BodySide.choices)
    site = models.PositiveSmallIntegerField(default=1)
    trigger_point = models.BooleanField(null=True, blank=True)
    taut_band = models.BooleanField(null=True, blank=True)
    spot_tenderness = models.BooleanField(null=True, blank=True)
    recognised_pain = models.BooleanField(null=True, blank=True)
    local_twitch_response = models.BooleanField(null=True, blank=True)
    referred_pain = models.BooleanField(null=True, blank=True)

    blank_on_redaction: ClassVar[dict[str, Any]] = {
        "trigger_point": None,
        "taut_band": None,
        "spot_tenderness": None,
        "recognised_pain": None,
        "local_twitch_response": None,
        "referred_pain": None,
    }

    class Meta:
        default_related_name = "blind_palpations"
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "visit", "examiner", "muscle", "side", "site"],
                name="blind_palpation_once_per_place",
            ),
            models.CheckConstraint(
                name="blind_palpation_never_corrected", condition=Q(supersedes__isnull=True)
            ),
            models.CheckConstraint(name="blind_palpation_site_from_one", condition=Q(site__gte=1)),
        ]
