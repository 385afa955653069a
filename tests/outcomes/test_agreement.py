"""Kappa and its interval, against printed values and against references that share no formula with it."""

from itertools import product
from math import sqrt

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from drypoint.outcomes.agreement import FEWEST, NORMAL_975, Agreement, Unsaid, agreement, of_table
from drypoint.terms import InvalidInput

YES_NO = ("no", "yes")
COUNTS = st.integers(min_value=0, max_value=60)


def two_by_two(both: int, first: int, second: int, neither: int) -> Agreement:
    """Found by both, by the first only, by the second only, by neither."""
    return of_table([[neither, second], [first, both]], categories=YES_NO)


def slow_kappa(shares: list[list[float]]) -> float:
    """Straight from the words of Cohen 1960."""
    size = range(len(shares))
    agreed = sum(shares[k][k] for k in size)
    chance = sum(sum(shares[k]) * sum(shares[i][k] for i in size) for k in size)
    return (agreed - chance) / (1 - chance)


def slow_error(table: list[list[int]]) -> float:
    """The delta method by numerical slopes: no formula of Fleiss, Cohen and Everitt in it."""
    n, size = sum(map(sum, table)), len(table)
    shares = [[count / n for count in row] for row in table]
    step, slopes = 1e-6, {}
    for i, j in product(range(size), repeat=2):
        up, down = [row[:] for row in shares], [row[:] for row in shares]
        up[i][j] += step
        down[i][j] -= step
        slopes[i, j] = (slow_kappa(up) - slow_kappa(down)) / (2 * step)
    mean = sum(shares[i][j] * slope for (i, j), slope in slopes.items())
    spread = sum(shares[i][j] * slope**2 for (i, j), slope in slopes.items()) - mean**2
    return sqrt(max(0.0, spread) / n)


def test_a_table_that_textbooks_print() -> None:
    found = two_by_two(20, 5, 10, 15)
    assert (found.n, found.agreed, found.observed, found.expected) == (50, 35, 0.7, 0.5)
    assert found.kappa == pytest.approx(0.4)
    assert found.prevalence_index == pytest.approx(0.1) and found.bias_index == pytest.approx(0.1)
    assert found.pabak == pytest.approx(0.4)
    assert found.unsaid is None and not found.too_few


def test_kappa_misleads_where_nearly_everything_is_found_and_the_indices_say_so() -> None:
    even, rare = two_by_two(40, 9, 6, 45), two_by_two(80, 10, 5, 5)
    assert even.observed == rare.observed == 0.85
    # Byrt, Bishop and Carlin take these tables from Feinstein and Cicchetti 1990: 0.70 and 0.32.
    assert even.kappa == pytest.approx(0.70, abs=0.005) and rare.kappa == pytest.approx(0.32, abs=0.005)
    assert even.pabak == rare.pabak == pytest.approx(0.70)
    assert even.prevalence_index == pytest.approx(0.05) and rare.prevalence_index == pytest.approx(0.75)


def test_no_pairs_say_nothing() -> None:
    found = agreement([])
    assert found.n == 0 and found.unsaid is Unsaid.NOTHING
    assert found.kappa is found.observed is found.pabak is found.low is None


@pytest.mark.parametrize("both", [0, 40])
def test_the_same_answer_throughout_has_no_kappa(both: int) -> None:
    found = two_by_two(both, 0, 0, 40 - both)
    assert found.observed == 1 and found.kappa is None and found.unsaid is Unsaid.NO_VARIATION
    assert found.prevalence_index == 1 and found.pabak == 1


def test_full_agreement_has_a_kappa_of_one_and_no_interval() -> None:
    found = two_by_two(15, 0, 0, 25)
    assert found.kappa == pytest.approx(1.0) and found.low is None and found.unsaid is Unsaid.NO_WIDTH


def test_one_examiner_with_one_answer_agrees_as_chance_does() -> None:
    found = two_by_two(20, 0, 12, 0)
    assert found.kappa == pytest.approx(0.0) and found.high is None and found.unsaid is Unsaid.NO_WIDTH


def test_few_pairs_are_marked() -> None:
    assert two_by_two(10, 5, 4, FEWEST - 20).too_few
    assert not two_by_two(10, 5, 4, FEWEST - 19).too_few


def test_only_two_answers_have_the_indices_of_two() -> None:
    found = agreement([("a", "a"), ("b", "c"), ("c", "c"), ("b", "b")])
    assert found.categories == ("a", "b", "c") and found.prevalence_index is found.bias_index is None
    assert found.pabak == pytest.approx((3 * 0.75 - 1) / 2)


def test_an_answer_that_nobody_gave_counts_for_pabak() -> None:
    assert agreement([("yes", "yes")]).pabak == agreement([("yes", "yes")], categories=YES_NO).pabak == 1
    assert agreement([("yes", "no")], categories=YES_NO).kappa == 0


@pytest.mark.parametrize("table", [[[1, 2]], [[1, 2], [3]], [[1, -2], [3, 4]]])
def test_a_table_of_another_shape_is_refused(table: list[list[int]]) -> None:
    with pytest.raises(InvalidInput):
        of_table(table, categories=YES_NO)


@given(
    st.integers(2, 4).flatmap(
        lambda k: st.lists(st.lists(COUNTS, min_size=k, max_size=k), min_size=k, max_size=k)
    )
)
@settings(deadline=None)
def test_kappa_and_error_equal_the_slow_reference(table: list[list[int]]) -> None:
    found = of_table(table, categories=[str(k) for k in range(len(table))])
    assume(found.unsaid is None)
    assert found.kappa is not None and found.low is not None and found.high is not None
    n = found.n
    assert found.kappa == pytest.approx(slow_kappa([[c / n for c in row] for row in table]), abs=1e-9)
    half = NORMAL_975 * slow_error(table)
    assert found.low == pytest.approx(max(-1.0, found.kappa - half), abs=1e-5)
    assert found.high == pytest.approx(min(1.0, found.kappa + half), abs=1e-5)
    assert -1 <= found.low <= found.kappa <= found.high <= 1


@given(st.lists(st.tuples(st.sampled_from(YES_NO), st.sampled_from(YES_NO)), max_size=80))
def test_it_is_the_same_whoever_is_called_first(pairs: list[tuple[str, str]]) -> None:
    one = agreement(pairs, categories=YES_NO)
    other = agreement([(b, a) for a, b in pairs], categories=YES_NO)
    assert (one.n, one.unsaid, one.agreed, one.bias_index) == (
        other.n,
        other.unsaid,
        other.agreed,
        other.bias_index,
    )
    for mine, theirs in ((one.kappa, other.kappa), (one.low, other.low), (one.high, other.high)):
        assert (mine is None) == (theirs is None)
        assert mine is None or mine == pytest.approx(theirs, abs=1e-12)
