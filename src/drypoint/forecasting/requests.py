"""What a forecast is asked: scores, sessions, exercise, and what is planned."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from drypoint.terms import Days, Probability, Score, Value

MOST_SCORES = 400
MOST_SESSIONS = 200
MOST_EXERCISE_DAYS = 800


class ObservationKind(StrEnum):
    """When a score was taken."""

    BEFORE = "before"
    """At a visit, before needling."""
    AFTER = "after"
    """At a visit, straight after needling: tells little of what lasts, for pain almost nothing."""
    CHECK_IN = "check_in"
    """Between visits."""


class Observation(Value, frozen=True):
    """One score."""

    day: Days
    """Days since any fixed day of the course, the same for all."""
    value: Score
    kind: ObservationKind


class NeedlingVisit(Value, frozen=True):
    """One visit with needling."""

    day: Days
    twitches: Annotated[int, Meta(ge=0, le=10_000)] = 0
    """Local twitch responses in it; more of them leave more soreness."""


class PlannedVisit(Value, frozen=True):
    """A visit with needling that is planned."""

    day: Days


class ExerciseDay(Value, frozen=True):
    """How much of the day's exercises was done."""

    day: Days
    done: Probability
    """Share, 0 to 1."""


class ForecastRequest(Value, frozen=True):
    """A course so far and what is planned."""

    instrument: Annotated[str, Meta(min_length=1, max_length=64)]
    goal: Score | None = None
    """The score that the person wants to reach."""
    observations: Annotated[tuple[Observation, ...], Meta(max_length=MOST_SCORES)] = ()
    sessions: Annotated[tuple[NeedlingVisit, ...], Meta(max_length=MOST_SESSIONS)] = ()
    planned: Annotated[tuple[PlannedVisit, ...], Meta(max_length=MOST_SESSIONS)] = ()
    exercise: Annotated[tuple[ExerciseDay, ...], Meta(max_length=MOST_EXERCISE_DAYS)] = ()
    horizon_days: Annotated[int, Meta(ge=1, le=365)] = 42
    population: str | None = None
    """As for ``change``: whose review figure is the prior, and whose MICs count."""
