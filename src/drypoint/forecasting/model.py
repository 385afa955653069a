"""The model of a course: linear and Gaussian in each cell of a small grid.

Burden in tenths of a scale on day ``t``::

    level(t) = baseline + recovery * (1 - 2^(-t / T))
             + sum over sessions k before t of fading * 2^(-(t - t_k) / h) + lasting * r^k
             + exercise * weeks done, fading
             + a fluctuation (Ornstein-Uhlenbeck)
    score(t) = level(t) + soreness of the 72 h after needling + error of the instrument

The six coefficients are Gaussian beforehand. The grid runs over the half-life ``h``, the standard error of
the instrument, and whether the person reacts to needling at all (else ``fading`` and ``lasting`` are
nothing). In each cell the answer is exact (Gaussian conditioning, Rasmussen and Williams 2006, eq. 2.23 and
2.24); cells are weighed by their marginal likelihood (eq. 2.30).
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from drypoint.forecasting.priors import AssumptionId, PriorsFile
from drypoint.forecasting.requests import ExerciseDay

Array = NDArray[np.float64]

LEVEL, RECOVERY, FADING, LASTING, EXERCISE, SORENESS = range(6)
COEFFICIENTS: Final = 6
SORENESS_DAYS = 3.0
"""Soreness was gone at 72 h in all 27 people (Sánchez-Infante et al. 2021)."""
DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells: what each holds fixed, and how probable it is beforehand. All arrays have one row a cell."""

    half_life: NDArray[np.intp]
    """Index into ``half_lives``."""
    half_lives: Array
    """Days."""
    error_sd: Array
    reacts: NDArray[np.bool_]
    weight: Array
    """Sums to 1."""
    mean: Array
    """(cells, 6), tenths."""
    variance: Array
    """(cells, 6), tenths squared; coefficients are independent beforehand."""


@dataclass(frozen=True, slots=True)
class Constants:
    """What all cells share."""

    recovery_half_time: float
    later_sessions: float
    exercise_half_life: float
    soreness_half_life: float
    twitch_share: float
    fluctuation_sd: float
    fluctuation_days: float


@dataclass(frozen=True, slots=True)
class Sessions:
    """Needling in order of time."""

    days: Array
    twitches: Array


@dataclass(frozen=True, slots=True)
class Exercise:
    """Days and shares of the exercises done, 0 to 1."""

    days: Array
    done: Array

    @classmethod
    def of(cls, done: tuple[ExerciseDay, ...]) -> "Exercise":
        """Two entries of one day count as their mean."""
        days: dict[float, list[float]] = {}
        for one in done:
            days.setdefault(one.day, []).append(one.done)
        kept = sorted(days)
        return cls(np.array(kept), np.array([sum(days[day]) / len(days[day]) for day in kept]))


def grid_of(
    priors: PriorsFile, population: str | None, instrument: str | None = None, *, sore: bool = True
) -> Grid:
    """The grid for people of ``population`` on ``instrument``; ``sore`` where soreness is told on its scale.

    A session's effect has the mean of the review figure shared over the trial's sessions and over those who
    react, and is as uncertain as ``session_widening`` times its size.
    """
    number = priors.number
    reacting = number(AssumptionId.RESPONDER_PERCENT) / 100
    difference = priors.difference(population, instrument)
    of_session = difference.tenths / number(AssumptionId.TRIAL_SESSIONS) / (reacting or 1)
    lasting = number(AssumptionId.LASTING_PERCENT) / 100
    baseline, recovery = priors.named(AssumptionId.BASELINE), priors.named(AssumptionId.RECOVERY)
    exercise, soreness = priors.named(AssumptionId.EXERCISE_WEEK), priors.named(AssumptionId.SORENESS)
    mean = np.array(
        [
            baseline.mean,
            recovery.mean,
            of_session * (1 - lasting),
            of_session * lasting,
            exercise.mean,
            soreness.mean if sore else 0.0,
        ]
    )
    least, wide = number(AssumptionId.SESSION_LEAST_SD), number(AssumptionId.SESSION_WIDENING)
    sd = np.array(
        [
            baseline.sd or 0.0,
            recovery.sd or 0.0,
            max(least, wide * abs(mean[FADING])),
            max(least, wide * abs(mean[LASTING])),
            exercise.sd or 0.0,
            (soreness.sd or 0.0) if sore else 0.0,
        ]
    )
    half_lives = np.array([one.days for one in priors.half_lives])
    shares = np.array([one.weight for one in priors.half_lives])
    shares = shares / shares.sum()
    errors = np.array([one.sd for one in priors.errors])
    error_shares = np.array([one.weight for one in priors.errors])
    error_shares = error_shares / error_shares.sum()
    # Who does not react has no half-life: one cell for each error.
    lives = np.append(np.arange(len(half_lives)), 0)
    reacts = np.append(np.ones(len(half_lives), dtype=np.bool_), False)
    of_life = np.append(reacting * shares, 1 - reacting)
    count = len(errors)
    all_react = np.tile(reacts, count)
    needled = np.zeros(COEFFICIENTS, dtype=np.bool_)
    needled[[FADING, LASTING]] = True
    silent = needled & ~all_react[:, None]
    weight = np.outer(error_shares, of_life).ravel()
    possible = weight > 0
    return Grid(
        half_life=np.tile(lives, count)[possible],
        half_lives=half_lives,
        error_sd=np.repeat(errors, len(lives))[possible],
        reacts=all_react[possible],
        weight=weight[possible],
        mean=np.where(silent, 0.0, mean)[possible],
        variance=np.where(silent, 0.0, sd**2)[possible],
    )


def constants_of(priors: PriorsFile) -> Constants:
    """The numbers that no cell changes."""
    number = priors.number
    return Constants(
        recovery_half_time=number(AssumptionId.RECOVERY_HALF_TIME_DAYS),
        later_sessions=number(AssumptionId.LATER_SESSIONS_PERCENT) / 100,
        exercise_half_life=number(AssumptionId.EXERCISE_HALF_LIFE_DAYS),
        soreness_half_life=number(AssumptionId.SORENESS_HALF_LIFE_HOURS) / 24,
        twitch_share=number(AssumptionId.SORENESS_TWITCH_PERCENT) / 100,
        fluctuation_sd=priors.named(AssumptionId.FLUCTUATION).sd or 0.0,
        fluctuation_days=number(AssumptionId.FLUCTUATION_DAYS),
    )


def design(
    days: Array,
    needled_already: NDArray[np.bool_],
    *,
    sessions: Sessions,
    exercise: Exercise,
    half_lives: Array,
    constants: Constants,
) -> Array:
    """Coefficients of the level on ``days`` (soreness too, which the level leaves out).

    Args:
        days: (rows,), days since the course began.
        needled_already: (rows,), whether a session of that very moment counts.

    Returns:
        (half-lives, rows, 6).
    """
    rows = np.zeros((len(half_lives), len(days), COEFFICIENTS))
    rows[:, :, LEVEL] = 1.0
    rows[:, :, RECOVERY] = 1 - 2 ** (-np.maximum(days, 0.0) / constants.recovery_half_time)
    since = days[:, None] - sessions.days[None, :]
    counts = (since > 0) | ((since == 0) & needled_already[:, None])
    since = np.where(counts, since, 0.0)
    decayed = 2.0 ** (-since[None] / half_lives[:, None, None])
    rows[:, :, FADING] = np.where(counts[None], decayed, 0.0).sum(axis=2)
    rows[:, :, LASTING] = (counts * constants.later_sessions ** np.arange(len(sessions.days))).sum(axis=1)
    sore = counts & (since < SORENESS_DAYS)
    amount = 1 + np.minimum(constants.twitch_share * sessions.twitches, 1.0)
    rows[:, :, SORENESS] = np.where(sore, amount * 2.0 ** (-since / constants.soreness_half_life), 0.0).sum(
        axis=1
    )
    ago = days[:, None] - exercise.days[None, :]
    kept = np.where(ago >= 0, 2.0 ** (-np.maximum(ago, 0.0) / constants.exercise_half_life), 0.0)
    rows[:, :, EXERCISE] = (kept * exercise.done).sum(axis=1) / DAYS_A_WEEK
    return rows


def fluctuation(first: Array, second: Array, constants: Constants) -> Array:
    """Covariance of the fluctuation between two sets of days, in tenths squared (rows, columns)."""
    apart = np.abs(first[:, None] - second[None, :])
    return constants.fluctuation_sd**2 * np.exp(-apart / constants.fluctuation_days)


@dataclass(frozen=True, slots=True)
class Posterior:
    """What the scores leave of each cell, for the functionals asked."""

    weight: Array
    """(cells,), sums to 1."""
    mean: Array
    """(cells, functionals), tenths."""
    covariance_of_first: Array
    """(cells, 2, 2) of the first two functionals, tenths squared."""
    variance: Array
    """(cells, functionals), tenths squared, without the instrument's error."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Linear functionals of coefficients and fluctuation."""

    rows: Array
    """(half-lives, functionals, 6)."""
    days: Array
    """(functionals,): when; the fluctuation of that day is part of it where ``fluctuates``."""
    fluctuates: NDArray[np.bool_]


def condition(
    grid: Grid,
    constants: Constants,
    *,
    scores: Array,
    days: Array,
    rows: Array,
    extra_variance: Array,
    asked: Asked,
) -> Posterior:
    """Exact Gaussian conditioning in each cell, and the cells' weights.

    Args:
        scores: (n,), burden in tenths.
        days: (n,).
        rows: (half-lives, n, 6), as ``design``.
        extra_variance: (cells, n), tenths squared beside the instrument's error.
        asked: what to tell.
    """
    if not len(scores):
        return _unseen(grid, constants, asked)
    # From the last score on the fluctuation only fades (it is Markov): every later day is told by that moment
    # and by what comes afterwards on its own. So few columns are solved for, however many days are asked.
    last = days.max()
    late = asked.fluctuates & (asked.days >= last)
    early = asked.fluctuates & ~late
    moments = np.append(asked.days[early], last)
    waves = np.zeros((len(asked.days), len(moments)))
    waves[early, np.arange(len(moments) - 1)] = 1.0
    waves[late, -1] = np.exp((last - asked.days[late]) / constants.fluctuation_days)

    seen = rows[grid.half_life]
    wide = seen * grid.variance[:, None, :]
    covariance = wide @ seen.transpose(0, 2, 1) + fluctuation(days, days, constants)
    index = np.arange(len(scores))
    covariance[:, index, index] += grid.error_sd[:, None] ** 2 + extra_variance
    root = np.linalg.cholesky(covariance)
    cells, unknown = len(grid.weight), COEFFICIENTS + len(moments)
    sides = np.empty((cells, len(scores), 1 + unknown))
    sides[:, :, 0] = scores - (seen @ grid.mean[:, :, None])[:, :, 0]
    sides[:, :, 1 : 1 + COEFFICIENTS] = wide
    sides[:, :, 1 + COEFFICIENTS :] = fluctuation(days, moments, constants)
    solved = np.linalg.solve(root, sides)
    whitened, loads = solved[:, :, 0], solved[:, :, 1:]
    log_likelihood = -0.5 * (whitened**2).sum(axis=1) - np.log(np.diagonal(root, axis1=1, axis2=2)).sum(
        axis=1
    )
    log_weight = np.log(grid.weight) + log_likelihood
    weight = np.exp(log_weight - log_weight.max())

    mean = (loads.transpose(0, 2, 1) @ whitened[:, :, None])[:, :, 0]
    mean[:, :COEFFICIENTS] += grid.mean
    left = -(loads.transpose(0, 2, 1) @ loads)
    coefficient = np.arange(COEFFICIENTS)
    left[:, coefficient, coefficient] += grid.variance
    left[:, COEFFICIENTS:, COEFFICIENTS:] += fluctuation(moments, moments, constants)

    targets = np.empty((cells, len(asked.days), unknown))
    targets[:, :, :COEFFICIENTS] = asked.rows[grid.half_life]
    targets[:, :, COEFFICIENTS:] = waves
    spread = targets @ left
    afterwards = np.where(late, constants.fluctuation_sd**2 * (1 - waves[:, -1] ** 2), 0.0)
    first = slice(2)
    of_first = np.where(
        late[first, None] & late[None, first],
        fluctuation(asked.days[first], asked.days[first], constants)
        - constants.fluctuation_sd**2 * np.outer(waves[first, -1], waves[first, -1]),
        0.0,
    )
    return Posterior(
        weight=weight / weight.sum(),
        mean=(targets @ mean[:, :, None])[:, :, 0],
        covariance_of_first=spread[:, first] @ targets[:, first].transpose(0, 2, 1) + of_first,
        variance=np.maximum((spread * targets).sum(axis=2) + afterwards, 0.0),
    )


def _unseen(grid: Grid, constants: Constants, asked: Asked) -> Posterior:
    """What is believed before any score."""
    targets = asked.rows[grid.half_life]
    spread = targets * grid.variance[:, None, :]
    first = slice(2)
    both = asked.fluctuates[first, None] & asked.fluctuates[None, first]
    waves = np.where(both, fluctuation(asked.days[first], asked.days[first], constants), 0.0)
    return Posterior(
        weight=grid.weight,
        mean=(targets @ grid.mean[:, :, None])[:, :, 0],
        covariance_of_first=spread[:, first] @ targets[:, first].transpose(0, 2, 1) + waves,
        variance=(spread * targets).sum(axis=2)
        + np.where(asked.fluctuates, constants.fluctuation_sd**2, 0.0),
    )
