"""Mixtures of normal distributions: their quantiles, tails, and what an end of the scale does to them."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import special  # pyright: ignore[reportMissingTypeStubs]

Array = NDArray[np.float64]

_CLOSE: Final = 1e-10
_TINY: Final = 1e-12
_ROOT_TWO_PI: Final = 2.5066282746310002


def ndtr(z: Array) -> Array:
    """Share of the standard normal distribution below ``z``."""
    return np.asarray(special.ndtr(z), dtype=np.float64)  # pyright: ignore[reportUnknownMemberType]


def ndtri(share: Array) -> Array:
    """Value of the standard normal distribution with ``share`` below."""
    return np.asarray(special.ndtri(share), dtype=np.float64)  # pyright: ignore[reportUnknownMemberType]


def below(limit: Array, weight: Array, mean: Array, sd: Array) -> Array:
    """Probability of values up to ``limit``: (columns,) from weights (cells,) and (cells, columns)."""
    return weight @ ndtr((limit - mean) / np.maximum(sd, _TINY))


def quantiles(shares: Array, weight: Array, mean: Array, sd: Array) -> Array:
    """Values with ``shares`` (p,) of each column's mixture below: (p, columns), to ``_CLOSE``.

    Newton's steps that leave the bracket are replaced by its middle, so that it always ends: every step
    shortens the bracket or is the last.
    """
    sd = np.maximum(sd, _TINY)
    alone = mean + sd * ndtri(shares)[:, None, None]
    low: Array = alone.min(axis=1)
    high: Array = alone.max(axis=1)
    at: Array = (weight[:, None] * alone).sum(axis=1)
    while True:
        z = (at[:, None, :] - mean) / sd
        over = (weight[:, None] * ndtr(z)).sum(axis=1) - shares[:, None]
        slope = (weight[:, None] * np.exp(-0.5 * z**2) / (sd * _ROOT_TWO_PI)).sum(axis=1)
        low = np.where(over < 0, at, low)
        high = np.where(over > 0, at, high)
        with np.errstate(divide="ignore", invalid="ignore"):
            step: Array = at - over / slope
        inside = (step >= low) & (step <= high)
        then: Array = np.where(inside, step, (low + high) / 2)
        if np.abs(then - at).max() < _CLOSE:
            return then
        at = then


def quantiles_with_nothing(shares: Array, weight: Array, mean: Array, sd: Array) -> Array:
    """As ``quantiles`` of one column (cells,); what is left of the weight lies exactly at nothing: (p,)."""
    whole = float(weight.sum())
    if whole <= _TINY:  # and no limit asked lies as far out
        return np.zeros(len(shares))
    weight = weight / whole
    negative = whole * float(below(np.zeros(1), weight, mean[:, None], sd[:, None])[0])
    is_below, is_above = shares < negative, shares > negative + 1 - whole
    # Shares of the part that is not nothing; where the answer is nothing, any will do.
    of_part = np.where(is_below, shares / whole, np.where(is_above, (shares - 1 + whole) / whole, 0.5))
    found = quantiles(of_part, weight, mean[:, None], sd[:, None])[:, 0]
    return np.where(is_below | is_above, found, 0.0)


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
