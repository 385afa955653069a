"""Who works in a clinic, in which role, and what entitles them to."""

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from drypoint.clinic.permissions import STAFF_ROLE_CHOICES
from drypoint.clinic.records import ClinicRecord, Fact


class Membership(ClinicRecord):
    """One user's work in one clinic. Never deleted: what they recorded names it."""

    revision = models.PositiveIntegerField(default=1, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    role = models.CharField(_("role"), max_length=20, choices=STAFF_ROLE_CHOICES)
    title = models.CharField(
        _("title"), max_length=80, blank=True, help_text=_("As it stands under a signature, such as PT, DPT.")
    )
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        default_related_name = "memberships"
        constraints = [
            models.UniqueConstraint(fields=["clinic", "user"], name="membership_once_per_clinic"),
            models.CheckConstraint(
                condition=Q(role__in=[code for code, _name in STAFF_ROLE_CHOICES]),
                name="membership_staff_role",
            ),
        ]

    @property
    def signature(self) -> str:
        """Name and title as they stand under a signature."""
        return f"{self.user.name}, {self.title}" if self.title else self.user.name


class CredentialKind(models.TextChoices):
    """What a credential is for."""

    LICENCE = "licence", _("Licence to practise")
    NEEDLING = "needling", _("Needling training or endorsement")
    FIRST_AID = "first_aid", _("First aid or life support")
    OTHER = "other", _("Other")


class Credential(Fact):
    """A licence or training of a member of staff, with where it holds and until when."""

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT)
    kind = models.CharField(_("kind"), max_length=12, choices=CredentialKind.choices)
    profession = models.CharField(_("profession"), max_length=80, blank=True)
    number = models.CharField(_("number"), max_length=60, blank=True)
    jurisdiction = models.CharField(
        _("jurisdiction"), max_length=80, blank=True, help_text=_("State, region or country where it holds.")
    )
    training_hours = models.DecimalField(
        _("hours of training"), max_digits=6, decimal_places=1, null=True, blank=True
    )
    regions = models.JSONField(
        _("regions trained"), default=list, blank=True, help_text=_("Codes; empty means not stated.")
    )
    trained_at = models.CharField(_("trained at"), max_length=160, blank=True)
    valid_from = models.DateField(_("valid from"))
    expires = models.DateField(_("expires"), null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)
    revoked_reason = models.CharField(max_length=300, blank=True, editable=False)

    blank_on_redaction: ClassVar[dict[str, Any]] = {"number": "", "trained_at": ""}

    class Meta:
        default_related_name = "credentials"
        indexes = [models.Index(fields=["clinic", "membership", "kind"], name="credential_clinic_member")]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires__isnull=True) | Q(expires__gte=F("valid_from")),
                name="credential_expires_after_start",
            ),
            models.CheckConstraint(
                condition=Q(training_hours__isnull=True) | Q(training_hours__gte=0),
                name="credential_hours_not_negative",
            ),
        ]

    def holds_on(self, day: date) -> bool:
        """Whether it is valid on ``day``: begun, not expired, not revoked."""
        begun = self.valid_from <= day
        ended = self.expires is not None and self.expires < day
        return begun and not ended and self.revoked_at is None
