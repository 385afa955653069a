"""``python bench/decisions.py``: the decision rules on drawn courses, beside two simple rules.

People are drawn from the forecast's own beliefs, so this shows what the rules do if those hold; no patient
took part. Each comes weekly, up to twelve sessions; scores are whole numbers 0 to 10. Writes
``docs/reference/decision-quality.md``.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

import numpy as np
from msgspec.structs import replace

from drypoint.decision import Choice, DecisionRequest, ThresholdId, decide, load_rules
from drypoint.forecasting import Forecast, NeedlingVisit, Observation, ObservationKind, forecast, load_priors
from drypoint.forecasting.generating import Person, draw_course, draw_fluctuation, draw_person
from drypoint.forecasting.model import (
    SORENESS,
    Constants,
    Exercise,
    Grid,
    Sessions,
    constants_of,
    design,
    grid_of,
)

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "decision-quality.md"
SEED = 20261127
VISITS = 12
"""Sessions that may be given at most."""
EVERY_DAYS = 7
LIVED = np.arange(0.5, 16 * 7, 1.0)
"""The days that count: sixteen weeks, four beyond a twelfth session."""
COST = 0.06
"""Points of ten over sixteen weeks (about a point for a week) that a session must bring to be worth its pain,
risk, time and money; ours."""
MUCH_LEFT = 0.5
"""Points of ten over sixteen weeks: who could still have gained so much was stopped too early."""
RESAMPLES = 1_000
NOTHING = Exercise(np.zeros(0), np.zeros(0))


@dataclass(frozen=True)
class Course:
    """One person: what each number of sessions would leave, and what would be seen before each."""

    gain: np.ndarray
    """(VISITS + 1,), points of ten that needling has lowered the level by on ``JUDGED_ON``."""
    requests: tuple[DecisionRequest, ...]
    """What is known at visits 1 to VISITS, before the next session."""
    outlooks: tuple[Forecast, ...]


Policy = Callable[[Course, int], bool]
"""Whether to give another session after ``n`` given."""


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--people", type=int, default=1_000)
    arguments.add_argument("--quick", action="store_true", help="few people; no page")
    asked = arguments.parse_args()
    people = 60 if asked.quick else asked.people
    rng = np.random.default_rng(SEED)
    courses = [_course(rng) for _ in range(people)]
    shipped = {one.id: one.value for one in load_rules().thresholds}
    policies: dict[str, Policy] = {
        "**the rules as shipped**": _rules({}),
        "always six sessions": lambda _course, given: given < 6,
        "stop at the first visit without a lower score": _first_no_change,
        "never needle": lambda _course, given: False,
        "twelve sessions": lambda _course, given: True,
        "who knows the person's hidden numbers": _knowing,
    }
    rows = [_row(name, courses, policy) for name, policy in policies.items()]
    others = []
    for judge, worth in _grid(quick=asked.quick):
        changed = {ThresholdId.VISITS_BEFORE_JUDGING: judge, ThresholdId.WORTH_PERCENT: worth}
        name = f"{judge:g} visits, {worth:g} %"
        same = all(shipped[key] == value for key, value in changed.items())
        others.append(_row(f"**{name}** (shipped)" if same else name, courses, _rules(changed)))
        print(others[-1], file=sys.stderr)
    page = _page(rows, others, people)
    if not asked.quick:
        PAGE.write_text(page, encoding="utf-8")
    print(page)
    return 0


def _grid(*, quick: bool) -> Sequence[tuple[float, ...]]:
    return [(3, 1.5)] if quick else list(product((2, 3, 4), (0.5, 1, 1.5, 2, 3)))


def _course(rng: np.random.Generator) -> Course:
    grid, constants = grid_of(load_priors(), None), constants_of(load_priors())
    while True:
        person = draw_person(rng, grid)
        visits = np.arange(VISITS + 1) * float(EVERY_DAYS)
        waves = draw_fluctuation(rng, np.concatenate([visits, LIVED]), constants)
        wave = waves[: len(visits)]
        sessions = Sessions(visits[:-1], np.zeros(VISITS))
        drawn = draw_course(
            rng,
            person,
            grid,
            constants,
            days=visits,
            needled_already=np.zeros(len(visits), dtype=bool),
            sessions=sessions,
            exercise=NOTHING,
            wave=wave,
        )
        scores = np.clip(np.round(drawn.scores), 0, 10)
        if scores[0] >= 3:  # nobody comes with less
            break
    lived = [
        _lived(person, grid, constants, visits[:given], waves[len(visits) :]) for given in range(VISITS + 1)
    ]
    gain = [float((lived[0] - one).mean()) for one in lived]
    requests = tuple(
        DecisionRequest(
            instrument="nprs",
            goal=1,
            observations=tuple(
                Observation(day=float(day), value=float(score), kind=ObservationKind.BEFORE)
                for day, score in zip(visits[: given + 1], scores[: given + 1], strict=True)
            ),
            sessions=tuple(NeedlingVisit(day=float(day)) for day in visits[:given]),
        )
        for given in range(1, VISITS + 1)
    )
    return Course(np.array(gain), requests, tuple(forecast(one) for one in requests))


def _lived(
    person: Person, grid: Grid, constants: Constants, needled: np.ndarray, wave: np.ndarray
) -> np.ndarray:
    """The level on each day that counts, held on the scale."""
    (rows,) = design(
        LIVED,
        np.zeros(len(LIVED), dtype=bool),
        sessions=Sessions(needled, np.zeros(len(needled))),
        exercise=NOTHING,
        half_lives=np.array([person.half_life(grid)]),
        constants=constants,
    )
    rows[:, SORENESS] = 0.0
    return np.clip(rows @ person.coefficients + wave, 0, 10)


def _rules(numbers: dict[ThresholdId, float]) -> Policy:
    def goes_on(course: Course, given: int) -> bool:
        if given == 0:
            return True
        asked = replace(course.requests[given - 1], thresholds=numbers)
        return decide(asked, outlook=course.outlooks[given - 1]).choice is Choice.CONTINUE

    return goes_on


def _first_no_change(course: Course, given: int) -> bool:
    if given == 0:
        return True
    scores = [one.value for one in course.requests[given - 1].observations]
    return scores[-1] < scores[-2]


def _knowing(course: Course, given: int) -> bool:
    best = int(np.argmax(course.gain - COST * np.arange(VISITS + 1)))
    return given < best


def _given(course: Course, policy: Policy) -> int:
    given = 0
    while given < VISITS and policy(course, given):
        given += 1
    return given


def _row(name: str, courses: Sequence[Course], policy: Policy) -> str:
    given = np.array([_given(course, policy) for course in courses])
    gain = np.array([course.gain for course in courses])
    index = np.arange(len(courses))
    steps = np.diff(gain, axis=1)
    useless = np.array([(steps[row, :count] < COST).sum() for row, count in enumerate(given)])
    could = gain.max(axis=1) >= 2 * MUCH_LEFT
    early = could & (gain.max(axis=1) - gain[index, given] >= MUCH_LEFT)
    worth = gain - COST * np.arange(VISITS + 1)
    regret = worth.max(axis=1) - worth[index, given]
    told = [
        _said(given.astype(float), "{:.1f}"),
        _said(useless.astype(float), "{:.1f}"),
        _share(early, could),
        _said(gain[index, given], "{:.2f}"),
        _said(regret, "{:.2f}"),
    ]
    return f"| {name} | " + " | ".join(told) + " |"


def _said(values: np.ndarray, shape: str) -> str:
    rng = np.random.default_rng(SEED)
    means = rng.choice(values, size=(RESAMPLES, len(values))).mean(axis=1)
    low, high = np.quantile(means, (0.025, 0.975))
    return f"{shape.format(values.mean())} ({shape.format(low)} to {shape.format(high)})"


def _share(hits: np.ndarray, among: np.ndarray) -> str:
    found = hits[among].astype(float)
    if not len(found):
        return "–"
    return _said(100 * found, "{:.0f}") + " %"


def _page(rows: Sequence[str], others: Sequence[str], people: int) -> str:
    head = "sessions given | useless sessions | responders stopped too early | gain, points of ten | regret"
    line = "|---|---|---|---|---|---|"
    tried = ""
    if others:
        lines = "\n".join(others)
        tried = f"""
## Other thresholds

Visits before a missing response counts, and the least that a next session has to add, in percent of the
scale. The other thresholds choose between words for the same end, and change little here. Shipped is, of the
pairs whose regret is within 0.01 of the least, the one that stops the fewest responders too early.

| thresholds | {head} |
{line}
{lines}
"""
    table = "\n".join(rows)
    return f"""# How the decision rules do on drawn courses

Written by `python bench/decisions.py`; not edited by hand. {datetime.now(UTC).date()}, seed {SEED},
{people} people.

**No patient took part.** People are drawn from the forecast's own beliefs ([what they are](forecast.md)), so
the table shows what the rules do if those beliefs hold, and nothing about whether they do. Each person comes
weekly with a score of whole numbers and could get twelve sessions. *Gain* is by how much needling lowered the
level, as the mean of {len(LIVED)} days from the first session on, in points of ten.

- A session is *useless* when it adds less than {COST:g} to that mean, about a point for a week.
- A *responder* could gain {2 * MUCH_LEFT:g} or more; one was stopped too early when {MUCH_LEFT:g} or more
  was still to be had.
- *Regret*: gain less {COST:g} a session, against the best number of sessions for that person.

Means with 95 % bootstrap intervals. "Change the plan" and "space out" count as the end of weekly needling.

| | {head} |
{line}
{table}
{tried}"""


if __name__ == "__main__":
    sys.exit(main())
