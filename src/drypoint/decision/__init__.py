"""The next step of a course of care, proposed by declared rules with their reasons."""

from drypoint.decision.answer import ForecastAnswer, NextStep, foresee
from drypoint.decision.course import DecisionRequest
from drypoint.decision.decide import Decision, decide
from drypoint.decision.rules import Choice, DecisionRules, RuleId, Threshold, ThresholdId, load_rules

__all__ = [
    "Choice",
    "Decision",
    "DecisionRequest",
    "DecisionRules",
    "ForecastAnswer",
    "NextStep",
    "RuleId",
    "Threshold",
    "ThresholdId",
    "decide",
    "foresee",
    "load_rules",
]
