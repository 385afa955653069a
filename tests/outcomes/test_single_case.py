"""Single-case statistics: the published check vector, and a slow reference."""

from itertools import permutations
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drypoint.outcomes import Better, SingleCaseRequest, single_case

BEFORE, AFTER = (20, 20, 26, 25, 22, 23), (28, 25, 24, 27, 30, 30, 29)
"""The check vector of the SingleCaseES vignette."""

scores = st.lists(st.integers(0, 10), min_size=2, max_size=6)


def asked(before, after, better="higher"):
    return single_case(SingleCaseRequest(before=tuple(before), after=tuple(after), better=Better(better)))


def test_check_vector():
    found = asked(BEFORE, AFTER)
    assert found.nap == pytest.approx(0.9166666667, abs=1e-9)
    assert found.tau == pytest.approx(2 * 0.9166666667 - 1, abs=1e-9)
    assert found.tau_se == pytest.approx(2 * found.nap_se)
    assert found.pairs == 42
    assert "hang together" in found.caution.en


def slow(before, after):
    """The variance from every two disjoint pairs: NAP squared less the mean of their products (Sen 1967)."""

    def better(a, b):
        return 1.0 if b > a else 0.5 if b == a else 0.0

    nap = sum(better(a, b) for a in before for b in after) / (len(before) * len(after))
    products = [
        better(before[i], after[j]) * better(before[k], after[m])
        for i, k in permutations(range(len(before)), 2)
        for j, m in permutations(range(len(after)), 2)
    ]
    return nap, sqrt(max(0.0, nap**2 - sum(products) / len(products)))


@given(scores, scores)
def test_equals_the_slow_reference(before, after):
    nap, error = slow(before, after)
    found = asked(before, after)
    assert found.nap == pytest.approx(nap, abs=1e-9)
    if error < 1e-6:
        assert (found.nap_se, found.tau_lo95, found.tau_hi95) == (None, None, None)
    else:
        assert found.nap_se == pytest.approx(error, abs=1e-7)
        assert -1 <= found.tau_lo95 < found.tau_hi95 <= 1


@given(scores, scores)
def test_lower_is_better_is_the_mirror(before, after):
    assert asked(before, after, "lower").tau == pytest.approx(-asked(before, after).tau, abs=1e-9)


@pytest.mark.parametrize(("before", "after"), [([8, 8, 7], [3, 3, 2]), ([5, 5, 5], [5, 5, 5])])
def test_scores_without_spread_have_no_interval_of_no_width(before, after):
    found = asked(before, after, "lower")
    assert (found.nap_se, found.tau_se, found.tau_lo95, found.tau_hi95) == (None, None, None, None)


def test_one_score_in_a_phase_has_no_error():
    found = asked([5], [7, 8])
    assert (found.nap, found.nap_se, found.tau_lo95) == (1.0, None, None)
