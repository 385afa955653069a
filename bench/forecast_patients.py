"""Real patients' headache scores, each forecast from beliefs of the others; part of ``forecasts.py``."""

import csv
from pathlib import Path

import numpy as np
from msgspec.structs import replace
from scipy.optimize import minimize

from drypoint.forecasting import (
    ForecastRequest,
    NeedlingVisit,
    Observation,
    ObservationKind,
    forecast,
    load_priors,
)
from drypoint.forecasting.priors import ErrorShare, HalfLife, PriorsFile
from drypoint.outcomes import load_instruments


def real_patients(path: str) -> str:
    """Month 12 from baseline and month 3 of people with chronic headache, each from beliefs of the others."""
    title = "\n## Real patients\n\n"
    if not path or not Path(path).is_file():
        return title + "Not run: `DRYPOINT_VICKERS_CSV` names no file.\n"
    people = _read(Path(path))
    told = [_left_out(people, index) for index in range(len(people))]
    came = people[:, 3]
    errors = np.array([one[0] for one in told]) - came
    inside = np.mean([low <= score <= high for (_mean, low, high), score in zip(told, came, strict=True)])
    regression = _regression(people) - came
    carried = people[:, 2] - came
    return (
        title
        + f"""Headache scores of {len(people)} people (Vickers et al. 2004, acupuncture and usual care; open
data, not in this repository). Month 12 is forecast from baseline and month 3; the beliefs of each forecast
(baseline, recovery, effect, fluctuation, error) are fitted to the other {len(people) - 1} people by maximum
likelihood.

| | root mean squared error |
|---|---|
| **the forecast** | {_root(errors):.2f} |
| linear regression on baseline, month 3 and group, each left out | {_root(regression):.2f} |
| the last score again | {_root(carried):.2f} |

The 80 % interval held {100 * inside:.0f} % of the scores that came.
"""
    )


def _root(errors: np.ndarray) -> float:
    return float(np.sqrt((errors**2).mean()))


def _read(path: Path) -> np.ndarray:
    with path.open(encoding="utf-8") as lines:
        rows = [
            [float(row["group"]), float(row["pk1"]), float(row["pk2"]), float(row["pk5"])]
            for row in csv.DictReader(lines)
            if row["pk1"] and row["pk2"] and row["pk5"]
        ]
    return np.array(rows)


_MONTH_3, _MONTH_12, _COURSE_DAY = 91.0, 365.0, 45.0
_TENTH = 10.0


def _left_out(people: np.ndarray, index: int) -> tuple[float, float, float]:
    priors = _fitted(np.delete(people, index, axis=0))
    group, before, after, _later = people[index]
    known = load_instruments()
    score = replace(known.named("nprs"), id="headache", low=0.0, high=10 * _TENTH, mic=(), mdc=())
    request = ForecastRequest(
        instrument="headache",
        observations=(
            Observation(day=0, value=before, kind=ObservationKind.BEFORE),
            Observation(day=_MONTH_3, value=after, kind=ObservationKind.CHECK_IN),
        ),
        sessions=(NeedlingVisit(day=_COURSE_DAY),) if group else (),
        horizon_days=int(_MONTH_12 - _MONTH_3),
    )
    told = forecast(request, priors=priors, instruments=replace(known, instruments=(score,))).forecast[-1]
    return told.mean, told.lo80, told.hi80


_START: dict[str, np.ndarray] = {}


def _fitted(people: np.ndarray) -> PriorsFile:
    """Beliefs with the greatest likelihood for ``people``; a course of acupuncture counts as one session."""
    group, scores = people[:, 0], people[:, 1:] / _TENTH
    days = np.array([0.0, _MONTH_3, _MONTH_12])
    recovered = 1 - 2 ** (-days / _HALF_TIME)
    treated = np.array([0.0, 1.0, 1.0])
    apart = np.exp(-np.abs(days[:, None] - days[None, :]) / _WAVE_DAYS)

    def parts(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        covariance = (
            np.exp(2 * x[1])
            + np.exp(2 * x[3]) * np.outer(recovered, recovered)
            + np.exp(2 * x[5]) * apart
            + np.exp(2 * x[6]) * np.eye(3)
        )
        return x[0] + x[2] * recovered, covariance

    def loss(x: np.ndarray) -> float:
        mean, covariance = parts(x)
        total = 0.0
        for who in (0.0, 1.0):
            chosen = scores[group == who]
            of_group = covariance + (who * np.exp(2 * x[7])) * np.outer(treated, treated)
            root = np.linalg.cholesky(of_group)
            white = np.linalg.solve(root, (chosen - mean - who * x[4] * treated).T)
            total += 0.5 * (white**2).sum() + len(chosen) * np.log(np.diag(root)).sum()
        return float(total)

    start = _START.get("x", np.array([2.5, 0.3, -0.5, -0.5, -0.5, -0.5, -0.5, -0.5]))
    found = minimize(loss, start, method="L-BFGS-B", bounds=[(-9, 9)] * 8)
    _START.setdefault("x", found.x)
    x = found.x
    numbers = {
        "baseline": (x[0], np.exp(x[1])),
        "recovery": (x[2], np.exp(x[3])),
        "recovery_half_time_days": (_HALF_TIME, None),
        "trial_sessions": (1.0, None),
        "lasting_percent": (100.0, None),
        "later_sessions_percent": (100.0, None),
        "responder_percent": (100.0, None),
        "session_widening": (0.0, None),
        "session_least_sd": (float(np.exp(x[7])), None),
        "fluctuation": (0.0, np.exp(x[5])),
        "fluctuation_days": (_WAVE_DAYS, None),
    }
    shipped = load_priors()
    return replace(
        shipped,
        assumptions=tuple(
            replace(
                one,
                mean=float(numbers[one.id.value][0]),
                sd=None if numbers[one.id.value][1] is None else float(numbers[one.id.value][1]),
            )
            if one.id.value in numbers
            else one
            for one in shipped.assumptions
        ),
        errors=(ErrorShare(sd=float(np.exp(x[6])), weight=1.0),),
        half_lives=(HalfLife(days=1.0, weight=1.0),),
        differences=tuple(
            replace(one, tenths=float(x[4])) for one in shipped.differences if one.population is None
        ),
    )


_HALF_TIME, _WAVE_DAYS = 45.0, 180.0


def _regression(people: np.ndarray) -> np.ndarray:
    made = np.column_stack([np.ones(len(people)), people[:, 1], people[:, 2], people[:, 0]])
    inverse = np.linalg.inv(made.T @ made)
    fitted = made @ (inverse @ (made.T @ people[:, 3]))
    leverage = np.einsum("ij,jk,ik->i", made, inverse, made)
    residual = people[:, 3] - fitted
    return people[:, 3] - residual / (1 - leverage)
