"""The decision engine: each rule on a course that a clinician would recognise."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drypoint.decision import Choice, DecisionRequest, RuleId, ThresholdId, decide, foresee
from drypoint.forecasting import NeedlingVisit, Observation, ObservationKind, forecast
from drypoint.safety.triage import Level
from drypoint.terms import InvalidInput


def course(*scores, kind=ObservationKind.BEFORE, every=7, instrument="nprs", **more):
    """One score at each weekly visit, before its needling; every visit but the last is a needling visit."""
    return DecisionRequest(
        instrument=instrument,
        observations=tuple(
            Observation(day=every * n, value=value, kind=kind) for n, value in enumerate(scores)
        ),
        sessions=tuple(NeedlingVisit(day=every * n) for n in range(len(scores) - 1)),
        **more,
    )


def rule(request):
    return decide(request).rule


def test_decide_with_no_scores_says_that_there_is_not_enough():
    decision = decide(DecisionRequest(instrument="nprs"))
    assert (decision.choice, decision.rule, decision.enough) == (Choice.CONTINUE, RuleId.NOT_ENOUGH, False)
    assert decision.because[0].startswith("Not enough to judge yet: 0 needling visits")
    assert decision.change is None


def test_forecast_carries_the_same_next_step():
    asked = course(8, 6.5, 5, 3.5)
    answer = foresee(asked)
    assert answer.decision.choice is decide(asked).choice
    assert answer.decision.because == decide(asked).because
    assert answer.forecast == forecast(asked).forecast


def test_decide_waits_for_three_needling_visits():
    assert rule(course(7, 7, 7)) is RuleId.NOT_ENOUGH
    assert decide(course(7, 7, 7, 7)).rule is RuleId.NO_RESPONSE
    assert decide(course(7, 7, 7, 7)).enough


def test_decide_changes_the_plan_then_stops_when_nothing_happens():
    assert decide(course(7, 7, 7, 7)).choice is Choice.CHANGE
    assert decide(course(7, 7, 7, 7, 7, 7, 7)).choice is Choice.STOP


def test_decide_continues_while_the_course_responds():
    decision = decide(course(8, 6.5, 5, 3.5))
    assert (decision.choice, decision.rule) == (Choice.CONTINUE, RuleId.RESPONDING)
    assert decision.p_important is not None and decision.p_important >= 0.8
    percent = f"{100 * decision.p_important:.0f} %"
    assert f"important true change is {percent}" in decision.because[0]
    assert percent in decide(course(8, 6.5, 5, 3.5, language="es")).because[0]
    assert decision.because[1:] == (
        "What the next session adds is mostly assumed from trials, not seen in this person.",
    )


def test_decide_goes_on_while_it_is_unclear_but_a_session_still_promises_something():
    early = decide(course(7, 6.5, 6, 5))
    assert (early.choice, early.rule) == (Choice.CONTINUE, RuleId.UNCLEAR)
    assert "Not clear yet" in early.because[0]


def test_decide_heeds_the_numbers_of_the_clinic():
    asked = course(8, 6.5, 5, 3.5)
    strict = decide(msgspec.structs.replace(asked, thresholds={ThresholdId.RESPONSE_PERCENT: 99}))
    assert strict.rule is RuleId.UNCLEAR
    assert {one.id: one.value for one in strict.thresholds}[ThresholdId.RESPONSE_PERCENT] == 99
    with pytest.raises(InvalidInput, match="must lie between 50 and 99 percent") as caught:
        decide(msgspec.structs.replace(asked, thresholds={ThresholdId.RESPONSE_PERCENT: 20}))
    assert caught.value.where == "thresholds.response_percent"


def test_decide_says_when_a_response_may_still_be_measurement_error():
    decision = decide(course(7, 5, 4, 3.5))
    assert decision.rule is RuleId.RESPONDING
    assert decision.because[1] == "The change could still be measurement error."


def test_decide_says_when_measurement_error_is_unknown():
    decision = decide(course(50, 40, 30, 20, instrument="odi"))
    assert "not known" in decision.because[1]


def test_decide_spaces_out_where_one_more_session_adds_little():
    decision = decide(course(6, 4, *[3] * 13))
    assert (decision.choice, decision.rule) == (Choice.SPACE_OUT, RuleId.LITTLE_TO_GAIN)
    assert "expected to add only 0." in decision.because[0]


def test_decide_spaces_visits_out_at_the_goal_and_stops_when_it_holds():
    assert decide(course(6, 4, 2, goal=2)).choice is Choice.SPACE_OUT
    held = decide(course(6, 2, 2, 1, goal=2))
    assert (held.choice, held.rule) == (Choice.STOP, RuleId.GOAL_HELD)
    assert "goal of 2 points" in held.because[0]


def test_decide_knows_which_way_an_instrument_improves():
    assert rule(course(3, 4, 6, 8, 8, 8, instrument="psfs", goal=8)) is RuleId.GOAL_HELD
    assert rule(course(8, 6, 4, instrument="psfs")) is RuleId.WORSE


def test_decide_does_not_take_a_share_of_a_low_ability_score_for_important():
    assert rule(course(2, 2, 2, 3, instrument="psfs")) is RuleId.NO_RESPONSE


def test_decide_refers_when_worse_beyond_error_and_beyond_soreness():
    decision = decide(course(3, 8))
    assert (decision.choice, decision.rule) == (Choice.REFER, RuleId.WORSE)


def test_decide_does_not_let_a_large_worsening_within_error_pass():
    assert rule(course(3, 6)) is RuleId.PERHAPS_WORSE


def test_decide_without_a_known_error_refers_on_an_importantly_worse_score():
    assert rule(course(20, 35, instrument="odi")) is RuleId.WORSE
    assert rule(course(0, 4, instrument="odi")) is RuleId.NOT_ENOUGH


def test_decide_does_not_judge_scores_inside_the_soreness_window():
    sore = DecisionRequest(
        instrument="nprs",
        observations=(
            Observation(day=0, value=4, kind=ObservationKind.BEFORE),
            Observation(day=0, value=1, kind=ObservationKind.AFTER),
            Observation(day=0, value=9, kind=ObservationKind.CHECK_IN),
            Observation(day=2.9, value=9, kind=ObservationKind.CHECK_IN),
        ),
        sessions=(NeedlingVisit(day=0),),
    )
    decision = decide(sore)
    assert decision.rule is RuleId.NOT_ENOUGH
    assert "Not judged: 3 scores" in decision.because[-1]
    later = msgspec.structs.replace(
        sore,
        observations=(*sore.observations, Observation(day=3, value=9, kind=ObservationKind.CHECK_IN)),
    )
    assert rule(later) is RuleId.WORSE


@pytest.mark.parametrize("level", [Level.EMERGENCY, Level.SAME_DAY, Level.CALL_CLINIC])
def test_decide_puts_safety_before_any_success(level):
    assert decide(course(8, 5, 3, 1, goal=2, safety_level=level)).choice is Choice.REFER


def test_decide_ignores_expected_soreness():
    assert decide(course(8, 6, 4, 3, safety_level=Level.EXPECTED)).choice is Choice.CONTINUE


def test_decision_shows_every_threshold_as_unverified():
    decision = decide(course(5, 5))
    assert decision.unverified
    assert {one.id.value: one.value for one in decision.thresholds}["soreness_window_hours"] == 72
    assert all(one.verification.is_unverified for one in decision.thresholds)


def test_decide_does_not_call_a_score_unresponsive_that_nobody_can_judge():
    decision = decide(course(200, 210, 260, 300, instrument="ppt"))
    assert (decision.choice, decision.rule) == (Choice.CONTINUE, RuleId.NO_MEASURE)


def test_decide_gives_no_probability_to_a_rating_of_change():
    decision = decide(course(0, 2, 3, 3, instrument="groc"))
    assert (decision.rule, decision.p_important) == (RuleId.NO_MEASURE, None)


def test_decide_judges_a_start_at_zero_without_a_share():
    assert rule(course(0, 0, 0, 0)) is RuleId.NO_RESPONSE
    assert rule(course(0, 1)) is RuleId.NOT_ENOUGH


def test_decide_names_the_place_of_a_bad_score():
    with pytest.raises(InvalidInput, match="ends at 10") as caught:
        decide(course(5, 12))
    assert caught.value.where == "observations[1].value"
    with pytest.raises(InvalidInput, match="starts at 0") as caught:
        decide(course(5, 4, goal=-1))
    assert caught.value.where == "goal"


@given(st.lists(st.integers(0, 10), max_size=9), st.randoms(use_true_random=False))
def test_decide_does_not_depend_on_the_order_of_scores(scores, random):
    request = course(*scores, goal=2)
    observations = list(request.observations)
    random.shuffle(observations)
    assert decide(msgspec.structs.replace(request, observations=tuple(observations))) == decide(request)


@given(st.lists(st.integers(0, 10), min_size=1, max_size=9), st.integers(0, 10))
def test_decide_never_spaces_out_or_stops_at_a_goal_that_is_not_met(scores, goal):
    decision = decide(course(*scores, goal=goal))
    if decision.rule in {RuleId.GOAL_MET, RuleId.GOAL_HELD}:
        assert scores[-1] <= goal
    assert decision.because[0] and "{" not in "".join(decision.because)
