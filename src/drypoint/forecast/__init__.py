"""This person's course: what is believed beforehand, what the scores say, and how it may go on."""

from drypoint.forecast.forecasting import forecast, has_course
from drypoint.forecast.priors import PriorsFile, load_priors
from drypoint.forecast.requests import (
    ExerciseDay,
    ForecastRequest,
    NeedlingVisit,
    Observation,
    ObservationKind,
    PlannedVisit,
)
from drypoint.forecast.results import Forecast, ForecastDay, GoalBy, MicChance, NextSession, Now

__all__ = [
    "ExerciseDay",
    "Forecast",
    "ForecastDay",
    "ForecastRequest",
    "GoalBy",
    "MicChance",
    "NeedlingVisit",
    "NextSession",
    "Now",
    "Observation",
    "ObservationKind",
    "PlannedVisit",
    "PriorsFile",
    "forecast",
    "has_course",
    "load_priors",
]
