"""Courses drawn from the model and from worlds that it does not assume; part of ``forecasts.py``."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from drypoint.forecasting import (
    ForecastRequest,
    NeedlingVisit,
    Observation,
    ObservationKind,
    load_priors,
)
from drypoint.forecasting.generating import draw_course, draw_fluctuation, draw_person
from drypoint.forecasting.model import FADING, LASTING, Array, Exercise, Sessions, constants_of, grid_of

NOTHING = Exercise(np.zeros(0), np.zeros(0))


@dataclass(frozen=True)
class Drawn:
    """A course to forecast from, and the score that came."""

    request: ForecastRequest
    came: float
    levels: Array
    """Hidden, in tenths, as the model drew them: at each visit, and on the day of the score that came."""


def _course(
    rng: np.random.Generator,
    ahead: int,
    *,
    change: Callable[[np.random.Generator, np.ndarray, np.ndarray], np.ndarray] | None = None,
    reacts: float | None = None,
    stronger: float = 1.0,
    heavy: bool = False,
    first: tuple[float, float] = (3.0, 10.0),
) -> Drawn:
    grid, constants = grid_of(load_priors(), None), constants_of(load_priors())
    while True:
        person = draw_person(rng, grid)
        coefficients = person.coefficients.copy()
        if reacts is not None:
            needled = rng.random() < reacts
            responders = np.flatnonzero(grid.reacts)
            cell = int(rng.choice(responders))
            drawn = grid.mean[cell] + np.sqrt(grid.variance[cell]) * rng.normal(size=6)
            coefficients[[FADING, LASTING]] = stronger * drawn[[FADING, LASTING]] if needled else 0.0
            person = type(person)(cell, coefficients)
        count = int(rng.integers(1, 7))
        visits = 7.0 * np.arange(count + 1)
        at = np.append(visits, visits[-1] + ahead)
        sessions = Sessions(visits[:-1], np.zeros(count))
        found = draw_course(
            rng,
            person,
            grid,
            constants,
            days=at,
            needled_already=np.zeros(len(at), dtype=bool),
            sessions=sessions,
            exercise=NOTHING,
            wave=draw_fluctuation(rng, at, constants),
        )
        scores = found.scores
        if heavy:
            scores = found.levels + rng.standard_t(3, size=len(at)) * grid.error_sd[person.cell]
        if change is not None:
            scores = change(rng, at, scores)
        told = np.clip(np.round(scores), 0, 10)
        if first[0] <= told[0] <= first[1]:
            break
    request = ForecastRequest(
        instrument="nprs",
        observations=tuple(
            Observation(day=float(day), value=float(score), kind=ObservationKind.BEFORE)
            for day, score in zip(visits, told[:-1], strict=True)
        ),
        sessions=tuple(NeedlingVisit(day=float(day)) for day in visits[:-1]),
        horizon_days=ahead,
    )
    return Drawn(request, float(told[-1]), found.levels)


def from_model(rng: np.random.Generator, ahead: int) -> Drawn:
    return _course(rng, ahead)


def from_model_near_the_end(rng: np.random.Generator, ahead: int) -> Drawn:
    return _course(rng, ahead, first=(0.0, 2.0))


def relapse(rng: np.random.Generator, ahead: int) -> Drawn:
    def jump(rng: np.random.Generator, at: np.ndarray, scores: np.ndarray) -> np.ndarray:
        if rng.random() > 1 / 3:
            return scores
        return scores + 3.0 * (at >= rng.uniform(0, at[-1]))

    return _course(rng, ahead, change=jump)


def no_effect(rng: np.random.Generator, ahead: int) -> Drawn:
    return _course(rng, ahead, reacts=0.0)


def mixed(rng: np.random.Generator, ahead: int) -> Drawn:
    return _course(rng, ahead, reacts=0.5, stronger=2.0)


def heavy(rng: np.random.Generator, ahead: int) -> Drawn:
    return _course(rng, ahead, heavy=True)


def linear(rng: np.random.Generator, ahead: int) -> Drawn:
    def line(rng: np.random.Generator, at: np.ndarray, scores: np.ndarray) -> np.ndarray:
        begin, slope = rng.uniform(4, 9), rng.uniform(0, 0.08)
        return begin - slope * at + rng.normal(0, 1.0, size=len(at))

    return _course(rng, ahead, change=line)
