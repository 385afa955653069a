"""Consent to needling, and its withdrawal."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from drypoint.clinic.episodes.rows import ShortWords
from drypoint.clinic.episodes.typed_json import TypedJSONField
from drypoint.clinic.records import Fact


class SignatureKind(models.TextChoices):
    """How it was signed."""

    TYPED = "typed", _("Name typed")
    DRAWN = "drawn", _("Signature drawn")


class Consent(Fact):
    """What was said, to whom, for which regions, and the signature under it."""

    episode = models.ForeignKey("episodes.Episode", on_delete=models.PROTECT)
    visit = models.ForeignKey("visits.Visit", on_delete=models.PROTECT)
    regions = TypedJSONField(of=tuple[ShortWords, ...])
    risk_text_version = models.CharField(max_length=40)
    language = models.CharField(max_length=10)
    content = models.JSONField()
    """What was said, word by word, as the person saw it."""
    signature_kind = models.CharField(max_length=5, choices=SignatureKind.choices)
    signed_name = models.CharField(max_length=200)
    signature_path = models.TextField(max_length=100_000, blank=True)
    """SVG path data of a drawn signature."""
    given_at = models.DateTimeField()
    guardian_name = models.CharField(max_length=200, blank=True)
    guardian_relationship = models.CharField(max_length=100, blank=True)
    interpreter = models.CharField(max_length=200, blank=True)

    blank_on_redaction: ClassVar[dict[str, Any]] = {
        "content": {},
        "signed_name": "",
        "signature_path": "",
        "guardian_name": "",
        "guardian_relationship": "",
        "interpreter": "",
    }

    class Meta:
        default_related_name = "consents"
        indexes = [
            models.Index(fields=["clinic", "episode", "-given_at"], name="consent_clinic_episode"),
            models.Index(fields=["clinic", "visit"], name="consent_clinic_visit"),
        ]
        constraints = [
            models.CheckConstraint(
                name="consent_drawn_has_path",
                condition=Q(signature_kind=SignatureKind.TYPED, signature_path="")
                | Q(signature_kind=SignatureKind.DRAWN)
                & (~Q(signature_path="") | Q(redacted_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="consent_guardian_has_relationship",
                condition=Q(guardian_name="", guardian_relationship="")
                | ~Q(guardian_name="") & ~Q(guardian_relationship=""),
            ),
        ]


class Withdrawal(Fact):
    """Ends every consent of the episode that was given before it. Even redacted it keeps doing so."""

    episode = models.ForeignKey("episodes.Episode", on_delete=models.PROTECT)
    consent = models.ForeignKey("visits.Consent", on_delete=models.PROTECT)
    withdrawn_at = models.DateTimeField()
    words = models.CharField(max_length=500, blank=True)

    blank_on_redaction: ClassVar[dict[str, Any]] = {"words": ""}

    class Meta:
        default_related_name = "withdrawals"
        indexes = [
            models.Index(fields=["clinic", "episode", "-withdrawn_at"], name="withdrawal_clinic_episode")
        ]
