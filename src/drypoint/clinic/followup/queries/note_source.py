"""Everything that the note of a visit is drafted from, read once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from drypoint import atlas
from drypoint.clinic.episodes.models import Goal, History, PlanOfCare
from drypoint.clinic.followup.models import AfterCare, Decision
from drypoint.clinic.incidents.models import AdverseEvent
from drypoint.clinic.visits.models import (
    Consent,
    Examination,
    ExercisePrescription,
    Measurement,
    NeedlingPlan,
    NeedlingSession,
    OtherTreatment,
    PainDrawing,
    PalpationFinding,
    Screening,
    SessionEvent,
    Visit,
    Withdrawal,
)
from drypoint.clinic.visits.queries.consents import withdrawals
from drypoint.clinic.visits.queries.plans import current_plan, current_screening
from drypoint.clinic.visits.queries.sessions import StoredEvent, questioned, session_state
from drypoint.clinic.visits.queries.visits import previous_visit
from drypoint.needling import SessionState

Language = Literal["en", "es"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteSource:
    """The record of one visit as it stands."""

    visit: Visit
    language: Language
    previous: Visit | None
    history: History | None
    screening: Screening | None
    examination: Examination | None
    plan_of_care: PlanOfCare | None
    goals: list[Goal]
    consent: Consent | None
    withdrawal: Withdrawal | None
    drawing: PainDrawing | None
    palpation: list[PalpationFinding]
    plan: NeedlingPlan | None
    session: NeedlingSession | None
    state: SessionState
    openings: dict[str, SessionEvent]
    """The event that opened each needle, with its lot."""
    insertions: dict[str, SessionEvent]
    """The event of each insertion."""
    questioned: tuple[StoredEvent, ...]
    """What was recorded although something spoke against it, and nobody has looked at since."""
    other_treatments: list[OtherTreatment]
    exercises: ExercisePrescription | None
    measurements: list[Measurement]
    adverse_events: list[AdverseEvent]
    after_care: AfterCare | None
    decision: Decision | None
    procedure_code: str | None
    """What the signer confirms; ``None`` in a draft."""

    @property
    def changed_since(self) -> datetime:
        """From when on a fact of the episode is new: the last visit's note, else the start of this visit."""
        note = getattr(self.previous, "note", None)
        return note.signed_at if note is not None else self.visit.started_at

    def muscle(self, muscle: str) -> str:
        """The muscle's name in the note's language."""
        return atlas.load().muscle(muscle).name.in_language(self.language)

    def zone(self, code: str) -> str:
        """The zone's name in the note's language."""
        return atlas.load().zone(code).label.in_language(self.language)

    def local(self, moment: datetime) -> datetime:
        """``moment`` by the clinic's clock."""
        return moment.astimezone(self.visit.clinic.zone)


def read(visit: Visit, language: Language, *, procedure_code: str | None = None) -> NoteSource:
    """Read the visit; the number of statements does not grow with what was recorded."""
    of_visit = {"clinic_id": visit.clinic_id, "visit": visit}
    of_episode = {"clinic_id": visit.clinic_id, "episode": visit.episode}
    events = list(
        SessionEvent.objects.filter(type__in=["needle_opened", "inserted"], **of_visit).select_related("lot")
    )
    ended = withdrawals(visit.episode)
    return NoteSource(
        visit=visit,
        language=language,
        previous=previous_visit(visit),
        history=History.objects.current().filter(**of_episode).first(),
        screening=current_screening(visit),
        examination=Examination.objects.current().filter(**of_visit).first(),
        plan_of_care=PlanOfCare.objects.current().filter(**of_episode).first(),
        goals=list(Goal.objects.current().filter(**of_episode).order_by("recorded_at", "id")),
        consent=Consent.objects.current().filter(**of_episode).order_by("-given_at", "-id").first(),
        withdrawal=ended[0] if ended else None,
        drawing=PainDrawing.objects.current().filter(**of_visit).first(),
        palpation=list(
            PalpationFinding.objects.current()
            .filter(**of_visit)
            .select_related("trigger_point")
            .order_by("trigger_point__muscle", "trigger_point__side", "trigger_point__site")
        ),
        plan=current_plan(visit),
        session=NeedlingSession.objects.filter(visit=visit).select_related("plan").first(),
        state=session_state(visit),
        openings={event.payload["needle"]: event for event in events if event.type == "needle_opened"},
        insertions={event.payload["insertion"]: event for event in events if event.type == "inserted"},
        questioned=questioned(visit),
        other_treatments=list(
            OtherTreatment.objects.current().filter(**of_visit).order_by("recorded_at", "id")
        ),
        exercises=ExercisePrescription.objects.current().filter(**of_visit).first(),
        measurements=list(Measurement.objects.current().filter(**of_visit).order_by("measured_at", "id")),
        adverse_events=list(AdverseEvent.objects.current().filter(**of_visit).order_by("recorded_at", "id")),
        after_care=AfterCare.objects.current().filter(**of_visit).first(),
        procedure_code=procedure_code,
        decision=Decision.objects.current().filter(**of_visit).first(),
    )
