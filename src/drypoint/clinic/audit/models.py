"""The audit trail. No foreign keys: it must outlive and never hinder what it speaks about."""

from django.db import models
from django.utils import timezone

from drypoint.clinic.keys import new_id


class AuditEvent(models.Model):
    """Somebody did, or looked at, something. Holds names of fields, never their content."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)
    clinic_id = models.UUIDField()
    actor_kind = models.CharField(max_length=10)
    actor_role = models.CharField(max_length=40)
    membership_id = models.UUIDField(null=True)
    person_id = models.UUIDField(null=True)
    verb = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    about_person_id = models.UUIDField(null=True)
    fields = models.JSONField(default=list)

    class Meta:
        indexes = [
            models.Index(fields=["clinic_id", "-at"], name="audit_clinic_at"),
            models.Index(fields=["clinic_id", "about_person_id", "-at"], name="audit_clinic_person_at"),
        ]
