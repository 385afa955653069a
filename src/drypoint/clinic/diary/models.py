"""Services that can be booked, and appointments."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from drypoint.clinic.diary.states import LIVE, AppointmentStatus
from drypoint.clinic.records import ClinicRecord


class ServiceKind(models.TextChoices):
    """What happens in it."""

    CONSULTATION = "consultation", _("Consultation")
    TREATMENT = "treatment", _("Treatment")
    OTHER = "other", _("Other")


class Service(ClinicRecord):
    """Something the clinic offers, with its usual length."""

    revision = models.PositiveIntegerField(default=1, editable=False)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=12, choices=ServiceKind.choices)
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        default_related_name = "services"
        constraints = [
            models.UniqueConstraint(fields=["clinic", "name"], name="service_name_once"),
            models.CheckConstraint(
                condition=Q(minutes__gte=5, minutes__lte=480), name="service_minutes_range"
            ),
        ]


class Appointment(ClinicRecord):
    """A person's time with a therapist. Its steps are kept, its status is the last of them."""

    revision = models.PositiveIntegerField(default=1, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT)
    therapist = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT)
    location = models.ForeignKey("accounts.Location", on_delete=models.PROTECT, null=True, blank=True)
    service = models.ForeignKey(Service, on_delete=models.PROTECT)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    status = models.CharField(
        max_length=12,
        choices=AppointmentStatus.choices,
        default=AppointmentStatus.BOOKED,
        editable=False,
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        default_related_name = "appointments"
        indexes = [
            models.Index(fields=["clinic", "starts_at"], name="appointment_clinic_starts"),
            models.Index(fields=["clinic", "person", "starts_at"], name="appointment_clinic_person"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "therapist", "starts_at"],
                condition=Q(status__in=sorted(LIVE)),
                name="appointment_therapist_once",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="appointment_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(status__in=AppointmentStatus.values), name="appointment_status_known"
            ),
        ]


class AppointmentStep(ClinicRecord):
    """One change of an appointment's status or time: who, when, why. Never changed."""

    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="steps")
    status = models.CharField(max_length=12, choices=AppointmentStatus.choices)
    starts_at = models.DateTimeField()
    made_by = models.ForeignKey(
        "accounts.Membership", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_as = models.CharField(max_length=10)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        default_related_name = "appointment_steps"
        indexes = [models.Index(fields=["clinic", "appointment", "created_at"], name="appt_step_clinic")]
