"""The next step of a course of care, proposed by declared rules with their reasons."""

from drypoint.decision.course import (
    DecisionRequest,
    NeedlingVisit,
    Observation,
    ObservationKind,
)
from drypoint.decision.decide import Decision, decide
from drypoint.decision.rules import Choice, DecisionRules, RuleId, Threshold, ThresholdId, load_rules

__all__ = [
    "Choice",
    "Decision",
    "DecisionRequest",
    "DecisionRules",
    "NeedlingVisit",
    "Observation",
    "ObservationKind",
    "RuleId",
    "Threshold",
    "ThresholdId",
    "decide",
    "load_rules",
]
