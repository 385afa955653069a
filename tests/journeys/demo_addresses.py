"""Which pages there are to look at in the demo clinic, as whom, and of which record."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from drypoint.clinic.accounts.actions.thresholds import UNITS
from drypoint.clinic.accounts.features import Feature
from drypoint.clinic.accounts.models import Clinic, Credential, Location, Membership
from drypoint.clinic.charges.models import CodeFee
from drypoint.clinic.diary.models import Appointment, Service
from drypoint.clinic.episodes.models import Clearance, Episode
from drypoint.clinic.followup.models import AfterCare, CheckIn, CheckInInvitation
from drypoint.clinic.followup.queries.invitations import token_of
from drypoint.clinic.incidents.models import AdverseEvent, Incident
from drypoint.clinic.people.models import Allergy, MedicineEntry, PatientAccess, Person
from drypoint.clinic.permissions import ROLES, STAFF_ROLE_CHOICES
from drypoint.clinic.records import ClinicRecord
from drypoint.clinic.rules.models import LocalRule, RuleSetApproval
from drypoint.clinic.stock.models import NeedleLot
from drypoint.clinic.visits.models import Consent, Visit
from drypoint.demo.cast import Stage, load_cast
from drypoint.safety import action_cards, load_rules, load_triage
from drypoint.web.access import Audience, Page, pages
from drypoint.web.guided_cases import guided_cases

NOBODY = "nobody"
"""Who is not signed in."""
STAFF = tuple(code for code, _name in STAFF_ROLE_CHOICES)
POST_ONLY = frozenset(
    "check-in-link-close choose_language choose_theme appointment_step example_start allergy_none"
    " medicine_none needle_lot_code plan_sign note-addendum screening_confirm session_start session_press"
    " recorder_events recorder_look staff_set_up_link access_set_up_link visit_start text_hook_renew".split()
)
"""Addresses that answer no look."""
THEIR_OWN = frozenset({"training_exercise", "recorder_keys", "text_hook", "stop_messages"})
"""Of who began it, and nobody in the demo has: their own journeys look at them."""
FRAGMENTS = frozenset({"muscle_search", "public_muscle_search", "recorder_snapshot"})
"""Addresses that answer a part of a page, or a script."""
SCENES = (Stage.IN_COURSE, Stage.NOTE_WAITING, Stage.TODAY_BEGUN)
"""Visits that a page of a visit is looked at: signed, recorded but not signed, just begun."""
MORE_SCENES = {
    "visit": (Stage.CONSENT_WITHDRAWN, Stage.CLEARANCE_WAITING),
    "screening_outcome": (Stage.CLEARANCE_WAITING,),
    "consent": (Stage.CONSENT_WITHDRAWN,),
    "palpation": (Stage.PAIN_DRAWN,),
    "plan": (Stage.PLAN_WAITING,),
    "session": (Stage.PLAN_WAITING, Stage.NEEDLES_IN),
    "session_quick": (Stage.NEEDLES_IN,),
    "session_trouble": (Stage.NEEDLES_IN,),
    "session_missing": (Stage.NEEDLES_IN,),
}
NEEDS_NOTE = frozenset({"note-pdf", "superbill-pdf", "superbill-csv", "superbill-void"})
NEEDS_SESSION = frozenset(
    "session_quick session_trouble session_missing session_details recorder_snapshot"
    " after-care-pdf exercises-pdf other_treatment".split()
)
"""Pages that a visit without needling does not have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One page, looked at in one role, of a visit at one stage where it is a visit's."""

    role: str
    page: Page
    stage: Stage | None = None

    @property
    def name(self) -> str:
        """For reports."""
        return "-".join(one for one in (self.role, self.page.name, self.stage) if one)

    @property
    def is_first(self) -> bool:
        """Whether no earlier role looks at this page: it is then looked at most closely."""
        return self.role == roles_of(self.page)[0]

    @property
    def is_download(self) -> bool:
        """Whether the address is a file or a part, not a page."""
        files = (".pdf", ".csv", ".svg", ".js", ".txt")
        return self.page.route.endswith(files) or self.page.name in FRAGMENTS


def roles_of(page: Page) -> tuple[str, ...]:
    """Who may look at it."""
    access = page.access
    assert access is not None
    if access.audience is Audience.PATIENT:
        return ("patient",)
    if access.audience is Audience.PUBLIC:
        return (NOBODY,)
    return tuple(role for role in STAFF if access.see is None or access.see in ROLES[role].permissions)


def looks() -> Iterator[Look]:
    """Every page as everybody who may see it; a page of a visit at several stages for the first of them."""
    for page in pages():
        if page.name in POST_ONLY | THEIR_OWN:
            continue
        for role in roles_of(page):
            is_first = role == roles_of(page)[0]
            for stage in _stages(page, closely=is_first):
                yield Look(role=role, page=page, stage=stage)


def _stages(page: Page, *, closely: bool) -> tuple[Stage | None, ...]:
    if "<uuid:visit_id>" not in page.route or page.route.startswith("/my/"):
        return (None,)
    if page.name in NEEDS_NOTE:
        return (Stage.IN_COURSE,)
    if not closely:
        return (Stage.NOTE_WAITING,)
    usual = SCENES[:2] if page.name in NEEDS_SESSION else SCENES
    return (*usual, *MORE_SCENES.get(page.name, ()))


WORDS: dict[str, Callable[[], str]] = {
    "case_id": lambda: next(iter(guided_cases())),
    "card_id": lambda: action_cards()[0].id,
    "sign_id": lambda: load_triage().signs[0].id,
    "habit_id": lambda: load_rules().checklist[0].id,
    "rule_id": lambda: load_rules().rules[0].id,
    "feature": lambda: Feature.RANKING.value,
    "kind": lambda: "allergy",
    "muscle": lambda: "infraspinatus",
    "side": lambda: "right",
    "topic": lambda: "examination",
    "zone": lambda: "head.temple",
    "view": lambda: "front",
    "language": lambda: "en",
    "purpose": lambda: "check_in",
    "route": lambda: "email",
    "move": lambda: "arrive",
    "key": lambda: next(iter(UNITS)),
    "question": lambda: "restrictions",
    "instrument": lambda: "ndi",
}
"""What fills the parts of an address that are no record."""
RECORDS: dict[str, type[ClinicRecord]] = {
    "adverse_event_id": AdverseEvent,
    "appointment_id": Appointment,
    "approval_id": RuleSetApproval,
    "check_in_id": CheckIn,
    "clearance_id": Clearance,
    "consent_id": Consent,
    "credential_id": Credential,
    "episode_id": Episode,
    "fee_id": CodeFee,
    "incident_id": Incident,
    "invitation_id": CheckInInvitation,
    "location_id": Location,
    "local_rule_id": LocalRule,
    "lot_id": NeedleLot,
    "membership_id": Membership,
    "person_id": Person,
    "service_id": Service,
    "sheet_id": AfterCare,
}
"""What the other parts name."""


def address(look: Look, clinic: Clinic, language: str = "en") -> str:
    """The page's address with records of the demo clinic in it; a public one says the language."""
    route = look.page.route
    filled: dict[str, Any] = {}
    for name in re.findall(r"<\w+:(\w+)>", route):
        if name in WORDS:
            filled[name] = WORDS[name]()
        elif name == "lang":
            filled[name] = language
        elif name == "clinic_id":
            filled[name] = clinic.pk
        elif name == "token":
            filled[name] = token_of(
                clinic.check_in_invitations.filter(check_ins__isnull=True).latest("id").pk
            )
        elif look.page.name == "needle_lot_told":
            filled[name] = getattr(clinic.recall_notices.first(), name)
        elif name == "person_id" and look.page.name.startswith("superbills"):
            filled[name] = (
                clinic.superbills.select_related("visit__episode").latest("id").visit.episode.person_id
            )
        elif name == "visit_id":
            filled[name] = _visit(look, clinic).pk
        elif "<uuid:visit_id>" in route:
            filled[name] = _of_visit(name, _visit(look, clinic)).pk
        elif "<uuid:fact_id>" in route:
            fact = _fact(route, clinic)
            filled[name] = fact.pk if name == "fact_id" else fact.person_id
        else:
            found = RECORDS[name]._default_manager.filter(clinic=clinic)
            if look.role == "patient":
                found = found.filter(visit__episode__person=_patient(clinic))
            first = found.order_by("id").first()
            assert first is not None, f"the demo has no {name}"
            filled[name] = first.pk
    return reverse(look.page.name, kwargs=filled)


def _visit(look: Look, clinic: Clinic) -> Visit:
    if look.role == "patient":
        mine = clinic.visits.filter(episode__person=_patient(clinic)).order_by("-started_at")
        if look.page.name.startswith("my-exercises"):
            return mine.filter(exercise_prescriptions__isnull=False).first()
        is_over = look.page.name == "my_screening_done"
        return mine.filter(screenings__isnull=False).first() if is_over else mine.first()
    names = {one.name for one in load_cast() if one.stage is look.stage}
    found = clinic.visits.select_related("episode__person").order_by("started_at")
    return [visit for visit in found if visit.episode.person.full_name in names][-1]


def _of_visit(name: str, visit: Visit) -> ClinicRecord:
    if name == "event_id":
        return visit.session_events.earliest("number")
    found = {"goal_id": visit.episode.goals, "treatment_id": visit.other_treatments}[name]
    return found.current().first()


def _fact(route: str, clinic: Clinic) -> Allergy | MedicineEntry:
    """An allergy or a medicine that is one, not the statement that there is none."""
    if "/allergies/" in route or "/redact/" in route:
        return clinic.allergies.current().filter(none_known=False).first()
    return clinic.medicines.current().filter(none_taken=False).first()


def _patient(clinic: Clinic) -> Person:
    """Who signs in as the patient."""
    return PatientAccess.objects.get(clinic=clinic).person
