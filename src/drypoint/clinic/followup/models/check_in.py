"""The short questions after a visit, answered by link without sign-in."""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from drypoint.clinic.records import ClinicRecord, Fact, FactQuerySet


class Channel(models.TextChoices):
    """How the link reaches the person."""

    QR_CODE = "qr_code", _("Code on the screen")
    PRINTED = "printed", _("Printed on the after-care sheet")
    EMAIL = "email", _("E-mail")
    TEXT = "text", _("Text message")
    CALL = "call", _("By a call: they cannot be written to")


class TriageLevel(models.TextChoices):
    """The levels of the triage engine, worst first."""

    EMERGENCY = "emergency", _("Emergency")
    SAME_DAY = "same_day", _("Same day")
    CALL_CLINIC = "call_clinic", _("Call the clinic")
    EXPECTED = "expected", _("Expected after needling")
    NOTHING_REPORTED = "nothing_reported", _("Nothing reported")


class Movement(models.TextChoices):
    """How the person moves compared with before the visit."""

    EASIER = "easier", _("Easier than before the visit")
    SAME = "same", _("As before the visit")
    HARDER = "harder", _("Harder than before the visit")


class CheckInInvitation(ClinicRecord):
    """A link that answers one check-in. Only the hash of its token is kept."""

    visit = models.ForeignKey("visits.Visit", on_delete=models.PROTECT)
    token_sha256 = models.CharField(max_length=64, unique=True)
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    channel = models.CharField(max_length=10, choices=Channel.choices)
    revoked_at = models.DateTimeField(null=True, blank=True)
    wrong_dates = models.PositiveSmallIntegerField(default=0)
    """Dates of birth in a row that did not fit; too many lock the link for a while."""
    locked_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_related_name = "check_in_invitations"
        indexes = [
            models.Index(fields=["clinic", "visit"], name="check_in_invitation_visit"),
            models.Index(fields=["clinic", "due_at"], name="check_in_invitation_due"),
        ]
        constraints = [
            models.CheckConstraint(
                name="check_in_invitation_expires_after_due", condition=Q(expires_at__gt=F("due_at"))
            )
        ]

    def is_open_at(self, now: datetime) -> bool:
        """Whether it may still be answered; when it is due is a reminder, not a gate."""
        return self.revoked_at is None and now < self.expires_at


class CallResult(models.TextChoices):
    """What came of a call that reached nobody; one that did is a check-in on the telephone."""

    NO_ANSWER = "no_answer", _("Nobody answered")
    LEFT_WORD = "left_word", _("Asked to call back")
    WRONG_NUMBER = "wrong_number", _("Wrong number")


class CallAttempt(Fact):
    """Somebody of the clinic tried to reach a person by telephone and did not."""

    invitation = models.ForeignKey(CheckInInvitation, on_delete=models.PROTECT)
    """The question that was to be asked."""
    result = models.CharField(max_length=12, choices=CallResult.choices)
    tried_at = models.DateTimeField()

    class Meta:
        default_related_name = "call_attempts"
        indexes = [models.Index(fields=["clinic", "invitation"], name="call_attempt_invitation")]
        constraints = [
            models.CheckConstraint(
                condition=Q(recorded_by__isnull=False), name="call_attempt_by_named_person"
            )
        ]


class CheckInQuerySet(FactQuerySet["CheckIn"]):
    """Reads of check-ins in the clinic's words."""

    def waiting(self) -> Self:
        """Current ones that nobody of the clinic has acknowledged."""
        return self.current().filter(acknowledged_at__isnull=True)


class CheckIn(Fact):
    """What the person answered and what triage made of it. A second answer supersedes the first."""

    visit = models.ForeignKey("visits.Visit", on_delete=models.PROTECT)
    invitation = models.ForeignKey(CheckInInvitation, on_delete=models.PROTECT, null=True, blank=True)
    answers = models.JSONField()
    """The triage engine's answers, and what else was asked, such as exercises done."""
    triage = models.ForeignKey("visits.EngineResult", on_delete=models.PROTECT)
    level = models.CharField(max_length=16, choices=TriageLevel.choices)
    answered_at = models.DateTimeField()
    acknowledged_by = models.ForeignKey(
        "accounts.Membership", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_words = models.CharField(max_length=500, blank=True)

    objects = CheckInQuerySet.as_manager()  # type: ignore[misc]

    blank_on_redaction: ClassVar[dict[str, Any]] = {"answers": {}, "acknowledged_words": ""}

    class Meta:
        default_related_name = "check_ins"
        indexes = [
            models.Index(fields=["clinic", "visit"], name="check_in_clinic_visit"),
            models.Index(
                fields=["clinic", "-answered_at"],
                condition=Q(acknowledged_at__isnull=True),
                name="check_in_clinic_waiting",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="check_in_acknowledged_by_somebody",
                condition=Q(acknowledged_by__isnull=True, acknowledged_at__isnull=True)
                | Q(acknowledged_by__isnull=False, acknowledged_at__isnull=False),
            )
        ]
