"""What the clinic sends by itself, and whom it tells when an answer cannot wait."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from drypoint.clinic.records import ClinicRecord, Fact


class Purpose(models.TextChoices):
    """Why a message is sent. Its words never say anything of health."""

    CHECK_IN = "check_in", _("Check-in")
    ALERT = "alert", _("Alert to who is on call")


class MessageState(models.TextChoices):
    """What became of it, as far as this server knows."""

    QUEUED = "queued", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Taken by the mail server")
    FAILED = "failed", _("Failed")
    UNKNOWN = "unknown", _("Not known: it may have gone out")
    NOT_NEEDED = "not_needed", _("Not sent: no longer needed")
    NOT_CONFIGURED = "not_configured", _("Not sent: no mail server is set")


class Message(ClinicRecord):
    """One e-mail to one person or member of staff. ``key`` makes it once, whoever asks for it again."""

    key = models.CharField(max_length=120)
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    member = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, null=True, blank=True)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, blank=True)
    address = models.EmailField()
    language = models.CharField(max_length=10)
    about = models.UUIDField()
    """The check-in invitation that it asks to answer, or the check-in that waits. Its link is made when it is
    sent: who reads the database alone can open none."""
    due_at = models.DateTimeField()
    state = models.CharField(max_length=14, choices=MessageState.choices, default=MessageState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=80, blank=True)
    """Kind of the last failure; never words of a mail server, which repeat addresses."""

    class Meta:
        default_related_name = "messages"
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(state__in=[MessageState.QUEUED, MessageState.SENDING]),
                name="message_to_send",
            ),
            models.Index(fields=["clinic", "-created_at"], name="message_clinic_newest"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["clinic", "key"], name="message_once"),
            models.CheckConstraint(
                condition=Q(member__isnull=True, person__isnull=False)
                | Q(member__isnull=False, person__isnull=True),
                name="message_to_one",
            ),
        ]


class OnCallList(Fact):
    """Who is told, in order, of a check-in that cannot wait. An empty list: nobody is."""

    entries = models.JSONField(default=list, blank=True)
    """``[{"member": uuid, "minutes": wait before this one is told, after the one before}]``."""

    class Meta:
        default_related_name = "on_call_lists"
        indexes = [models.Index(fields=["clinic", "-recorded_at"], name="on_call_clinic_newest")]
        constraints = [
            models.UniqueConstraint(
                fields=["clinic"], condition=Q(supersedes__isnull=True), name="on_call_one_chain"
            ),
            models.CheckConstraint(condition=Q(recorded_by__isnull=False), name="on_call_by_named_person"),
        ]
