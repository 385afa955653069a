"""The forecast as other software asks for it: with the proposed next step in it."""

from msgspec.structs import asdict

from drypoint.decision.course import DecisionRequest
from drypoint.decision.decide import decide
from drypoint.decision.rules import Choice, DecisionRules, RuleId
from drypoint.forecasting import Forecast, forecast
from drypoint.terms import Value


class NextStep(Value, frozen=True):
    """The next step in short; ``decide`` says it at length."""

    choice: Choice
    because: tuple[str, ...]
    rule: RuleId
    unverified: bool


class ForecastAnswer(Forecast, frozen=True, kw_only=True):
    """A forecast from all scores, and the next step from those that may be judged."""

    decision: NextStep


def foresee(request: DecisionRequest, *, rules: DecisionRules | None = None) -> ForecastAnswer:
    """The forecast and the proposed next step. Raises ``InvalidInput`` as ``forecast`` and ``decide``."""
    course = forecast(request)
    step = decide(request, rules=rules)
    return ForecastAnswer(
        **asdict(course),
        decision=NextStep(
            choice=step.choice, because=step.because, rule=step.rule, unverified=step.unverified
        ),
    )
