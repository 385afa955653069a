"""What is believed before the first score: assumptions by name and version, from ``data/priors.json``."""

from enum import StrEnum
from functools import cache
from importlib.resources import files

from drypoint.outcomes.instruments import Better, Instrument
from drypoint.outcomes.rows import KnowledgeFile, Sourced, decode
from drypoint.terms import Days, InvalidInput, KnowledgeError, NonNegative, Percent, Text, Value

TENTHS = 10
"""A scale is counted in tenths of its length, so that one set of beliefs serves all."""


class AssumptionId(StrEnum):
    """The numbers that the model needs beside scores."""

    BASELINE = "baseline"
    RECOVERY = "recovery"
    RECOVERY_HALF_TIME_DAYS = "recovery_half_time_days"
    TRIAL_SESSIONS = "trial_sessions"
    LASTING_PERCENT = "lasting_percent"
    SESSION_WIDENING = "session_widening"
    SESSION_LEAST_SD = "session_least_sd"
    LATER_SESSIONS_PERCENT = "later_sessions_percent"
    RESPONDER_PERCENT = "responder_percent"
    EXERCISE_WEEK = "exercise_week"
    EXERCISE_HALF_LIFE_DAYS = "exercise_half_life_days"
    EXERCISE_GOES_ON_DAYS = "exercise_goes_on_days"
    SORENESS = "soreness"
    SORENESS_HALF_LIFE_HOURS = "soreness_half_life_hours"
    SORENESS_TWITCH_PERCENT = "soreness_twitch_percent"
    FLUCTUATION = "fluctuation"
    FLUCTUATION_DAYS = "fluctuation_days"
    PLANNED_GAP_DAYS = "planned_gap_days"


_ABOVE_NOTHING = frozenset(
    {
        AssumptionId.RECOVERY_HALF_TIME_DAYS,
        AssumptionId.TRIAL_SESSIONS,
        AssumptionId.EXERCISE_HALF_LIFE_DAYS,
        AssumptionId.SORENESS_HALF_LIFE_HOURS,
        AssumptionId.FLUCTUATION_DAYS,
    }
)
_SHARES = frozenset(
    {AssumptionId.LASTING_PERCENT, AssumptionId.LATER_SESSIONS_PERCENT, AssumptionId.RESPONDER_PERCENT}
)
HUNDRED = 100


class Assumption(Sourced, frozen=True):
    """One number, or a belief with ``mean`` and ``sd``. Negative tenths are improvement."""

    id: AssumptionId
    version: int
    mean: float
    sd: NonNegative | None
    unit: str
    says: Text


class ErrorShare(Value, frozen=True):
    """A standard error of measurement in tenths, and how probable it is taken to be."""

    sd: NonNegative
    weight: NonNegative


class HalfLife(Value, frozen=True):
    """How long until half of what fades has faded, and how probable that is taken to be."""

    days: Days
    weight: NonNegative


class Difference(Sourced, frozen=True):
    """A review figure: the difference between two arms in tenths of the scale; negative favours needling."""

    population: str | None
    """Of ``outcomes``' populations; ``None`` for everybody else."""
    instruments: tuple[str, ...] | None
    """Measured with these; ``None`` for all others, to which it is carried over by the length of a scale."""
    tenths: float
    ci_low: float
    ci_high: float
    against: Text


class Scale(Sourced, frozen=True):
    """What a tenth is where an instrument's scale has no ends."""

    instrument: str
    tenth: NonNegative
    because: Text


class AfterShare(Sourced, frozen=True):
    """How much of the change to the next visit a change within the session explains."""

    instruments: tuple[str, ...]
    explained_percent: Percent


class Sore(Sourced, frozen=True):
    """Instruments on which soreness after needling is told."""

    instruments: tuple[str, ...]
    says: Text


class Excluded(Sourced, frozen=True):
    """An instrument whose course cannot be forecast."""

    instrument: str
    because: Text


class PriorsFile(KnowledgeFile, frozen=True):
    """``priors.json``: review figures, widened, and assumptions. A clinic's own registry may replace them."""

    version: str
    assumptions: tuple[Assumption, ...]
    errors: tuple[ErrorShare, ...]
    error_sources: tuple[str, ...]
    half_lives: tuple[HalfLife, ...]
    half_life_sources: tuple[str, ...]
    differences: tuple[Difference, ...]
    scales: tuple[Scale, ...]
    after: tuple[AfterShare, ...]
    sore: Sore
    excluded: tuple[Excluded, ...]

    def named(self, name: AssumptionId) -> Assumption:
        """The assumption with this id."""
        return next(one for one in self.assumptions if one.id is name)

    def number(self, name: AssumptionId) -> float:
        """Its number."""
        return self.named(name).mean

    def difference(self, population: str | None, instrument: str | None = None) -> Difference:
        """The review figure for these people and this instrument, or what is carried over from others."""
        fits = [
            one
            for one in self.differences
            if one.population in (population, None)
            and (one.instruments is None or instrument in one.instruments)
        ]
        return max(fits, key=lambda one: (one.population is not None, one.instruments is not None))

    def explained(self, instrument: Instrument) -> float:
        """Share (0 to 1) of the later change that a score straight after needling explains; 0 if unknown."""
        return next(
            (one.explained_percent / 100 for one in self.after if instrument.id in one.instruments), 0.0
        )

    def tenth(self, instrument: Instrument) -> float:
        """A tenth of the instrument's scale, on that scale.

        Raises:
            InvalidInput: it has no ends and nobody has said what a tenth of it is, or it has no course.
        """
        for one in self.excluded:
            if one.instrument == instrument.id:
                raise InvalidInput(
                    f"{instrument.name.en} cannot be forecast: {one.because.en}", where="instrument"
                )
        if instrument.low is not None and instrument.high is not None:
            return (instrument.high - instrument.low) / TENTHS
        for scale in self.scales:
            if scale.instrument == instrument.id:
                return scale.tenth
        raise InvalidInput(
            f"{instrument.name.en} cannot be forecast: the ends of its scale are not on record.",
            where="instrument",
        )


class Ruler(Value, frozen=True):
    """Between an instrument's scale and burden in tenths: 0 none, 10 the worst; lower is better."""

    origin: float
    """Value on the scale where the burden is 0."""
    slope: float
    """Points of the scale for a tenth of burden; negative where a higher score is better."""

    def burden(self, value: float) -> float:
        """Burden in tenths of a value on the scale."""
        return (value - self.origin) / self.slope

    def value(self, burden: float) -> float:
        """Value on the scale of a burden in tenths."""
        return self.origin + self.slope * burden


def ruler(instrument: Instrument, priors: PriorsFile, first: float | None) -> Ruler | None:
    """How ``instrument`` is counted in burden; ``None`` where an open scale has no ``first`` score to go by.

    Raises ``InvalidInput`` as ``PriorsFile.tenth``.
    """
    tenth = priors.tenth(instrument)
    if instrument.better is Better.LOWER:
        slope, best = tenth, instrument.low
    else:
        slope, best = -tenth, instrument.high
    if best is None:
        if first is None:
            return None
        best = first - slope * priors.number(AssumptionId.BASELINE)
    return Ruler(origin=best, slope=slope)


@cache
def load_priors() -> PriorsFile:
    """The beliefs that ship with Drypoint, read once. Raises ``KnowledgeError`` when the file is broken."""
    return decode_priors(files("drypoint.forecasting").joinpath("data", "priors.json").read_bytes())


def decode_priors(raw: bytes) -> PriorsFile:
    """Decode and check a file of beliefs.

    Raises:
        KnowledgeError: it has the wrong shape, an assumption is missing, doubled or impossible, shares are
            nothing, a source is not declared, or no difference is that of all others.
    """
    found = decode("priors.json", raw, PriorsFile)
    if sorted(one.id for one in found.assumptions) != sorted(AssumptionId):
        raise KnowledgeError("priors.json: each assumption must stand in the file exactly once")
    # Two scores of one day without error could contradict each other: nothing would be left to believe.
    if min((*(one.sd for one in found.errors), *(one.days for one in found.half_lives)), default=0.0) <= 0:
        raise KnowledgeError("priors.json: errors and half_lives must be above nothing")
    for name in AssumptionId:
        number = found.number(name)
        if name in _ABOVE_NOTHING and not number > 0:
            raise KnowledgeError(f"priors.json: {name.value} must be above nothing")
        if name in _SHARES and not 0 <= number <= HUNDRED:
            raise KnowledgeError(f"priors.json: {name.value} must be from 0 to 100")
    for shares in (found.errors, found.half_lives):
        if not sum(one.weight for one in shares) > 0:
            raise KnowledgeError("priors.json: errors and half_lives need weights above nothing")
    if (None, None) not in {(one.population, one.instruments) for one in found.differences}:
        raise KnowledgeError("priors.json: differences need a row whose population and instruments are null")
    for key in (*found.error_sources, *found.half_life_sources):
        if key not in found.sources:
            raise KnowledgeError(f"priors.json: there is no source {key}")
    return found
