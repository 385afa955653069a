"""What palpation showed at one trigger point in one visit."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from drypoint.clinic.records import Fact


class TriggerPointStatus(models.TextChoices):
    """Active gives the pain that the person knows; latent is there, but not with that pain.

    Signs are saved one by one, and a status is the therapist's own word: until then it is unsaid.
    """

    ACTIVE = "active", _("Active")
    LATENT = "latent", _("Latent")
    RESOLVED = "resolved", _("Resolved")
    NONE = "none", _("None found")
    UNSAID = "unsaid", _("Not said yet")


class PalpationFinding(Fact):
    """Each sign is yes, no, or ``None`` for not tested."""

    visit = models.ForeignKey("visits.Visit", on_delete=models.PROTECT)
    trigger_point = models.ForeignKey("episodes.TriggerPoint", on_delete=models.PROTECT)
    taut_band = models.BooleanField(null=True, blank=True)
    spot_tenderness = models.BooleanField(null=True, blank=True)
    recognised_pain = models.BooleanField(null=True, blank=True)
    local_twitch_response = models.BooleanField(null=True, blank=True)
    referred_pain = models.BooleanField(null=True, blank=True)
    ppt_kpa = models.FloatField(null=True, blank=True)
    status = models.CharField(max_length=8, choices=TriggerPointStatus.choices)

    blank_on_redaction: ClassVar[dict[str, Any]] = {
        "taut_band": None,
        "spot_tenderness": None,
        "recognised_pain": None,
        "local_twitch_response": None,
        "referred_pain": None,
        "ppt_kpa": None,
    }

    class Meta:
        default_related_name = "palpation_findings"
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "visit", "trigger_point"],
                condition=Q(supersedes__isnull=True),
                name="palpation_one_chain_per_visit",
            ),
            models.CheckConstraint(
                name="palpation_ppt_kpa_positive", condition=Q(ppt_kpa__isnull=True) | Q(ppt_kpa__gt=0)
            ),
        ]
