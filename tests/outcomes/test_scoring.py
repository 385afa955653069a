"""Questionnaires are scored by their rule, and an answer that cannot be is refused by its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from drypoint.outcomes import ScoreRequest, load_instruments, load_scoring, score
from drypoint.terms import InvalidInput

RULES = {rule.instrument: rule for rule in load_scoring().rules}


def scored(instrument, *answers):
    return score(ScoreRequest(instrument=instrument, answers=answers))


@pytest.mark.parametrize(
    ("instrument", "answers", "wanted"),
    [
        ("ndi", [1] * 10, 20),
        ("ndi", [2] * 8 + [None, None], 40),
        ("odi", [0, 1, 2, 3, 4, 5, 0, 1, 2, 3], 42),
        ("rmdq", [1] * 7 + [0] * 17, 7),
        ("dash", [3] * 30, 50),
        ("quickdash", [1] * 5 + [5] * 6, 54.5),
        ("spadi", [10] * 5 + [0] * 8, 50),
        ("lefs", [4] * 19 + [0], 76),
        ("hit6", [6, 8, 10, 11, 13, 6], 54),
        ("tsk", [1] * 17, 13 + 4 * 4),
        ("tsk11", [2] * 11, 22),
        ("pcs", [4] * 13, 52),
        ("prtee", [4] * 5 + [6] * 10, 50),
        ("psfs", [3, 4, 5], 4),
    ],
)
def test_score_by_hand(instrument, answers, wanted):
    assert scored(instrument, *answers).score == wanted


def test_every_rule_reaches_both_ends_of_its_scale_and_no_further():
    for rule in RULES.values():
        instrument = load_instruments().named(rule.instrument)
        values = rule.values or (rule.low, rule.high)
        turned = set(rule.reversed)
        ends = [
            scored(
                rule.instrument,
                *(
                    (values[-1] if (number in turned) == is_low else values[0])
                    for number in range(1, rule.items + 1)
                ),
            ).score
            for is_low in (True, False)
        ]
        assert sorted(ends) == [instrument.low, instrument.high], rule.instrument
        numbers = [item for part in rule.parts for item in part.items]
        assert sorted(numbers) == list(range(1, rule.items + 1))


@given(st.data())
def test_turning_an_answer_up_never_lowers_a_score_without_turned_items(data):
    rule = data.draw(st.sampled_from([one for one in RULES.values() if not one.reversed]))
    values = rule.values or tuple(range(int(rule.low), int(rule.high) + 1))
    answers = [data.draw(st.sampled_from(values)) for _item in range(rule.items)]
    number = data.draw(st.integers(0, rule.items - 1))
    higher = data.draw(st.sampled_from([one for one in values if one >= answers[number]]))
    more = [*answers[:number], higher, *answers[number + 1 :]]
    assert scored(rule.instrument, *more).score >= scored(rule.instrument, *answers).score


def test_left_out_items_are_told():
    found = scored("ndi", *[2] * 9, None)
    assert (found.answered, found.items, found.is_prorated, found.unverified) == (9, 10, True, True)
    assert found.parts[0].value == 2
    assert not scored("ndi", *[2] * 10).is_prorated


@pytest.mark.parametrize(
    ("instrument", "answers", "where", "says"),
    [
        ("guess", (1,), "instrument", "There is no scoring"),
        ("ndi", [1] * 11, "answers", "There are 10 items"),
        ("ndi", [1] * 7, "answers", "7 of 10 items are answered; the score needs 8"),
        ("ndi", [1] * 9 + [6], "answers[9]", "a whole number within 0, 5"),
        ("ndi", [1] * 9 + [1.5], "answers[9]", "a whole number within"),
        ("hit6", [6, 7, 6, 6, 6, 6], "answers[1]", "one of 6, 8, 10, 11, 13"),
    ],
)
def test_answers_that_cannot_be(instrument, answers, where, says):
    with pytest.raises(InvalidInput, match=says) as caught:
        scored(instrument, *answers)
    assert caught.value.where == where


def test_a_part_of_which_nothing_is_answered_has_no_score():
    rule = replace(load_scoring().named("spadi"), least_answered=8)
    rules = replace(load_scoring(), rules=(rule,))
    only_disability = ScoreRequest(instrument="spadi", answers=(*[None] * 5, *[4.0] * 8))
    with pytest.raises(InvalidInput, match="No item of 'pain' is answered"):
        score(only_disability, scoring=rules)
