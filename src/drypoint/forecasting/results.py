"""What a forecast says. Scores are on the instrument's own scale."""

from drypoint.forecasting.priors import Difference
from drypoint.outcomes.instruments import MicScale
from drypoint.terms import Days, Probability, Score, Value, Versions


class Now(Value, frozen=True):
    """Where the person stands, soreness and the instrument's error taken away."""

    mean: Score
    lo95: Score
    hi95: Score


class ForecastDay(Value, frozen=True):
    """A score that would be taken that day, before needling: with soreness and the instrument's error."""

    day: Days
    mean: Score
    lo80: Score
    hi80: Score
    lo95: Score
    hi95: Score


class GoalBy(Value, frozen=True):
    """Probability that the goal is reached on that day, the instrument's error taken away."""

    day: Days
    p: Probability


class NextSession(Value, frozen=True):
    """What one more session does to the score, a week after it. A negative number lowers the score."""

    mean: Score
    lo80: Score
    hi80: Score
    mostly_assumed: bool
    """Whether scores have taken away less than half of the prior variance of it."""


class MicChance(Value, frozen=True):
    """Probability that the true change since the first score is at least one published MIC."""

    magnitude: float
    magnitude_high: float | None
    scale: MicScale
    population: str | None
    applies: bool
    p: Probability
    """Of reaching ``magnitude``."""
    p_high: Probability | None
    """Of reaching ``magnitude_high``."""
    source: str
    unverified: bool


class Forecast(Value, frozen=True):
    """The course as it is thought to be, and as it would go on if such courses go as assumed."""

    instrument: str
    enough: bool
    """Whether there are two scores outside soreness and not straight after needling, one of them later than
    the first needling: before that all is assumed."""
    now: Now | None
    """``None`` where there is no score and the scale has no ends."""
    now_day: Days
    forecast: tuple[ForecastDay, ...]
    p_goal_by: tuple[GoalBy, ...]
    """Empty without a goal."""
    p_change_at_least_mic: Probability | None
    """The median over the MICs that apply; ``None`` where none was published or no score is there."""
    mic: tuple[MicChance, ...]
    next_session_adds: NextSession | None
    p_reacts: Probability
    """That needling does anything beyond recovery in this person; begins as an assumption."""
    mostly_assumed: bool
    """Whether what the next session adds is."""
    not_used: int
    """Scores straight after needling of instruments for which nobody says what those tell, and planned visits
    before the last record."""
    prior: Difference
    assumptions: tuple[str, ...]
    """``name:version`` of each; what they say stands in ``priors.json``."""
    priors_version: str
    unverified: bool
    versions: Versions | None = None
    """Stamped by ``drypoint.engines``."""
