"""A visit's clinical steps: screening to needling, reassessment and what the person takes home."""

from datetime import datetime, timedelta
from typing import Any

from drypoint.atlas.body import body
from drypoint.clinic.followup.queries.consent_words import as_kept, language_of, told
from drypoint.clinic.visits.actions import (
    consents,
    exercises,
    measurements,
    needling_plans,
    other_treatments,
    pain_drawings,
    palpation,
    rankings,
    screenings,
    sessions,
)
from drypoint.clinic.visits.models import (
    Consent,
    DrawnBy,
    MeasuredWhen,
    MovedBy,
    NeedlingPlan,
    SignatureKind,
    TreatmentKind,
    TriggerPointStatus,
    Visit,
)
from drypoint.clinic.visits.queries.plans import current_screening, plan_blockers
from drypoint.demo.care import Care
from drypoint.demo.simulation import happens
from drypoint.needling import (
    Event,
    EventData,
    EventType,
    InsertionId,
    NeedleId,
    QuickInsertion,
    Sensation,
    quick_events,
)
from drypoint.safety import load_places, load_rules

DEVICE = "demo-tablet"
DWELL = timedelta(minutes=4)
_LEFT_OUT = frozenset({"children"})
"""Questions that the record's date of birth answers."""


def screen(care: Care, visit: Visit, *, at: datetime) -> None:
    """Every question answered: no, but for the person's own. Said again, it replaces what was said before."""
    answers = {one.id: False for one in load_rules().questions if one.id not in _LEFT_OUT}
    with care.past.at(at):
        screenings.record(
            by=care.therapist,
            visit=visit,
            answers=answers | care.character.answers,
            language=care.language,
            pregnancy_weeks=care.character.pregnancy_weeks,
            supersedes=current_screening(visit),
        )


def consent(care: Care, visit: Visit, *, at: datetime) -> Consent:
    """Told word by word as the page tells it, and signed with a typed name."""
    places = load_places()
    codes = [insertion.muscle for insertion in care.presentation.insertions]
    regions = sorted(places.regions_of_all(codes, where="regions"))
    said = told(visit, regions=regions, language=language_of(visit), by=care.member)
    with care.past.at(at):
        return consents.give(
            by=care.therapist,
            visit=visit,
            regions=regions,
            risk_text_version=said.text_version,
            language=said.language,
            content=as_kept(said),
            signature_kind=SignatureKind.TYPED,
            signed_name=care.character.name,
            given_at=at,
        )


def draw(care: Care, visit: Visit, pain: float, *, at: datetime) -> None:
    """The drawing, by the person's own hand; zones fade out of it as pain goes."""
    shown = care.presentation
    count = max(1, round(len(shown.zones) * min(1.0, pain / care.course.start)))
    with care.past.at(at):
        pain_drawings.record(
            by=care.themselves,
            visit=visit,
            chart_version=body().chart,
            figure="neutral",
            drawn_by=DrawnBy.PATIENT,
            zones=[
                {"code": code, "side": side, "cover": 0.5, "intensity": pain, "quality": shown.quality}
                for side in care.character.sides
                for code in shown.zones[:count]
            ],
            words=care.character.says(shown.words),
        )


def palpate(care: Care, visit: Visit, *, sessions_so_far: int, at: datetime) -> None:
    """Rank, palpate each muscle that is needled, rank again."""
    regained = care.course.regained(sessions_so_far)
    with care.past.at(at):
        rankings.rank(by=care.therapist, visit=visit)
        for side in care.character.sides:
            for number, insertion in enumerate(care.presentation.insertions):
                status = _status(regained)
                palpation.record(
                    by=care.therapist,
                    visit=visit,
                    muscle=insertion.muscle,
                    side=str(side),
                    site=1,
                    status=status,
                    taut_band=True,
                    spot_tenderness=True,
                    recognised_pain=status == TriggerPointStatus.ACTIVE,
                    local_twitch_response=None,
                    referred_pain=status == TriggerPointStatus.ACTIVE and number == 0,
                )
        rankings.refresh(by=care.therapist, visit=visit)


def _status(regained: float) -> TriggerPointStatus:
    """Points quieten as the person recovers. The threshold is ours."""
    return TriggerPointStatus.LATENT if regained >= 0.6 else TriggerPointStatus.ACTIVE


def propose(care: Care, visit: Visit, *, at: datetime) -> NeedlingPlan:
    """The plan with its review."""
    with care.past.at(at):
        return needling_plans.propose(
            by=care.therapist,
            visit=visit,
            insertions=[
                insertion.on(side)
                for side in care.character.sides
                for insertion in care.presentation.insertions
            ],
            indication=care.presentation.title,
        )


def sign(care: Care, plan: NeedlingPlan, *, at: datetime) -> None:
    """The plan signed, with a reason for each finding that asks for one."""
    asking = plan_blockers(plan, by=care.therapist, on=at.date(), reasons={})
    words = (
        care.character.said or "Shorter and shallower than planned needles are at hand; watched throughout"
    )
    with care.past.at(at):
        needling_plans.sign(
            by=care.therapist,
            plan=plan,
            reasons={one.finding_id: f"{words}. Heeded as advised." for one in asking if one.finding_id},
            signed_at=at,
        )


def needle(care: Care, visit: Visit, plan: NeedlingPlan, *, at: datetime, leave_in: bool = False) -> None:
    """The session as the recorder writes it; ``leave_in`` stops while the needles are in."""
    hurt = happens("pain_during", care.rng)
    rows = [
        QuickInsertion(
            insertion=InsertionId(f"i{number}"),
            needle=NeedleId(f"n{number}"),
            muscle=insertion.muscle,
            side=insertion.side,
            site=str(insertion.site),
            inserted_at=at + timedelta(minutes=2 * number),
            removed_at=None if leave_in else at + timedelta(minutes=2 * number) + DWELL,
            twitches=care.rng.randrange(0, 4),
            sensations=(Sensation.SHARP if hurt else Sensation.ACHE,),
            pain_nprs=float(care.rng.randrange(5, 8) if hurt else care.rng.randrange(1, 5)),
        )
        for number, insertion in enumerate(plan.insertions, start=1)
    ]
    ended = at + timedelta(minutes=2 * len(rows)) + DWELL
    log = quick_events(
        rows,
        ids=care.ids(),
        device=DEVICE,
        opened_at=at,
        counted_at=None if leave_in else ended + timedelta(minutes=1),
        sharps_counted=None if leave_in else len(rows),
        closed_at=None if leave_in else ended + timedelta(minutes=2),
    )
    if care.character.event == "faint":
        log = (*log, _fainted(care, at + timedelta(minutes=1)))
    found = {
        f"n{number}": care.house.lot_for(insertion.length_mm or 0, on=at.date())
        for number, insertion in enumerate(plan.insertions, start=1)
    }
    with care.past.at(at):
        session = sessions.start(by=care.therapist, visit=visit, started_at=at)
        recorded = sessions.record_events(
            by=care.therapist,
            visit=visit,
            events=log,
            lots={needle: lot for needle, lot in found.items() if lot is not None},
        )
        if recorded.refused:
            raise RuntimeError("the demo's own session was refused")
        if not leave_in:
            session.refresh_from_db()
            sessions.describe(
                by=care.therapist,
                session=session,
                revision=session.revision,
                skin_preparation="70 % alcohol, dried",
                stimulation="None",
                tolerance="Felt faint, lay down" if care.character.event == "faint" else "Well",
            )


def _fainted(care: Care, at: datetime) -> Event:
    return Event(
        id=next(care.ids()),
        at=at,
        device=DEVICE,
        type=EventType.ADVERSE_EVENT,
        data=EventData(kind="Felt faint; needles out, lying down with raised legs"),
    )


def measure(care: Care, visit: Visit, when: MeasuredWhen, values: dict[str, float], *, at: datetime) -> None:
    """Pain and what else is measured; keys are instruments."""
    measured = care.presentation.measured
    with care.past.at(at):
        for instrument, value in values.items():
            own: dict[str, Any] = {}
            if instrument == measured.instrument:
                own = {"place": measured.place, "side": care.side}
                own["moved_by"] = MovedBy.ACTIVE if instrument == "rom_deg" else ""
            measurements.record(
                by=care.therapist,
                visit=visit,
                instrument=instrument,
                value=value,
                when=when,
                measured_at=at,
                **own,
            )


def treat_otherwise(care: Care, visit: Visit, *, at: datetime) -> None:
    """Exercise with its minutes, and the exercises to do at home."""
    with care.past.at(at):
        other_treatments.record(
            by=care.therapist,
            visit=visit,
            kind=TreatmentKind.EXERCISE,
            minutes=care.rng.choice((8, 10, 15)),
            words="Loaded at once in the range that was gained",
        )
        exercises.prescribe(by=care.therapist, visit=visit, exercises=care.presentation.exercises)
