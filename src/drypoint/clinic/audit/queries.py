"""Reads of the audit trail. For looking into what happened, never for features."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from drypoint.clinic.audit.models import AuditEvent

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some events, newest first, and the one after which the next page begins, if there is one."""

    events: tuple[AuditEvent, ...]
    next_after: UUID | None


def page(events: QuerySet[AuditEvent], *, after: UUID | None = None, size: int = PAGE_SIZE) -> Page:
    """The events of a trail that come after the event ``after``; two statements at most."""
    if after is not None and (last_shown := events.filter(pk=after).first()) is not None:
        same_moment = Q(at=last_shown.at, pk__lt=last_shown.pk)
        events = events.filter(Q(at__lt=last_shown.at) | same_moment)
    found = tuple(events[: size + 1])
    return Page(events=found[:size], next_after=found[size - 1].pk if len(found) > size else None)


def trail(
    clinic_id: UUID,
    *,
    about_person_id: UUID | None = None,
    membership_id: UUID | None = None,
    subject_id: UUID | None = None,
    between: tuple[datetime, datetime] | None = None,
) -> QuerySet[AuditEvent]:
    """Events of one clinic, newest first, narrowed to a patient, a member of staff, a record or a time.

    ``between`` takes the first moment and the one before which the time ends.
    """
    given = {
        "about_person_id": about_person_id,
        "membership_id": membership_id,
        "subject_id": subject_id,
    }
    asked = {name: value for name, value in given.items() if value is not None}
    events = AuditEvent.objects.filter(clinic_id=clinic_id, **asked)
    if between is not None:
        events = events.filter(at__gte=between[0], at__lt=between[1])
    return events.order_by("-at", "-id")
