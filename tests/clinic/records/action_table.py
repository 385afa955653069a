"""Every action of the record's first part, as one call that works.

``tests/clinic/records/test_actions.py`` proves on each: permission, clinic, audit, conflict, all or nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tests.clinic import factories
from tests.clinic.records.world import LATER, RULE, VERSION, World

from drypoint.clinic.accounts.actions import (
    clinics,
    credentials,
    features,
    locations,
    memberships,
    thresholds,
)
from drypoint.clinic.accounts.features import Feature
from drypoint.clinic.accounts.models.memberships import CredentialKind
from drypoint.clinic.diary.actions import appointments, services
from drypoint.clinic.diary.models import ServiceKind
from drypoint.clinic.incidents.actions import adverse_events, incidents, recall_notices
from drypoint.clinic.incidents.models import AdverseEventKind, IncidentKind, ToldHow
from drypoint.clinic.people.actions import access, allergies, measures, medicines, people
from drypoint.clinic.rules.actions import approvals, local_rules, settings
from drypoint.clinic.rules.models import Authority
from drypoint.clinic.stock.actions import lots
from drypoint.clinic.training.actions import exercises
from drypoint.safety import Outcome


@dataclass(frozen=True)
class Case:
    """An action and, in a world, the keywords with which its owner (or the patient) calls it."""

    action: Callable[..., Any]
    keywords: Callable[[World], dict[str, Any]]
    own: bool = False
    """Whether only the patient themselves may."""

    @property
    def name(self) -> str:
        return f"{self.action.__module__}.{self.action.__name__}"


CASES = [
    Case(clinics.revise, lambda w: {"clinic": w.clinic, "revision": 1, "phone": "555 0199"}),
    Case(locations.add, lambda w: {"name": "Branch"}),
    Case(locations.revise, lambda w: {"location": w.location, "revision": 1, "name": "Room 2"}),
    Case(locations.archive, lambda w: {"location": w.location, "revision": 1}),
    Case(
        memberships.add,
        lambda w: {"email": f"new@{w.clinic.pk}.test", "name": "New", "role": "assistant"},
    ),
    Case(
        memberships.revise,
        lambda w: {"membership": w.second_owner, "revision": 1, "role": "therapist", "title": "DPT"},
    ),
    Case(memberships.deactivate, lambda w: {"membership": w.second_owner, "revision": 1}),
    Case(memberships.reactivate, lambda w: {"membership": w.second_owner, "revision": 1}),
    Case(
        credentials.record,
        lambda w: {
            "membership": w.second_owner,
            "kind": CredentialKind.LICENCE,
            "valid_from": date(2026, 1, 1),
            "expires": date(2028, 1, 1),
            "number": "PT-SECRET",
            "supersedes": w.credential,
        },
    ),
    Case(credentials.revoke, lambda w: {"credential": w.credential, "reason": "lapsed"}),
    Case(features.accept, lambda w: {"feature": Feature.RANKING, "supersedes": w.acceptance}),
    Case(features.decline, lambda w: {"feature": Feature.FORECAST}),
    Case(features.withdraw, lambda w: {"acceptance": w.acceptance}),
    Case(
        thresholds.sign,
        lambda w: {
            "clinic": w.clinic,
            "key": "low_bmi_below",
            "value": Decimal("20"),
            "reason": "our own choice",
            "supersedes": w.threshold,
        },
    ),
    Case(people.register, lambda w: {"given_name": "Secretname", "family_name": "Garcia"}),
    Case(people.revise_details, lambda w: {"person": w.person, "revision": 1, "given_name": "Secretname"}),
    Case(
        people.revise_own_contact,
        lambda w: {"person": w.person, "revision": 1, "phone": "555 0777"},
        own=True,
    ),
    Case(people.end_messages, lambda w: {"person": w.willing_person, "route": "text"}),
    Case(people.archive, lambda w: {"person": w.person, "revision": 1, "reason": "moved away"}),
    Case(people.restore, lambda w: {"person": w.archived_person, "revision": 2}),
    Case(
        measures.record,
        lambda w: {
            "person": w.person,
            "measured_on": date(2027, 1, 2),
            "height_cm": Decimal("171.5"),
            "supersedes": w.measure,
        },
    ),
    Case(allergies.record, lambda w: {"person": w.person, "substance": "nickel", "supersedes": w.allergy}),
    Case(allergies.record_none_known, lambda w: {"person": w.person, "supersedes": w.allergy}),
    Case(medicines.record, lambda w: {"person": w.person, "text": "apixaban", "supersedes": w.medicine}),
    Case(medicines.stop, lambda w: {"entry": w.medicine, "stopped_on": date(2027, 2, 1)}),
    Case(
        medicines.record_none_taken,
        lambda w: {"person": w.person, "on": date(2027, 2, 1), "supersedes": w.medicine},
    ),
    Case(access.grant, lambda w: {"person": w.person, "email": f"me@{w.clinic.pk}.test"}),
    Case(access.revoke, lambda w: {"access": w.access}),
    Case(services.add, lambda w: {"name": "First visit", "kind": ServiceKind.CONSULTATION, "minutes": 60}),
    Case(services.revise, lambda w: {"service": w.service, "revision": 1, "minutes": 30}),
    Case(services.archive, lambda w: {"service": w.service, "revision": 1}),
    Case(
        appointments.book,
        lambda w: {
            "person": w.person,
            "therapist": w.owner_member,
            "service": w.service,
            "location": w.location,
            "starts_at": factories.NOON,
        },
    ),
    Case(
        appointments.move,
        lambda w: {
            "appointment": w.appointment,
            "revision": 1,
            "starts_at": LATER,
            "therapist": w.owner_member,
            "location": w.location,
        },
    ),
    Case(appointments.arrive, lambda w: {"appointment": w.appointment, "revision": 1}),
    Case(appointments.undo_arrival, lambda w: {"appointment": w.arrived, "revision": 2}),
    Case(appointments.mark_seen, lambda w: {"appointment": w.appointment, "revision": 1}),
    Case(appointments.did_not_come, lambda w: {"appointment": w.appointment, "revision": 1}),
    Case(appointments.cancel, lambda w: {"appointment": w.appointment, "revision": 1}),
    Case(
        approvals.approve,
        lambda w: {
            "clinic": w.clinic,
            "version": VERSION,
            "language": "en",
            "statement": "I have read them again.",
            "supersedes": w.approval,
        },
    ),
    Case(approvals.withdraw, lambda w: {"approval": w.approval, "reason": "under revision"}),
    Case(
        settings.sign,
        lambda w: {
            "clinic": w.clinic,
            "rule": RULE,
            "outcome": Outcome.REFER,
            "reason": "we refer",
            "supersedes": w.setting,
        },
    ),
    Case(
        local_rules.enter,
        lambda w: {
            "clinic": w.clinic,
            "authority": Authority.PAYER,
            "name": "Insurer",
            "outcome": Outcome.STOP,
            "text": "Not paid here.",
            "source": "Policy 7",
            "from_day": date(2026, 1, 1),
            "note": "the policy changed",
            "supersedes": w.local_rule,
        },
    ),
    Case(
        local_rules.end,
        lambda w: {"local_rule": w.local_rule, "until_day": date(2026, 6, 1), "reason": "repealed"},
    ),
    Case(
        lots.receive,
        lambda w: {
            "maker": "Maker",
            "product": "Filiform",
            "length_mm": Decimal("40.0"),
            "diameter_mm": Decimal("0.30"),
            "lot": "L-2",
            "expires": factories.FAR_OFF,
            "packs": 3,
        },
    ),
    Case(lots.adjust, lambda w: {"lot": w.lot, "revision": 1, "packs": -1, "reason": "counted"}),
    Case(lots.recall, lambda w: {"lot": w.lot, "revision": 1, "reason": "maker's notice"}),
    Case(
        adverse_events.record,
        lambda w: {
            "person": w.person,
            "kind": AdverseEventKind.BRUISING,
            "scheme": "white",
            "grade": "mild",
            "outcome": "gone after three days",
            "supersedes": w.adverse_event,
        },
    ),
    Case(
        incidents.report,
        lambda w: {
            "kind": IncidentKind.ADVERSE_EVENT,
            "happened_at": factories.NOON,
            "title": "Bruise",
            "what_happened": "A large bruise.",
            "person": w.person,
            "adverse_event": w.adverse_event,
            "location": w.location,
            "needle_lot": w.lot,
        },
    ),
    Case(incidents.review, lambda w: {"incident": w.incident, "revision": 1, "note": "Looked into."}),
    Case(incidents.close, lambda w: {"incident": w.reviewed, "revision": 2, "note": "Chart changed."}),
    Case(
        recall_notices.record,
        lambda w: {
            "lot": w.recalled_lot,
            "person": w.person,
            "told_on": date(2026, 3, 1),
            "told_by": w.owner_member,
            "how": ToldHow.TELEPHONE,
            "supersedes": w.recall_notice,
        },
    ),
    Case(exercises.begin, lambda w: {"case": "case-015", "muscles": ["supraspinatus", "deltoid_middle"]}),
    Case(exercises.palpate, lambda w: {"guess": w.guess, "muscle": "infraspinatus"}),
    Case(
        exercises.answer,
        lambda w: {
            "guess": w.guess,
            "muscles": ["infraspinatus", "supraspinatus"],
            "reported": ["supraspinatus"],
            "system_place": 2,
            "atlas_version": "1",
        },
    ),
]
BY_NAME = {case.name: case for case in CASES}
