"""An episode of care: one complaint of one person from first visit to last."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from drypoint.clinic.records import ClinicRecord


class ClosingReason(models.TextChoices):
    """Why an episode ended."""

    GOALS_MET = "goals_met", _("Goals met")
    NO_FURTHER_GAIN = "no_further_gain", _("No further gain expected")
    PATIENT_CHOICE = "patient_choice", _("The patient chose to stop")
    REFERRED = "referred", _("Referred to somebody else")
    LOST_CONTACT = "lost_contact", _("Contact lost")
    OTHER = "other", _("Other")


class EpisodeQuerySet(models.QuerySet["Episode"]):
    """Reads of episodes in the clinic's words."""

    def ongoing(self) -> Self:
        """Not closed."""
        return self.filter(closed_on__isnull=True)


class Episode(ClinicRecord):
    """The header of an episode; what is known stands in its facts."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT)
    complaint = models.CharField(max_length=60)  # id of the atlas's complaints
    title = models.CharField(max_length=200)
    therapist = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    closing_reason = models.CharField(max_length=20, choices=ClosingReason.choices, blank=True)
    closing_words = models.CharField(max_length=500, blank=True)
    revision = models.PositiveIntegerField(default=1)

    objects = EpisodeQuerySet.as_manager()

    class Meta:
        default_related_name = "episodes"
        indexes = [
            models.Index(fields=["clinic", "person", "-opened_on"], name="episode_clinic_person"),
            models.Index(fields=["clinic", "closed_on", "-opened_on"], name="episode_clinic_ongoing"),
            models.Index(fields=["clinic", "therapist", "closed_on"], name="episode_clinic_therapist"),
        ]
        constraints = [
            models.CheckConstraint(
                name="episode_closed_with_reason",
                condition=Q(closed_on__isnull=True, closing_reason="")
                | Q(closed_on__isnull=False) & ~Q(closing_reason=""),
            ),
            models.CheckConstraint(
                name="episode_closed_after_opening",
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
            ),
        ]
