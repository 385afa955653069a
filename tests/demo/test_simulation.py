"""The numbers of the demo come from the rows that the documentation names."""

from datetime import date, datetime
from itertools import pairwise
from random import Random
from statistics import fmean
from uuid import uuid4
from zoneinfo import ZoneInfo

import msgspec
import pytest

from drypoint.demo import simulation
from drypoint.demo.cast import FigureKey, Response, figure_of, load_presentations
from drypoint.demo.timetable import SLOT, Timetable
from drypoint.terms import KnowledgeError

ZONE = ZoneInfo("Europe/Madrid")
NOW = datetime(2027, 3, 3, 11, 20, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("presentation", "points"),
    [("neck_desk", -2.31), ("heel", -1.7), ("elbow_outer", -0.95), ("shoulder_front", -0.49)],
)
def test_effect_is_the_one_that_the_review_printed(presentation: str, points: float) -> None:
    assert simulation.printed_effect(load_presentations()[presentation]) == points


def test_a_standardised_effect_becomes_points_by_our_spread() -> None:
    low_back = load_presentations()["low_back"]
    assert simulation.printed_effect(low_back) == pytest.approx(-1.06 * simulation.START_SPREAD)


def test_where_nobody_printed_an_effect_the_smallest_is_taken() -> None:
    jaw = load_presentations()["jaw"]
    assert figure_of(jaw) is None
    assert simulation.printed_effect(jaw) == -0.49


def test_a_figure_that_is_not_there_is_refused() -> None:
    neck = load_presentations()["neck_desk"]
    unknown = FigureKey(review="nobody_1900", comparator=None, window="short", measure="md")
    with pytest.raises(KnowledgeError, match="neck_desk: 0 such figures"):
        figure_of(msgspec.structs.replace(neck, figure=unknown))


@pytest.mark.parametrize("response", Response)
def test_courses_go_the_way_of_their_response(response: Response) -> None:
    neck = load_presentations()["neck_desk"]
    changes = []
    for seed in range(200):
        rng = Random(seed)
        course = simulation.course_of(neck, response, rng)
        changes.append(course.pain(days=42, sessions=6, rng=rng) - course.pain(days=0, sessions=0, rng=rng))
    mean = fmean(changes)
    expected = {Response.RESPONDER: (-6, -3), Response.PARTIAL: (-3, -1.5), Response.NONE: (-0.3, 0.3)}
    low, high = expected.get(response, (0.8, 2.0))
    assert low < mean < high


def test_soreness_begins_at_the_study_mean_and_halves_in_its_half_life() -> None:
    at_once = fmean(simulation.soreness(0, Random(seed)) for seed in range(400))
    assert at_once == pytest.approx(3.48, abs=0.1)
    later = fmean(simulation.soreness(15.0, Random(seed)) for seed in range(400))
    assert later == pytest.approx(at_once / 2, abs=0.15)
    assert simulation.soreness(96, Random(1)) == 0


def test_bruises_come_at_the_published_rate() -> None:
    rng = Random(3)
    rate = fmean(simulation.happens("bruise", rng) for _ in range(20_000))
    assert rate == pytest.approx(0.0755, abs=0.006)


def test_regained_movement_stays_between_none_and_all() -> None:
    course = simulation.Course(start=6, effect=2, response=Response.WORSE)
    assert course.regained(5) == 0
    course = simulation.Course(start=6, effect=-4, response=Response.RESPONDER)
    assert 0 == course.regained(0) < course.regained(3) < course.regained(9) <= 1


def test_nobody_is_in_two_visits_at_once_and_the_past_is_on_working_days() -> None:
    timetable, therapist = Timetable(ZONE, NOW), uuid4()
    slots = [timetable.past(therapist, days_ago=4) for _ in range(30)]
    slots.sort()
    assert all(later - sooner >= SLOT for sooner, later in pairwise(slots))
    assert all(slot.weekday() < 5 and slot < NOW for slot in slots)


def test_past_is_never_today() -> None:
    assert Timetable(ZONE, NOW).past(uuid4(), days_ago=0).date() < NOW.date()


def test_today_offers_what_is_left_of_it() -> None:
    timetable, therapist = Timetable(ZONE, NOW), uuid4()
    timetable.take(therapist, NOW)
    first, second = (timetable.coming(therapist, in_days=0) for _ in range(2))
    assert NOW + SLOT <= first < second
    assert first.date() == second.date() == NOW.date()


def test_coming_days_skip_the_weekend() -> None:
    saturday_in = 3
    found = Timetable(ZONE, NOW).coming(uuid4(), in_days=saturday_in)
    assert found.date() == date(2027, 3, 8)
