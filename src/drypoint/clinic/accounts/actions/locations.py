"""The places where a clinic treats."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from drypoint.clinic.accounts.models import Location
from drypoint.clinic.actors import Actor
from drypoint.clinic.permissions import Permission
from drypoint.clinic.records import allow_only, create, only_once
from drypoint.clinic.records import revise as revise_record

DETAILS = frozenset({"name", "address", "phone"})


def add(*, by: Actor, name: str, address: str = "", phone: str = "") -> Location:
    """Add a place; its name is unique in the clinic."""
    by.require(Permission.EDIT_CLINIC, clinic_id=by.clinic_id)
    with only_once("name", _("There is a place with this name already.")):
        return create(Location, by=by, verb="location.added", name=name, address=address, phone=phone)


def revise(*, by: Actor, location: Location, revision: int, **details: Any) -> None:
    """Change name, address or phone."""
    by.require(Permission.EDIT_CLINIC, clinic_id=location.clinic_id)
    allow_only(DETAILS, details)
    with only_once("name", _("There is a place with this name already.")):
        revise_record(location, by=by, verb="location.revised", revision=revision, **details)


def archive(*, by: Actor, location: Location, revision: int) -> None:
    """Take a place out of use; what happened there keeps naming it."""
    by.require(Permission.EDIT_CLINIC, clinic_id=location.clinic_id)
    revise_record(location, by=by, verb="location.archived", revision=revision, archived_at=timezone.now())
