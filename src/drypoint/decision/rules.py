"""The declared rules: what they choose and say, and the thresholds they use, from ``data/rules.json``."""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from importlib.resources import files

import msgspec
from msgspec.structs import replace

from drypoint.terms import InvalidInput, KnowledgeError, Source, Text, Value, Verification


class Choice(StrEnum):
    """The next step. The clinician decides; this is a proposal with its reason."""

    CONTINUE = "continue"
    CHANGE = "change"
    SPACE_OUT = "space_out"
    STOP = "stop"
    REFER = "refer"


class RuleId(StrEnum):
    """The rules that ``decide`` knows how to test."""

    SAFETY_FIRST = "safety_first"
    WORSE = "worse"
    PERHAPS_WORSE = "perhaps_worse"
    GOAL_HELD = "goal_held"
    GOAL_MET = "goal_met"
    NOT_ENOUGH = "not_enough"
    NO_MEASURE = "no_measure"
    LITTLE_TO_GAIN = "little_to_gain"
    NO_RESPONSE_LONG = "no_response_long"
    NO_RESPONSE = "no_response"
    RESPONDING = "responding"
    UNCLEAR = "unclear"


class ThresholdId(StrEnum):
    """The numbers that the rules use."""

    SORENESS_WINDOW_HOURS = "soreness_window_hours"
    VISITS_BEFORE_JUDGING = "visits_before_judging"
    VISITS_BEFORE_STOPPING = "visits_before_stopping"
    GOAL_SCORES = "goal_scores"
    IMPORTANT_SHARE_PERCENT = "important_share_percent"
    RESPONSE_PERCENT = "response_percent"
    WORTH_PERCENT = "worth_percent"


class RemarkId(StrEnum):
    """Sentences that may stand beside a rule's own."""

    NOT_JUDGED = "not_judged"
    WITHIN_ERROR = "within_error"
    ERROR_UNKNOWN = "error_unknown"
    MOSTLY_ASSUMED = "mostly_assumed"


class Declared(Value, frozen=True):
    """A row with its sources and how far it has been checked."""

    sources: tuple[str, ...]
    verification: Verification


class Threshold(Declared, frozen=True):
    """One number, in ``unit``, and what it is for."""

    id: ThresholdId
    value: float
    unit: str
    low: float
    high: float
    """A clinic may set ``value`` between these."""
    says: Text


class Rule(Declared, frozen=True):
    """One rule. The first in the file's order that applies decides."""

    id: RuleId
    choice: Choice
    because: Text
    """May name thresholds and facts of the course in braces."""


class Remark(Declared, frozen=True):
    """A sentence that may stand beside a rule's own."""

    id: RemarkId
    says: Text


class DecisionRules(Value, frozen=True):
    """``rules.json``. All of it is a decision of this project and unverified."""

    schema: int
    version: str
    sources: dict[str, Source]
    thresholds: tuple[Threshold, ...]
    rules: tuple[Rule, ...]
    remarks: tuple[Remark, ...]

    def threshold(self, name: ThresholdId) -> float:
        """The number of a threshold."""
        return next(one.value for one in self.thresholds if one.id is name)

    def with_numbers(self, numbers: Mapping[ThresholdId, float]) -> "DecisionRules":
        """These rules with a clinic's own ``numbers``.

        Raises:
            InvalidInput: a number that cannot be.
        """
        for one in self.thresholds:
            number = numbers.get(one.id, one.value)
            if not one.low <= number <= one.high:
                raise InvalidInput(
                    f"{one.id.value} must lie between {one.low:g} and {one.high:g} {one.unit}.",
                    where=f"thresholds.{one.id.value}",
                )
        return replace(
            self,
            thresholds=tuple(
                replace(one, value=float(numbers.get(one.id, one.value))) for one in self.thresholds
            ),
        )

    def remark(self, name: RemarkId) -> Text:
        """The sentence of a remark."""
        return next(one.says for one in self.remarks if one.id is name)


@cache
def load_rules() -> DecisionRules:
    """The rules that ship with Drypoint, read once. Raises ``KnowledgeError`` when the file is broken."""
    return decode_rules(files("drypoint.decision").joinpath("data", "rules.json").read_bytes())


def decode_rules(raw: bytes) -> DecisionRules:
    """Decode and check a rules file: each known id exactly once, every source declared.

    Raises:
        KnowledgeError: it has the wrong shape, or a row is missing, doubled or without a declared source.
    """
    try:
        rules = msgspec.json.decode(raw, type=DecisionRules)
    except msgspec.ValidationError as fault:
        raise KnowledgeError(f"rules.json: {fault}") from fault
    for ids, rows in ((RuleId, rules.rules), (ThresholdId, rules.thresholds), (RemarkId, rules.remarks)):
        if sorted(row.id for row in rows) != sorted(ids):
            raise KnowledgeError(f"rules.json: each {ids.__name__} must stand in the file exactly once")
        for row in rows:
            if not row.sources or not rules.sources.keys() >= set(row.sources):
                raise KnowledgeError(f"rules.json: {row.id} names a source that the file does not declare")
    return rules
