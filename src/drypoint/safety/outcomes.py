"""Classes of rules and the outcomes of a screen, worst first."""

from collections.abc import Iterable
from enum import StrEnum


class Kind(StrEnum):
    """Class of a rule. Which source says which class stands on the rule."""

    ABSOLUTE = "absolute"
    RELATIVE = "relative"
    PRECAUTION = "precaution"
    RED_FLAG = "red_flag"


class Scope(StrEnum):
    """What a rule is about."""

    PERSON = "person"
    REGION = "region"
    MUSCLE = "muscle"
    THIS_VISIT = "this_visit"


class Outcome(StrEnum):
    """What follows, worst first."""

    EMERGENCY = "emergency"
    STOP = "stop"
    REFER = "refer"
    INCOMPLETE = "incomplete"
    REASONS_NEEDED = "reasons_needed"
    MODIFY = "modify"
    CLEAR = "clear"


WORST_FIRST: tuple[Outcome, ...] = tuple(Outcome)


def worst(outcomes: Iterable[Outcome]) -> Outcome:
    """The worst of ``outcomes``; clear if there is none."""
    return min(outcomes, key=WORST_FIRST.index, default=Outcome.CLEAR)
