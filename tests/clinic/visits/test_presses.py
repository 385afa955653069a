"""A press of a button is recorded once, whole or not at all."""

from datetime import date

import pytest
from tests.clinic import factories
from tests.clinic.visits.care import Care, event, inserted

from drypoint.clinic.errors import NotAllowedNow
from drypoint.clinic.visits.actions import presses
from drypoint.clinic.visits.queries.sessions import session_state


def test_press_sent_again_later_is_the_same_press(care: Care) -> None:
    care.begin()
    press = [event("needle_opened", 1, needle="n1"), inserted(1)]
    presses.record(by=care.therapist, visit=care.visit, events=press)
    later = [{**one, "at": "2027-03-01T09:30:00+00:00"} for one in press]
    state = presses.record(by=care.therapist, visit=care.visit, events=later)
    assert (state.needles_opened, len(state.insertions)) == (1, 1)
    assert state.insertions[0].inserted_at.minute == 1


def test_refused_insertion_opens_no_needle(care: Care) -> None:
    care.begin()
    press = [event("needle_opened", 1, needle="n1"), inserted(1, muscle="soleus")]
    with pytest.raises(NotAllowedNow):
        presses.record(by=care.therapist, visit=care.visit, events=press)
    assert session_state(care.visit).needles_opened == 0


def test_lot_that_must_not_be_opened_stops_the_press(care: Care) -> None:
    care.begin()
    old = factories.make_lot(care.clinic, "OLD", expires=date(2020, 1, 1))
    press = [event("needle_opened", 1, needle="n1"), inserted(1)]
    with pytest.raises(NotAllowedNow, match="OLD"):
        presses.record(by=care.therapist, visit=care.visit, events=press, lots={"n1": old})
    good = factories.make_lot(care.clinic)
    presses.record(by=care.therapist, visit=care.visit, events=press, lots={"n1": good})
    assert care.visit.session_events.get(type="needle_opened").lot == good


def test_lot_of_a_needle_that_was_in_is_kept_whatever_speaks_against_it(care: Care) -> None:
    care.begin()
    old = factories.make_lot(care.clinic, "OLD", expires=date(2020, 1, 1))
    quick = [event("needle_opened", 1, needle="n1"), inserted(1)]
    presses.record(by=care.therapist, visit=care.visit, events=quick, lots={"n1": old}, needles_were_in=True)
    assert care.visit.session_events.get(type="needle_opened").lot == old
