"""The change engine: beyond error, important, and honest where sources disagree."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drypoint.outcomes import Better, ChangeRequest, Direction, MicScale, change, load_instruments
from drypoint.terms import InvalidInput


def ask(instrument, before, after, population=None):
    return change(ChangeRequest(instrument=instrument, before=before, after=after, population=population))


def test_change_of_the_interface_example_is_within_error_of_both_published_mdcs():
    result = ask("nprs", 6.5, 4.0, "neck_pain")
    assert result.change == -2.5 and result.direction is Direction.BETTER
    assert [(row.magnitude, row.beyond) for row in result.mdc] == [(4.0, False), (4.2, False)]
    assert result.reliable_change is False


def test_reliable_change_is_unknown_where_sources_disagree():
    result = ask("nprs", 8, 3.9)
    assert [row.beyond for row in result.mdc] == [True, False]
    assert result.reliable_change is None


def test_reliable_change_is_unknown_where_nobody_published_an_mdc_for_these_people():
    result = ask("nprs", 9, 1, "low_back_pain")
    assert not any(row.applies for row in result.mdc)
    assert result.reliable_change is None


def test_reliable_change_holds_for_getting_worse_but_importance_does_not():
    result = ask("nprs", 1, 9, "neck_pain")
    assert result.direction is Direction.WORSE
    assert result.reliable_change is True
    assert result.important_change is False


def test_important_change_shows_each_disagreeing_source():
    verdicts = {(row.magnitude, row.scale): row.beyond for row in ask("nprs", 6.5, 4.0).mic}
    assert verdicts[4.1, MicScale.POINTS] is False
    assert verdicts[2, MicScale.POINTS] is True
    assert verdicts[30, MicScale.PERCENT_OF_BASELINE] is True
    assert ask("nprs", 6.5, 4.0).important_change is None


def test_change_inside_a_published_range_is_neither_beyond_nor_within():
    assert [row.beyond for row in ask("psfs", 2, 3.95).mic] == [None]
    assert ask("psfs", 2, 3.95).important_change is None
    assert ask("psfs", 2, 4).important_change is True


def test_share_of_a_baseline_of_zero_is_unknown():
    shares = [row.beyond for row in ask("nprs", 0, 2).mic if row.scale is MicScale.PERCENT_OF_BASELINE]
    assert shares == [None]


def test_no_difference_is_no_change():
    result = ask("lefs", 40, 40)
    assert (result.direction, result.reliable_change, result.important_change) == (
        Direction.SAME,
        False,
        False,
    )


def test_change_equal_to_the_mdc_is_not_beyond_it_and_equal_to_the_mic_reaches_it():
    result = ask("lefs", 40, 49)
    assert result.reliable_change is False and result.important_change is True


def test_decimal_scores_do_not_fail_an_equality_by_rounding():
    assert ask("nprs", 6.4, 5.1, "neck_pain").mic[2].beyond is True


def test_unverified_thresholds_stay_marked():
    assert [row.unverified for row in ask("psfs", 1, 2).mdc] == [True]
    assert "memory" in ask("psfs", 1, 2).mdc[0].source


@pytest.mark.parametrize(
    ("instrument", "before", "after", "where", "message"),
    [
        ("pain", 1, 2, "instrument", "There is no instrument 'pain'. Use one of nprs, vas"),
        ("nprs", 11, 2, "before", "ends at 10"),
        ("hit6", 40, 35, "after", "starts at 36"),
        ("ppt", -1, 35, "before", "starts at 0"),
        ("promis_pi", math.nan, 50, "before", "A score is a number"),
    ],
)
def test_change_refuses_what_the_instrument_cannot_hold(instrument, before, after, where, message):
    with pytest.raises(InvalidInput, match=message) as caught:
        ask(instrument, before, after)
    assert caught.value.where == where


def test_change_accepts_scores_of_scales_without_known_ends():
    assert ask("promis_pi", 62, 55).direction is Direction.BETTER
    assert ask("ppt", 200, 900).direction is Direction.BETTER


def test_change_refuses_an_unknown_population():
    with pytest.raises(InvalidInput, match="Leave it out or use one of neck_pain"):
        ask("nprs", 5, 3, "everyone")


@given(st.sampled_from(load_instruments().instruments), st.floats(0, 1), st.floats(0, 1))
def test_change_reversed_mirrors_the_direction_and_keeps_what_the_mdcs_say(instrument, a, b):
    low = instrument.low or 0
    high = instrument.high or 100
    first, second = (round(low + part * (high - low), 2) for part in (a, b))
    there, back = ask(instrument.id, first, second), ask(instrument.id, second, first)
    assert there.change == -back.change
    assert there.reliable_change == back.reliable_change
    opposite = {Direction.BETTER: Direction.WORSE, Direction.WORSE: Direction.BETTER}
    assert back.direction is opposite.get(there.direction, Direction.SAME)
    better_way = (second < first) if instrument.better is Better.LOWER else (second > first)
    assert (there.direction is Direction.BETTER) == better_way
