"""Quantiles of mixtures, with and without a share that is exactly nothing."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drypoint.forecasting.mixture import below, clipped_mean, quantiles, quantiles_with_nothing

numbers = st.floats(-50, 50)
spreads = st.floats(0.01, 20)


@given(
    st.lists(st.tuples(st.floats(0.01, 1), numbers, spreads), min_size=1, max_size=6),
    st.floats(0.001, 0.999),
)
def test_quantile_has_its_share_below(parts, share):
    weight = np.array([one[0] for one in parts])
    weight /= weight.sum()
    mean, sd = np.array([[one[1]] for one in parts]), np.array([[one[2]] for one in parts])
    at = quantiles(np.array([share]), weight, mean, sd)
    assert below(at[0], weight, mean, sd)[0] == pytest.approx(share, abs=1e-6)


@given(st.floats(0, 1), st.floats(-3, 3), st.floats(0.1, 2), st.floats(0.01, 0.99))
def test_quantile_with_nothing_is_that_of_the_whole(part, mean, sd, share):
    found = quantiles_with_nothing(np.array([share]), np.array([part]), np.array([mean]), np.array([sd]))[0]
    below_found = part * 0.5 * math.erfc((mean - found) / (sd * math.sqrt(2))) + (
        1 - part if found >= 0 else 0.0
    )
    assert below_found >= share - 1e-6
    just_under = found - 1e-6
    under = part * 0.5 * math.erfc((mean - just_under) / (sd * math.sqrt(2))) + (
        1 - part if just_under >= 0 else 0.0
    )
    assert under <= share + 1e-5


def test_clipped_mean_without_ends_is_the_mean_and_far_beyond_an_end_is_the_end():
    weight, mean, sd = np.array([0.25, 0.75]), np.array([[1.0], [3.0]]), np.array([[1.0], [2.0]])
    assert clipped_mean(-math.inf, math.inf, weight, mean, sd)[0] == pytest.approx(2.5)
    assert clipped_mean(100, 200, weight, mean, sd)[0] == pytest.approx(100)
    assert clipped_mean(-math.inf, -100, weight, mean, sd)[0] == pytest.approx(-100)


def test_one_sure_value_is_its_own_quantile():
    sure = quantiles(np.array([0.1, 0.9]), np.ones(1), np.array([[2.0]]), np.zeros((1, 1)))
    assert sure[:, 0] == pytest.approx([2, 2], abs=1e-9)


def test_quantile_ends_where_newton_alone_would_not():
    weight, mean, sd = np.array([0.5, 0.5]), np.array([[-40.0], [40.0]]), np.array([[0.01], [0.01]])
    at = quantiles(np.array([0.25, 0.75]), weight, mean, sd)[:, 0]
    assert at == pytest.approx([-40, 40], abs=1e-3)


def test_all_that_is_nothing_has_nothing_for_quantiles():
    none = quantiles_with_nothing(np.array([0.1, 0.9]), np.zeros(0), np.zeros(0), np.zeros(0))
    assert none.tolist() == [0, 0]


def test_a_share_next_to_nothing_changes_no_quantile():
    tiny = quantiles_with_nothing(np.array([0.1, 0.9]), np.array([2e-313]), np.zeros(1), np.ones(1))
    assert tiny.tolist() == [0, 0]
