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


class Question(models.TextChoices):
    """What speaks against an event that happened all the same; it is stored and looked at afterwards."""

    NO_CONSENT = "no_consent", _("No consent stood at that time.")
    NOT_CONSENTED_HERE = "not_consented_here", _("The consent does not cover this place.")
    NOT_ON_PLAN = "not_on_plan", _("This muscle was not on the signed plan, and no reason was given.")
    NOTE_SIGNED = "note_signed", _("It arrived after the note was signed: write an addendum.")
    LOT_RECALLED = "lot_recalled", _("The needle's lot was recalled.")
    LOT_EXPIRED = "lot_expired", _("The needle's lot had expired.")
    LOT_UNKNOWN = "lot_unknown", _("The needle's lot is not known here.")
    CLOCK = "clock", _("The device's clock was off; the time shown is by the server's clock.")


class SessionEvent(ClinicRecord):
    """One event as the device wrote it. ``id`` is made by the device: the same id twice is one event."""

    visit = models.ForeignKey("visits.Visit", on_delete=models.PROTECT)
    number = models.PositiveIntegerField()
    """1, 2, ... within the visit, in the order of arrival: how far a device has heard."""
    at = models.DateTimeField()
    """By the device's clock."""
    clock_offset_ms = models.BigIntegerField(default=0)
    """How far the server's clock was ahead of the device's when the event arrived; 0 within a minute."""
    questions = models.JSONField(default=list, blank=True)
    """Codes of ``Question``."""
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
            models.UniqueConstraint(fields=["visit", "number"], name="session_event_number"),
            models.CheckConstraint(name="session_event_number_positive", condition=Q(number__gte=1)),
            models.CheckConstraint(
                name="session_event_lot_on_opening", condition=Q(lot__isnull=True) | Q(type="needle_opened")
            ),
        ]


class EventLook(ClinicRecord):
    """Somebody has looked at what was questioned about an event."""

    event = models.OneToOneField(SessionEvent, on_delete=models.PROTECT, related_name="look")
    looked_by = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=300, blank=True)

    class Meta:
        default_related_name = "event_looks"
        indexes = [models.Index(fields=["clinic", "created_at"], name="event_look_clinic_created")]


class RecorderKey(ClinicRecord):
    """The key to what one member recorded on one device, sealed: a forgotten PIN must lose nothing."""

    membership = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT)
    device = models.CharField(max_length=64)
    sealed = models.TextField(max_length=1000)

    class Meta:
        default_related_name = "recorder_keys"
        constraints = [
            models.UniqueConstraint(fields=["clinic", "membership", "device"], name="recorder_key_once")
        ]
