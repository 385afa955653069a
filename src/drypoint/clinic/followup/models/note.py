"""The signed note of a visit, and what was added later."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from drypoint.clinic.records import Fact


class ProcedureCode(models.TextChoices):
    """What the therapist confirmed for billing. Only the numbers: descriptors are licensed."""

    FEW = "20560", "20560"
    MANY = "20561", "20561"
    NONE = "none", _("No procedure code")


class NoteWords(Fact):
    """What the therapist says under one topic of a visit's note in their own words, until it is signed.

    What is drafted from the record is never typed over: a change of it is a change of the record.
    """

    visit = models.ForeignKey("visits.Visit", on_delete=models.PROTECT)
    topic = models.CharField(max_length=40)
    text = models.TextField(max_length=5_000, blank=True)
    """Empty when they were taken out again."""

    blank_on_redaction: ClassVar[dict[str, Any]] = {"text": ""}

    class Meta:
        default_related_name = "note_words"
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "visit", "topic"],
                condition=Q(supersedes__isnull=True),
                name="note_words_one_chain",
            )
        ]


class Note(Fact):
    """Frozen when signed: ``content`` and ``text`` as drafted from the record then, with their sha256."""

    visit = models.OneToOneField("visits.Visit", on_delete=models.PROTECT, related_name="note")
    content = models.JSONField()
    text = models.TextField()
    language = models.CharField(max_length=10)
    signed_by = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)
    procedure_code = models.CharField(max_length=5, choices=ProcedureCode.choices, blank=True)
    """Empty where nobody confirmed one, such as after a visit without needling."""

    blank_on_redaction: ClassVar[dict[str, Any]] = {"content": {}, "text": ""}

    class Meta:
        default_related_name = "notes"
        indexes = [models.Index(fields=["clinic", "-signed_at"], name="note_clinic_signed")]
        constraints = [
            # A note is amended by addenda, never superseded.
            models.CheckConstraint(name="note_signed_once", condition=Q(supersedes__isnull=True))
        ]


class NoteAddendum(Fact):
    """Words added to a signed note; the note itself stays as it was."""

    visit = models.ForeignKey("visits.Visit", on_delete=models.PROTECT)
    note = models.ForeignKey("followup.Note", on_delete=models.PROTECT)
    text = models.TextField(max_length=10_000)
    signed_by = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()

    blank_on_redaction: ClassVar[dict[str, Any]] = {"text": ""}

    class Meta:
        default_related_name = "addenda"
        indexes = [models.Index(fields=["clinic", "visit"], name="note_addendum_clinic_visit")]
        constraints = [
            models.CheckConstraint(name="note_addendum_signed_once", condition=Q(supersedes__isnull=True))
        ]
