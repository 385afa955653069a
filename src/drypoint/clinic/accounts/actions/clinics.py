"""Found a clinic, change its settings."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.accounts.models.clinics import ClinicKind
from drypoint.clinic.actors import Actor, ActorKind
from drypoint.clinic.audit import actions as audit
from drypoint.clinic.errors import NotPermitted
from drypoint.clinic.permissions import Permission
from drypoint.clinic.records import allow_only, check_content
from drypoint.clinic.records import revise as revise_record

SETTINGS = frozenset(
    {
        "name",
        "legal_name",
        "timezone",
        "language",
        "country",
        "postal_address",
        "phone",
        "after_hours_phone",
        "on_call_name",
        "emergency_number",
        "sides_count_twice",
        "unit_rule",
        "currency",
        "billing_number",
        "public_atlas",
    }
)


def found(*, by: Actor, name: str, kind: ClinicKind = ClinicKind.REAL, **settings: Any) -> Clinic:
    """Make a clinic with the id that the system actor ``by`` acts for; a real one has every switch off."""
    if by.kind is not ActorKind.SYSTEM:
        raise NotPermitted(_("A clinic is founded by the set-up command, not by a member of staff."))
    allow_only(SETTINGS, settings)
    clinic = Clinic(id=by.clinic_id, name=name, kind=kind, **settings)
    check_content(clinic)
    with transaction.atomic():
        clinic.save(force_insert=True)
        audit.record(by=by, verb="clinic.founded", subject=clinic, fields=["name", "kind", *settings])
    return clinic


def revise(*, by: Actor, clinic: Clinic, revision: int, **settings: Any) -> None:
    """Change settings of the clinic. Its kind never changes: fiction stays fiction."""
    by.require(Permission.EDIT_CLINIC, clinic_id=clinic.pk)
    allow_only(SETTINGS, settings)
    revise_record(clinic, by=by, verb="clinic.revised", revision=revision, **settings)
