"""Days of exercise: who may tell them, of which days, and what they add up to."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from tests.clinic import factories
from tests.clinic.visits.care import BEGUN, Care

from drypoint.clinic.actors import patient
from drypoint.clinic.audit.models import AuditEvent
from drypoint.clinic.errors import Conflict, ForeignRecord, NotAllowedNow, NotPermitted
from drypoint.clinic.home_care.actions import exercise_days
from drypoint.clinic.home_care.queries import (
    keys,
    programme_of,
    programme_of_episode,
    programmes_before,
    programmes_of_person,
)
from drypoint.clinic.records import redact
from drypoint.clinic.visits.actions import exercises
from drypoint.clinic.visits.rows import PrescribedExercise
from drypoint.terms import InvalidInput

FIRST = BEGUN.date()
BRIDGE = {"name": "Bridge", "exercise": "bridge", "sets": 2, "repetitions": 8, "days_per_week": 7}
WALK = {"name": "Walking", "words": "twenty minutes"}


def on(number: int) -> datetime.date:
    return FIRST + datetime.timedelta(days=number)


@pytest.fixture
def care(db: None) -> Care:
    found = Care()
    exercises.prescribe(by=found.therapist, visit=found.visit, exercises=[BRIDGE, WALK])
    return found


def test_person_ticks_a_day_and_the_therapist_sees_how_much_was_done(care: Care) -> None:
    for number, done, pain in ((0, ["bridge", "Walking"], 2), (2, ["Walking"], 5)):
        exercise_days.tick(
            by=care.themselves, visit=care.visit, on=on(number), today=on(3), done=done, effort=4, pain=pain
        )
    programme = programme_of(care.visit, today=on(3))
    assert programme is not None
    found = programme.adherence
    assert (found.days, found.answered, found.done) == (4, 2, 3)
    assert found.share_of_all == pytest.approx(3 / 8) and found.share_of_answered == pytest.approx(3 / 4)
    assert found.worst_pain == 5 and found.sore_days == 1
    told = programme.day(on(2))
    assert told is not None and told.done == ("Walking",) and programme.day(on(1)) is None
    assert AuditEvent.objects.filter(verb="exercise_day.ticked").count() == 2


def test_a_day_is_corrected_and_the_second_of_two_meets_a_conflict(care: Care) -> None:
    said = {"by": care.themselves, "visit": care.visit, "on": on(1), "today": on(1)}
    first = exercise_days.tick(**said, done=["bridge"])
    with pytest.raises(Conflict):
        exercise_days.tick(**said, done=[])
    exercise_days.tick(**said, done=["bridge", "Walking"], words=" went well ", supersedes=first)
    standing = care.visit.exercise_days.current().get()
    assert standing.done == ("bridge", "Walking") and standing.words == "went well"


def test_staff_may_tell_for_the_person_and_nobody_else(care: Care) -> None:
    said = {"visit": care.visit, "on": FIRST, "today": FIRST}
    exercise_days.tick(by=care.therapist, **said)
    other = factories.make_person(care.clinic, "Eve", "Else")
    with pytest.raises(ForeignRecord):
        exercise_days.tick(by=patient(clinic_id=care.clinic.pk, person_id=other.pk), **said)
    with pytest.raises(NotPermitted):
        exercise_days.tick(by=factories.acting(care.clinic, "front_desk"), **said)
    elsewhere = factories.acting(factories.make_clinic(name="Elsewhere"))
    with pytest.raises(ForeignRecord):
        exercise_days.tick(by=elsewhere, **said)


@pytest.mark.parametrize("number", [-1, 2])
def test_a_day_before_the_visit_or_to_come_is_refused(care: Care, number: int) -> None:
    with pytest.raises(InvalidInput, match="from the visit until today"):
        exercise_days.tick(by=care.themselves, visit=care.visit, on=on(number), today=on(1))


def test_an_exercise_that_is_not_in_the_programme_is_refused(care: Care) -> None:
    with pytest.raises(InvalidInput, match="changed meanwhile"):
        exercise_days.tick(by=care.themselves, visit=care.visit, on=FIRST, today=FIRST, done=["squat"])
    with pytest.raises(ValidationError):
        exercise_days.tick(by=care.themselves, visit=care.visit, on=FIRST, today=FIRST, pain=11)
    assert not care.visit.exercise_days.exists()


def test_without_exercises_nothing_is_ticked(care: Care) -> None:
    later = care.start_visit(7)
    with pytest.raises(NotAllowedNow, match="No exercises"):
        exercise_days.tick(by=care.themselves, visit=later, on=on(7), today=on(7))
    assert programme_of(later, today=on(7)) is None


def test_an_exercise_taken_off_the_list_no_longer_counts_and_its_day_stays(care: Care) -> None:
    exercise_days.tick(
        by=care.themselves, visit=care.visit, on=FIRST, today=FIRST, done=["bridge", "Walking"]
    )
    standing = care.visit.exercise_prescriptions.current().get()
    exercises.prescribe(by=care.therapist, visit=care.visit, exercises=[WALK], supersedes=standing)
    programme = programme_of(care.visit, today=FIRST)
    assert programme is not None and programme.adherence.done == 1
    assert programme.days[0].done == ("bridge", "Walking")


def test_the_next_visit_begins_with_the_last_programme_and_its_days(care: Care) -> None:
    exercise_days.tick(by=care.themselves, visit=care.visit, on=on(1), today=on(1), done=["bridge"])
    later = care.start_visit(7)
    before = programmes_before(later, today=on(20))
    assert before is not None and (before.ends, len(before.days)) == (on(7), 1)
    assert programmes_before(care.visit, today=on(20)) is None
    exercises.prescribe(by=care.therapist, visit=later, exercises=[])
    assert programme_of_episode(care.episode, today=on(8)) is None
    assert programmes_of_person(care.person, today=on(8)) == ()
    assert programmes_before(care.start_visit(14), today=on(20)) is None


def test_a_programme_of_an_ongoing_episode_is_the_persons_own(care: Care) -> None:
    (found,) = programmes_of_person(care.person, today=FIRST)
    assert found.keys == ("bridge", "Walking")
    assert found.adherence.answered == 0 and found.adherence.share_of_answered is None


def test_the_same_exercise_twice_has_two_keys() -> None:
    left, right = (PrescribedExercise(name=f"Bridge {side}", exercise="bridge") for side in ("left", "right"))
    assert keys((left, right, PrescribedExercise(name="Walk"))) == ("bridge", "bridge#2", "Walk")


def test_redaction_blanks_what_was_told(care: Care) -> None:
    told = exercise_days.tick(
        by=care.themselves, visit=care.visit, on=FIRST, today=FIRST, done=["bridge"], pain=3, words="x"
    )
    redact(told, by=factories.acting(care.clinic, "owner"), reason="wrong person")
    told.refresh_from_db()
    assert (told.done, told.effort, told.pain, told.words) == ((), None, None, "")
