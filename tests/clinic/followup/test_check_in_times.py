"""When to ask, and the links that are made of it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.clinic.visits.care import BEGUN, GLUTEUS, Care

from drypoint.clinic.errors import NotPermitted
from drypoint.clinic.followup.actions import check_ins, decisions
from drypoint.clinic.followup.models import Channel, NextStepChoice
from drypoint.clinic.followup.queries.check_in_times import (
    OPEN_FOR,
    is_near_prosthesis,
    proposals,
    session_ended_at,
)
from drypoint.terms import InvalidInput

HOUR = timedelta(hours=1)


def test_asks_at_24_and_48_hours_after_the_last_event(care: Care) -> None:
    assert session_ended_at(care.visit) == care.visit.started_at
    care.needle()
    ended = session_ended_at(care.visit)
    assert ended == BEGUN + timedelta(minutes=5)
    assert proposals(care.visit) == [ended + 24 * HOUR, ended + 48 * HOUR]


def test_a_lung_under_a_needle_adds_the_safety_message(care: Care) -> None:
    care.screen()
    care.propose(GLUTEUS | {"muscle": "rhomboid_major", "position": "prone"})
    assert proposals(care.visit)[0] == care.visit.started_at + 3 * HOUR


@pytest.mark.parametrize("is_planned", [False, True])
@pytest.mark.parametrize(
    ("where", "is_near"), [({"region": "hip", "side": "left"}, True), ({"region": "wrist"}, False)]
)
def test_prosthesis_near_a_needle_is_asked_about_for_four_weeks(
    care: Care, where: dict[str, str], is_near: bool, is_planned: bool
) -> None:
    assert not is_near_prosthesis(care.visit)
    care.screen(joint_replacement={"value": True, "places": [where]})
    if is_planned:
        care.propose(GLUTEUS)
    ended = session_ended_at(care.visit)
    asked = [at - ended for at in proposals(care.visit)]
    late = [timedelta(weeks=1), timedelta(weeks=2), timedelta(weeks=4)]
    # Without a plan nobody knows where the needles went.
    assert asked == [24 * HOUR, 48 * HOUR, *(late if is_near or not is_planned else [])]


@pytest.mark.parametrize(("next_on", "asked"), [(date(2027, 3, 10), 1), (date(2027, 3, 2), 0), (None, 0)])
def test_asks_on_the_morning_before_the_next_visit(care: Care, next_on: date | None, asked: int) -> None:
    decisions.decide(
        by=care.therapist, visit=care.visit, chosen=NextStepChoice.CONTINUE, next_visit_on=next_on
    )
    morning = datetime(2027, 3, 9, 9, tzinfo=UTC)
    assert proposals(care.visit).count(morning) == asked
    assert len(proposals(care.visit)) == 2 + asked


def test_links_are_made_once_and_anew_after_one_is_closed(care: Care) -> None:
    made = check_ins.invite_proposed(by=care.therapist, visit=care.visit, channel=Channel.PRINTED)
    assert [one.expires_at - one.due_at for one in made] == [OPEN_FOR, OPEN_FOR]
    assert check_ins.invite_proposed(by=care.therapist, visit=care.visit, channel=Channel.PRINTED) == []
    check_ins.revoke(by=care.therapist, invitation=made[0])
    again = check_ins.invite_proposed(by=care.therapist, visit=care.visit, channel=Channel.PRINTED)
    assert [one.due_at for one in again] == [made[0].due_at]


def test_links_are_not_the_persons_to_make(care: Care) -> None:
    with pytest.raises(NotPermitted):
        check_ins.invite_proposed(by=care.themselves, visit=care.visit, channel=Channel.PRINTED)


def test_tightness_lies_on_its_scale(care: Care) -> None:
    with pytest.raises(InvalidInput, match="0 to 10"):
        check_ins.answer(
            by=care.themselves, visit=care.visit, answers={}, answered_at=BEGUN, tightness_nrs=11
        )
