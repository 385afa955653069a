"""The forecast engine: this person's course, and how it may go on."""

from collections.abc import Callable
from functools import cache
from statistics import median

import numpy as np
from numpy.typing import NDArray

from drypoint.forecasting.mixture import Array, below, clipped_mean, quantiles, quantiles_with_nothing
from drypoint.forecasting.model import (
    FADING,
    LASTING,
    SORENESS,
    Asked,
    Constants,
    Grid,
    Posterior,
    condition,
    constants_of,
    design,
    grid_of,
)
from drypoint.forecasting.priors import AssumptionId, PriorsFile, Ruler, load_priors, ruler
from drypoint.forecasting.reading import Course, check, days_ahead, read, usable
from drypoint.forecasting.requests import ForecastRequest, ObservationKind
from drypoint.forecasting.results import Forecast, ForecastDay, GoalBy, MicChance, NextSession, Now
from drypoint.outcomes.instruments import MIC, Better, Instrument, InstrumentsFile, MicScale, load_instruments
from drypoint.terms import InvalidInput, Score

_EIGHTY = (0.1, 0.9)
_NINETY_FIVE = (0.025, 0.975)
_BASE, _NOW, _NEXT, _DAYS = 0, 1, 2, 3
"""Functionals: the level at the first score and now, what the next session adds, then the days ahead."""


def has_course(instrument: Instrument, *, priors: PriorsFile | None = None) -> bool:
    """Whether the instrument can be forecast at all."""
    try:
        (priors or load_priors()).tenth(instrument)
    except InvalidInput:
        return False
    return True


def forecast(
    request: ForecastRequest,
    *,
    priors: PriorsFile | None = None,
    instruments: InstrumentsFile | None = None,
) -> Forecast:
    """Where the person stands and how the course may go on; see ``model`` for what is assumed.

    Scores on a scale with ends: the forecast of a score is that of the score as told, so its mean and limits
    stay on the scale. A score at an end counts as that score, not as "at least".

    Raises:
        InvalidInput: unknown instrument or population, one without a course, a score outside the scale, a day
            that cannot be.
    """
    known = instruments or load_instruments()
    instrument = known.named(request.instrument)
    check(request, instrument, known, priors or load_priors())
    priors, grid, constants = _believed(priors, request.population, instrument)
    used, not_used = usable(request, instrument, priors)
    measure = ruler(instrument, priors, used[0].value if used else None)
    if measure is None:
        return _nothing_yet(request, instrument, priors, grid, not_used)
    course = read(request, instrument, measure, used, not_used, priors)
    posterior, scores = _posterior(course, request, priors, grid, constants)
    return _told(request, course, posterior, scores, priors, grid, known)


def _believed(
    priors: PriorsFile | None, population: str | None, instrument: Instrument
) -> tuple[PriorsFile, Grid, Constants]:
    if priors is None:
        return _shipped(population, instrument.id)
    sore = instrument.id in priors.sore.instruments
    return priors, grid_of(priors, population, instrument.id, sore=sore), constants_of(priors)


@cache
def _shipped(population: str | None, instrument: str) -> tuple[PriorsFile, Grid, Constants]:
    """Called with known populations and instruments only, so that it stays small."""
    priors = load_priors()
    grid = grid_of(priors, population, instrument, sore=instrument in priors.sore.instruments)
    return priors, grid, constants_of(priors)


def _posterior(
    course: Course, request: ForecastRequest, priors: PriorsFile, grid: Grid, constants: Constants
) -> tuple[Posterior, NDArray[np.intp]]:
    """Functionals: level at the first score and now, what one more session adds, the levels ahead, and the
    scores of days that are sore; on others the score is the level. With the index of each day's score."""
    days = np.array([one.day - course.begins for one in course.used])
    already = np.array([one.kind is not ObservationKind.BEFORE for one in course.used], dtype=np.bool_)
    seen = design(
        days,
        already,
        sessions=course.sessions,
        exercise=course.exercise,
        half_lives=grid.half_lives,
        constants=constants,
    )
    first = days[0] if len(days) else 0.0
    ahead = course.now + days_ahead(request)
    # At the first score nothing was needled; now everything recorded was, and nothing that is only planned.
    so_far = design(
        np.array([first, course.now]),
        np.array([False, True]),
        sessions=course.sessions,
        exercise=course.exercise,
        half_lives=grid.half_lives,
        constants=constants,
    )
    rows = design(
        ahead,
        np.zeros(len(ahead), dtype=np.bool_),
        sessions=course.ahead,
        exercise=course.exercise_ahead,
        half_lives=grid.half_lives,
        constants=constants,
    )
    so_far[:, :, SORENESS] = 0.0
    is_sore = rows[0, :, SORENESS] > 0  # of every half-life alike
    level = rows.copy()
    level[:, :, SORENESS] = 0.0
    gap = priors.number(AssumptionId.PLANNED_GAP_DAYS)
    adds = np.zeros((len(grid.half_lives), 1, rows.shape[2]))
    adds[:, 0, FADING] = 2.0 ** (-gap / grid.half_lives)
    adds[:, 0, LASTING] = constants.later_sessions ** len(course.sessions.days)
    asked = Asked(
        rows=np.concatenate([so_far, adds, level, rows[:, is_sore]], axis=1),
        days=np.concatenate([[first, course.now, 0.0], ahead, ahead[is_sore]]),
        fluctuates=np.arange(_DAYS + len(ahead) + np.count_nonzero(is_sore)) != _NEXT,
    )
    of_scores = _DAYS + np.where(is_sore, len(ahead) + np.cumsum(is_sore) - 1, np.arange(len(ahead)))
    posterior = condition(
        grid,
        constants,
        scores=np.array([course.ruler.burden(one.value) for one in course.used]),
        days=days,
        rows=seen,
        extra_variance=_doubt(course, priors, grid, constants),
        asked=asked,
    )
    return posterior, of_scores


def _doubt(course: Course, priors: PriorsFile, grid: Grid, constants: Constants) -> Array:
    """Variance beside the error: of scores straight after needling. (cells, scores), tenths squared.

    The published share r2 is of the change to the next visit, whose variance v is that of what a session
    brings, of the fluctuation over the gap and of two errors: doubt = v (1 - r2) / r2.
    """
    after = np.array([one.kind is ObservationKind.AFTER for one in course.used], dtype=np.bool_)
    share = priors.explained(course.instrument)
    if not after.any():
        return np.zeros((len(grid.weight), len(after)))
    gap = priors.number(AssumptionId.PLANNED_GAP_DAYS)
    of_session = float(grid.variance[:, [FADING, LASTING]].sum(axis=1).max())
    drifting = 1 - np.exp(-gap / constants.fluctuation_days)
    of_change = of_session + 2 * constants.fluctuation_sd**2 * drifting + 2 * grid.error_sd**2
    return np.outer(of_change * (1 - share) / share, after)


def _told(
    request: ForecastRequest,
    course: Course,
    posterior: Posterior,
    scores: NDArray[np.intp],
    priors: PriorsFile,
    grid: Grid,
    known: InstrumentsFile,
) -> Forecast:
    weight, mean, sd = posterior.weight, posterior.mean, np.sqrt(posterior.variance)
    measure, instrument = course.ruler, course.instrument
    ends = _ends(instrument, measure)
    count = len(days_ahead(request))
    levels = slice(_DAYS, _DAYS + count)
    score_sd = np.sqrt(posterior.variance[:, scores] + grid.error_sd[:, None] ** 2)
    days = course.begins + course.now + days_ahead(request)

    # All limits at once: columns now, then the days.
    of_all = np.concatenate([mean[:, [_NOW]], mean[:, scores]], axis=1)
    sd_of_all = np.concatenate([sd[:, [_NOW]], score_sd], axis=1)
    lo80, hi80, lo95, hi95 = quantiles(np.array([*_EIGHTY, *_NINETY_FIVE]), weight, of_all, sd_of_all)
    reacts = grid.reacts
    adds = quantiles_with_nothing(np.array(_EIGHTY), weight[reacts], mean[reacts, _NEXT], sd[reacts, _NEXT])
    adds_low, adds_high = sorted(_rounded(measure.slope * float(one)) for one in adds)
    on_scale = _on_scale(measure, ends)
    means = clipped_mean(*ends, weight, mean[:, scores], score_sd)
    now_mean = clipped_mean(*ends, weight, mean[:, [_NOW]], sd[:, [_NOW]])[0]
    lower, higher = (lo95, hi95) if measure.slope > 0 else (hi95, lo95)
    lower80, higher80 = (lo80, hi80) if measure.slope > 0 else (hi80, lo80)
    assumed = bool(
        weight @ (sd[:, _NEXT] ** 2) + weight @ (mean[:, _NEXT] - weight @ mean[:, _NEXT]) ** 2
        > _HALF * _prior_variance(posterior, grid, course, priors)
    )
    chances = _mic(course, posterior, request, known)
    applying = [_middle(one) for one in chances if one.applies]
    return Forecast(
        instrument=instrument.id,
        enough=course.tells_of_needling(),
        now=Now(
            mean=on_scale(float(now_mean)), lo95=on_scale(float(lower[0])), hi95=on_scale(float(higher[0]))
        ),
        now_day=course.begins + course.now,
        forecast=tuple(
            ForecastDay(
                day=float(days[number]),
                mean=on_scale(float(means[number])),
                lo80=on_scale(float(lower80[number + 1])),
                hi80=on_scale(float(higher80[number + 1])),
                lo95=on_scale(float(lower[number + 1])),
                hi95=on_scale(float(higher[number + 1])),
            )
            for number in range(count)
        ),
        p_goal_by=_goal(request, measure, days, weight, mean[:, levels], sd[:, levels]),
        p_change_at_least_mic=_rounded(median(applying)) if applying else None,
        mic=chances,
        next_session_adds=NextSession(
            mean=_rounded(measure.slope * float(weight @ mean[:, _NEXT])),
            lo80=adds_low,
            hi80=adds_high,
            mostly_assumed=assumed,
        ),
        p_reacts=_chance(float(weight[reacts].sum())),
        mostly_assumed=assumed,
        not_used=course.not_used,
        prior=priors.difference(request.population, instrument.id),
        assumptions=tuple(f"{one.id.value}:{one.version}" for one in priors.assumptions),
        priors_version=priors.version,
        unverified=True,
    )


_DECIMALS = 8
"""What is told; the rest differs from processor to processor, and a stored result must replay."""


def _rounded(number: float) -> float:
    return round(number, _DECIMALS) + 0.0  # never minus nothing


def _chance(p: float) -> float:
    return _rounded(min(1.0, max(0.0, p)))


_HALF = 0.5
"""Of the prior variance: above it what the next session adds is called mostly assumed. Ours."""


def _prior_variance(posterior: Posterior, grid: Grid, course: Course, priors: PriorsFile) -> float:
    """Variance of what the next session adds before any score."""
    gap = priors.number(AssumptionId.PLANNED_GAP_DAYS)
    later = priors.number(AssumptionId.LATER_SESSIONS_PERCENT) / 100
    fading = 2.0 ** (-gap / grid.half_lives[grid.half_life])
    lasting = later ** len(course.sessions.days)
    mean = fading * grid.mean[:, FADING] + lasting * grid.mean[:, LASTING]
    variance = fading**2 * grid.variance[:, FADING] + lasting**2 * grid.variance[:, LASTING]
    overall = grid.weight @ mean
    return float(grid.weight @ variance + grid.weight @ (mean - overall) ** 2)


def _ends(instrument: Instrument, measure: Ruler) -> tuple[float, float]:
    """Least and most burden that the scale can tell."""
    ends = [measure.burden(end) if end is not None else None for end in (instrument.low, instrument.high)]
    if instrument.better is Better.HIGHER:
        ends.reverse()
    low, high = ends
    return (-np.inf if low is None else low, np.inf if high is None else high)


def _on_scale(measure: Ruler, ends: tuple[float, float]) -> Callable[[float], Score]:
    def told(burden: float) -> float:
        return _rounded(measure.value(min(max(burden, ends[0]), ends[1])))

    return told


def _goal(
    request: ForecastRequest, measure: Ruler, days: Array, weight: Array, mean: Array, sd: Array
) -> tuple[GoalBy, ...]:
    if request.goal is None:
        return ()
    reached = below(np.full(len(days), measure.burden(request.goal)), weight, mean, sd)
    return tuple(GoalBy(day=float(day), p=_chance(float(p))) for day, p in zip(days, reached, strict=True))


def _mic(
    course: Course, posterior: Posterior, request: ForecastRequest, known: InstrumentsFile
) -> tuple[MicChance, ...]:
    if not course.used:
        return ()

    def reaches(row: MIC, magnitude: float) -> float:
        """P(improvement >= magnitude): a linear functional of the levels at the first score and now."""
        measure, of_base, of_now, limit = course.ruler, 1.0, -1.0, magnitude / abs(course.ruler.slope)
        if row.scale is MicScale.PERCENT_OF_BASELINE:
            # improvement >= share * (origin + slope * base), counted in tenths.
            share = magnitude / 100
            of_base -= share * measure.slope / abs(measure.slope)
            limit = share * measure.origin / abs(measure.slope)
        at = np.array([of_base, of_now])
        mean = posterior.mean[:, [_BASE, _NOW]] @ at
        variance = np.einsum("i,cij,j->c", at, posterior.covariance_of_first, at)
        sd = np.sqrt(np.maximum(variance, 0.0))
        under = below(np.array([limit]), posterior.weight, mean[:, None], sd[:, None])[0]
        return _chance(1.0 - float(under))

    return tuple(
        MicChance(
            magnitude=row.magnitude,
            magnitude_high=row.magnitude_high,
            scale=row.scale,
            population=row.population,
            applies=request.population in (None, row.population),
            p=reaches(row, row.magnitude),
            p_high=None if row.magnitude_high is None else reaches(row, row.magnitude_high),
            source="; ".join(known.citation(key) for key in row.sources),
            unverified=row.verification.is_unverified,
        )
        for row in course.instrument.mic
    )


def _middle(chance: MicChance) -> float:
    return chance.p if chance.p_high is None else (chance.p + chance.p_high) / 2


def _nothing_yet(
    request: ForecastRequest, instrument: Instrument, priors: PriorsFile, grid: Grid, not_used: int
) -> Forecast:
    return Forecast(
        instrument=instrument.id,
        enough=False,
        now=None,
        now_day=0.0,
        forecast=(),
        p_goal_by=(),
        p_change_at_least_mic=None,
        mic=(),
        next_session_adds=None,
        p_reacts=_chance(float(grid.weight[grid.reacts].sum())),
        mostly_assumed=True,
        not_used=not_used,
        prior=priors.difference(request.population, instrument.id),
        assumptions=tuple(f"{one.id.value}:{one.version}" for one in priors.assumptions),
        priors_version=priors.version,
        unverified=True,
    )
