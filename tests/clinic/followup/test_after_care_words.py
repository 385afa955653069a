"""The after-care sheet: what it says, and that it says what was handed over."""

from datetime import timedelta

import pytest
from tests.clinic.visits.care import BEGUN, GLUTEUS, Care

from drypoint.clinic.followup.actions import after_care, decisions
from drypoint.clinic.followup.models import AfterCare, NextStepChoice
from drypoint.clinic.followup.queries import after_care_words as words
from drypoint.clinic.followup.queries.under import is_reviewed
from drypoint.clinic.visits.actions import exercises
from drypoint.documents import AfterCareContent, after_care_sheet

RHOMBOID = GLUTEUS | {"muscle": "rhomboid_major", "position": "prone"}


def give(care: Care, language: words.Language = "en") -> AfterCare:
    return after_care.give(
        by=care.therapist,
        visit=care.visit,
        regions=words.regions(care.visit),
        content=words.as_kept(words.sheet(care.visit, language=language)),
        language=language,
        given_to="Ana Ruiz",
        given_at=BEGUN + timedelta(minutes=30),
    )


def signs(sheet: words.Sheet, urgency: str) -> str:
    return " ".join(one.text for box in sheet.help if box.urgency == urgency for one in box.signs)


def numbered(care: Care) -> None:
    type(care.clinic).objects.update(emergency_number="112", phone="555 01", after_hours_phone="555 02")
    care.clinic.refresh_from_db()


def test_lungs_are_named_where_a_lung_lay_under(care: Care) -> None:
    assert "near a lung" not in signs(words.sheet(care.visit, language="en"), "emergency")
    care.screen()
    care.propose(RHOMBOID)
    assert "near a lung" in signs(words.sheet(care.visit, language="en"), "emergency")


def test_everything_is_named_where_nobody_has_reviewed_what_lies_under(care: Care) -> None:
    assert is_reviewed(care.visit)
    care.screen()
    plan = care.propose()
    for under in plan.review.result["under"]:
        under["reviewed"] = False
    plan.review.save(update_fields=["result"])
    assert not is_reviewed(care.visit)
    assert "near a lung" in signs(words.sheet(care.visit, language="en"), "emergency")


def test_sheet_says_what_was_done_in_the_persons_language(care: Care) -> None:
    assert words.sheet(care.visit, language="en").done == "No needling at this visit."
    assert words.regions(care.visit) == ()
    care.needle()
    assert "(left); 1 insertion." in words.sheet(care.visit, language="en").done
    assert {"buttock"} <= set(words.regions(care.visit))
    assert "llame" in signs(words.sheet(care.visit, language="es"), "emergency")


def test_planned_regions_stand_in_before_the_session(care: Care) -> None:
    care.screen()
    care.propose()
    assert "buttock" in words.regions(care.visit)


def test_phones_are_the_clinics_or_say_which_is_meant(care: Care) -> None:
    care.visit.clinic.emergency_number = ""
    bare = [one.phone for one in words.sheet(care.visit, language="en").help]
    assert bare == [
        "the emergency number of your country",
        "the number of your clinic",
        "the number of your clinic",
    ]
    numbered(care)
    care.visit.clinic.refresh_from_db()
    known = [one.phone for one in words.sheet(care.visit, language="en").help]
    assert known == ["112", "555 01; when closed: 555 02", "555 01; when closed: 555 02"]


def test_exercises_and_next_visit_stand_on_it(care: Care) -> None:
    exercises.prescribe(
        by=care.therapist,
        visit=care.visit,
        exercises=[{"name": "Bridge", "sets": 3, "repetitions": 10, "words": "Slowly"}, {"name": "Walk"}],
    )
    decisions.decide(
        by=care.therapist,
        visit=care.visit,
        chosen=NextStepChoice.CONTINUE,
        next_visit_on=(BEGUN + timedelta(days=7)).date(),
    )
    sheet = words.sheet(care.visit, language="en")
    assert sheet.exercises == (
        words.Exercise(name="Bridge", dose="3 sets, 10 repetitions", words="Slowly"),
        words.Exercise(name="Walk"),
    )
    assert "8" in sheet.next_visit
    decisions.decide(
        by=care.therapist,
        visit=care.visit,
        chosen=NextStepChoice.CONTINUE,
        supersedes=care.visit.decisions.get(),
    )
    assert words.sheet(care.visit, language="en").next_visit == ""


def test_kept_sheet_stays_as_it_was_handed_over(care: Care) -> None:
    given = give(care)
    before = words.sheet_of(given)
    care.needle()
    assert words.sheet_of(AfterCare.objects.get()) == before
    assert words.sheet(care.visit, language="en") != before


@pytest.mark.parametrize("language", ["en", "es"])
def test_paper_marks_what_nobody_checked_and_carries_the_link(care: Care, language: words.Language) -> None:
    exercises.prescribe(
        by=care.therapist, visit=care.visit, exercises=[{"name": "Walk", "words": "Daily"}, {"name": "Rest"}]
    )
    content = words.sheet_on_paper(give(care, language), check_in_url="https://clinic.test/c/abc")
    assert content.language == language
    assert any(line.endswith(" *") for line in content.advice)
    assert content.advice[-1].startswith("* ")
    assert content.check_in_url == "https://clinic.test/c/abc"
    assert [step.how for step in content.exercises] == [("Daily",), ()]


def test_paper_without_unchecked_sentences_has_no_footnote(care: Care) -> None:
    given = give(care)
    for group in ("usual", "advice"):
        for one in given.content[group]:
            one["unverified"] = False
    for box in given.content["help"]:
        for sign in box["signs"]:
            sign["unverified"] = False
    content = words.sheet_on_paper(given, check_in_url=None)
    assert not any(line.startswith("* ") for line in content.advice)


def test_paper_is_the_same_to_the_byte_each_time(care: Care) -> None:
    content: AfterCareContent = words.sheet_on_paper(give(care), check_in_url=None)
    assert after_care_sheet(content) == after_care_sheet(content)
