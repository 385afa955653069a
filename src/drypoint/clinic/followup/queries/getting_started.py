"""What a clinic still has to do before it can needle: the first days of an owner."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum, auto

from drypoint.clinic.accounts import queries as accounts
from drypoint.clinic.accounts.features import Feature
from drypoint.clinic.accounts.models import Clinic, Membership
from drypoint.clinic.accounts.models.memberships import CredentialKind
from drypoint.clinic.diary import queries as diary
from drypoint.clinic.permissions import ROLES, Permission
from drypoint.clinic.rules import queries as rules
from drypoint.clinic.stock import queries as stock
from drypoint.safety import load_rules

_NEEDED = frozenset({CredentialKind.LICENCE, CredentialKind.NEEDLING})


class StartStep(StrEnum):
    """One thing to do, in the order in which it is best done."""

    PHONE_NUMBERS = auto()
    LOCATION = auto()
    SERVICE = auto()
    APPROVER_LICENCE = auto()
    STAFF_CREDENTIALS = auto()
    RULE_APPROVAL = auto()
    SWITCHES = auto()
    NEEDLE_LOT = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """How far a clinic is."""

    done: frozenset[StartStep]
    members_without_credentials: tuple[Membership, ...]
    """Active therapists of whom no licence or no needling credential was ever recorded."""

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left."""
        return len(self.done) == len(StartStep)


def start(clinic: Clinic, *, on: date) -> Start:
    """What is done of each step on ``on``. A demo clinic needs no approval and no switch."""
    may_needle, without = _by_credentials(clinic, on)
    steps = {
        StartStep.PHONE_NUMBERS: bool(clinic.phone and clinic.after_hours_phone and clinic.emergency_number),
        StartStep.LOCATION: accounts.locations(clinic).exists(),
        StartStep.SERVICE: diary.services(clinic).exists(),
        StartStep.APPROVER_LICENCE: _approver_has_licence(clinic, on),
        StartStep.STAFF_CREDENTIALS: bool(may_needle) and not without,
        StartStep.RULE_APPROVAL: clinic.is_demo
        or not rules.missing_approvals(clinic, version=load_rules().version),
        StartStep.SWITCHES: clinic.is_demo or len(accounts.last_acceptances(clinic)) == len(Feature),
        StartStep.NEEDLE_LOT: stock.usable_lots(clinic, on=on).exists(),
    }
    return Start(
        done=frozenset(step for step, is_done in steps.items() if is_done),
        members_without_credentials=tuple(without),
    )


def _by_credentials(clinic: Clinic, on: date) -> tuple[list[Membership], list[Membership]]:
    """Therapists and owners who may needle, and therapists of whom a credential was never recorded.

    One that expired is no beginner's matter: the staff page says so. An owner without a needling credential
    may be one who does not needle.
    """
    recorded = accounts.staff_credentials(clinic)
    ready: list[Membership] = []
    without: list[Membership] = []
    for member in accounts.therapists(clinic):
        known = recorded.get(member.pk, ())
        if {one.kind for one in known if one.holds_on(on)} >= _NEEDED:
            ready.append(member)
        owns = Permission.EDIT_STAFF in ROLES[member.role].permissions
        if not owns and not {one.kind for one in known} >= _NEEDED:
            without.append(member)
    return ready, without


def _approver_has_licence(clinic: Clinic, on: date) -> bool:
    roles = [code for code, role in ROLES.items() if Permission.APPROVE_RULES in role.permissions]
    licences = clinic.credentials.current().filter(
        kind=CredentialKind.LICENCE, membership__active=True, membership__role__in=roles
    )
    return any(one.holds_on(on) for one in licences)
