"""Who acts. Every write names its actor; an actor can only do what its role permits, in its own clinic."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from django.utils.translation import gettext as _

from drypoint.clinic.errors import ForeignRecord, NotPermitted
from drypoint.clinic.permissions import PATIENT, ROLES, Permission


class ActorKind(StrEnum):
    """Staff act through a membership, patients through their own sign-in or link, the system for itself."""

    STAFF = "staff"
    PATIENT = "patient"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Somebody, or the system, acting in one clinic."""

    kind: ActorKind
    clinic_id: UUID
    permissions: frozenset[Permission]
    role: str
    membership_id: UUID | None = None
    person_id: UUID | None = None

    def may(self, permission: Permission) -> bool:
        """Whether the actor's role holds ``permission``."""
        return self.kind is ActorKind.SYSTEM or permission in self.permissions

    def require(self, permission: Permission, *, clinic_id: UUID) -> None:
        """Pass, or raise ``ForeignRecord`` (another clinic's record) or ``NotPermitted``."""
        if clinic_id != self.clinic_id:
            raise ForeignRecord(_("This record does not exist here."))
        if not self.may(permission):
            raise NotPermitted(_("Your role does not allow this. Ask the owner of the clinic to do it."))

    def require_or_own(self, permission: Permission, *, clinic_id: UUID, person_id: UUID) -> None:
        """Pass when the actor is this very person or holds ``permission``; raises as ``require`` does."""
        if self.kind is ActorKind.PATIENT:
            self.require_own(clinic_id=clinic_id, person_id=person_id)
        else:
            self.require(permission, clinic_id=clinic_id)

    def require_named(self) -> UUID:
        """The membership of the person who signs; raises ``NotPermitted`` when no member of staff acts."""
        if self.membership_id is None:
            raise NotPermitted(_("Only a named member of staff can sign this. Sign in as yourself."))
        return self.membership_id

    def require_own(self, *, clinic_id: UUID, person_id: UUID) -> None:
        """Pass when the actor is this very person, else raise ``ForeignRecord``."""
        if clinic_id != self.clinic_id or person_id != self.person_id:
            raise ForeignRecord(_("This record does not exist here."))


class WorksHere(Protocol):
    """What an actor is made from: a membership."""

    id: UUID
    clinic_id: UUID
    role: str
    active: bool


def actor_for(membership: WorksHere) -> Actor:
    """A member of staff acting; raises ``NotPermitted`` for one who no longer works here."""
    if not membership.active:
        raise NotPermitted(_("You no longer work in this clinic. Ask its owner if that is a mistake."))
    return Actor(
        kind=ActorKind.STAFF,
        clinic_id=membership.clinic_id,
        permissions=ROLES[membership.role].permissions,
        role=membership.role,
        membership_id=membership.id,
    )


def patient(*, clinic_id: UUID, person_id: UUID) -> Actor:
    """A person acting on their own care, by their sign-in or by a link that was made for them."""
    return Actor(
        kind=ActorKind.PATIENT,
        clinic_id=clinic_id,
        permissions=PATIENT.permissions,
        role=PATIENT.code,
        person_id=person_id,
    )


def system(*, clinic_id: UUID, name: str) -> Actor:
    """The system acting for itself in a clinic, such as the demo's generator; the audit shows ``name``."""
    return Actor(kind=ActorKind.SYSTEM, clinic_id=clinic_id, permissions=frozenset(), role=name)
