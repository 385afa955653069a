"""Range of motion: reference values and measurement error by joint and motion, in degrees."""

from functools import cache
from typing import Literal

from drypoint.outcomes.rows import KnowledgeFile, Sourced, load
from drypoint.terms import Percent, Text


class RomNorm(Sourced, frozen=True):
    """A reference value of one motion in one group of people. Not a target for a person."""

    joint: str
    motion: str
    degrees: float
    sex: Literal["female", "male"] | None
    age_from: int | None
    age_to: int | None
    motion_kind: Literal["active", "passive"] | None
    n: int | None


class RomError(Sourced, frozen=True):
    """How far two measurements may lie apart by error alone."""

    joint: str
    motion: str | None
    """``None``: not split by motion in the source."""
    kind: Literal["sem", "mdc", "limits_of_agreement"]
    rater: Literal["same", "different", "not_stated"]
    device: str | None
    low: float | None
    high: float
    """``low`` to ``high`` over motions; equal for one figure; ``low`` is ``None`` for an upper bound."""
    unit: Literal["degrees", "percent"]
    confidence_percent: Percent | None
    population_detail: str | None
    n: int | None
    note: str | None


class RomFact(Sourced, frozen=True):
    """A statement about measuring range of motion."""

    id: str
    says: Text


class RomFile(KnowledgeFile, frozen=True):
    """``rom.json``."""

    norms: tuple[RomNorm, ...]
    measurement_error: tuple[RomError, ...]
    facts: tuple[RomFact, ...]

    def norms_of(self, joint: str, motion: str) -> tuple[RomNorm, ...]:
        """All reference values of one motion; empty when none is known."""
        return tuple(norm for norm in self.norms if (norm.joint, norm.motion) == (joint, motion))

    def motions(self) -> tuple[tuple[str, str], ...]:
        """Each (joint, motion) with a reference value, once, in the order of the file."""
        return tuple(dict.fromkeys((norm.joint, norm.motion) for norm in self.norms))


@cache
def load_rom() -> RomFile:
    """Reference values and measurement error, read once."""
    return load("rom.json", RomFile)
