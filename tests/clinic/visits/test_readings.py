"""A form full of numbers: recorded together, corrected one by one, never twice."""

from datetime import timedelta
from typing import Any

import pytest
from tests.clinic.visits.care import BEGUN, Care

from drypoint.clinic.errors import Conflict, ForeignRecord, NotAllowedNow
from drypoint.clinic.keys import new_id
from drypoint.clinic.visits.actions import measurements
from drypoint.clinic.visits.actions.measurements import Reading
from drypoint.clinic.visits.models import MeasuredWhen, Measurement, VisitStatus
from drypoint.clinic.visits.queries.measurements import (
    Key,
    current_measurements,
    earlier_measurements,
    first_before,
    key_of,
    to_measure_again,
)
from drypoint.terms import InvalidInput

PAIN, TURN = Key("nprs"), Key("rom_deg", "cervical.rotation", "left", "active")
BEFORE, AFTER = MeasuredWhen.BEFORE, MeasuredWhen.AFTER


def reading(value: float, key: Key = PAIN, when: MeasuredWhen = BEFORE, **details: Any) -> Reading:
    return Reading(key=key, value=value, when=when, **details)


def save(care: Care, *readings: Reading, minutes: int = 0, visit: Any = None) -> list[Measurement]:
    return measurements.record_readings(
        by=care.therapist,
        visit=visit or care.visit,
        readings=readings,
        now=BEGUN + timedelta(minutes=minutes),
    )


def test_readings_are_recorded_once_however_often_they_are_posted(care: Care) -> None:
    both = (reading(6), reading(55, TURN, device="goniometer", rater="Ana"))
    assert len(save(care, *both)) == 2
    assert save(care, *both, minutes=5) == []
    assert [(key_of(one), one.value) for one in current_measurements(care.visit)] == [(PAIN, 6), (TURN, 55)]


def test_reading_corrects_what_was_shown_even_its_place(care: Care) -> None:
    (wrong,) = save(care, reading(55, TURN))
    other = TURN._replace(side="right")
    (right,) = save(care, reading(54, other, shown=wrong.pk), minutes=1)
    assert right.supersedes == wrong
    assert current_measurements(care.visit) == [right]


def test_second_of_two_people_is_told(care: Care) -> None:
    (first,) = save(care, reading(6))
    with pytest.raises(Conflict):
        save(care, reading(7))  # began on an empty form
    save(care, reading(5, shown=first.pk), minutes=1)
    with pytest.raises(Conflict):
        save(care, reading(4, shown=first.pk), minutes=2)  # began on what is corrected now
    with pytest.raises(Conflict):
        save(care, reading(4, TURN, shown=first.pk), minutes=2)


def test_nothing_is_kept_when_one_reading_does_not_fit(care: Care) -> None:
    with pytest.raises(InvalidInput):
        save(care, reading(6), reading(11, when=AFTER))
    assert current_measurements(care.visit) == []


def test_reading_of_another_visit_is_foreign(care: Care) -> None:
    (first,) = save(care, reading(6))
    later = care.start_visit(days=7)
    for shown in (first.pk, new_id()):
        with pytest.raises(ForeignRecord):
            save(care, reading(5, shown=shown), visit=later)


def test_before_treatment_is_never_after_the_needles(care: Care) -> None:
    session = care.begin()
    before, after = save(care, reading(6), reading(3, when=AFTER), minutes=40)
    assert before.measured_at == session.started_at
    assert after.measured_at == BEGUN + timedelta(minutes=40)


def test_signed_visit_takes_no_readings(care: Care) -> None:
    care.visit.status = VisitStatus.SIGNED
    with pytest.raises(NotAllowedNow):
        save(care, reading(6))


def test_later_visit_proposes_what_the_last_one_measured(care: Care) -> None:
    assert to_measure_again(earlier_measurements(care.visit)) == []
    save(care, reading(8), reading(50, TURN), reading(5, when=AFTER))
    second = care.start_visit(days=7)
    save(care, reading(7), reading(6, when=AFTER), visit=second)
    third = care.start_visit(days=14)
    earlier = earlier_measurements(third)
    assert [(key_of(one), one.value) for one in to_measure_again(earlier)] == [(PAIN, 6)]
    assert {key: one.value for key, one in first_before(earlier).items()} == {PAIN: 8, TURN: 50}
