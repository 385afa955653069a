"""Writing the audit trail, in the same transaction as what it tells of."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import models, transaction

from drypoint.clinic.actors import Actor
from drypoint.clinic.audit.models import AuditEvent


def record(*, by: Actor, verb: str, subject: models.Model, fields: Iterable[str] = ()) -> AuditEvent:
    """Append one event. ``fields`` are names of what changed, never the content.

    Must run inside the transaction of the write, so that neither exists without the other.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("audit.record() belongs inside the write's transaction")
    return _append(by=by, verb=verb, subject=subject, fields=fields)


def opened(*, by: Actor, subject: models.Model) -> AuditEvent:
    """Note that somebody read a chart or a part of it."""
    return _append(by=by, verb=f"{subject._meta.model_name}.opened", subject=subject, fields=())


def reported(*, by: Actor, verb: str, subject: models.Model, fields: Iterable[str] = ()) -> AuditEvent:
    """Note that somebody drew a report over many people; ``fields`` are names of what it was narrowed by."""
    return _append(by=by, verb=verb, subject=subject, fields=fields)


def _append(*, by: Actor, verb: str, subject: models.Model, fields: Iterable[str]) -> AuditEvent:
    return AuditEvent.objects.create(
        clinic_id=by.clinic_id,
        actor_kind=by.kind,
        actor_role=by.role,
        membership_id=by.membership_id,
        person_id=by.person_id,
        verb=verb,
        subject_type=str(subject._meta.model_name),
        subject_id=subject.pk,
        about_person_id=_person_of(subject),
        fields=sorted(fields),
    )


def _person_of(subject: Any) -> UUID | None:
    if subject._meta.model_name == "person":
        return subject.pk
    if (person_id := getattr(subject, "person_id", None)) is not None:
        return person_id
    for owner in ("episode", "visit", "event"):
        if getattr(subject, f"{owner}_id", None) is not None:
            return _person_of(getattr(subject, owner))
    return None
