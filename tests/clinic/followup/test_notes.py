"""The note: drafted whole from the record, frozen when signed, amended by addenda."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from tests.clinic import factories
from tests.clinic.followup.whole_visit import full_visit, sign, text_of
from tests.clinic.visits.care import BEGUN, Care, event, inserted

from drypoint import documents
from drypoint.clinic.episodes.actions import histories
from drypoint.clinic.errors import Conflict, NotAllowedNow, NotPermitted
from drypoint.clinic.followup.actions import decisions, notes
from drypoint.clinic.followup.models import NextStepChoice, Note, ProcedureCode
from drypoint.clinic.followup.queries.note_draft import (
    draft_note,
    letterhead,
    newer_topics,
    paper,
    signed_by,
    signed_note,
)
from drypoint.clinic.people.models import Person
from drypoint.clinic.visits.actions import (
    consents,
    exercises,
    other_treatments,
    pain_drawings,
    sessions,
)
from drypoint.clinic.visits.canonical import fingerprint
from drypoint.clinic.visits.models import (
    DrawnBy,
    TreatmentKind,
    Visit,
    VisitStatus,
)
from drypoint.terms import InvalidInput

AFTERWARDS = BEGUN + timedelta(hours=2)


def test_note_of_a_full_visit_leaves_nothing_unrecorded(care: Care) -> None:
    full_visit(care)
    content = draft_note(care.visit, at=AFTERWARDS, consent_copy_given=True)
    assert [row.item for row in documents.missing_items(content)] == []
    text = documents.as_text(content)
    for said in (
        "Left buttock pain",
        "After a long walk",
        "ibuprofen 400 mg",
        "Decided: Done as advised",
        "abduction weak",
        "FABER, left: negative. free of pain; SLR: not conclusive",
        "exercise: no change; massage: eased for a day",
        "4 visits, one each 7 days",
        "Pain 2 (Numeric Pain Rating Scale 2 points), met on",
        "covered 50 %, pain 6 of 10, ache",
        "212.5",
        "40 × 0.3",
        "lying on the side",
        "1 opened: 1 in the sharps container",
        "without injection",
        "none recorded",
        "15 minutes, bridges",
        "Side plank, 3 sets, 8 repetitions, hold 10 seconds, 2 times a day, 5 days a week, without pain",
        "Hip: extension, left, active",
        "felt faint for a minute; Bruise: 2 cm",
        "Ana Ruiz",
        "20560",
        "Continue as planned",
        "First visit",
    ):
        assert said in text, said


def test_note_in_spanish_names_muscles_in_spanish_and_typesets(care: Care) -> None:
    full_visit(care)
    content = draft_note(care.visit, language="es", at=BEGUN)
    assert "glúteo medio" in documents.as_text(content).lower()
    assert documents.visit_note(content).startswith(b"%PDF")


def test_note_of_an_empty_visit_says_what_was_not_recorded(care: Care) -> None:
    text = text_of(care)
    assert "No needling at this visit." in text
    assert "No muscle was needled." in text
    assert "None was recorded up to this note." in text
    missing = {row.item for row in documents.missing_items(draft_note(care.visit, at=BEGUN))}
    assert {"screening_result_and_date", "indication"} <= missing
    assert not {"needle_count", "consent_version_and_date"} & missing


def test_note_says_when_parts_of_the_needling_are_not_recorded(care: Care) -> None:
    care.screen()
    care.consent()
    plan = care.propose({"muscle": "gluteus_medius", "side": "left"})
    care.sign(plan)
    sessions.start(by=care.therapist, visit=care.visit, started_at=BEGUN)
    assert "No insertion was recorded." in text_of(care)
    sessions.record_events(
        by=care.therapist,
        visit=care.visit,
        events=[inserted(1, site=None), event("estim_on", 2, insertion="i1")],
    )
    missing = {row.item for row in documents.missing_items(draft_note(care.visit, at=BEGUN))}
    assert {
        "position",
        "skin_preparation",
        "needle_size",
        "needle_count",
        "depth_or_target",
        "technique",
        "electrical_stimulation",
        "dwell_time",
        "tolerance_and_outcome",
    } <= missing
    off_plan = inserted(3, insertion="i2", muscle="gluteus_maximus", site="odd", data={"note": "Found there"})
    sessions.record_events(by=care.therapist, visit=care.visit, events=[off_plan])
    assert "odd" in text_of(care)


def test_note_says_whether_the_history_changed_since_the_last_note(care: Care) -> None:
    told = histories.record(by=care.therapist, episode=care.episode, onset="A walk")
    type(told).objects.update(recorded_at=BEGUN - timedelta(hours=1))
    first, later = care.visit, care.start_visit(days=7)
    care.visit = later
    assert "No change was recorded since the last visit." in text_of(care)
    care.visit = first
    assert "A walk" in text_of(care)
    sign(care)
    care.visit = later
    assert "No change was recorded since the last visit." in text_of(care)
    newer = histories.record(by=care.therapist, episode=care.episode, onset="A fall", supersedes=told)
    type(told).objects.filter(pk=newer.pk).update(recorded_at=BEGUN + timedelta(days=6))
    assert "A fall" in text_of(care)


def test_note_tells_who_consented_with_whom_and_that_it_was_withdrawn(care: Care) -> None:
    consent = consents.give(
        by=care.therapist,
        visit=care.visit,
        regions=("hip",),
        risk_text_version="7",
        language="es",
        content={"said": "x"},
        signature_kind="typed",  # type: ignore[arg-type]
        signed_name="Ana Ruiz",
        given_at=BEGUN,
        guardian_name="Eva Ruiz",
        guardian_relationship="mother",
        interpreter="Line 3",
    )
    assert "Withdrawn" not in text_of(care)
    consents.withdraw(by=care.therapist, consent=consent, withdrawn_at=BEGUN)
    text = text_of(care)
    assert "Ana Ruiz; Eva Ruiz (mother)" in text
    assert "Line 3" in text
    assert "Withdrawn" in text


def test_note_of_lists_that_are_empty_on_purpose(care: Care) -> None:
    exercises.prescribe(by=care.therapist, visit=care.visit, exercises=())
    drawing = care.draw()
    type(drawing).objects.update(zones=())
    other_treatments.record(by=care.therapist, visit=care.visit, kind=TreatmentKind.TAPING)
    decisions.decide(by=care.therapist, visit=care.visit, chosen=NextStepChoice.STOP)
    text = text_of(care)
    assert "No exercises were given." in text
    assert "No pain was drawn." in text
    assert "Timed in all" not in text


def test_note_takes_the_indication_of_the_plan_where_no_plan_of_care_stands(care: Care) -> None:
    care.ready()
    assert "Pain on walking" in text_of(care)


def test_note_names_findings_that_only_the_review_made(care: Care) -> None:
    care.screen()
    care.consent("whole_body")
    plan = care.propose(
        {
            "muscle": "rhomboid_major",
            "side": "left",
            "length_mm": 60.0,
            "technique": "deep",
            "position": "prone",
        }
    )
    reviewed = [one["because"] for one in plan.review.result["findings"]]
    assert reviewed
    assert reviewed[0] in text_of(care)


def test_note_needs_the_date_of_birth(care: Care) -> None:
    Person.objects.update(birth_date=None)
    with pytest.raises(NotAllowedNow, match="date of birth"):
        draft_note(Visit.objects.get(), at=BEGUN)


def test_paper_and_letterhead_are_the_clinics(care: Care) -> None:
    clinic = care.clinic
    clinic.legal_name, clinic.postal_address, clinic.country = "Harbour PT Ltd", "1 Quay\n\n Northtown ", "US"
    assert letterhead(clinic).clinic_name == "Harbour PT Ltd"
    assert letterhead(clinic).address_lines == ("1 Quay", "Northtown")
    assert paper(clinic) == "us-letter"
    clinic.country = "ES"
    assert paper(clinic) == "a4"


def test_signed_note_is_frozen_with_its_hash(care: Care) -> None:
    full_visit(care)
    note = sign(care)
    assert care.visit.status == VisitStatus.SIGNED
    assert (note.visit.note, note.signed_by) == (note, care.member)  # type: ignore[attr-defined]
    stored = Note.objects.get()
    assert fingerprint(stored.content) == stored.sha256
    assert "signed" in stored.text.lower()
    Person.objects.update(given_name="Changed")
    assert signed_note(stored).person.name == "Ana Ruiz"
    assert signed_note(stored).signature is not None


def test_note_is_signed_once_and_by_whoever_saw_the_last_state(care: Care) -> None:
    second = Visit.objects.get()
    sign(care)
    with pytest.raises(NotAllowedNow, match="addendum"):
        sign(care)
    with pytest.raises(Conflict):
        notes.sign(by=care.therapist, visit=second, revision=1)
    assert Note.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Note.objects.create(
            clinic=care.clinic, visit=care.visit, content={}, text="x", signed_by=care.member, signed_at=BEGUN
        )


def test_note_waits_for_the_session_to_close(care: Care) -> None:
    care.begin()
    with pytest.raises(NotAllowedNow, match="each needle"):
        sign(care)
    assert (care.visit.status, Visit.objects.get().status) == ("open", "open")


def test_note_is_signed_by_a_named_professional(care: Care) -> None:
    for who in (factories.acting(care.clinic, "assistant"), factories.setting_up(care.clinic)):
        with pytest.raises(NotPermitted):
            notes.sign(by=who, visit=care.visit, revision=1)
    unlicensed = factories.make_member(care.clinic, title="Trainee")
    from drypoint.clinic.actors import actor_for

    with pytest.raises(NotAllowedNow, match="Licence"):
        notes.sign(by=actor_for(unlicensed), visit=care.visit, revision=1)
    note = notes.sign(by=care.therapist, visit=care.visit, revision=1)
    assert note.content["signature"]["licence"] == "PT-1"
    with pytest.raises(NotAllowedNow, match="Licence"):
        notes.add(by=actor_for(unlicensed), note=note, text="More")
    draft = signed_by(draft_note(care.visit, at=BEGUN), member=unlicensed.pk, at=BEGUN)
    assert draft.signature is not None
    assert (draft.signature.profession, draft.signature.licence) == ("Trainee", None)


def test_note_prints_the_code_that_was_confirmed(care: Care) -> None:
    care.needle()
    assert "Procedure code, to be confirmed: 20560" in text_of(care)
    note = notes.sign(by=care.therapist, visit=care.visit, revision=1, procedure_code=ProcedureCode.NONE)
    assert "Procedure code by that count: 20560" in note.text
    assert "Procedure code, confirmed: No procedure code" in note.text
    assert newer_topics(note) == ()


def test_record_that_went_on_is_told_and_the_note_stays(care: Care) -> None:
    note = sign(care)
    assert newer_topics(note) == ()
    decisions.decide(by=care.therapist, visit=care.visit, chosen=NextStepChoice.CONTINUE)
    assert newer_topics(note) == (documents.Topic.DECISION,)
    assert fingerprint(Note.objects.get().content) == note.sha256


def test_addendum_is_added_and_signed_the_note_stays(care: Care) -> None:
    note = sign(care)
    with pytest.raises(InvalidInput, match="addendum"):
        notes.add(by=care.therapist, note=note, text="  ")
    with pytest.raises(NotPermitted):
        notes.add(by=factories.acting(care.clinic, "assistant"), note=note, text="x")
    notes.add(by=care.therapist, note=note, text="Bruise seen next day")
    content = signed_note(Note.objects.get())
    assert [one.text for one in content.addenda] == ["Bruise seen next day"]
    assert "Bruise seen next day" in documents.as_text(content)
    assert "Bruise" not in Note.objects.get().text


def test_needle_size_comes_from_the_lot_before_the_plan(care: Care) -> None:
    care.ready()
    sessions.start(by=care.therapist, visit=care.visit, started_at=BEGUN)
    lot = factories.make_lot(care.clinic)
    type(lot).objects.update(length_mm=Decimal("25.0"), diameter_mm=Decimal("0.25"))
    sessions.record_events(
        by=care.therapist,
        visit=care.visit,
        events=[event("needle_opened", needle="n1"), inserted(1)],
        lots={"n1": lot},
    )
    assert "25 × 0.25" in text_of(care)


def test_drawing_in_words_leaves_out_what_was_not_said(care: Care) -> None:
    pain_drawings.record(
        by=care.therapist,
        visit=care.visit,
        chart_version="1",
        figure="neutral",
        drawn_by=DrawnBy.THERAPIST,
        zones=[{"code": "bt.upper", "side": "left"}],
    )
    assert "covered 100 %\n" in text_of(care)


def test_screening_without_findings_has_no_list_of_them(care: Care) -> None:
    care.screen()
    text = text_of(care)
    assert "Nothing found that speaks against it" in text
    assert "Decided" not in text
