"""One person's care in a clinic, made step by step through the actions."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests.clinic import factories

from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.accounts.models.clinics import ClinicKind
from drypoint.clinic.actors import Actor, actor_for, patient
from drypoint.clinic.episodes.actions import episodes
from drypoint.clinic.keys import new_id
from drypoint.clinic.visits.actions import (
    consents,
    needling_plans,
    pain_drawings,
    screenings,
    sessions,
    visits,
)
from drypoint.clinic.visits.models import (
    Consent,
    DrawnBy,
    NeedlingPlan,
    NeedlingSession,
    PainDrawing,
    Screening,
    SignatureKind,
    Visit,
)
from drypoint.clinic.visits.queries.plans import plan_blockers
from drypoint.safety.rules import load_rules

BEGUN = datetime(2027, 3, 1, 9, tzinfo=UTC)
GLUTEUS = {
    "muscle": "gluteus_medius",
    "side": "left",
    "site": 1,
    "length_mm": 40.0,
    "diameter_mm": 0.3,
    "technique": "deep",
    "position": "side_lying",
}


def all_no() -> dict[str, Any]:
    """Every screening question answered with no."""
    return {question.id: False for question in load_rules().questions}


class Care:
    """A person with an episode and a first visit, and the therapist who treats them."""

    def __init__(self, kind: ClinicKind = ClinicKind.DEMO, name: str = "Harbour") -> None:
        self.clinic: Clinic = factories.make_clinic(kind, name, timezone="UTC")
        self.member = factories.make_therapist(self.clinic)
        self.therapist: Actor = actor_for(self.member)
        self.person = factories.make_person(self.clinic, birth_date=date(1980, 5, 1), sex_recorded="male")
        self.themselves = patient(clinic_id=self.clinic.pk, person_id=self.person.pk)
        self.episode = episodes.open(
            by=self.therapist,
            person=self.person,
            complaint="hip_buttock_pain",
            title="Left buttock pain",
            therapist=self.member,
            opened_on=BEGUN.date(),
        )
        self.visit = self.start_visit()

    def start_visit(self, days: int = 0) -> Visit:
        """A visit, so many days after the first."""
        return visits.start(
            by=self.therapist,
            episode=self.episode,
            therapist=self.member,
            started_at=BEGUN + timedelta(days=days),
        )

    def screen(
        self, visit: Visit | None = None, *, supersedes: Screening | None = None, **answers: Any
    ) -> Screening:
        """A screening in which everything is a no, but for ``answers``."""
        return screenings.record(
            by=self.therapist,
            visit=visit or self.visit,
            answers=all_no() | answers,
            supersedes=supersedes,
        )

    def consent(self, *regions: str, at: datetime = BEGUN, visit: Visit | None = None) -> Consent:
        """A consent with a typed name."""
        return consents.give(
            by=self.therapist,
            visit=visit or self.visit,
            regions=regions or ("buttock", "hip"),
            risk_text_version="1",
            language="en",
            content={"said": "What needling is, and its risks."},
            signature_kind=SignatureKind.TYPED,
            signed_name="Ana Ruiz",
            given_at=at,
        )

    def draw(self, visit: Visit | None = None) -> PainDrawing:
        """A drawing of the buttock."""
        return pain_drawings.record(
            by=self.therapist,
            visit=visit or self.visit,
            chart_version="1",
            figure="neutral",
            drawn_by=DrawnBy.PATIENT,
            zones=[{"code": "bt.upper", "side": "left", "cover": 0.5, "intensity": 6, "quality": "ache"}],
        )

    def propose(
        self, *insertions: dict[str, Any], visit: Visit | None = None, supersedes: NeedlingPlan | None = None
    ) -> NeedlingPlan:
        """A plan, by default for one deep insertion into the gluteus medius."""
        return needling_plans.propose(
            by=self.therapist,
            visit=visit or self.visit,
            insertions=insertions or (GLUTEUS,),
            indication="Pain on walking",
            supersedes=supersedes,
        )

    def sign(self, plan: NeedlingPlan) -> NeedlingPlan:
        """The plan signed, with words for each finding that asks for some."""
        asking = plan_blockers(plan, by=self.therapist, on=BEGUN.date(), reasons={})
        needling_plans.sign(
            by=self.therapist,
            plan=plan,
            reasons={blocker.finding_id: "Done as advised" for blocker in asking if blocker.finding_id},
            signed_at=BEGUN,
        )
        return plan

    def ready(self, visit: Visit | None = None) -> NeedlingPlan:
        """Everything up to a signed plan."""
        self.screen(visit)
        self.consent(visit=visit)
        return self.sign(self.propose(visit=visit))

    def begin(self, visit: Visit | None = None) -> NeedlingSession:
        """A session that has started."""
        self.ready(visit)
        return sessions.start(by=self.therapist, visit=visit or self.visit, started_at=BEGUN)

    def needle(self, visit: Visit | None = None) -> NeedlingSession:
        """A session from first to last event."""
        session = self.begin(visit)
        sessions.record_events(by=self.therapist, visit=visit or self.visit, events=whole_session())
        session.refresh_from_db()
        return session


def event(kind: str, minute: float = 0, **details: Any) -> dict[str, Any]:
    """An event as a device posts it."""
    at = BEGUN + timedelta(minutes=minute)
    return {"id": str(new_id()), "at": at.isoformat(), "device": "tablet-1", "type": kind, **details}


def inserted(minute: float = 1, needle: str = "n1", insertion: str = "i1", **details: Any) -> dict[str, Any]:
    """An insertion into the left gluteus medius."""
    place = {"muscle": "gluteus_medius", "side": "left", "site": "1"}
    return event("inserted", minute, needle=needle, insertion=insertion, **{**place, **details})


def whole_session() -> list[dict[str, Any]]:
    """One needle in and out, one twitch, counted, closed."""
    return [
        event("opened"),
        event("needle_opened", 1, needle="n1"),
        inserted(1),
        event("twitched", 2, insertion="i1", data={"twitches": 2}),
        event("removed", 3, insertion="i1"),
        event("count_checked", 4, data={"sharps": 1}),
        event("closed", 5),
    ]
