"""One record of each kind that an address can name, in one clinic, for walks through every page."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.utils import timezone
from tests.clinic import factories
from tests.clinic.visits.care import BEGUN, Care, event

from drypoint.clinic.accounts.actions import locations
from drypoint.clinic.actors import Actor
from drypoint.clinic.charges.actions import fees
from drypoint.clinic.diary.actions import appointments
from drypoint.clinic.episodes.actions import clearances, goals
from drypoint.clinic.followup.actions import after_care, check_ins
from drypoint.clinic.followup.models import Channel
from drypoint.clinic.followup.queries import after_care_words, consent_words
from drypoint.clinic.incidents.actions import adverse_events, incidents
from drypoint.clinic.incidents.models import AdverseEventKind, IncidentKind
from drypoint.clinic.incidents.severity import WHITE
from drypoint.clinic.people.actions import access, allergies, medicines
from drypoint.clinic.rules.actions import approvals, local_rules
from drypoint.clinic.rules.models import Authority
from drypoint.clinic.stock.actions import lots
from drypoint.clinic.stock.models import NeedleLot
from drypoint.clinic.training.actions import exercises
from drypoint.clinic.visits.actions import consents, other_treatments, sessions
from drypoint.clinic.visits.actions import exercises as home_exercises
from drypoint.clinic.visits.models import SignatureKind, TreatmentKind
from drypoint.safety import Outcome, load_rules
from drypoint.web.access import Page

WORDS = {
    "topic": "examination",
    "move": "arrive",
    "muscle": "infraspinatus",
    "side": "right",
    "question": "restrictions",
    "instrument": "psfs",
    "language": "en",
}
"""What fills the parts of an address that are no record."""


@dataclass
class Records:
    """The keys of a clinic's records by their names in addresses."""

    care: Care
    keys: dict[str, UUID] = field(default_factory=dict)
    special: dict[str, dict[str, UUID]] = field(default_factory=dict)
    """Keys of the pages that want other records of a kind than the rest."""
    facts: dict[str, UUID] = field(default_factory=dict)
    """``fact_id`` by the part of the address before it, which says what kind of fact it is."""

    def of(self, page: Page) -> dict[str, str | UUID]:
        """What fills the address of ``page``; ``KeyError`` for a kind of record that is not made here."""
        filled: dict[str, str | UUID] = {}
        before = ""
        for part in page.route.strip("/").split("/"):
            name = part.strip("<>").rpartition(":")[2]
            if part.startswith("<uuid:"):
                keys = self.keys | self.special.get(page.name, {})
                filled[name] = self.facts[before] if name == "fact_id" else keys[name]
            elif part.startswith("<"):
                filled[name] = WORDS[name]
            before = part
        return filled


def names_records(page: Page) -> bool:
    """Whether the address names a record, and nothing else that has no word here."""
    parts = [part.strip("<>").rpartition(":") for part in page.route.split("/") if part.startswith("<")]
    return any(kind == "uuid" for kind, _colon, _name in parts) and all(
        kind == "uuid" or name in WORDS for kind, _colon, name in parts
    )


def make_records(name: str = "Elsewhere") -> Records:
    """A clinic with one of each."""
    care = Care(name=name)
    owner: Actor = factories.acting(care.clinic, "owner")
    by, visit, person = care.therapist, care.visit, care.person
    care.begin()
    home_exercises.prescribe(by=by, visit=visit, exercises=[{"name": "Bridge", "exercise": "bridge"}])
    said = {"by": by, "person": person}
    told = consent_words.told(visit, regions=["hip"], language="en", by=care.member)
    licence = care.member.credentials.order_by("id").first()
    adverse = adverse_events.record(
        **said, kind=AdverseEventKind.FAINTING, scheme=WHITE.code, grade="mild", visit=visit
    )
    invitation, _token = check_ins.invite(
        by=by,
        visit=visit,
        due_at=timezone.now(),
        expires_at=timezone.now() + timedelta(days=7),
        channel=Channel.QR_CODE,
    )
    sessions.record_events(by=by, visit=visit, events=[opened := event("opened")])
    made = {
        "event_id": visit.session_events.get(pk=opened["id"]),
        "person_id": person,
        "membership_id": care.member,
        "credential_id": licence,
        "location_id": locations.add(by=owner, name="Upstairs"),
        "service_id": (service := factories.make_service(care.clinic)),
        "appointment_id": appointments.book(
            **said, therapist=care.member, service=service, starts_at=timezone.now() + timedelta(days=1)
        ),
        "approval_id": approvals.approve(
            by=owner, clinic=care.clinic, version=load_rules().version, language="en", statement="I agree."
        ),
        "local_rule_id": local_rules.enter(
            by=owner,
            clinic=care.clinic,
            authority=Authority.CLINIC,
            name="Our own",
            outcome=Outcome.MODIFY,
            text="Two needles at most.",
            source="Staff meeting",
            from_day=BEGUN.date(),
        ),
        "fee_id": fees.set_fee(by=owner, clinic=care.clinic, code="97110", timed=True),
        "lot_id": factories.make_lot(care.clinic),
        "episode_id": care.episode,
        "goal_id": goals.set(by=by, episode=care.episode, words="Walk an hour"),
        "clearance_id": clearances.ask(
            by=by,
            episode=care.episode,
            asked_whom="Dr Weber",
            finding_ids=["epilepsy"],
            question="May we?",
            asked_at=BEGUN,
        ),
        "visit_id": visit,
        "consent_id": consents.give(
            by=by,
            visit=visit,
            regions=["hip"],
            risk_text_version=told.text_version,
            language="en",
            content=consent_words.as_kept(told),
            signature_kind=SignatureKind.TYPED,
            signed_name="Ana Ruiz",
            given_at=BEGUN,
        ),
        "treatment_id": other_treatments.record(by=by, visit=visit, kind=TreatmentKind.TAPING),
        "sheet_id": after_care.give(
            by=by,
            visit=visit,
            regions=["hip"],
            content=after_care_words.as_kept(after_care_words.sheet(visit, language="en")),
            language="en",
            given_to="Ana",
            given_at=BEGUN,
        ),
        "invitation_id": invitation,
        "guess_id": exercises.begin(by=by, case="case-015", muscles=["supraspinatus"]),
        "check_in_id": check_ins.answer(by=by, visit=visit, answers={}, answered_at=timezone.now()),
        "adverse_event_id": adverse,
        "incident_id": incidents.report(
            by=by, kind=IncidentKind.NEAR_MISS, happened_at=BEGUN, title="x", what_happened="x", visit=visit
        ),
    }
    access.grant(by=owner, person=person, email=f"{name.lower()}@home.test")
    facts = {
        "allergies": allergies.record(**said, substance="latex"),
        "medicines": medicines.record(**said, text="warfarin 5 mg"),
    }
    return Records(
        care=care,
        special={"needle_lot_told": {"lot_id": _recalled(care).pk}},
        keys={key: record.pk for key, record in made.items()},
        facts={kind: fact.pk for kind, fact in facts.items()},
    )


def _recalled(care: Care) -> NeedleLot:
    """A lot of which a needle was opened in the visit, recalled since."""
    lot = factories.make_lot(care.clinic, "RECALLED")
    opened = [event("opened"), event("needle_opened", 0.5, needle="n1")]
    sessions.record_events(by=care.therapist, visit=care.visit, events=opened, lots={"n1": lot})
    lots.recall(by=factories.setting_up(care.clinic), lot=lot, revision=1, reason="notice 12")
    return lot
