"""Reads of the audit trail. For looking into what happened, never for features."""

from uuid import UUID

from django.db.models import QuerySet

from drypoint.clinic.audit.models import AuditEvent


def trail(
    clinic_id: UUID,
    *,
    about_person_id: UUID | None = None,
    membership_id: UUID | None = None,
    subject_id: UUID | None = None,
) -> QuerySet[AuditEvent]:
    """Events of one clinic, newest first, narrowed to a patient, a member of staff or a record."""
    given = {
        "about_person_id": about_person_id,
        "membership_id": membership_id,
        "subject_id": subject_id,
    }
    asked = {name: value for name, value in given.items() if value is not None}
    return AuditEvent.objects.filter(clinic_id=clinic_id, **asked).order_by("-at", "-id")
