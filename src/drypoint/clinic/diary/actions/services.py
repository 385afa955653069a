"""What can be booked."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from drypoint.clinic.actors import Actor
from drypoint.clinic.diary.models import Service, ServiceKind
from drypoint.clinic.permissions import Permission
from drypoint.clinic.records import allow_only, create, only_once
from drypoint.clinic.records import revise as revise_record

DETAILS = frozenset({"name", "kind", "minutes"})
SHORTEST_MINUTES, LONGEST_MINUTES = 5, 480


def add(*, by: Actor, name: str, kind: ServiceKind, minutes: int) -> Service:
    """Offer a service; its name is unique in the clinic."""
    by.require(Permission.EDIT_CLINIC, clinic_id=by.clinic_id)
    _check_minutes(minutes)
    with only_once("name", _("There is a service with this name already.")):
        return create(Service, by=by, verb="service.added", name=name, kind=kind, minutes=minutes)


def revise(*, by: Actor, service: Service, revision: int, **details: Any) -> None:
    """Change name, kind or minutes; appointments already booked keep their time."""
    by.require(Permission.EDIT_CLINIC, clinic_id=service.clinic_id)
    allow_only(DETAILS, details)
    _check_minutes(details.get("minutes", service.minutes))
    with only_once("name", _("There is a service with this name already.")):
        revise_record(service, by=by, verb="service.revised", revision=revision, **details)


def archive(*, by: Actor, service: Service, revision: int) -> None:
    """Offer it no longer."""
    by.require(Permission.EDIT_CLINIC, clinic_id=service.clinic_id)
    revise_record(service, by=by, verb="service.archived", revision=revision, archived_at=timezone.now())


def _check_minutes(minutes: int) -> None:
    if not SHORTEST_MINUTES <= minutes <= LONGEST_MINUTES:
        raise ValidationError({"minutes": _("Give between 5 and 480 minutes.")})
