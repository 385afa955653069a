"""The decision engine: the first declared rule that applies to a course proposes the next step."""

from collections.abc import Callable

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
from drypoint.outcomes import Better, Change, Direction
from drypoint.safety.triage import Level
from drypoint.terms import Text, Value, Versions

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

    def number(self, name: ThresholdId) -> float:
        return self.rules.threshold(name)

    @property
    def enough(self) -> bool:
        return self.course.overall is not None and self.course.visits >= self.number(
            ThresholdId.VISITS_BEFORE_JUDGING
        )

    def important(self, change: Change | None) -> bool:
        """Whether it is an improvement that all sources call important, or a large share of the start."""
        if change is None or change.direction is not Direction.BETTER:
            return False
        return change.important_change is True or self._large_share(change)

    def _large_share(self, change: Change) -> bool:
        first = self.course.judged[0].value
        if not self._share_counts or first <= 0:
            return False
        return 100 * abs(change.change) / first >= self.number(ThresholdId.IMPORTANT_SHARE_PERCENT)

    @property
    def _share_counts(self) -> bool:
        """Published for pain and disability, which fall; a share of a low ability score means little."""
        return self.course.instrument.better is Better.LOWER

    @property
    def can_be_important(self) -> bool:
        """Whether anything says what an important change of this score is."""
        change = self.course.overall
        return self._share_counts or (change is not None and any(row.applies for row in change.mic))

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
        """Worse by as much as would count as important the other way."""
        change = self.course.overall
        if change is None or change.direction is not Direction.WORSE:
            return False
        return self.important(reversed_change(self.request, self.course))

    def at_goal(self, scores: int) -> bool:
        goal = self.request.goal
        return goal is not None and self.course.at_goal(goal, scores)

    @property
    def is_flat(self) -> bool:
        """Whether the last scores show no improvement that any source would call important."""
        recent = self.course.recent
        if recent is None or self.important(recent):
            return False
        return not any(row.applies and row.beyond for row in recent.mic)

    @property
    def responds(self) -> bool:
        return self.important(self.course.overall)


_APPLIES: dict[RuleId, Callable[[_Case], bool]] = {
    RuleId.SAFETY_FIRST: lambda case: case.request.safety_level in _NEEDS_CARE,
    RuleId.WORSE: lambda case: case.worse_beyond_error,
    RuleId.PERHAPS_WORSE: lambda case: case.perhaps_worse,
    RuleId.GOAL_HELD: lambda case: (
        case.course.visits > 0 and case.at_goal(int(case.number(ThresholdId.PLATEAU_SCORES)))
    ),
    RuleId.GOAL_MET: lambda case: case.course.visits > 0 and case.at_goal(1),
    RuleId.NOT_ENOUGH: lambda case: not case.enough,
    RuleId.NO_MEASURE: lambda case: not case.can_be_important,
    RuleId.NO_RESPONSE_LONG: lambda case: (
        not case.responds and case.course.visits >= case.number(ThresholdId.VISITS_BEFORE_STOPPING)
    ),
    RuleId.NO_RESPONSE: lambda case: not case.responds,
    RuleId.PLATEAU: lambda case: case.is_flat,
    RuleId.RESPONDING: lambda case: True,
}


def decide(request: DecisionRequest, *, rules: DecisionRules | None = None) -> Decision:
    """Propose the next step for a course of scores.

    Pain that changes within a session says almost nothing of what lasts, and soreness hides the effect for up
    to 72 h, so such scores are not judged. The thresholds stand in ``rules`` and in the result.

    Raises:
        InvalidInput: an unknown instrument or population, or a score or goal outside the instrument's range.
    """
    rules = rules or load_rules()
    course = read_course(
        request,
        soreness_window_hours=rules.threshold(ThresholdId.SORENESS_WINDOW_HOURS),
        plateau_scores=int(rules.threshold(ThresholdId.PLATEAU_SCORES)),
    )
    case = _Case(request=request, course=course, rules=rules)
    # The last rule always applies, so the search ends.
    rule = next(rule for rule in rules.rules if _APPLIES[rule.id](case))
    return Decision(
        choice=rule.choice,
        because=(_fill(rule.because, case), *(_fill(text, case) for text in _remarks(case))),
        rule=rule.id,
        enough=case.enough,
        visits=course.visits,
        change=course.overall,
        thresholds=rules.thresholds,
        unverified=rule.verification.is_unverified,
        rules_version=rules.version,
    )


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
    return found


def _fill(text: Text, case: _Case) -> str:
    change = case.course.overall
    facts = {one.id.value: f"{one.value:g}" for one in case.rules.thresholds}
    facts |= {
        "change": f"{abs(change.change):g}" if change is not None else "",
        "goal": f"{case.request.goal:g}" if case.request.goal is not None else "",
        "visits": str(case.course.visits),
        "not_judged": str(case.course.not_judged),
    }
    language = case.request.language
    unit = case.course.instrument.unit.in_language(language)
    return text.in_language(language).format(unit=unit, **facts)
