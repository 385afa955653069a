"""The decision engine: the first declared rule that applies to a course proposes the next step."""

from collections.abc import Callable

from msgspec.structs import replace

from drypoint.decision.course import (
    Course,
    DecisionRequest,
    read_course,
    reversed_change,
)
from drypoint.decision.rules import (
    Choice,
    DecisionRules,
    RemarkId,
    RuleId,
    Threshold,
    ThresholdId,
    load_rules,
)
from drypoint.forecasting import TENTHS, Forecast, NextSession, forecast, has_course, load_priors
from drypoint.outcomes import Better, Change, Direction
from drypoint.safety.triage import Level
from drypoint.terms import Probability, Text, Value, Versions

_NEEDS_CARE = frozenset({Level.EMERGENCY, Level.SAME_DAY, Level.CALL_CLINIC})


class Decision(Value, frozen=True):
    """A proposed next step. The clinician decides."""

    choice: Choice
    because: tuple[str, ...]
    """The rule's sentence first, then what limits it."""
    rule: RuleId
    enough: bool
    """Whether there was enough to judge the response; ``False`` also when another rule came first."""
    visits: int
    """Needling visits that the judged scores can speak of."""
    change: Change | None
    """First to last judged score."""
    p_important: Probability | None
    """That the true change so far is at least an MIC, from the judged scores; the median over the MICs that
    apply. ``None`` where none was published or the instrument has no course."""
    next_session_adds: NextSession | None
    """From the judged scores; ``None`` where the instrument has no course."""
    thresholds: tuple[Threshold, ...]
    """Every number the rules use, each a decision of this project."""
    unverified: bool
    rules_version: str
    versions: Versions | None = None
    """Stamped by ``drypoint.engines``."""


class _Case(Value, frozen=True):
    """A course under the rules."""

    request: DecisionRequest
    course: Course
    rules: DecisionRules
    outlook: Forecast | None
    """From the judged scores; ``None`` where the instrument has no course."""

    def number(self, name: ThresholdId) -> float:
        return self.rules.threshold(name)

    @property
    def enough(self) -> bool:
        return self.course.overall is not None and self.course.visits >= self.number(
            ThresholdId.VISITS_BEFORE_JUDGING
        )

    @property
    def p_important(self) -> float | None:
        """Probability of an important true change; ``None`` where nothing says what that is."""
        return None if self.outlook is None else self.outlook.p_change_at_least_mic

    @property
    def responds(self) -> bool:
        return 100 * (self.p_important or 0.0) >= self.number(ThresholdId.RESPONSE_PERCENT)

    @property
    def adds(self) -> float | None:
        """What one more session is expected to add, on the scale."""
        adds = None if self.outlook is None else self.outlook.next_session_adds
        return None if adds is None else adds.mean

    @property
    def gains_little(self) -> bool:
        """Whether one more session is expected to add less than ``worth_percent`` of the scale."""
        instrument = self.course.instrument
        gain = (self.adds or 0.0) * (-1 if instrument.better is Better.LOWER else 1)
        scale = TENTHS * load_priors().tenth(instrument)
        return gain < self.number(ThresholdId.WORTH_PERCENT) / 100 * scale

    @property
    def worse_beyond_error(self) -> bool:
        """Beyond any MDC; where no MDC applies, worse by as much as counts as important the other way."""
        change = self.course.overall
        if change is None or change.direction is not Direction.WORSE:
            return False
        errors = [row for row in change.mdc if row.applies]
        return any(row.beyond for row in errors) if errors else self.perhaps_worse

    @property
    def perhaps_worse(self) -> bool:
        """Worse by as much as all sources would call important the other way, or by a large share."""
        change = self.course.overall
        if change is None or change.direction is not Direction.WORSE:
            return False
        backwards = reversed_change(self.request, self.course)
        return bool(backwards and backwards.important_change) or self._large_share(change)

    def _large_share(self, change: Change) -> bool:
        """Published for pain and disability, which fall; a share of a low ability score means little."""
        first = self.course.judged[0].value
        if self.course.instrument.better is not Better.LOWER or first <= 0:
            return False
        return 100 * abs(change.change) / first >= self.number(ThresholdId.IMPORTANT_SHARE_PERCENT)

    def at_goal(self, scores: int) -> bool:
        goal = self.request.goal
        return goal is not None and self.course.at_goal(goal, scores)

    @property
    def visited_long(self) -> bool:
        return self.course.visits >= self.number(ThresholdId.VISITS_BEFORE_STOPPING)


_APPLIES: dict[RuleId, Callable[[_Case], bool]] = {
    RuleId.SAFETY_FIRST: lambda case: case.request.safety_level in _NEEDS_CARE,
    RuleId.WORSE: lambda case: case.worse_beyond_error,
    RuleId.PERHAPS_WORSE: lambda case: case.perhaps_worse,
    RuleId.GOAL_HELD: lambda case: (
        case.course.visits > 0 and case.at_goal(int(case.number(ThresholdId.GOAL_SCORES)))
    ),
    RuleId.GOAL_MET: lambda case: case.course.visits > 0 and case.at_goal(1),
    RuleId.NOT_ENOUGH: lambda case: not case.enough,
    RuleId.NO_MEASURE: lambda case: case.p_important is None,
    RuleId.LITTLE_TO_GAIN: lambda case: case.gains_little and case.responds,
    RuleId.NO_RESPONSE_LONG: lambda case: case.gains_little and case.visited_long,
    RuleId.NO_RESPONSE: lambda case: case.gains_little,
    RuleId.RESPONDING: lambda case: case.responds,
    RuleId.UNCLEAR: lambda case: True,
}


def decide(
    request: DecisionRequest, *, rules: DecisionRules | None = None, outlook: Forecast | None = None
) -> Decision:
    """Propose the next step for a course of scores.

    Pain that changes within a session says almost nothing of what lasts, and soreness hides the effect for up
    to 72 h, so such scores are not judged. Whether the person responds is the probability of an important
    true change in the forecast from the judged scores. The thresholds stand in ``rules`` and in the result.

    Args:
        request: the course.
        rules: those that ship with Drypoint when left out.
        outlook: the forecast from the judged scores, where it is known already.

    Raises:
        InvalidInput: an unknown instrument or population, or a score or goal outside the instrument's range.
    """
    rules = (rules or load_rules()).with_numbers(request.thresholds)
    course = read_course(request, soreness_window_hours=rules.threshold(ThresholdId.SORENESS_WINDOW_HOURS))
    outlook = outlook or _outlook(request, course)
    case = _Case(request=request, course=course, rules=rules, outlook=outlook)
    # The last rule always applies, so the search ends.
    rule = next(rule for rule in rules.rules if _APPLIES[rule.id](case))
    return Decision(
        choice=rule.choice,
        because=(_fill(rule.because, case), *(_fill(text, case) for text in _remarks(case))),
        rule=rule.id,
        enough=case.enough,
        visits=course.visits,
        change=course.overall,
        p_important=case.p_important,
        next_session_adds=None if outlook is None else outlook.next_session_adds,
        thresholds=rules.thresholds,
        unverified=rule.verification.is_unverified,
        rules_version=rules.version,
    )


def _outlook(request: DecisionRequest, course: Course) -> Forecast | None:
    """The forecast from the judged scores alone: needling is never judged while it is sore."""
    if not has_course(course.instrument):
        return None
    return forecast(replace(request, observations=course.judged))


def _remarks(case: _Case) -> list[Text]:
    found: list[Text] = []
    change = case.course.overall
    if change is not None and change.direction is not Direction.SAME:
        if change.reliable_change is None:
            found.append(case.rules.remark(RemarkId.ERROR_UNKNOWN))
        elif not change.reliable_change:
            found.append(case.rules.remark(RemarkId.WITHIN_ERROR))
    if case.course.not_judged:
        found.append(case.rules.remark(RemarkId.NOT_JUDGED))
    if case.enough and case.outlook is not None and case.outlook.mostly_assumed:
        found.append(case.rules.remark(RemarkId.MOSTLY_ASSUMED))
    return found


def _fill(text: Text, case: _Case) -> str:
    change = case.course.overall
    facts = {one.id.value: f"{one.value:g}" for one in case.rules.thresholds}
    facts |= {
        "change": f"{abs(change.change):g}" if change is not None else "",
        "goal": f"{case.request.goal:g}" if case.request.goal is not None else "",
        "visits": str(case.course.visits),
        "p": f"{100 * case.p_important:.0f}" if case.p_important is not None else "",
        "adds": f"{abs(case.adds):.2g}" if case.adds is not None else "",
        "not_judged": str(case.course.not_judged),
    }
    language = case.request.language
    unit = case.course.instrument.unit.in_language(language)
    return text.in_language(language).format(unit=unit, **facts)
