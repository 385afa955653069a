"""Everything that the note of a visit is drafted from, read once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from drypoint import atlas
from drypoint.clinic.episodes.models import Goal, History, PlanOfCare
from drypoint.clinic.followup.models import AfterCare, CheckIn, Decision, NoteWords
from drypoint.clinic.incidents.models import AdverseEvent
from drypoint.clinic.people.models import Allergy, MedicineEntry
from drypoint.clinic.visits.languages import engine_language
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
from drypoint.clinic.visits.queries.measurements import Key, earlier_measurements, first_before
from drypoint.clinic.visits.queries.plans import current_plan, current_screening
from drypoint.clinic.visits.queries.sessions import StoredEvent, log, questioned
from drypoint.clinic.visits.queries.visits import previous_visit
from drypoint.needling import Event, SessionRequest, SessionState, in_force, session

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
    events: tuple[Event, ...]
    """What stands of the session's log, in reading order."""
    openings: dict[str, SessionEvent]
    """The event that opened each needle, with its lot."""
    questioned: tuple[StoredEvent, ...]
    """What was recorded although something spoke against it, and nobody has looked at since."""
    other_treatments: list[OtherTreatment]
    exercises: ExercisePrescription | None
    measurements: list[Measurement]
    first_measured: dict[Key, Measurement]
    """What was measured before treatment at the first visit that measured it, earlier than this one."""
    check_ins: list[CheckIn]
    """Answers after the last visit."""
    medicines: list[MedicineEntry]
    allergies: list[Allergy]
    own_words: dict[str, str]
    """What the therapist wrote in their own words, by topic."""
    adverse_events: list[AdverseEvent]
    after_care: AfterCare | None
    decision: Decision | None
    procedure_code: str | None
    """What the signer confirms; ``None`` in a draft."""
    consent_copy_given: bool
    """Whether the signer states that the person has a signed copy of the consent."""

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


def read(
    visit: Visit,
    language: Language,
    *,
    at: datetime,
    procedure_code: str | None = None,
    consent_copy_given: bool = False,
) -> NoteSource:
    """Read the visit; the number of statements does not grow with what was recorded.

    What is recorded of the person, not of the visit, counts as far as it was recorded by ``at``.
    """
    of_visit = {"clinic_id": visit.clinic_id, "visit": visit}
    of_episode = {"clinic_id": visit.clinic_id, "episode": visit.episode}
    of_person = {
        "clinic_id": visit.clinic_id,
        "person_id": visit.episode.person_id,
        "recorded_at__lte": at,
    }
    events = log(visit)
    openings = SessionEvent.objects.filter(type="needle_opened", **of_visit).select_related("lot")
    previous = previous_visit(visit)
    ended = withdrawals(visit.episode)
    return NoteSource(
        visit=visit,
        language=language,
        previous=previous,
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
        state=session(SessionRequest(events=events, language=engine_language())),
        events=in_force(events).events,
        openings={one.payload["needle"]: one for one in openings},
        questioned=questioned(visit),
        other_treatments=list(
            OtherTreatment.objects.current().filter(**of_visit).order_by("recorded_at", "id")
        ),
        exercises=ExercisePrescription.objects.current().filter(**of_visit).first(),
        measurements=list(Measurement.objects.current().filter(**of_visit).order_by("measured_at", "id")),
        first_measured=first_before(earlier_measurements(visit)),
        check_ins=list(
            CheckIn.objects.current()
            .filter(clinic_id=visit.clinic_id, visit=previous, recorded_at__lte=at)
            .order_by("answered_at", "id")
        )
        if previous is not None
        else [],
        medicines=list(MedicineEntry.objects.current().filter(**of_person).order_by("recorded_at", "id")),
        allergies=list(Allergy.objects.current().filter(**of_person).order_by("recorded_at", "id")),
        own_words={one.topic: one.text for one in NoteWords.objects.current().filter(**of_visit) if one.text},
        adverse_events=list(AdverseEvent.objects.current().filter(**of_visit).order_by("recorded_at", "id")),
        after_care=AfterCare.objects.current().filter(**of_visit).first(),
        procedure_code=procedure_code,
        consent_copy_given=consent_copy_given,
        decision=Decision.objects.current().filter(**of_visit).first(),
    )
