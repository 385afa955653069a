"""Adverse events of patients, and incidents that the clinic learns from."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from drypoint.clinic.incidents.severity import SCHEMES
from drypoint.clinic.incidents.states import IncidentState
from drypoint.clinic.records import ClinicRecord, Fact
from drypoint.terms import Side


class AdverseEventKind(models.TextChoices):
    """What happened to the patient."""

    BRUISING = "bruising", _("Bruise")
    BLEEDING = "bleeding", _("Bleeding")
    PAIN_DURING = "pain_during", _("Pain during needling")
    PAIN_AFTER = "pain_after", _("Pain afterwards")
    AGGRAVATION = "aggravation", _("Symptoms worse")
    FAINTING = "fainting", _("Fainting or nearly fainting")
    NAUSEA = "nausea", _("Nausea")
    HEADACHE = "headache", _("Headache")
    DROWSINESS = "drowsiness", _("Drowsiness")
    NUMBNESS = "numbness", _("Numbness or tingling")
    WEAKNESS = "weakness", _("Weakness")
    NERVE_INJURY = "nerve_injury", _("Suspected nerve injury")
    PNEUMOTHORAX = "pneumothorax", _("Suspected or confirmed pneumothorax")
    INFECTION = "infection", _("Suspected infection")
    SKIN_REACTION = "skin_reaction", _("Skin reaction")
    STUCK_NEEDLE = "stuck_needle", _("Stuck needle")
    BENT_NEEDLE = "bent_needle", _("Bent needle")
    BROKEN_NEEDLE = "broken_needle", _("Broken needle")
    FORGOTTEN_NEEDLE = "forgotten_needle", _("Forgotten needle")
    OTHER = "other", _("Other")


class AdverseEvent(Fact):
    """Something unwanted that happened to a patient, graded by a named scheme."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT)
    visit = models.ForeignKey("visits.Visit", on_delete=models.PROTECT, null=True, blank=True)
    kind = models.CharField(_("what happened"), max_length=20, choices=AdverseEventKind.choices)
    scheme = models.CharField(
        _("graded by"), max_length=20, choices=[(scheme.code, scheme.source) for scheme in SCHEMES.values()]
    )
    grade = models.CharField(_("grade"), max_length=20, blank=True)
    """Empty: not graded yet, as when it was recorded with both hands busy."""
    muscle = models.CharField(_("muscle"), max_length=60, blank=True)
    zone = models.CharField(_("zone"), max_length=60, blank=True)
    side = models.CharField(
        _("side"), max_length=7, blank=True, choices=[(side.value, side.value) for side in Side]
    )
    onset_at = models.DateTimeField(_("began"), null=True, blank=True)
    description = models.TextField(_("description"), max_length=2000, blank=True)
    action_taken = models.TextField(_("what was done"), max_length=2000, blank=True)
    outcome = models.TextField(_("how it ended"), max_length=2000, blank=True)
    resolved_on = models.DateField(_("over since"), null=True, blank=True)

    blank_on_redaction: ClassVar[dict[str, Any]] = {
        "description": "",
        "action_taken": "",
        "outcome": "",
    }

    class Meta:
        default_related_name = "adverse_events"
        indexes = [
            models.Index(fields=["clinic", "person", "-recorded_at"], name="adverse_clinic_person"),
            models.Index(fields=["clinic", "-recorded_at"], name="adverse_clinic_recorded"),
        ]


class IncidentKind(models.TextChoices):
    """What kind of thing went wrong, or nearly did."""

    ADVERSE_EVENT = "adverse_event", _("Harm to a patient")
    NEEDLE_UNACCOUNTED = "needle_unaccounted", _("A needle is not accounted for")
    NEEDLE_BROKEN = "needle_broken", _("A needle broke")
    NEEDLESTICK = "needlestick", _("Needlestick injury of staff")
    NEAR_MISS = "near_miss", _("Near miss")
    EQUIPMENT = "equipment", _("Equipment or supply")
    PRIVACY = "privacy", _("Privacy")
    OTHER = "other", _("Other")


class Incident(ClinicRecord):
    """Something that went wrong or nearly did. Its steps are kept, its state is the last of them."""

    revision = models.PositiveIntegerField(default=1, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=IncidentKind.choices)
    happened_at = models.DateTimeField(_("when"))
    title = models.CharField(_("in one line"), max_length=160)
    what_happened = models.TextField(_("what happened"), max_length=4000)
    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("patient")
    )
    visit = models.ForeignKey("visits.Visit", on_delete=models.PROTECT, null=True, blank=True)
    adverse_event = models.ForeignKey(AdverseEvent, on_delete=models.PROTECT, null=True, blank=True)
    location = models.ForeignKey("accounts.Location", on_delete=models.PROTECT, null=True, blank=True)
    needle_lot = models.ForeignKey("stock.NeedleLot", on_delete=models.PROTECT, null=True, blank=True)
    reported_by = models.ForeignKey(
        "accounts.Membership", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(
        max_length=8, choices=IncidentState.choices, default=IncidentState.REPORTED, editable=False
    )

    class Meta:
        default_related_name = "incidents"
        indexes = [models.Index(fields=["clinic", "state", "-happened_at"], name="incident_clinic_state")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=IncidentState.values), name="incident_state_known"),
        ]


class IncidentStep(ClinicRecord):
    """A review or the closure of an incident: who, when, what was found and will change. Never changed."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="steps")
    state = models.CharField(max_length=8, choices=IncidentState.choices)
    note = models.TextField(_("what was found, what changes"), max_length=4000)
    made_by = models.ForeignKey(
        "accounts.Membership", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        default_related_name = "incident_steps"
        indexes = [models.Index(fields=["clinic", "incident", "created_at"], name="incident_step_clinic")]


class ToldHow(models.TextChoices):
    """How somebody was told of a recall; or that nobody reached them."""

    IN_PERSON = "in_person", _("In person")
    TELEPHONE = "telephone", _("By telephone")
    LETTER = "letter", _("By letter")
    MESSAGE = "message", _("By e-mail or message")
    NOT_REACHED = "not_reached", _("Tried, not reached")


class RecallNotice(Fact):
    """That a person was told of the recall of needles which they got, or could not be reached."""

    lot = models.ForeignKey("stock.NeedleLot", on_delete=models.PROTECT)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT)
    told_on = models.DateField(_("told on"))
    told_by = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+")
    how = models.CharField(_("how"), max_length=11, choices=ToldHow.choices)

    class Meta:
        default_related_name = "recall_notices"
        indexes = [models.Index(fields=["clinic", "lot", "person"], name="recall_notice_clinic_lot")]
        constraints = [
            models.CheckConstraint(condition=Q(how__in=ToldHow.values), name="recall_notice_how_known"),
        ]
