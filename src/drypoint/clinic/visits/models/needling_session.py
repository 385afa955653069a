"""A needling session and its append-only log of events."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from drypoint.clinic.records import ClinicRecord


class SessionStatus(models.TextChoices):
    """As the fold of the events says."""

    OPEN = "open", _("Open")
    PAUSED = "paused", _("Paused")
    CLOSED = "closed", _("Closed")
    INCIDENT = "incident", _("Closed as an incident")


class NeedlingSession(ClinicRecord):
    """The header: which signed plan it carries out. ``status`` repeats the fold of its events, for lists."""

    visit = models.OneToOneField("visits.Visit", on_delete=models.PROTECT, related_name="needling_session")
    plan = models.ForeignKey("visits.NeedlingPlan", on_delete=models.PROTECT)
    therapist = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT)
    started_at = models.DateTimeField()
    status = models.CharField(max_length=8, choices=SessionStatus.choices, default=SessionStatus.OPEN)
    skin_preparation = models.CharField(max_length=200, blank=True)
    stimulation = models.CharField(max_length=300, blank=True)
    """Settings of the electrical stimulation, or that there was none."""
    tolerance = models.CharField(max_length=500, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        default_related_name = "needling_sessions"
        indexes = [models.Index(fields=["clinic", "status", "-started_at"], name="session_clinic_status")]


class SessionEvent(ClinicRecord):
    """One event as the device wrote it. ``id`` is made by the device: the same id twice is one event."""

    visit = models.ForeignKey("visits.Visit", on_delete=models.PROTECT)
    at = models.DateTimeField()
    """By the device's clock."""
    received_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(
        "accounts.Membership", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    device = models.CharField(max_length=64)
    type = models.CharField(max_length=20)
    payload = models.JSONField()
    """The whole event in the session engine's schema."""
    lot = models.ForeignKey("stock.NeedleLot", on_delete=models.PROTECT, null=True, blank=True)

    class Meta:
        default_related_name = "session_events"
        indexes = [models.Index(fields=["clinic", "visit", "at"], name="session_event_clinic_visit")]
        constraints = [
            models.CheckConstraint(
                name="session_event_lot_on_opening", condition=Q(lot__isnull=True) | Q(type="needle_opened")
            )
        ]
