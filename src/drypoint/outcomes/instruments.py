"""Outcome instruments, with what counts as more than error (MDC) and as important (MIC).

Only names, ranges and published figures: no text of any questionnaire, since several are licensed.
"""

from enum import StrEnum
from functools import cache
from math import isfinite
from typing import Literal

from drypoint.outcomes.rows import KnowledgeFile, Sourced, load
from drypoint.terms import InvalidInput, NonNegative, Percent, Score, Text, Value


class Better(StrEnum):
    """Which way a score improves."""

    LOWER = "lower"
    HIGHER = "higher"


class MicScale(StrEnum):
    """In what a minimal important change is counted."""

    POINTS = "points"
    PERCENT_OF_BASELINE = "percent_of_baseline"


class MDC(Sourced, frozen=True):
    """Minimal detectable change: a smaller change may be measurement error. Says nothing of importance."""

    magnitude: NonNegative
    magnitude_high: NonNegative | None
    """Upper end when the source gives a range."""
    direction: Literal["either"]
    population: str | None
    """Key of ``populations``; ``None`` when the source names none."""
    population_detail: str | None
    n: int | None
    confidence_percent: Percent | None
    method: str | None


class MIC(Sourced, frozen=True):
    """Minimal important change: the least improvement that people call one. Says nothing of error."""

    magnitude: NonNegative
    magnitude_high: NonNegative | None
    scale: MicScale
    direction: Literal["improvement"]
    population: str | None
    population_detail: str | None
    n: int | None
    method: str | None


class Reliability(Sourced, frozen=True):
    """An intraclass correlation as printed, or the range of several."""

    kind: Literal["test_retest", "same_rater", "between_raters"]
    icc: float
    icc_high: float | None
    population_detail: str | None


class Loinc(Sourced, frozen=True):
    """A LOINC code; none is given where none was found."""

    code: str


class Licence(Sourced, frozen=True):
    """Who must be asked before the questionnaire itself is used."""

    text: Text


class Note(Sourced, frozen=True):
    """A statement about an instrument."""

    says: Text


class Instrument(Value, frozen=True):
    """One outcome instrument."""

    id: str
    name: Text
    low: float | None
    high: float | None
    """Ends of the scale; ``None`` where it has none or what was read does not give it."""
    unit: Text
    better: Better
    mdc: tuple[MDC, ...]
    mic: tuple[MIC, ...]
    reliability: tuple[Reliability, ...]
    loinc: Loinc | None
    licence: Licence | None
    notes: tuple[Note, ...]

    def check(self, score: Score, *, where: str) -> None:
        """Raise ``InvalidInput`` at ``where`` when the scale does not hold ``score``."""
        if not isfinite(score):
            raise InvalidInput("A score is a number.", where=where)
        if self.low is not None and score < self.low:
            raise InvalidInput(f"{self.name.en} starts at {self.low:g}.", where=where)
        if self.high is not None and score > self.high:
            raise InvalidInput(f"{self.name.en} ends at {self.high:g}.", where=where)


class Population(Value, frozen=True):
    """A group of people for whom a figure was published."""

    id: str
    label: Text


class InstrumentsFile(KnowledgeFile, frozen=True):
    """``instruments.json``."""

    populations: tuple[Population, ...]
    instruments: tuple[Instrument, ...]

    def named(self, instrument: str) -> Instrument:
        """The instrument with this id. Raises ``InvalidInput`` when there is none."""
        for known in self.instruments:
            if known.id == instrument:
                return known
        names = ", ".join(known.id for known in self.instruments)
        raise InvalidInput(f"There is no instrument {instrument!r}. Use one of {names}.", where="instrument")

    def citation(self, key: str) -> str:
        """The citation of a source by its key."""
        return self.sources[key].citation


@cache
def load_instruments() -> InstrumentsFile:
    """All instruments, read once. Raises ``KnowledgeError`` when the file is broken."""
    return load("instruments.json", InstrumentsFile)
