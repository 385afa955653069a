"""Setting goals and noting when they are met."""

from datetime import date

from django.utils.translation import gettext as _

from drypoint.clinic.actors import Actor
from drypoint.clinic.episodes.access import require_chart
from drypoint.clinic.episodes.models import Episode, Goal
from drypoint.clinic.errors import NotAllowedNow
from drypoint.clinic.records import append
from drypoint.terms import InvalidInput


def set(  # noqa: A001  (the clinic's word)
    *,
    by: Actor,
    episode: Episode,
    words: str,
    measure: str = "",
    target_value: float | None = None,
    unit: str = "",
    by_on: date | None = None,
    supersedes: Goal | None = None,
) -> Goal:
    """Set a goal, or put another in the place of ``supersedes``. A target needs its measure and unit."""
    require_chart(by, episode)
    given = (bool(measure), target_value is not None, bool(unit))
    if any(given) and not all(given):
        raise InvalidInput(_("A target needs a measure, a value and a unit."), where="target_value")
    return append(
        Goal,
        by=by,
        verb="goal.set",
        supersedes=supersedes,
        episode=episode,
        words=words,
        measure=measure,
        target_value=target_value,
        unit=unit,
        by_on=by_on,
    )


def meet(*, by: Actor, goal: Goal, met_on: date) -> Goal:
    """Note that a goal was met."""
    require_chart(by, goal.episode)
    if goal.met_on is not None:
        raise NotAllowedNow(_("This goal is met already."))
    return append(
        Goal,
        by=by,
        verb="goal.met",
        supersedes=goal,
        episode=goal.episode,
        words=goal.words,
        measure=goal.measure,
        target_value=goal.target_value,
        unit=goal.unit,
        by_on=goal.by_on,
        met_on=met_on,
    )
