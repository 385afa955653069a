"""A visit: one meeting of the person and the therapist within an episode."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from drypoint.clinic.records import ClinicRecord


class VisitKind(models.TextChoices):
    """Whether it is the first visit of its episode: screening asks more then."""

    FIRST = "first", _("First visit")
    LATER = "later", _("Later visit")


class VisitStatus(models.TextChoices):
    """Open until its note is signed."""

    OPEN = "open", _("Open")
    SIGNED = "signed", _("Signed")


TRANSITIONS: dict[VisitStatus, frozenset[VisitStatus]] = {
    VisitStatus.OPEN: frozenset({VisitStatus.SIGNED}),
    VisitStatus.SIGNED: frozenset(),
}
"""Every legal move of a visit's status. Pages and actions ask this table."""


class VisitQuerySet(models.QuerySet["Visit"]):
    """Reads of visits in the clinic's words."""

    def open(self) -> Self:
        """Without a signed note."""
        return self.filter(status=VisitStatus.OPEN)


class Visit(ClinicRecord):
    """The header of a visit; what was found and done stands in its facts."""

    episode = models.ForeignKey("episodes.Episode", on_delete=models.PROTECT)
    appointment = models.OneToOneField(
        "diary.Appointment", on_delete=models.PROTECT, null=True, blank=True, related_name="visit"
    )
    therapist = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT)
    started_at = models.DateTimeField()
    kind = models.CharField(max_length=5, choices=VisitKind.choices)
    status = models.CharField(max_length=6, choices=VisitStatus.choices, default=VisitStatus.OPEN)
    paper_record_by = models.CharField(_("written on paper by"), max_length=120, blank=True)
    """Of a visit that was worked on paper and entered later; else empty. ``created_at`` says when it was."""
    revision = models.PositiveIntegerField(default=1)

    objects = VisitQuerySet.as_manager()

    class Meta:
        default_related_name = "visits"
        indexes = [
            models.Index(fields=["clinic", "episode", "started_at"], name="visit_clinic_episode"),
            models.Index(fields=["clinic", "status", "-started_at"], name="visit_clinic_status"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "episode"], condition=Q(kind=VisitKind.FIRST), name="visit_one_first"
            )
        ]

    def may_become(self, status: VisitStatus) -> bool:
        """Whether the table of transitions has this move."""
        return status in TRANSITIONS[VisitStatus(self.status)]
