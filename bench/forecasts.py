"""``python bench/forecasts.py``: whether the forecast's uncertainty is what it says.

Calibration on courses drawn from the model (ranks of the truth must be uniform), cover of the 80 and 95 %
intervals there and on courses that the model does not assume, real patients where ``DRYPOINT_VICKERS_CSV``
names the file (else "not run"), and the time of one forecast. Writes ``docs/reference/forecast-quality.md``.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import run as pages
from forecast_courses import (
    NOTHING,
    Drawn,
    from_model,
    from_model_near_the_end,
    heavy,
    linear,
    mixed,
    no_effect,
    relapse,
)
from forecast_patients import real_patients
from msgspec.structs import replace
from scipy.special import gammaincc, ndtr

from drypoint.forecasting import (
    ExerciseDay,
    ForecastRequest,
    NeedlingVisit,
    Observation,
    ObservationKind,
    PlannedVisit,
    forecast,
    load_priors,
)
from drypoint.forecasting.generating import draw_course, draw_fluctuation, draw_person
from drypoint.forecasting.model import (
    FADING,
    LASTING,
    SORENESS,
    Array,
    Asked,
    Exercise,
    Grid,
    Sessions,
    condition,
    constants_of,
    design,
    grid_of,
)
from drypoint.outcomes.instruments import MicScale

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "forecast-quality.md"
SEED = 20261127
BINS = 20
AHEAD_DAYS = (7, 28)


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--courses", type=int, default=4_000)
    arguments.add_argument("--quick", action="store_true", help="few courses; no page")
    asked = arguments.parse_args()
    courses = 200 if asked.quick else asked.courses
    page = "\n".join(
        [
            _head(courses),
            calibration(courses),
            cover(courses),
            chances(courses),
            real_patients(os.environ.get("DRYPOINT_VICKERS_CSV", "")),
            times(200 if asked.quick else 1_000),
        ]
    )
    if not asked.quick:
        PAGE.write_text(page, encoding="utf-8")
    print(page)
    return 0


def _head(courses: int) -> str:
    return f"""# Whether the forecast is as sure as it says

Written by `python bench/forecasts.py`; not edited by hand. {datetime.now(UTC).date()}, seed {SEED}, {courses}
courses a row. What the forecast assumes: [the forecast](forecast.md).
"""


# Calibration --------------------------------------------------------------------------------------


def calibration(courses: int) -> str:
    """Simulation-based calibration (Talts et al. 2018): the truth's rank among the beliefs is uniform."""
    ranks: dict[str, list[float]] = {
        "level now": [],
        "what the next session adds": [],
        "score in 28 days": [],
    }
    rng = np.random.default_rng(SEED)
    for _course in range(courses):
        for name, rank in zip(ranks, _ranks(rng), strict=True):
            ranks[name].append(rank)
    rows = []
    for name, found in ranks.items():
        counts = np.histogram(found, bins=BINS, range=(0, 1))[0]
        expected = len(found) / BINS
        statistic = float(((counts - expected) ** 2 / expected).sum())
        p = float(gammaincc((BINS - 1) / 2, statistic / 2))
        bars = "".join("▁▂▃▄▅▆▇█"[min(7, int(4 * count / expected))] for count in counts)
        rows.append(f"| {name} | `{bars}` | {counts.min()} to {counts.max()} | {expected:.0f} | {p:.2f} |")
    table = "\n".join(rows)
    return f"""
## Calibration

People are drawn from the beliefs, their scores from the model, and each is forecast. If the arithmetic is
right the true value is as often in each twentieth of what is believed of it: a flat histogram. The last
column is the chance of a histogram at least as uneven if it is flat (chi-squared, {BINS - 1} degrees of
freedom).

| of | histogram of ranks | courses in a bin | expected | p |
|---|---|---|---|---|
{table}
"""


def _ranks(rng: np.random.Generator) -> tuple[float, float, float]:
    grid, constants = grid_of(load_priors(), None), constants_of(load_priors())
    person = draw_person(rng, grid)
    visits = np.sort(rng.choice(np.arange(0.0, 60.0, 3.5), size=int(rng.integers(1, 8)), replace=False))
    checks = visits + rng.choice([1.0, 2.0, 5.0], size=len(visits))
    days = np.concatenate([visits, checks])
    already = np.concatenate([np.zeros(len(visits)), np.ones(len(checks))]).astype(bool)
    sessions = Sessions(visits, rng.integers(0, 25, size=len(visits)).astype(float))
    done = Exercise(np.arange(1.0, 50.0), rng.uniform(0, 1, size=49)) if rng.random() < 0.5 else NOTHING
    now, later = float(days.max()), float(days.max()) + 28
    at = np.concatenate([days, [now, later]])
    whether = np.concatenate([already, [True, False]])
    drawn = draw_course(
        rng,
        person,
        grid,
        constants,
        days=at,
        needled_already=whether,
        sessions=sessions,
        exercise=done,
        wave=draw_fluctuation(rng, at, constants),
    )
    rows = design(
        at,
        whether,
        sessions=sessions,
        exercise=done,
        half_lives=grid.half_lives,
        constants=constants,
    )
    level = rows[:, -2:].copy()
    level[:, :, SORENESS] = 0.0
    adds = np.zeros((len(grid.half_lives), 1, rows.shape[2]))
    adds[:, 0, FADING] = 2 ** (-7 / grid.half_lives)
    adds[:, 0, LASTING] = constants.later_sessions ** len(visits)
    posterior = condition(
        grid,
        constants,
        scores=drawn.scores[:-2],
        days=days,
        rows=rows[:, :-2],
        extra_variance=np.zeros((len(grid.weight), len(days))),
        asked=Asked(
            rows=np.concatenate([level[:, :1], rows[:, -1:], adds], axis=1),
            days=np.array([now, later, 0.0]),
            fluctuates=np.array([True, True, False]),
        ),
    )
    true_adds = float(
        adds[grid.half_life[person.cell], 0] @ person.coefficients if grid.reacts[person.cell] else 0.0
    )
    sd = np.sqrt(posterior.variance)
    score_sd = np.sqrt(posterior.variance[:, 1] + grid.error_sd**2)
    of_level = float(posterior.weight @ ndtr((drawn.levels[-2] - posterior.mean[:, 0]) / sd[:, 0]))
    of_score = float(posterior.weight @ ndtr((drawn.scores[-1] - posterior.mean[:, 1]) / score_sd))
    return of_level, _rank_of_adds(rng, true_adds, grid, posterior.weight, posterior.mean, sd), of_score


def _rank_of_adds(
    rng: np.random.Generator, truth: float, grid: Grid, weight: Array, mean: Array, sd: Array
) -> float:
    """Where the truth is exactly nothing its rank is drawn within the share that lies there."""
    reacts = grid.reacts
    part = float(weight[reacts] @ ndtr((truth - mean[reacts, 2]) / sd[reacts, 2]))
    none = float(weight[~reacts].sum())
    if truth == 0:
        return part + rng.random() * none
    return part + (none if truth > 0 else 0.0)


# Cover --------------------------------------------------------------------------------------------


def cover(courses: int) -> str:
    """Share of later scores inside the intervals, by who draws the courses."""
    makers: dict[str, Callable[[np.random.Generator, int], Drawn]] = {
        "the model, whole numbers 0 to 10": from_model,
        "a relapse of 3 points in one of three": relapse,
        "needling does nothing to anybody": no_effect,
        "half react twice as much, half not at all": mixed,
        "errors with heavy tails (Student, 3 degrees)": heavy,
        "steady linear improvement": linear,
    }
    lines = []
    for name, make in makers.items():
        for ahead in AHEAD_DAYS:
            rng = np.random.default_rng(SEED)
            inside80 = inside95 = 0
            wide = 0.0
            for _course in range(courses):
                drawn = make(rng, ahead)
                told = forecast(drawn.request).forecast[ahead - 1]
                inside80 += told.lo80 <= drawn.came <= told.hi80
                inside95 += told.lo95 <= drawn.came <= told.hi95
                wide += told.hi80 - told.lo80
            lines.append(
                f"| {name} | {ahead} | {100 * inside80 / courses:.1f} | {100 * inside95 / courses:.1f} "
                f"| {wide / courses:.1f} |"
            )
    exact = _exact_cover(courses)
    table = "\n".join([exact, *lines])
    return f"""
## Cover

Share of the scores that came later inside the interval told beforehand, in percent. The first row is the
model's own scores, neither rounded nor held on the scale; all others are whole numbers from 0 to 10.

| courses by | days ahead | 80 % interval | 95 % interval | mean width of the 80 % interval |
|---|---|---|---|---|
{table}
"""


def _exact_cover(courses: int) -> str:
    rng = np.random.default_rng(SEED + 1)
    ranks = np.array([_ranks(rng)[2] for _course in range(courses)])
    inside80 = ((ranks > 0.1) & (ranks < 0.9)).mean()
    inside95 = ((ranks > 0.025) & (ranks < 0.975)).mean()
    return f"| the model, as it is | 28 | {100 * inside80:.1f} | {100 * inside95:.1f} | – |"


# Chances ------------------------------------------------------------------------------------------

_GOAL, _CHANCE_BINS = 3.0, 5


def chances(courses: int) -> str:
    """Whether what is told as a chance comes as often: goal reached, important change."""
    told: dict[str, list[tuple[float, bool]]] = {
        "goal of 3 reached in 28 days": [],
        "changed by an MIC": [],
        "the same, first score 0 to 2": [],
    }
    goal, change, near_the_end = told.values()
    for make, changes in ((from_model, change), (from_model_near_the_end, near_the_end)):
        rng = np.random.default_rng(SEED + 2)
        for _number in range(courses):
            drawn = make(rng, 28)
            found = forecast(replace(drawn.request, goal=_GOAL))
            if make is from_model:
                goal.append((found.p_goal_by[-1].p, bool(drawn.levels[-1] <= _GOAL)))
            first, now = np.clip(drawn.levels[[0, -2]], 0, 10)
            changes.extend(
                (one.p, bool(first - now >= one.magnitude))
                for one in found.mic
                if one.scale is MicScale.POINTS
            )
    lines = []
    for name, pairs in told.items():
        p, came = (np.array(column, dtype=float) for column in zip(*pairs, strict=True))
        place = np.minimum((p * _CHANCE_BINS).astype(int), _CHANCE_BINS - 1)
        for number in range(_CHANCE_BINS):
            inside = place == number
            if inside.any():
                low, high = 100 * number // _CHANCE_BINS, 100 * (number + 1) // _CHANCE_BINS
                lines.append(
                    f"| {name} | {low} to {high} | {np.count_nonzero(inside)} | {100 * p[inside].mean():.1f} "
                    f"| {100 * came[inside].mean():.1f} |"
                )
    table = "\n".join(lines)
    return f"""
## Chances

Courses by the model in whole numbers from 0 to 10; what was told as a chance, and how often it came true of
the hidden level, held on the scale, in percent. For the change each course counts once for every published
MIC in points. Levels are not held on the scale by the model: a first score that leaves little room makes the
chance of an important change too high, as the last rows show.

| that | told, % | tellings | told on average | came |
|---|---|---|---|---|
{table}
"""


# Time ---------------------------------------------------------------------------------------------


def times(rounds: int) -> str:
    """One forecast of six weeks: a short course and a long one."""
    lines = []
    for name, visits, checks in (("6 scores, 3 sessions", 3, 3), ("40 scores, 12 sessions", 12, 28)):
        request = _long(visits, checks)
        for _warm in range(20):
            forecast(request)
        took = []
        for _round in range(rounds):
            begin = time.perf_counter()
            forecast(request)
            took.append(1000 * (time.perf_counter() - begin))
        p50, p95 = np.quantile(took, (0.5, 0.95))
        lines.append(f"| {name} | {p50:.2f} | {p95:.2f} |")
    table = "\n".join(lines)
    return f"""
## Time

{pages.machine()}; load {os.getloadavg()[0]:.1f}. Goal: p95 up to 2 ms.

| course | p50, ms | p95, ms |
|---|---|---|
{table}
"""


def _long(visits: int, checks: int) -> ForecastRequest:
    days: Sequence[float] = [7.0 * number for number in range(visits)]
    return ForecastRequest(
        instrument="nprs",
        goal=2,
        observations=tuple(
            Observation(day=day, value=max(0, 7 - number // 2), kind=ObservationKind.BEFORE)
            for number, day in enumerate(days)
        )
        + tuple(
            Observation(day=1 + 2.5 * number, value=4, kind=ObservationKind.CHECK_IN)
            for number in range(checks)
        ),
        sessions=tuple(NeedlingVisit(day=day, twitches=4) for day in days),
        planned=(PlannedVisit(day=days[-1] + 80),),
        exercise=tuple(ExerciseDay(day=float(day), done=0.7) for day in range(20)),
    )


if __name__ == "__main__":
    sys.exit(main())
