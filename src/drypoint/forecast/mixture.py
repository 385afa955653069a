"""Mixtures of normal distributions: their quantiles, tails, and what an end of the scale does to them."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

Array = NDArray[np.float64]

_NEWTON_STEPS: Final = 60
_CLOSE: Final = 1e-10
_TINY: Final = 1e-12
_ROOT_TWO_PI: Final = 2.5066282746310002


def below(limit: Array, weight: Array, mean: Array, sd: Array) -> Array:
    """Probability of values up to ``limit``: (columns,) from weights (cells,) and (cells, columns)."""
    return weight @ ndtr((limit - mean) / np.maximum(sd, _TINY))


def quantiles(shares: Array, weight: Array, mean: Array, sd: Array) -> Array:
    """Values with ``shares`` (p,) of each column's mixture below: (p, columns), to ``_CLOSE``.

    Newton's steps that leave the bracket are replaced by its middle, so that it always ends.
    """
    sd = np.maximum(sd, _TINY)
    alone = mean + sd * ndtri(shares)[:, None, None]
    low, high = alone.min(axis=1), alone.max(axis=1)
    at = (weight[:, None] * alone).sum(axis=1)
    for _step in range(_NEWTON_STEPS):
        z = (at[:, None, :] - mean) / sd
        over = (weight[:, None] * ndtr(z)).sum(axis=1) - shares[:, None]
        slope = (weight[:, None] * np.exp(-0.5 * z**2) / (sd * _ROOT_TWO_PI)).sum(axis=1)
        low, high = np.where(over < 0, at, low), np.where(over > 0, at, high)
        with np.errstate(divide="ignore", invalid="ignore"):
            step = at - over / slope
        inside = (step >= low) & (step <= high)
        then = np.where(inside, step, (low + high) / 2)
        if np.abs(then - at).max() < _CLOSE:
            return then
        at = then
    return at


def clipped_mean(low: float, high: float, weight: Array, mean: Array, sd: Array) -> Array:
    """Mean of each column when values beyond ``low`` and ``high`` are told as the ends. (columns,).

    E[min(max(X, a), b)] for a normal X; Greene, Econometric Analysis, on the doubly censored normal.
    """
    sd = np.maximum(sd, _TINY)
    a, b = (low - mean) / sd, (high - mean) / sd
    inside = ndtr(b) - ndtr(a)
    density = (_density(a) - _density(b)) * sd
    # An end at infinity has no share, and infinity times nothing is not a number.
    ends = np.where(np.isinf(a), 0.0, low if np.isfinite(low) else 0.0) * ndtr(a) + (
        np.where(np.isinf(b), 0.0, high if np.isfinite(high) else 0.0) * ndtr(-b)
    )
    return weight @ (mean * inside + density + ends)


def _density(z: Array) -> Array:
    return np.exp(-0.5 * z**2) / _ROOT_TWO_PI
