"""This person's course: what is believed beforehand, what the scores say, and how it may go on."""

from drypoint.forecasting.forecast import forecast, has_course
from drypoint.forecasting.priors import TENTHS, PriorsFile, load_priors
from drypoint.forecasting.requests import (
    ExerciseDay,
    ForecastRequest,
    NeedlingVisit,
    Observation,
    ObservationKind,
    PlannedVisit,
)
from drypoint.forecasting.results import Forecast, ForecastDay, GoalBy, MicChance, NextSession, Now

__all__ = [
    "TENTHS",
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
