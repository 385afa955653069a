"""Courses drawn from the model itself: for calibration and for trying rules. Nobody's data."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from drypoint.forecasting.model import (
    SORENESS,
    Array,
    Constants,
    Exercise,
    Grid,
    Sessions,
    design,
    fluctuation,
)


@dataclass(frozen=True, slots=True)
class Person:
    """What is hidden in one drawn person."""

    cell: int
    """Of the grid."""
    coefficients: Array
    """(6,), tenths."""

    def half_life(self, grid: Grid) -> float:
        """Days until half of what fades has faded."""
        return float(grid.half_lives[grid.half_life[self.cell]])


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawn course, in tenths of burden, on the days asked."""

    levels: Array
    scores: Array
    """With soreness and error; neither rounded nor held on the scale."""


def draw_person(rng: np.random.Generator, grid: Grid) -> Person:
    """A person as believed beforehand."""
    cell = int(rng.choice(len(grid.weight), p=grid.weight))
    sd = np.sqrt(grid.variance[cell])
    return Person(cell, grid.mean[cell] + sd * rng.normal(size=len(sd)))


def draw_fluctuation(rng: np.random.Generator, days: Array, constants: Constants) -> Array:
    """A fluctuation on ``days``, two of which may be the same day."""
    # Days that coincide make the matrix singular: its root is taken over the distinct ones.
    distinct, back = np.unique(days, return_inverse=True)
    covariance = fluctuation(distinct, distinct, constants)
    root = np.linalg.cholesky(covariance + 1e-12 * np.eye(len(distinct)))
    drawn: Array = (root @ rng.normal(size=len(distinct)))[back]
    return drawn


def draw_course(
    rng: np.random.Generator,
    person: Person,
    grid: Grid,
    constants: Constants,
    *,
    days: Array,
    needled_already: NDArray[np.bool_],
    sessions: Sessions,
    exercise: Exercise,
    wave: Array,
) -> Drawn:
    """Levels and scores of ``person`` on ``days`` (n,), with the fluctuation ``wave`` (n,)."""
    (rows,) = design(
        days,
        needled_already,
        sessions=sessions,
        exercise=exercise,
        half_lives=np.array([person.half_life(grid)]),
        constants=constants,
    )
    sore = rows[:, SORENESS] * person.coefficients[SORENESS]
    levels = rows @ person.coefficients - sore + wave
    scores = levels + sore + rng.normal(0.0, grid.error_sd[person.cell], size=len(days))
    return Drawn(levels, scores)
