"""A person's own sign-in."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from drypoint.clinic.people.models.person import Person
from drypoint.clinic.records import ClinicRecord


class PatientAccess(ClinicRecord):
    """Lets a user see the care of one person: themselves. Role ``patient``."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    granted_by = models.ForeignKey(
        "accounts.Membership", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        default_related_name = "patient_accesses"
        verbose_name_plural = "patient accesses"
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "person"],
                condition=Q(revoked_at__isnull=True),
                name="access_one_per_person",
            ),
            models.UniqueConstraint(
                fields=["clinic", "user"], condition=Q(revoked_at__isnull=True), name="access_one_per_user"
            ),
        ]
