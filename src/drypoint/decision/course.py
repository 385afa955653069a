"""What a course of scores shows, before any rule is applied."""

from collections.abc import Sequence
from typing import Literal

from msgspec import field

from drypoint.decision.rules import ThresholdId
from drypoint.forecasting import ForecastRequest, Observation, ObservationKind
from drypoint.outcomes import Better, Change, ChangeRequest, Instrument, change, load_instruments
from drypoint.safety.triage import Level
from drypoint.terms import Score, Value


class DecisionRequest(ForecastRequest, frozen=True):
    """A course so far, what is planned, and what safety and the clinic say."""

    safety_level: Level | None = None
    """Of the latest triage, when there was one."""
    thresholds: dict[ThresholdId, float] = field(default_factory=dict[ThresholdId, float])
    """A clinic's own numbers; the others are those of the rules."""
    language: Literal["en", "es"] = "en"
    """Of the sentences in the decision."""


class Course(Value, frozen=True):
    """The scores that can be judged, and what they add up to."""

    instrument: Instrument
    judged: tuple[Observation, ...]
    """In order of time."""
    not_judged: int
    visits: int
    """Needling visits before the last judged score."""
    overall: Change | None
    """First to last judged score; ``None`` with fewer than two."""

    def at_goal(self, goal: Score, scores: int) -> bool:
        """Whether there are ``scores`` judged scores and the last so many reach ``goal``."""
        last = self.judged[-scores:]
        if self.instrument.better is Better.LOWER:
            return len(last) == scores and all(one.value <= goal for one in last)
        return len(last) == scores and all(one.value >= goal for one in last)


def read_course(request: DecisionRequest, *, soreness_window_hours: float) -> Course:
    """Sort a course's scores into those that can be judged and those that cannot.

    A score cannot be judged when it was taken straight after needling, or within the soreness window after
    any needling visit. One taken at a visit before its needling is judged against the visits before.

    Raises:
        InvalidInput: as ``outcomes.change``, with the place of the score.
    """
    instrument = load_instruments().named(request.instrument)
    for number, one in enumerate(request.observations):
        instrument.check(one.value, where=f"observations[{number}].value")
    if request.goal is not None:
        instrument.check(request.goal, where="goal")

    def is_sore(score: Observation) -> bool:
        hours = [24 * (score.day - visit.day) for visit in request.sessions]
        first = 0 if score.kind is ObservationKind.CHECK_IN else 1e-9
        return any(first <= since < soreness_window_hours for since in hours)

    judged = sorted(
        (one for one in request.observations if one.kind is not ObservationKind.AFTER and not is_sore(one)),
        key=lambda one: (one.day, one.kind, one.value),
    )
    return Course(
        instrument=instrument,
        judged=tuple(judged),
        not_judged=len(request.observations) - len(judged),
        visits=sum(visit.day < judged[-1].day for visit in request.sessions) if judged else 0,
        overall=_change(request, judged),
    )


def reversed_change(request: DecisionRequest, course: Course) -> Change | None:
    """The course's change read backwards: how large a worsening is, in terms of improvements."""
    return _change(request, course.judged[::-1])


def _change(request: DecisionRequest, scores: Sequence[Observation]) -> Change | None:
    if len(scores) < 2:
        return None
    return change(
        ChangeRequest(
            instrument=request.instrument,
            before=scores[0].value,
            after=scores[-1].value,
            population=request.population,
        )
    )
