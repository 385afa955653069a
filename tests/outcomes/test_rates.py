"""Exact bounds of a share, against published values and a slow, obvious reference."""

from fractions import Fraction
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drypoint.outcomes import exact_rate
from drypoint.outcomes.rates import at_most
from drypoint.terms import InvalidInput


def slow_at_most(events: int, of: int, share: float) -> float:
    """The binomial sum in exact fractions."""
    p = Fraction(share)
    return float(sum(comb(of, k) * p**k * (1 - p) ** (of - k) for k in range(events + 1)))


def test_none_in_five_hundred_is_below_six_in_a_thousand_one_sided() -> None:
    found = exact_rate(0, 500)
    assert found.share == found.low == 0
    assert found.below == pytest.approx(1 - 0.05 ** (1 / 500), abs=1e-12)
    assert round(found.below * 100, 1) == 0.6
    assert found.high == pytest.approx(1 - 0.025 ** (1 / 500), abs=1e-12)


def test_bounds_of_clopper_and_pearson_as_tables_print_them() -> None:
    # 10 of 100: 4.90 % to 17.62 %; 1 of 20: 0.13 % to 24.87 % (two-sided 95 %, as R's binom.test gives).
    assert [round(x, 4) for x in (exact_rate(10, 100).low, exact_rate(10, 100).high)] == [0.0490, 0.1762]
    assert [round(x, 4) for x in (exact_rate(1, 20).low, exact_rate(1, 20).high)] == [0.0013, 0.2487]


def test_everybody_has_no_upper_bound_but_one() -> None:
    found = exact_rate(7, 7)
    assert (found.high, found.below) == (1.0, 1.0)
    assert found.low == pytest.approx(0.025 ** (1 / 7), abs=1e-12)


@given(st.integers(1, 60), st.data())
@settings(max_examples=60)
def test_sum_equals_the_slow_one_and_bounds_solve_it(of: int, data: st.DataObject) -> None:
    events = data.draw(st.integers(0, of))
    share = data.draw(st.floats(0.001, 0.999))
    assert at_most(events, of, share) == pytest.approx(slow_at_most(events, of, share), abs=1e-10)
    found = exact_rate(events, of)
    assert found.low <= found.share <= found.high
    assert found.below <= found.high
    if events < of:
        assert slow_at_most(events, of, found.high) == pytest.approx(0.025, abs=1e-9)
        assert slow_at_most(events, of, found.below) == pytest.approx(0.05, abs=1e-9)
    if events > 0:
        assert 1 - slow_at_most(events - 1, of, found.low) == pytest.approx(0.025, abs=1e-9)


@pytest.mark.parametrize(("events", "of"), [(-1, 10), (11, 10), (0, 0)])
def test_what_is_no_share_is_refused(events: int, of: int) -> None:
    with pytest.raises(InvalidInput, match="out of how many"):
        exact_rate(events, of)
