"""A request in the model's terms: days since the course began, burden in tenths."""

from dataclasses import dataclass
from math import ceil, isfinite

import numpy as np

from drypoint.forecasting.model import SORENESS_DAYS, Array, Exercise, Sessions
from drypoint.forecasting.priors import AssumptionId, PriorsFile, Ruler
from drypoint.forecasting.requests import ForecastRequest, Observation, ObservationKind
from drypoint.outcomes.instruments import Instrument, InstrumentsFile
from drypoint.terms import InvalidInput

LONGEST_DAYS = 36_525
"""A hundred years: a day beyond it is a slip."""
MOST_FORECAST_DAYS = 42
FARTHEST_TENTHS = 1000
"""A hundred lengths of a scale: a score beyond it on one without ends is a slip, most often of the unit."""


@dataclass(frozen=True, slots=True)
class Course:
    """Days since the course began, burden in tenths."""

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

    def tells_of_needling(self) -> bool:
        """Whether there are two scores outside soreness and not straight after needling, one of them later
        than the first needling."""
        if not len(self.sessions.days):
            return False
        calm: list[float] = []
        for one in self.used:
            day = one.day - self.begins
            before = one.kind is ObservationKind.BEFORE
            sore = [
                0 <= since < SORENESS_DAYS and not (before and since == 0)
                for since in (day - self.sessions.days).tolist()
            ]
            if one.kind is not ObservationKind.AFTER and not any(sore):
                calm.append(day)
        return len(calm) >= 2 and calm[-1] > float(self.sessions.days[0])


def check(
    request: ForecastRequest, instrument: Instrument, known: InstrumentsFile, priors: PriorsFile
) -> None:
    """Raise ``InvalidInput`` for a score off the scale, an unknown population, a day that cannot be."""
    scores = [(one.value, f"observations[{number}].value") for number, one in enumerate(request.observations)]
    if request.goal is not None:
        scores.append((request.goal, "goal"))
    for score, where in scores:
        instrument.check(score, where=where)
    for score, where in scores:
        if abs(score) > FARTHEST_TENTHS * priors.tenth(instrument):
            raise InvalidInput(f"{score:g} {instrument.unit.en} cannot be. Look at the unit.", where=where)
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


def usable(
    request: ForecastRequest, instrument: Instrument, priors: PriorsFile
) -> tuple[tuple[Observation, ...], int]:
    """Scores in order of time, without those after needling of which nobody says what they tell."""
    tells = priors.explained(instrument) > 0
    kept = [one for one in request.observations if tells or one.kind is not ObservationKind.AFTER]
    order = {kind: number for number, kind in enumerate(ObservationKind)}
    kept.sort(key=lambda one: (one.day, order[one.kind], one.value))
    return tuple(kept), len(request.observations) - len(kept)


def read(
    request: ForecastRequest,
    instrument: Instrument,
    measure: Ruler,
    used: tuple[Observation, ...],
    not_used: int,
    priors: PriorsFile,
) -> Course:
    """The course with its past, what is planned, and exercise going on as lately."""
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
    return Course(
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


def days_ahead(request: ForecastRequest) -> Array:
    """Days after now for which the forecast is told: all of a horizon up to 42, else 42 of them or so."""
    step = ceil(request.horizon_days / MOST_FORECAST_DAYS)
    days = np.arange(step, request.horizon_days + 1, step, dtype=np.float64)
    return days if days[-1] == request.horizon_days else np.append(days, float(request.horizon_days))
