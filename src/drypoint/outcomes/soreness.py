"""How soreness after needling fades, as two studies measured it."""

from enum import StrEnum
from functools import cache

from drypoint.outcomes.rows import KnowledgeFile, Sourced, load
from drypoint.terms import Hours, NonNegative, Text


class SorenessMeasure(StrEnum):
    """In what soreness was counted."""

    VAS_MM = "vas_mm"
    """Millimetres on a 0-100 mm visual analogue scale."""
    PERCENT_OF_NEEDLING_PAIN = "percent_of_needling_pain"
    """Share of the pain felt during needling that is left."""


class SorenessPoint(Sourced, frozen=True):
    """Mean soreness of one group at one time."""

    arm: str
    label: Text
    hours: Hours
    """After needling."""
    measure: SorenessMeasure
    value: NonNegative
    spread: NonNegative | None
    n: int | None
    note: str | None


class SorenessHalfLife(Sourced, frozen=True):
    """Half-life of an exponential through one group's points: computed here, not published."""

    arm: str
    half_life_hours: Hours


class SorenessFact(Sourced, frozen=True):
    """A statement about soreness."""

    id: str
    says: Text


class SorenessFile(KnowledgeFile, frozen=True):
    """``soreness.json``."""

    course: tuple[SorenessPoint, ...]
    half_lives: tuple[SorenessHalfLife, ...]
    facts: tuple[SorenessFact, ...]


@cache
def load_soreness() -> SorenessFile:
    """The published course of soreness, read once."""
    return load("soreness.json", SorenessFile)
