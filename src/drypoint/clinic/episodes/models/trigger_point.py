"""A trigger point that keeps one identity through an episode."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from drypoint.clinic.records import ClinicRecord


class BodySide(models.TextChoices):
    """The person's own side."""

    LEFT = "left", _("left")
    RIGHT = "right", _("right")
    MIDLINE = "midline", _("midline")


class TriggerPoint(ClinicRecord):
    """Where it is. Its status (active, latent, resolved) is the series of its palpation findings."""

    episode = models.ForeignKey("episodes.Episode", on_delete=models.PROTECT)
    muscle = models.CharField(max_length=60)  # id of the atlas's muscles
    side = models.CharField(max_length=7, choices=BodySide.choices)
    site = models.PositiveSmallIntegerField(default=1)

    class Meta:
        default_related_name = "trigger_points"
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "episode", "muscle", "side", "site"], name="trigger_point_once_per_episode"
            ),
            models.CheckConstraint(name="trigger_point_site_from_one", condition=Q(site__gte=1)),
        ]
