"""Who acts. Every write names its actor; an actor can only do what its role permits, in its own clinic."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext as _

from drypoint.clinic.errors import ForeignRecord, NotPermitted
from drypoint.clinic.permissions import Permission


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

    def require_own(self, *, clinic_id: UUID, person_id: UUID) -> None:
        """Pass when the actor is this very person, else raise ``ForeignRecord``."""
        if clinic_id != self.clinic_id or person_id != self.person_id:
            raise ForeignRecord(_("This record does not exist here."))


def system(*, clinic_id: UUID, name: str) -> Actor:
    """The system acting for itself in a clinic, such as the demo's generator; the audit shows ``name``."""
    return Actor(kind=ActorKind.SYSTEM, clinic_id=clinic_id, permissions=frozenset(), role=name)
