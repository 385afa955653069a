"""The change engine: is a difference of two scores more than error, and is it important?"""

from enum import StrEnum
from typing import Annotated, Protocol

from msgspec import Meta

from drypoint.outcomes.instruments import (
    MDC,
    MIC,
    Better,
    InstrumentsFile,
    MicScale,
    load_instruments,
)
from drypoint.terms import InvalidInput, Score, Text, Value, Versions


class Direction(StrEnum):
    """Which way the person went."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"


class ChangeRequest(Value, frozen=True):
    """Two scores of one instrument."""

    instrument: Annotated[str, Meta(min_length=1, max_length=64)]
    before: Score
    after: Score
    population: str | None = None
    """Restrict the judgement to figures published for these people."""


class MDCVerdict(Value, frozen=True):
    """One published minimal detectable change and whether the change goes beyond it, either way."""

    magnitude: float
    magnitude_high: float | None
    population: str | None
    population_detail: str | None
    applies: bool
    """Whether it was published for the population asked about (any, when none was named)."""
    source: str
    unverified: bool
    beyond: bool | None
    """``None`` when the change falls inside the range that the source gives."""


class MICVerdict(Value, frozen=True):
    """One published minimal important change and whether the improvement reaches it."""

    magnitude: float
    magnitude_high: float | None
    scale: MicScale
    population: str | None
    population_detail: str | None
    applies: bool
    source: str
    unverified: bool
    beyond: bool | None
    """``None`` inside a range, and for a share of a baseline of zero."""


class Change(Value, frozen=True):
    """What two scores say. The thresholds describe groups; they do not decide for a person."""

    instrument: str
    change: Score
    """``after - before`` on the instrument's scale."""
    unit: Text
    direction: Direction
    mdc: tuple[MDCVerdict, ...]
    mic: tuple[MICVerdict, ...]
    reliable_change: bool | None
    """Beyond (not beyond) every applying MDC; ``None`` when sources disagree or none applies."""
    important_change: bool | None
    """The same for the MICs."""
    versions: Versions | None = None
    """Stamped by ``drypoint.engines``."""


def change(request: ChangeRequest, *, instruments: InstrumentsFile | None = None) -> Change:
    """Compare two scores of one instrument with every published threshold.

    A change is beyond an MDC when its size exceeds it (as the reliable change index does 1.96), and it
    reaches an MIC when it goes the instrument's better way by at least as much.

    Raises:
        InvalidInput: unknown instrument or population, or a score outside the instrument's range.
    """
    known = instruments or load_instruments()
    instrument = known.named(request.instrument)
    _check_population(request, known)
    for where, score in (("before", request.before), ("after", request.after)):
        instrument.check(score, where=where)

    # Scores carry few decimals; rounding keeps 6.4 - 5.1 from missing a threshold of 1.3.
    difference = round(request.after - request.before, 9)
    improvement = -difference if instrument.better is Better.LOWER else difference
    mdc = tuple(_mdc_verdict(row, abs(difference), request, known) for row in instrument.mdc)
    mic = tuple(_mic_verdict(row, improvement, request, known) for row in instrument.mic)
    return Change(
        instrument=instrument.id,
        change=difference,
        unit=instrument.unit,
        direction=_direction(improvement),
        mdc=mdc,
        mic=mic,
        reliable_change=_agreed([verdict.beyond for verdict in mdc if verdict.applies]),
        important_change=_agreed([verdict.beyond for verdict in mic if verdict.applies]),
    )


def _check_population(request: ChangeRequest, known: InstrumentsFile) -> None:
    names = [population.id for population in known.populations]
    if request.population is not None and request.population not in names:
        raise InvalidInput(
            f"There is no population {request.population!r}. Leave it out or use one of {', '.join(names)}.",
            where="population",
        )


def _direction(improvement: float) -> Direction:
    if improvement == 0:
        return Direction.SAME
    return Direction.BETTER if improvement > 0 else Direction.WORSE


class _Ranged(Protocol):
    @property
    def magnitude(self) -> float: ...
    @property
    def magnitude_high(self) -> float | None: ...


def _mdc_verdict(row: MDC, size: float, request: ChangeRequest, known: InstrumentsFile) -> MDCVerdict:
    low, high = _ends(row)
    return MDCVerdict(
        magnitude=row.magnitude,
        magnitude_high=row.magnitude_high,
        population=row.population,
        population_detail=row.population_detail,
        applies=request.population in (None, row.population),
        source=_citations(row.sources, known),
        unverified=row.verification.is_unverified,
        beyond=True if size > high else False if size <= low else None,
    )


def _mic_verdict(row: MIC, improvement: float, request: ChangeRequest, known: InstrumentsFile) -> MICVerdict:
    low, high = _ends(row)
    reached: float | None = improvement
    if row.scale is MicScale.PERCENT_OF_BASELINE:
        reached = round(100 * improvement / request.before, 9) if request.before > 0 else None
    return MICVerdict(
        magnitude=row.magnitude,
        magnitude_high=row.magnitude_high,
        scale=row.scale,
        population=row.population,
        population_detail=row.population_detail,
        applies=request.population in (None, row.population),
        source=_citations(row.sources, known),
        unverified=row.verification.is_unverified,
        beyond=None if reached is None else True if reached >= high else False if reached < low else None,
    )


def _ends(row: _Ranged) -> tuple[float, float]:
    return row.magnitude, row.magnitude if row.magnitude_high is None else row.magnitude_high


def _citations(keys: tuple[str, ...], known: InstrumentsFile) -> str:
    return "; ".join(known.citation(key) for key in keys)


def _agreed(verdicts: list[bool | None]) -> bool | None:
    distinct = set(verdicts)
    return distinct.pop() if len(distinct) == 1 else None
