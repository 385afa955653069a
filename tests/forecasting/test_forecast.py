"""The forecast: held to a slow reference, and honest about what it does not know."""

import math

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drypoint.forecasting import (
    ExerciseDay,
    ForecastRequest,
    NeedlingVisit,
    Observation,
    ObservationKind,
    PlannedVisit,
    forecast,
    has_course,
    load_priors,
)
from drypoint.forecasting.priors import ruler
from drypoint.forecasting.reference import reference
from drypoint.outcomes import load_instruments
from drypoint.terms import InvalidInput

CLOSE = 1e-6


def weekly(*scores, instrument="nprs", **more):
    """A score before each weekly session; the last visit has none yet."""
    return ForecastRequest(
        instrument=instrument,
        observations=tuple(
            Observation(day=7 * number, value=value, kind=ObservationKind.BEFORE)
            for number, value in enumerate(scores)
        ),
        sessions=tuple(NeedlingVisit(day=7 * number) for number in range(len(scores) - 1)),
        **more,
    )


days = st.integers(0, 120).map(lambda half: half / 2)
kinds = st.sampled_from(ObservationKind)


@st.composite
def requests(draw):
    instrument, low, high = draw(
        st.sampled_from([("nprs", 0, 10), ("psfs", 0, 10), ("ndi", 0, 100), ("ppt", 0, 900)])
    )
    observations = st.builds(Observation, day=days, value=st.integers(low, high), kind=kinds)
    scores = draw(st.lists(observations, min_size=1 if instrument == "ppt" else 0, max_size=7))
    usable = [one for one in scores if one.kind is not ObservationKind.AFTER]
    if instrument == "ppt" and not usable:
        scores.append(Observation(day=0, value=300, kind=ObservationKind.BEFORE))
    return ForecastRequest(
        instrument=instrument,
        goal=draw(st.none() | st.integers(low, high)),
        observations=tuple(scores),
        sessions=tuple(
            draw(st.lists(st.builds(NeedlingVisit, day=days, twitches=st.integers(0, 30)), max_size=5))
        ),
        planned=tuple(draw(st.lists(st.builds(PlannedVisit, day=days), max_size=2))),
        exercise=tuple(
            draw(
                st.lists(
                    st.builds(ExerciseDay, day=days, done=st.sampled_from([0, 0.25, 0.8, 1])), max_size=4
                )
            )
        ),
        horizon_days=draw(st.integers(1, 12)),
        population=draw(st.sampled_from([None, "neck_pain", "knee_pain"])),
    )


@settings(max_examples=40, deadline=None)
@given(requests())
def test_forecast_equals_the_slow_reference(request):
    fast, slow = forecast(request), reference(request)
    instrument = load_instruments().named(request.instrument)
    used = sorted(
        (one for one in request.observations if request.instrument == "nprs" or one.kind != "after"),
        key=lambda one: (one.day, list(ObservationKind).index(one.kind), one.value),
    )
    measure = ruler(instrument, load_priors(), used[0].value if used else None)
    lowest = -math.inf if instrument.low is None else instrument.low
    highest = math.inf if instrument.high is None else instrument.high

    def on_scale(*burdens):
        return sorted(min(max(measure.value(one), lowest), highest) for one in burdens)

    near = abs(measure.slope) * CLOSE
    assert fast.now.mean == pytest.approx(measure.value(slow.now[0]), abs=near)
    assert [fast.now.lo95, fast.now.hi95] == pytest.approx(on_scale(*slow.now[1:]), abs=near)
    for told, (mean, lo80, hi80, lo95, hi95) in zip(fast.forecast, slow.days, strict=True):
        assert told.mean == pytest.approx(measure.value(mean), abs=near)
        assert [told.lo80, told.hi80] == pytest.approx(on_scale(lo80, hi80), abs=near)
        assert [told.lo95, told.hi95] == pytest.approx(on_scale(lo95, hi95), abs=near)
    assert [one.p for one in fast.p_goal_by] == pytest.approx(list(slow.p_goal), abs=CLOSE)
    adds = fast.next_session_adds
    assert adds.mean == pytest.approx(measure.slope * slow.adds[0], abs=near)
    assert [adds.lo80, adds.hi80] == pytest.approx(
        sorted(measure.slope * one for one in slow.adds[1:]), abs=near
    )
    assert fast.p_reacts == pytest.approx(slow.p_reacts, abs=CLOSE)
    for chance in fast.mic:
        if chance.scale == "points":
            wanted = slow.p_better_by(chance.magnitude / abs(measure.slope))
            assert chance.p == pytest.approx(wanted, abs=CLOSE)


@settings(max_examples=60, deadline=None)
@given(requests())
def test_forecast_keeps_to_the_scale_and_its_limits_are_in_order(request):
    found = forecast(request)
    instrument = load_instruments().named(request.instrument)
    for one in found.forecast:
        assert one.lo95 <= one.lo80 <= one.hi80 <= one.hi95
        assert one.lo95 <= one.mean <= one.hi95
        assert one.lo95 >= instrument.low
        assert instrument.high is None or one.hi95 <= instrument.high
    assert found.now.lo95 <= found.now.hi95
    assert all(0 <= one.p <= 1 for one in (*found.p_goal_by, *found.mic))


@pytest.mark.parametrize(
    ("case", "request_", "enough"),
    [
        ("no score", ForecastRequest(instrument="nprs"), False),
        ("one score", weekly(6), False),
        ("all equal", weekly(5, 5, 5, 5), True),
        (
            "two on one day",
            ForecastRequest(
                instrument="nprs",
                observations=(
                    Observation(day=0, value=6, kind=ObservationKind.BEFORE),
                    Observation(day=0, value=2, kind=ObservationKind.BEFORE),
                ),
            ),
            False,
        ),
        (
            "a gap of a year",
            ForecastRequest(
                instrument="nprs",
                observations=(
                    Observation(day=0, value=7, kind=ObservationKind.BEFORE),
                    Observation(day=365, value=6, kind=ObservationKind.CHECK_IN),
                ),
                sessions=(NeedlingVisit(day=0),),
            ),
            True,
        ),
        ("goal met already", weekly(6, 3, 1, goal=4), True),
        (
            "the second score while sore",
            ForecastRequest(
                instrument="nprs",
                observations=(
                    Observation(day=0, value=7, kind=ObservationKind.BEFORE),
                    Observation(day=1, value=3, kind=ObservationKind.CHECK_IN),
                ),
                sessions=(NeedlingVisit(day=0),),
            ),
            False,
        ),
        (
            "scores straight after needling alone",
            ForecastRequest(
                instrument="nprs",
                observations=(
                    Observation(day=0, value=3, kind=ObservationKind.AFTER),
                    Observation(day=7, value=2, kind=ObservationKind.AFTER),
                ),
                sessions=(NeedlingVisit(day=0), NeedlingVisit(day=7)),
            ),
            False,
        ),
    ],
)
def test_forecast_of_little_is_wide_and_says_so(case, request_, enough):
    found = forecast(request_)
    assert found.enough is enough, case
    assert found.unverified
    last = found.forecast[-1]
    assert last.hi95 - last.lo95 >= 3, "never more certain than a point and a half each way"
    if not enough:
        assert found.mostly_assumed


def test_forecast_without_a_score_on_a_scale_without_ends_says_nothing():
    found = forecast(ForecastRequest(instrument="ppt"))
    assert (found.now, found.forecast, found.next_session_adds) == (None, (), None)
    assert not found.enough and found.mostly_assumed and found.p_reacts == 0.6


def test_forecast_gets_wider_the_further_it_looks_and_narrower_with_scores():
    early, late = forecast(weekly(7, 6)), forecast(weekly(7, 6, 5, 5, 4, 4))
    widths = [one.hi80 - one.lo80 for one in early.forecast]
    assert widths[-1] > widths[5]
    assert late.forecast[-1].hi80 - late.forecast[-1].lo80 < widths[-1]


def test_forecast_learns_whether_the_person_reacts():
    nothing, much = forecast(weekly(7, 7, 7, 7, 7, 7)), forecast(weekly(8, 6, 5, 3, 2, 1))
    assert nothing.p_reacts < 0.55 < 0.6 < much.p_reacts
    assert abs(nothing.next_session_adds.mean) < abs(much.next_session_adds.mean)


def test_planned_sessions_change_what_lies_ahead_and_not_the_present():
    asked = weekly(7, 5, 4)
    with_more = msgspec.structs.replace(asked, planned=(PlannedVisit(day=14), PlannedVisit(day=21)))
    plain, more = forecast(asked), forecast(with_more)
    assert plain.now == more.now
    assert more.forecast[-1].mean < plain.forecast[-1].mean
    assert forecast(msgspec.structs.replace(asked, planned=(PlannedVisit(day=3),))).not_used == 1


def test_pain_straight_after_needling_tells_almost_nothing():
    asked = weekly(7, 6)
    after = Observation(day=7, value=1, kind=ObservationKind.AFTER)
    told = msgspec.structs.replace(
        asked,
        observations=(*asked.observations, after),
        sessions=(NeedlingVisit(day=0), NeedlingVisit(day=7)),
    )
    silent = msgspec.structs.replace(told, observations=asked.observations)
    kept = abs(forecast(told).forecast[20].mean - forecast(silent).forecast[20].mean)
    believed = msgspec.structs.replace(
        told,
        observations=(
            *asked.observations,
            Observation(day=7, value=1, kind=ObservationKind.CHECK_IN),
        ),
    )
    assert kept < 0.1 * abs(forecast(believed).forecast[20].mean - forecast(silent).forecast[20].mean)


def test_motion_straight_after_needling_counts_for_more_than_pain_does():
    def share(instrument, before, after):
        """What an "after" moves the forecast by, against a score of the same size that is believed whole."""

        def ahead(*more):
            asked = ForecastRequest(
                instrument=instrument,
                observations=(
                    Observation(day=0, value=before, kind=ObservationKind.BEFORE),
                    Observation(day=7, value=before, kind=ObservationKind.BEFORE),
                    *more,
                ),
                sessions=(NeedlingVisit(day=0), NeedlingVisit(day=7)),
            )
            return forecast(asked).forecast[20].mean

        plain = ahead()
        told = ahead(Observation(day=7, value=after, kind=ObservationKind.AFTER))
        believed = ahead(Observation(day=7, value=after, kind=ObservationKind.CHECK_IN))
        return (told - plain) / (believed - plain)

    assert share("nprs", 7, 3) < 0.1
    assert 0.15 < share("rom", 40, 76) < 0.6


def test_ability_straight_after_needling_is_left_out_and_counted():
    asked = ForecastRequest(
        instrument="psfs",
        observations=(
            Observation(day=0, value=3, kind=ObservationKind.BEFORE),
            Observation(day=0, value=9, kind=ObservationKind.AFTER),
        ),
    )
    assert forecast(asked).not_used == 1
    assert (
        forecast(asked).now
        == forecast(msgspec.structs.replace(asked, observations=asked.observations[:1])).now
    )


def test_more_twitches_leave_more_soreness_in_the_first_days():
    asked = weekly(6, 6)
    many = msgspec.structs.replace(asked, sessions=(NeedlingVisit(day=0, twitches=40),))
    planned = (PlannedVisit(day=7),)
    few_days = forecast(msgspec.structs.replace(asked, planned=planned)).forecast
    many_days = forecast(msgspec.structs.replace(many, planned=planned)).forecast
    assert many_days[0].mean > few_days[0].mean
    assert many_days[10].mean == pytest.approx(few_days[10].mean, abs=1e-6)


def test_every_score_takes_part_whatever_the_order():
    asked = weekly(7, 5, 6, 4)
    turned = msgspec.structs.replace(asked, observations=asked.observations[::-1])
    assert forecast(asked) == forecast(turned)


@pytest.mark.parametrize(
    ("request_", "where", "says"),
    [
        (weekly(5, 12), "observations[1].value", "ends at 10"),
        (weekly(5, goal=-1), "goal", "starts at 0"),
        (weekly(5, population="moon_people"), "population", "There is no population"),
        (weekly(5, instrument="guess"), "instrument", "There is no instrument"),
        (weekly(2, instrument="groc"), "instrument", "two days at once"),
        (weekly(300, 1e9, instrument="ppt"), "observations[1].value", "Look at the unit"),
        (weekly(300, 320, instrument="ppt", goal=1e9), "goal", "Look at the unit"),
        (weekly(2, instrument="fabq"), "instrument", "ends of its scale"),
        (
            ForecastRequest(instrument="nprs", planned=(PlannedVisit(day=1e9),)),
            "planned[0].day",
            "Count days",
        ),
        (
            ForecastRequest(instrument="nprs", sessions=(NeedlingVisit(day=math.inf),)),
            "sessions[0].day",
            "Count days",
        ),
    ],
)
def test_forecast_names_the_place_of_what_cannot_be(request_, where, says):
    with pytest.raises(InvalidInput, match=says) as caught:
        forecast(request_)
    assert caught.value.where == where


def test_has_course_knows_what_cannot_be_forecast():
    known = load_instruments()
    assert has_course(known.named("nprs"))
    assert not has_course(known.named("groc"))
    assert has_course(known.named("ppt"), priors=load_priors())


def test_a_long_horizon_is_told_in_steps_and_to_its_end():
    found = forecast(weekly(7, 6, horizon_days=100))
    assert len(found.forecast) <= 43
    assert found.forecast[-1].day == 107


def test_the_reference_needs_a_score_to_hold_on_to():
    with pytest.raises(AssertionError):
        reference(ForecastRequest(instrument="ppt"))
