"""Who may do what: permissions are names, roles are lists of them with a description for people."""

from dataclasses import dataclass
from enum import StrEnum, auto

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    """One thing a role may do in its clinic."""

    SEE_DIARY = auto()
    EDIT_DIARY = auto()
    SEE_PEOPLE = auto()
    EDIT_PEOPLE = auto()
    SEE_CHART = auto()
    EDIT_CHART = auto()
    RECORD_SESSION = auto()
    SIGN = auto()
    SEE_STOCK = auto()
    EDIT_STOCK = auto()
    SEE_INCIDENTS = auto()
    REPORT_INCIDENT = auto()
    CLOSE_INCIDENT = auto()
    APPROVE_RULES = auto()
    EDIT_CLINIC = auto()
    EDIT_STAFF = auto()
    SEE_AUDIT = auto()
    REDACT = auto()
    SEE_OUTCOMES = auto()
    LOOK_BACK = auto()
    SEE_OWN_CARE = auto()


@dataclass(frozen=True, slots=True)
class Role:
    """A named list of permissions."""

    code: str
    name: str | Promise
    description: str | Promise
    permissions: frozenset[Permission]


_CARE = frozenset(
    {
        Permission.SEE_DIARY,
        Permission.EDIT_DIARY,
        Permission.SEE_PEOPLE,
        Permission.EDIT_PEOPLE,
        Permission.SEE_CHART,
        Permission.EDIT_CHART,
        Permission.RECORD_SESSION,
        Permission.SEE_STOCK,
        Permission.SEE_INCIDENTS,
        Permission.REPORT_INCIDENT,
        Permission.SEE_OUTCOMES,
    }
)

PATIENT = Role(
    code="patient",
    name=_("Patient"),
    description=_("Sees their own appointments, forms, after-care and check-ins. Nothing of anyone else."),
    permissions=frozenset({Permission.SEE_OWN_CARE}),
)
THERAPIST = Role(
    code="therapist",
    name=_("Therapist"),
    description=_("Keeps the chart, plans, needles and signs. Needling needs a valid needling credential."),
    permissions=_CARE
    | {Permission.SIGN, Permission.EDIT_STOCK, Permission.CLOSE_INCIDENT, Permission.LOOK_BACK},
)
ASSISTANT = Role(
    code="assistant",
    name=_("Assistant"),
    description=_("Helps in the room: reads the chart, records measurements and the session. Never signs."),
    permissions=_CARE,
)
FRONT_DESK = Role(
    code="front_desk",
    name=_("Front desk"),
    description=_("Keeps the diary and people's contact details. Does not see charts."),
    permissions=frozenset(
        {
            Permission.SEE_DIARY,
            Permission.EDIT_DIARY,
            Permission.SEE_PEOPLE,
            Permission.EDIT_PEOPLE,
            Permission.REPORT_INCIDENT,
        }
    ),
)
OWNER = Role(
    code="owner",
    name=_("Owner"),
    description=_("Runs the clinic: staff, credentials, settings, rule sign-off, stock, incidents, audit."),
    permissions=_CARE
    | {
        Permission.SIGN,
        Permission.EDIT_STOCK,
        Permission.CLOSE_INCIDENT,
        Permission.APPROVE_RULES,
        Permission.EDIT_CLINIC,
        Permission.EDIT_STAFF,
        Permission.SEE_AUDIT,
        Permission.REDACT,
        Permission.LOOK_BACK,
    },
)
RESEARCHER = Role(
    code="researcher",
    name=_("Researcher"),
    description=_("Sees counts and outcomes without names, and the knowledge behind them. No charts."),
    permissions=frozenset({Permission.SEE_OUTCOMES}),
)

ROLES: dict[str, Role] = {
    role.code: role for role in (PATIENT, THERAPIST, ASSISTANT, FRONT_DESK, OWNER, RESEARCHER)
}
STAFF_ROLE_CHOICES = [(role.code, role.name) for role in ROLES.values() if role is not PATIENT]
