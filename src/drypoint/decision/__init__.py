"""The next step of a course of care, proposed by declared rules with their reasons."""

from drypoint.decision.course import DecisionRequest
from drypoint.decision.decide import Decision, decide
from drypoint.decision.rules import Choice, DecisionRules, RuleId, Threshold, ThresholdId, load_rules

__all__ = [
    "Choice",
    "Decision",
    "DecisionRequest",
    "DecisionRules",
    "RuleId",
    "Threshold",
    "ThresholdId",
    "decide",
    "load_rules",
]
