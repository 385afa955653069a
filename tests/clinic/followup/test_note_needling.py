"""The procedure note: passes, sensations, current, pauses, corrections, lots; consent; what changed since."""

from datetime import timedelta

import msgspec
import pytest
from tests.clinic import factories
from tests.clinic.followup.whole_visit import consent_in_full, full_visit, sign, text_of
from tests.clinic.visits.care import BEGUN, Care, event, inserted

from drypoint.clinic.errors import Conflict, NotAllowedNow
from drypoint.clinic.followup.actions import check_ins, decisions, notes
from drypoint.clinic.followup.models import NextStepChoice, Note
from drypoint.clinic.followup.queries.note_consent import told_items
from drypoint.clinic.followup.queries.note_draft import changes_since, draft_note, newer_topics
from drypoint.clinic.people.actions import allergies, medicines
from drypoint.clinic.visits.actions import measurements, sessions
from drypoint.clinic.visits.models import Consent, MeasuredWhen
from drypoint.documents import RequiredItem, RequirementState, Topic, requirements


def begun(care: Care, *events: dict[str, object]) -> str:
    """The note of a session with these events."""
    care.begin()
    sessions.record_events(by=care.therapist, visit=care.visit, events=list(events))
    return text_of(care)


def test_each_insertion_tells_passes_sensations_current_and_dwell(care: Care) -> None:
    text = begun(
        care,
        event("needle_opened", 0.5, needle="n1"),
        inserted(1, data={"depth_mm": 20.0}),
        event("manipulated", 1.2, insertion="i1", data={"passes": 4, "depth_mm": 25.0}),
        event("sensation", 1.5, insertion="i1", data={"sensation": "ache", "pain_nprs": 3}),
        event("sensation", 1.6, insertion="i1", data={"sensation": "sharp"}),
        event("sensation", 1.7, insertion="i1", data={"sensation": "eased"}),
        event("estim_on", 2, insertion="i1"),
        event("estim_off", 2.5, insertion="i1"),
        event("removed", 3, insertion="i1"),
    )
    for said in ("Passes: 4", "25 mm deep", "ache, sharp, eased again", "pain 3 of 10", "with current"):
        assert said in text, said
    assert "09:01:00–09:03:00, 120 s" in text
    assert "left, site 1" in text


def test_pauses_end_and_words_of_the_session_are_told(care: Care) -> None:
    text = begun(
        care,
        event("needle_opened", 0.5, needle="n1"),
        inserted(1, data={"note": "Thick skin"}),
        event("paused", 2),
        event("paused", 2.2),
        event("resumed", 3),
        event("removed", 4, insertion="i1"),
        event("count_checked", 5, data={"sharps": 1}),
        event("closed", 6),
    )
    assert "1 pause: 09:02:00–09:03:00" in text
    assert "Ended: 09:06:00" in text
    assert "Noted during needling: Thick skin" in text


def test_pause_that_goes_on_is_told(care: Care) -> None:
    text = begun(care, event("needle_opened", 0.5, needle="n1"), inserted(1), event("paused", 2))
    assert "from 09:02:00" in text
    assert "still in" in text


def test_what_was_written_afterwards_tells_no_dwell(care: Care) -> None:
    text = begun(
        care,
        event("needle_opened", 0.5, needle="n1"),
        inserted(1, data={"afterwards": True}),
        event("removed", 4, insertion="i1", data={"afterwards": True}),
    )
    assert "written down afterwards" in text


def test_clocks_that_disagree_tell_no_dwell(care: Care) -> None:
    text = begun(
        care,
        event("needle_opened", 0.5, needle="n1"),
        inserted(4),
        event("removed", 2, insertion="i1"),
    )
    assert "dwell not known" in text


def test_what_was_taken_back_is_told(care: Care) -> None:
    wrong = event("removed", 2, insertion="i1")
    felt = event("sensation", 2.5, insertion="i1", data={"sensation": "cramp"})
    text = begun(
        care,
        event("needle_opened", 0.5, needle="n1"),
        inserted(1),
        wrong,
        felt,
        event("corrected", 3, data={"corrects": wrong["id"], "note": "Pressed by mistake"}),
        event("corrected", 3.2, data={"corrects": felt["id"]}),
    )
    assert "Recorded and taken back:" in text
    assert "Needle out at 09:02:00, taken back at 09:03:00" in text
    assert "cramp" not in text


def test_change_since_the_first_visit_is_read_by_the_engine(care: Care) -> None:
    def measure(visit: object, value: float, days: int, **of: object) -> None:
        measurements.record(
            by=care.therapist,
            visit=visit,  # type: ignore[arg-type]
            value=value,
            when=MeasuredWhen.BEFORE,
            measured_at=BEGUN + timedelta(days=days),
            **{"instrument": "nprs", **of},  # type: ignore[arg-type]
        )

    motion = {"instrument": "rom_deg", "place": "hip.extension", "side": "left", "moved_by": "active"}
    measure(care.visit, 7, 0)
    measure(care.visit, 10, 0, **motion)
    measure(care.visit, 3, 0, instrument="strength_kg")
    care.visit = care.start_visit(days=7)
    measure(care.visit, 3, 7)
    measure(care.visit, 15, 7, **motion)
    measure(care.visit, 4, 7, instrument="strength_kg")
    measure(care.visit, 200, 7, instrument="ppt_kpa")
    text = text_of(care)
    assert "7 → 3 (-4). " in text
    assert "measurement error" in text
    assert "10 → 15 (+5)" in text
    assert "Nobody's figure for this measure was found." in text


def test_what_was_told_since_the_last_visit_stands_in_the_history(care: Care) -> None:
    first = care.visit
    sign(care)
    check_ins.answer(
        by=care.themselves,
        visit=first,
        answers={"pain_nprs": 4, "soreness_nprs": 2, "bruise": True},
        answered_at=BEGUN + timedelta(days=1),
    )
    medicines.record(by=care.therapist, person=care.person, text="warfarin 5 mg")
    aspirin = medicines.record(by=care.therapist, person=care.person, text="aspirin")
    medicines.stop(by=care.therapist, entry=aspirin, stopped_on=BEGUN.date())
    allergies.record(by=care.therapist, person=care.person, substance="nickel")
    care.visit = care.start_visit(days=7)
    Note.objects.update(signed_at=BEGUN - timedelta(days=600))
    from drypoint.documents import as_text

    text = as_text(draft_note(care.visit, at=BEGUN + timedelta(days=7)))
    assert "pain 4 of 10" in text
    assert "soreness 2 of 10" in text
    assert "a bruise" in text
    assert "warfarin 5 mg" in text
    assert "aspirin (stopped)" in text
    assert "nickel" in text


def test_consent_in_other_words_does_not_count_as_told(care: Care) -> None:
    consent_in_full(care)
    consent = Consent.objects.get()
    told = set(told_items(consent))
    assert RequiredItem.CONSENT_WHAT_IT_IS in told
    assert RequiredItem.CONSENT_OWN_RISKS not in told  # nobody was screened yet
    consent.content["explained"][1]["text"] = "It is a kind of acupuncture."
    consent.content["safety_net_phone"] = ""
    consent.content["common"] = []
    less = set(told_items(consent))
    assert told - less == {
        RequiredItem.CONSENT_WHAT_IT_IS,
        RequiredItem.CONSENT_SAFETY_NET,
        RequiredItem.CONSENT_COMMON_EFFECTS,
        RequiredItem.CONSENT_BENEFITS_AND_RISKS,
    }


def test_consent_does_not_apply_without_needling_and_is_missing_with_it(care: Care) -> None:
    def state(item: RequiredItem) -> RequirementState:
        found = requirements(draft_note(care.visit, at=BEGUN))
        return next(one.state for one in found if one.row.item is item)

    assert state(RequiredItem.CONSENT_TRAINING) is RequirementState.NOT_APPLICABLE
    care.begin()
    assert state(RequiredItem.CONSENT_VERSION_AND_DATE) is RequirementState.MET
    assert state(RequiredItem.CONSENT_TRAINING) is RequirementState.MISSING
    Consent.objects.update(redacted_at=BEGUN)
    assert state(RequiredItem.CONSENT_VERSION_AND_DATE) is RequirementState.MISSING


def test_changed_record_is_shown_line_by_line_beside_the_note(care: Care) -> None:
    full_visit(care)
    note = notes.sign(
        by=care.therapist, visit=care.visit, revision=care.visit.revision, consent_copy_given=True
    )
    assert changes_since(note) == ()
    before = care.visit.decisions.get()
    decisions.decide(
        by=care.therapist, visit=care.visit, chosen=NextStepChoice.STOP, reason="Moved", supersedes=before
    )
    (change,) = changes_since(note) or ()
    assert change.topic is Topic.DECISION
    assert "Reason: First visit" in change.signed
    assert "Reason: Moved" in change.now
    assert not set(change.signed) & set(change.now)


def test_note_of_another_version_is_not_compared(care: Care) -> None:
    note = sign(care)
    note.content["stamp"]["version"] = "1"
    assert changes_since(note) is None
    assert newer_topics(note) == ()


def test_own_words_stop_with_the_signature_and_cross_nobodys(care: Care) -> None:
    words = {"by": care.therapist, "visit": care.visit, "topic": Topic.DECISION}
    first = notes.word(**words, text=" Wants to wait ")  # type: ignore[arg-type]
    assert first.text == "Wants to wait"
    with pytest.raises(Conflict):
        notes.word(**words, text="Another")  # type: ignore[arg-type]
    assert "Wants to wait" in text_of(care)
    notes.word(**words, text="", supersedes=first)  # type: ignore[arg-type]
    assert "Wants to wait" not in text_of(care)
    sign(care)
    with pytest.raises(NotAllowedNow, match="addendum"):
        notes.word(**words, text="Late")  # type: ignore[arg-type]


def test_lot_stands_beside_its_needle(care: Care) -> None:
    care.ready()
    sessions.start(by=care.therapist, visit=care.visit, started_at=BEGUN)
    lot = factories.make_lot(care.clinic)
    sessions.record_events(
        by=care.therapist,
        visit=care.visit,
        events=[event("needle_opened", needle="n1"), inserted(1)],
        lots={"n1": lot},
    )
    assert f"lot {lot.lot}" in text_of(care)
    assert msgspec.json.encode(draft_note(care.visit, at=BEGUN))
