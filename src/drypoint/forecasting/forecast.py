"""The forecast engine: this person's course, and how it may go on."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from math import ceil, isfinite
from statistics import median

import numpy as np

from drypoint.forecasting.mixture import Array, below, clipped_mean, quantiles, quantiles_with_nothing
from drypoint.forecasting.model import (
    FADING,
    LASTING,
    SORENESS,
    Asked,
    Constants,
    Exercise,
    Grid,
    Posterior,
    Sessions,
    condition,
    constants_of,
    design,
    grid_of,
)
from drypoint.forecasting.priors import AssumptionId, PriorsFile, Ruler, load_priors, ruler
from drypoint.forecasting.requests import ForecastRequest, Observation, ObservationKind
from drypoint.forecasting.results import Forecast, ForecastDay, GoalBy, MicChance, NextSession, Now
from drypoint.outcomes.instruments import MIC, Better, Instrument, InstrumentsFile, MicScale, load_instruments
from drypoint.terms import InvalidInput, Score

LONGEST_DAYS = 36_525
"""A hundred years: a day beyond it is a slip."""
MOST_FORECAST_DAYS = 42
_EIGHTY = (0.1, 0.9)
_NINETY_FIVE = (0.025, 0.975)
_BASE, _NOW, _NEXT, _DAYS = 0, 1, 2, 3
"""Rows of the functionals: first score's day, now, what the next session adds, then the days ahead."""


@dataclass(frozen=True, slots=True)
class _Course:
    """A request in the model's terms: days since the course began, burden in tenths."""

    instrument: Instrument
    ruler: Ruler
    used: tuple[Observation, ...]
    begins: float
    now: float
    sessions: Sessions
    """Past ones."""
    ahead: Sessions
    """Past and planned."""
    exercise: Exercise
    exercise_ahead: Exercise
    not_used: int


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
    _check(request, instrument, known)
    priors, grid, constants = _believed(priors, request.population)
    used, not_used = _used(request, instrument, priors)
    measure = ruler(instrument, priors, used[0].value if used else None)
    if measure is None:
        return _nothing_yet(request, instrument, priors, grid, not_used)
    course = _course(request, instrument, measure, used, not_used, priors)
    posterior = _posterior(course, request, priors, grid, constants)
    return _told(request, course, posterior, priors, grid, known)


def _believed(priors: PriorsFile | None, population: str | None) -> tuple[PriorsFile, Grid, Constants]:
    if priors is None:
        return _shipped(population)
    return priors, grid_of(priors, population), constants_of(priors)


@cache
def _shipped(population: str | None) -> tuple[PriorsFile, Grid, Constants]:
    """Called with known populations only, so that it stays small."""
    priors = load_priors()
    return priors, grid_of(priors, population), constants_of(priors)


def _check(request: ForecastRequest, instrument: Instrument, known: InstrumentsFile) -> None:
    for number, one in enumerate(request.observations):
        instrument.check(one.value, where=f"observations[{number}].value")
    if request.goal is not None:
        instrument.check(request.goal, where="goal")
    if request.population is not None and request.population not in {one.id for one in known.populations}:
        names = ", ".join(one.id for one in known.populations)
        raise InvalidInput(
            f"There is no population {request.population!r}. Leave it out or use one of {names}.",
            where="population",
        )
    for name in ("observations", "sessions", "planned", "exercise"):
        for number, row in enumerate(getattr(request, name)):
            if not isfinite(row.day) or abs(row.day) > LONGEST_DAYS:
                raise InvalidInput("Count days from the first visit.", where=f"{name}[{number}].day")


def _used(
    request: ForecastRequest, instrument: Instrument, priors: PriorsFile
) -> tuple[tuple[Observation, ...], int]:
    """Scores in order of time, without those after needling of which nobody says what they tell."""
    tells = priors.explained(instrument) > 0
    kept = [one for one in request.observations if tells or one.kind is not ObservationKind.AFTER]
    order = {kind: number for number, kind in enumerate(ObservationKind)}
    kept.sort(key=lambda one: (one.day, order[one.kind], one.value))
    return tuple(kept), len(request.observations) - len(kept)


def _course(
    request: ForecastRequest,
    instrument: Instrument,
    measure: Ruler,
    used: tuple[Observation, ...],
    not_used: int,
    priors: PriorsFile,
) -> _Course:
    recorded = [
        *(one.day for one in used),
        *(one.day for one in request.sessions),
        *(one.day for one in request.exercise),
    ]
    begins, now = min(recorded, default=0.0), max(recorded, default=0.0)
    past = sorted(request.sessions, key=lambda one: one.day)
    done = {one.day for one in past}
    planned = sorted(one.day for one in request.planned if one.day >= now and one.day not in done)
    days = np.array([one.day - begins for one in past])
    twitches = np.array([float(one.twitches) for one in past])
    exercise = Exercise.of(request.exercise)
    exercise = Exercise(exercise.days - begins, exercise.done)
    return _Course(
        instrument=instrument,
        ruler=measure,
        used=used,
        begins=begins,
        now=now - begins,
        sessions=Sessions(days, twitches),
        ahead=Sessions(
            np.append(days, np.array([day - begins for day in planned], dtype=np.float64)),
            np.append(twitches, np.full(len(planned), twitches.mean() if len(twitches) else 0.0)),
        ),
        exercise=exercise,
        exercise_ahead=_going_on(exercise, now - begins, request.horizon_days, priors),
        not_used=not_used + len(request.planned) - len(planned),
    )


def _going_on(exercise: Exercise, now: float, horizon: int, priors: PriorsFile) -> Exercise:
    lately = exercise.days > now - priors.number(AssumptionId.EXERCISE_GOES_ON_DAYS)
    if not lately.any():
        return exercise
    share = float(exercise.done[lately].mean())
    return Exercise(
        np.append(exercise.days, now + np.arange(1, horizon + 1, dtype=np.float64)),
        np.append(exercise.done, np.full(horizon, share)),
    )


def _days_ahead(request: ForecastRequest) -> Array:
    step = ceil(request.horizon_days / MOST_FORECAST_DAYS)
    days = np.arange(step, request.horizon_days + 1, step, dtype=np.float64)
    return days if days[-1] == request.horizon_days else np.append(days, float(request.horizon_days))


def _posterior(
    course: _Course, request: ForecastRequest, priors: PriorsFile, grid: Grid, constants: Constants
) -> Posterior:
    """Functionals: level at the first score and now, what one more session adds, then levels and scores."""
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
    ahead = course.now + _days_ahead(request)
    at = np.concatenate([[first, course.now], ahead])
    # At the first score nothing was needled; now everything recorded was.
    rows = design(
        at,
        np.array([False, True] + [False] * len(ahead)),
        sessions=course.ahead,
        exercise=course.exercise_ahead,
        half_lives=grid.half_lives,
        constants=constants,
    )
    level = rows.copy()
    level[:, :, SORENESS] = 0.0
    gap = priors.number(AssumptionId.PLANNED_GAP_DAYS)
    adds = np.zeros((len(grid.half_lives), 1, rows.shape[2]))
    adds[:, 0, FADING] = 2.0 ** (-gap / grid.half_lives)
    adds[:, 0, LASTING] = constants.later_sessions ** len(course.sessions.days)
    asked = Asked(
        rows=np.concatenate([level[:, :2], adds, level[:, 2:], rows[:, 2:]], axis=1),
        days=np.concatenate([at[:2], [0.0], ahead, ahead]),
        fluctuates=np.array([True, True, False] + [True] * (2 * len(ahead))),
    )
    return condition(
        grid,
        constants,
        scores=np.array([course.ruler.burden(one.value) for one in course.used]),
        days=days,
        rows=seen,
        extra_variance=_doubt(course, priors, grid),
        asked=asked,
    )


def _doubt(course: _Course, priors: PriorsFile, grid: Grid) -> Array:
    """Variance beside the error: of scores straight after needling.

    Chosen so that one such score explains the published share r2 of what a session brings:
    v / (v + doubt) = r2, with v the prior variance of the session's effect.
    """
    after = np.array([one.kind is ObservationKind.AFTER for one in course.used], dtype=np.bool_)
    share = priors.explained(course.instrument)
    if not after.any():
        return np.zeros((len(grid.weight), len(after)))
    of_session = float(grid.variance[:, [FADING, LASTING]].sum(axis=1).max())
    return np.where(after, of_session * (1 - share) / share, 0.0)[None, :].repeat(len(grid.weight), axis=0)


def _told(
    request: ForecastRequest,
    course: _Course,
    posterior: Posterior,
    priors: PriorsFile,
    grid: Grid,
    known: InstrumentsFile,
) -> Forecast:
    weight, mean, sd = posterior.weight, posterior.mean, np.sqrt(posterior.variance)
    measure, instrument = course.ruler, course.instrument
    ends = _ends(instrument, measure)
    count = len(_days_ahead(request))
    levels, scores = slice(_DAYS, _DAYS + count), slice(_DAYS + count, None)
    score_sd = np.sqrt(posterior.variance[:, scores] + grid.error_sd[:, None] ** 2)
    days = course.begins + course.now + _days_ahead(request)

    # All limits at once: columns now, then the days.
    of_all = np.concatenate([mean[:, [_NOW]], mean[:, scores]], axis=1)
    sd_of_all = np.concatenate([sd[:, [_NOW]], score_sd], axis=1)
    lo80, hi80, lo95, hi95 = quantiles(np.array([*_EIGHTY, *_NINETY_FIVE]), weight, of_all, sd_of_all)
    reacts = grid.reacts
    adds = quantiles_with_nothing(np.array(_EIGHTY), weight[reacts], mean[reacts, _NEXT], sd[reacts, _NEXT])
    adds_low, adds_high = sorted(measure.slope * float(one) for one in adds)
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
        enough=len(course.used) >= 2
        and bool(len(course.sessions.days))
        and course.used[-1].day - course.begins > course.sessions.days[0],
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
        p_change_at_least_mic=median(applying) if applying else None,
        mic=chances,
        next_session_adds=NextSession(
            mean=measure.slope * float(weight @ mean[:, _NEXT]),
            lo80=adds_low,
            hi80=adds_high,
            mostly_assumed=assumed,
        ),
        p_reacts=min(1.0, float(weight[grid.reacts].sum())),
        mostly_assumed=assumed,
        not_used=course.not_used,
        prior=priors.difference(request.population),
        assumptions=priors.assumptions,
        priors_version=priors.version,
        unverified=True,
    )


_HALF = 0.5
"""Of the prior variance: above it what the next session adds is called mostly assumed. Ours."""


def _prior_variance(posterior: Posterior, grid: Grid, course: _Course, priors: PriorsFile) -> float:
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
        return measure.value(min(max(burden, ends[0]), ends[1]))

    return told


def _goal(
    request: ForecastRequest, measure: Ruler, days: Array, weight: Array, mean: Array, sd: Array
) -> tuple[GoalBy, ...]:
    if request.goal is None:
        return ()
    reached = below(np.full(len(days), measure.burden(request.goal)), weight, mean, sd)
    return tuple(
        GoalBy(day=float(day), p=min(1.0, max(0.0, float(p)))) for day, p in zip(days, reached, strict=True)
    )


def _mic(
    course: _Course, posterior: Posterior, request: ForecastRequest, known: InstrumentsFile
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
        return min(1.0, max(0.0, 1.0 - float(under)))

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
        p_reacts=float(grid.weight[grid.reacts].sum()),
        mostly_assumed=True,
        not_used=not_used,
        prior=priors.difference(request.population),
        assumptions=priors.assumptions,
        priors_version=priors.version,
        unverified=True,
    )
