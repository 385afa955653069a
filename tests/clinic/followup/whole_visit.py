"""A visit with everything recorded, its note in words, and signing it."""

from datetime import date, timedelta

from tests.clinic import factories
from tests.clinic.followup.test_check_ins import give
from tests.clinic.visits.care import BEGUN, GLUTEUS, Care, event, inserted

from drypoint import documents
from drypoint.clinic.episodes.actions import goals, histories, plans_of_care
from drypoint.clinic.followup.actions import decisions, notes
from drypoint.clinic.followup.models import NextStepChoice, Note
from drypoint.clinic.followup.queries import consent_words
from drypoint.clinic.followup.queries.note_draft import draft_note
from drypoint.clinic.incidents.actions import adverse_events
from drypoint.clinic.incidents.models import AdverseEventKind
from drypoint.clinic.incidents.severity import SCHEMES
from drypoint.clinic.visits.actions import (
    consents,
    examinations,
    exercises,
    measurements,
    other_treatments,
    palpation,
    sessions,
)
from drypoint.clinic.visits.models import MeasuredWhen, SignatureKind, TreatmentKind, TriggerPointStatus


def text_of(care: Care, language: str = "en") -> str:
    return documents.as_text(draft_note(care.visit, language=language, at=BEGUN))  # type: ignore[arg-type]


def consent_in_full(care: Care) -> None:
    """With every word that the page shows before the signature."""
    clinic = care.visit.clinic
    clinic.phone = "555 0100"
    clinic.save(update_fields=["phone"])
    said = consent_words.told(care.visit, regions=["buttock", "hip"], language="en", by=care.member)
    consents.give(
        by=care.therapist,
        visit=care.visit,
        regions=("buttock", "hip"),
        risk_text_version=said.text_version,
        language="en",
        content=consent_words.as_kept(said),
        signature_kind=SignatureKind.TYPED,
        signed_name="Ana Ruiz",
        given_at=BEGUN,
    )


def full_visit(care: Care) -> None:
    """A visit in which everything was recorded."""
    by, visit, episode = care.therapist, care.visit, care.episode
    histories.record(
        by=by,
        episode=episode,
        onset_on=date(2027, 1, 10),
        onset="After a long walk",
        previous_treatments=[{"kind": "massage", "result": "eased for a day"}],
        medicines=["ibuprofen 400 mg"],
    )
    examinations.record(
        by=by,
        episode=episode,
        visit=visit,
        findings=[{"part": "Hip", "words": "abduction weak"}],
        neuro="intact",
        special_tests=[
            {"name": "FABER", "side": "left", "positive": False, "words": "free of pain"},
            {"name": "SLR", "positive": None},
        ],
    )
    plans_of_care.record(
        by=by,
        episode=episode,
        indication="Pain on walking despite exercise",
        needling=True,
        needling_reason="active points",
        planned_visits=4,
        interval_days=7,
        tried_before=[{"kind": "exercise", "result": "no change"}],
        other_treatments=[{"kind": "loading programme"}],
        review_on=date(2027, 3, 29),
    )
    goal = goals.set(by=by, episode=episode, words="Pain 2", measure="nprs", target_value=2, unit="points")
    goals.meet(by=by, goal=goal, met_on=date(2027, 3, 1))
    goals.set(by=by, episode=episode, words="Walk an hour")
    care.draw()
    palpation.record(
        by=by,
        visit=visit,
        muscle="gluteus_medius",
        side="left",
        status=TriggerPointStatus.ACTIVE,
        taut_band=True,
        spot_tenderness=True,
        recognised_pain=True,
        referred_pain=False,
        ppt_kpa=212.5,
    )
    palpation.record(by=by, visit=visit, muscle="piriformis", side="left", status=TriggerPointStatus.NONE)
    care.screen(epilepsy=True, faint_history=True)
    consent_in_full(care)
    care.sign(care.propose({**GLUTEUS, "planned_depth_mm": 30.0}))
    session = sessions.start(by=by, visit=visit, started_at=BEGUN)
    sessions.record_events(
        by=by,
        visit=visit,
        events=[
            event("needle_opened", 1, needle="n1"),
            inserted(1, data={"depth_mm": 25.0}),
            event("twitched", 2, insertion="i1", data={"twitches": 2}),
            event("removed", 3, insertion="i1"),
            event("adverse_event", 4, data={"kind": "felt faint for a minute"}),
            event("count_checked", 5, data={"sharps": 1}),
            event("closed", 6),
        ],
        lots={"n1": factories.make_lot(care.clinic)},
    )
    sessions.describe(
        by=by, session=session, revision=1, skin_preparation="70 % alcohol", stimulation="", tolerance="Well"
    )
    other_treatments.record(by=by, visit=visit, kind=TreatmentKind.EXERCISE, minutes=15, words="bridges")
    other_treatments.record(by=by, visit=visit, kind=TreatmentKind.EDUCATION)
    exercises.prescribe(
        by=by,
        visit=visit,
        exercises=[
            {
                "name": "Side plank",
                "sets": 3,
                "repetitions": 8,
                "hold_seconds": 10,
                "times_per_day": 2,
                "days_per_week": 5,
                "words": "without pain",
            },
            {"name": "Walking"},
        ],
    )
    for value, when, minutes in ((6.5, MeasuredWhen.BEFORE, 0), (4.0, MeasuredWhen.AFTER, 30)):
        at = BEGUN + timedelta(minutes=minutes)
        measurements.record(
            by=by, visit=visit, instrument="nprs", value=value, when=when, measured_at=at, rater="patient"
        )
    measurements.record(
        by=by,
        visit=visit,
        instrument="rom_deg",
        value=12,
        when=MeasuredWhen.BEFORE,
        measured_at=BEGUN,
        place="hip.extension",
        side="left",
        moved_by="active",
        device="goniometer",
    )
    scheme = next(iter(SCHEMES.values()))
    adverse_events.record(
        by=by,
        person=care.person,
        visit=visit,
        kind=AdverseEventKind.BRUISING,
        scheme=scheme.code,
        grade=scheme.grades[0].code,
        description="2 cm",
    )
    give(care)
    suggestion = decisions.suggest(by=by, visit=visit)
    decisions.decide(
        by=by,
        visit=visit,
        chosen=NextStepChoice.CONTINUE,
        suggestion=suggestion,
        reason="First visit",
        next_visit_on=date(2027, 3, 8),
    )


def sign(care: Care) -> Note:
    return notes.sign(by=care.therapist, visit=care.visit, revision=care.visit.revision, signed_at=BEGUN)
