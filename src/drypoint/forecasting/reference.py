"""The forecast again, slow and obvious: loops over people's possible worlds, one score at a time.

Same beliefs, other arithmetic: each coefficient and the fluctuation of every moment are one long Gaussian
vector, which each score in turn updates (Kalman 1960, scalar measurement). Limits come from halving an
interval, chances from ``math.erfc``. Tests hold the engine to it.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from drypoint.forecasting.model import (
    COEFFICIENTS,
    EXERCISE,
    FADING,
    LASTING,
    LEVEL,
    RECOVERY,
    SORENESS,
    SORENESS_DAYS,
    Array,
    Grid,
    constants_of,
    grid_of,
)
from drypoint.forecasting.priors import AssumptionId, load_priors, ruler
from drypoint.forecasting.reading import check, days_ahead, read, usable
from drypoint.forecasting.requests import ForecastRequest, ObservationKind
from drypoint.outcomes.instruments import load_instruments


@dataclass(frozen=True, slots=True)
class Reference:
    """What the engine must also say, in tenths of burden, before it is put on the scale."""

    now: tuple[float, float, float]
    """Mean of the level as told on the scale, 2.5 % and 97.5 % limit of the level."""
    days: tuple[tuple[float, float, float, float, float], ...]
    """Mean of the score as told on the scale, then its 10, 90, 2.5 and 97.5 % limits."""
    p_goal: tuple[float, ...]
    p_better_by: Callable[[float], float]
    """Probability that the level fell by at least so many tenths since the first score."""
    adds: tuple[float, float, float]
    """Mean, and the limits at 10 and 90 %."""
    p_reacts: float


class _World:
    """One cell: a Gaussian over coefficients and the fluctuation at each moment that matters."""

    def __init__(self, grid: Grid, cell: int, moments: Sequence[float]) -> None:
        constants = constants_of(load_priors())
        self.moments = list(moments)
        self.half_life = float(grid.half_lives[grid.half_life[cell]])
        self.error_variance = float(grid.error_sd[cell]) ** 2
        self.log_weight = math.log(float(grid.weight[cell]))
        size = COEFFICIENTS + len(self.moments)
        self.mean = np.zeros(size)
        self.mean[:COEFFICIENTS] = grid.mean[cell]
        self.covariance = np.zeros((size, size))
        for index in range(COEFFICIENTS):
            self.covariance[index, index] = grid.variance[cell, index]
        for row, first in enumerate(self.moments):
            for column, second in enumerate(self.moments):
                apart = abs(first - second) / constants.fluctuation_days
                self.covariance[COEFFICIENTS + row, COEFFICIENTS + column] = (
                    constants.fluctuation_sd** 2 * math.exp(-apart)
                )

    def see(self, row: Array, score: float, doubt: float) -> None:
        loads = self.covariance @ row
        spread = float(row @ loads) + self.error_variance + doubt
        surprise = score - float(row @ self.mean)
        self.log_weight -= 0.5 * (surprise**2 / spread + math.log(2 * math.pi * spread))
        self.mean = self.mean + loads * (surprise / spread)
        self.covariance = self.covariance - np.outer(loads, loads) / spread

    def of(self, row: Array) -> tuple[float, float]:
        return float(row @ self.mean), math.sqrt(max(0.0, float(row @ self.covariance @ row)))


def reference(request: ForecastRequest) -> Reference:
    """The forecast of ``request`` from the shipped beliefs. Raises as ``forecast``."""
    priors, known = load_priors(), load_instruments()
    instrument = known.named(request.instrument)
    check(request, instrument, known, priors)
    used, not_used = usable(request, instrument, priors)
    measure = ruler(instrument, priors, used[0].value if used else None)
    if measure is None:
        raise AssertionError("the reference needs a score on a scale without ends")
    course = read(request, instrument, measure, used, not_used, priors)
    sore = instrument.id in priors.sore.instruments
    grid, constants = grid_of(priors, request.population, instrument.id, sore=sore), constants_of(priors)

    first = used[0].day - course.begins if used else 0.0
    ahead = [course.now + float(day) for day in days_ahead(request)]
    scored = [one.day - course.begins for one in used]
    moments = sorted({first, course.now, *ahead, *scored})

    def row(world: _World, day: float, *, needled: bool, planned: bool, soreness: bool) -> Array:
        found = np.zeros(COEFFICIENTS + len(moments))
        found[LEVEL] = 1.0
        found[RECOVERY] = 1 - 2 ** (-max(day, 0.0) / constants.recovery_half_time)
        sessions = course.ahead if planned else course.sessions
        for number, (at, twitches) in enumerate(zip(sessions.days, sessions.twitches, strict=True)):
            since = day - float(at)
            if since < 0 or (since == 0 and not needled):
                continue
            found[FADING] += 2 ** (-since / world.half_life)
            found[LASTING] += constants.later_sessions**number
            if soreness and since < SORENESS_DAYS:
                amount = 1 + min(constants.twitch_share * float(twitches), 1.0)
                found[SORENESS] += amount * 2 ** (-since / constants.soreness_half_life)
        exercise = course.exercise_ahead if planned else course.exercise
        for at, done in zip(exercise.days, exercise.done, strict=True):
            if day >= at:
                found[EXERCISE] += float(done) / 7 * 2 ** (-(day - float(at)) / constants.exercise_half_life)
        found[COEFFICIENTS + moments.index(day)] = 1.0
        return found

    share = priors.explained(instrument)
    of_session = max(
        float(grid.variance[cell, FADING] + grid.variance[cell, LASTING]) for cell in _cells(grid)
    )
    gap = priors.number(AssumptionId.PLANNED_GAP_DAYS)
    of_wave = 2 * constants.fluctuation_sd**2 * (1 - math.exp(-gap / constants.fluctuation_days))
    worlds = [_World(grid, cell, moments) for cell in _cells(grid)]
    for world in worlds:
        for one, day in zip(used, scored, strict=True):
            after = one.kind is ObservationKind.AFTER
            seen = row(
                world, day, needled=one.kind is not ObservationKind.BEFORE, planned=False, soreness=True
            )
            of_change = of_session + of_wave + 2 * world.error_variance
            doubt = of_change * (1 - share) / share if after else 0.0
            world.see(seen, measure.burden(one.value), doubt)
    top = max(world.log_weight for world in worlds)
    weights = [math.exp(world.log_weight - top) for world in worlds]
    weights = [weight / sum(weights) for weight in weights]

    ends = [measure.burden(end) if end is not None else None for end in (instrument.low, instrument.high)]
    low = min((end for end in ends if end is not None), default=-math.inf)
    high = max((end for end in ends if end is not None), default=math.inf)
    if None in ends:
        low, high = (low, math.inf) if measure.slope > 0 else (-math.inf, high)

    def mixture(rows: list[Array], *, error: bool) -> list[tuple[float, float, float]]:
        found: list[tuple[float, float, float]] = []
        for weight, world, one in zip(weights, worlds, rows, strict=True):
            mean, sd = world.of(one)
            found.append((weight, mean, math.sqrt(sd**2 + (world.error_variance if error else 0.0))))
        return found

    def told(day: float) -> tuple[float, float, float, float, float]:
        parts = mixture(
            [row(world, day, needled=False, planned=True, soreness=True) for world in worlds], error=True
        )
        limits = [_quantile(parts, share) for share in (0.1, 0.9, 0.025, 0.975)]
        return (_clipped_mean(parts, low, high), limits[0], limits[1], limits[2], limits[3])

    of_now = mixture(
        [row(world, course.now, needled=True, planned=False, soreness=False) for world in worlds],
        error=False,
    )
    next_rows: list[Array] = []
    for world in worlds:
        of_next = np.zeros(COEFFICIENTS + len(moments))
        of_next[FADING] = 2 ** (-gap / world.half_life)
        of_next[LASTING] = constants.later_sessions ** len(course.sessions.days)
        next_rows.append(of_next)
    adds = mixture(next_rows, error=False)

    def p_better_by(tenths: float) -> float:
        fall = mixture(
            [
                row(world, first, needled=False, planned=False, soreness=False)
                - row(world, course.now, needled=True, planned=False, soreness=False)
                for world in worlds
            ],
            error=False,
        )
        return 1 - _below(fall, tenths)

    return Reference(
        now=(_clipped_mean(of_now, low, high), _quantile(of_now, 0.025), _quantile(of_now, 0.975)),
        days=tuple(told(day) for day in ahead),
        p_goal=()
        if request.goal is None
        else tuple(
            _below(
                mixture(
                    [row(world, day, needled=False, planned=True, soreness=False) for world in worlds],
                    error=False,
                ),
                measure.burden(request.goal),
            )
            for day in ahead
        ),
        p_better_by=p_better_by,
        adds=(sum(weight * mean for weight, mean, _sd in adds), _quantile(adds, 0.1), _quantile(adds, 0.9)),
        p_reacts=sum(
            weight for weight, cell in zip(weights, _cells(grid), strict=True) if bool(grid.reacts[cell])
        ),
    )


def _cells(grid: Grid) -> range:
    return range(len(grid.weight))


def _below(parts: Sequence[tuple[float, float, float]], limit: float) -> float:
    found = 0.0
    for weight, mean, sd in parts:
        if sd == 0:
            found += weight if mean <= limit else 0.0
        else:
            found += weight * 0.5 * math.erfc((mean - limit) / (sd * math.sqrt(2)))
    return found


def _quantile(parts: Sequence[tuple[float, float, float]], share: float) -> float:
    low, high = -1e3, 1e3
    for _half in range(200):
        middle = (low + high) / 2
        if _below(parts, middle) < share:
            low = middle
        else:
            high = middle
    return high


def _clipped_mean(parts: Sequence[tuple[float, float, float]], low: float, high: float) -> float:
    """Mean of a score told as the end where it lies beyond it, summed over thin slices between the ends."""
    slices, weights = np.polynomial.legendre.leggauss(200)
    found = 0.0
    for weight, mean, sd in parts:
        # Of min(max(X, low), high): low, and the integral of P(X > x) from there to high; next to nothing of
        # it lies beyond twelve standard deviations.
        start, end = (min(max(mean + far * sd, low), high) for far in (-12, 12))
        points = start + (slices + 1) / 2 * (end - start)
        over = [0.5 * math.erfc((point - mean) / (sd * math.sqrt(2))) for point in points]
        found += weight * (start + float(np.dot(weights, over)) * (end - start) / 2)
    return found
