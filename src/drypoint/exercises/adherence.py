"""How much of a programme was done, and how it was borne: from the days that somebody ticked.

A day that nobody ticked is not known to be a day without exercise. So two shares stand beside each other: of
the days that were answered, and of all days asked for since the programme was given.
"""

import datetime
from collections.abc import Sequence
from typing import Annotated

from msgspec import Meta

from drypoint.terms import InvalidInput, Probability, Value

Grade = Annotated[int, Meta(ge=0, le=10)]
"""0 none to 10 the most that one can think of."""
PAIN_RISE = 2
"""Points of pain above the person's own usual from which a day counts as borne badly. Ours, unverified."""


class Asked(Value, frozen=True):
    """One exercise of a programme: how many days a week; ``None`` is every day."""

    days_per_week: Annotated[int, Meta(ge=1, le=7)] | None = None


class Day(Value, frozen=True):
    """One day as the person ticked it."""

    on: datetime.date
    done: frozenset[int]
    """Numbers of the exercises done, counted from 0 in the programme's order."""
    effort: Grade | None = None
    pain: Grade | None = None


class Adherence(Value, frozen=True):
    """What was done from ``begins`` to ``ends``, both included."""

    begins: datetime.date
    ends: datetime.date
    days: int
    answered: int
    asked: float
    """Exercises asked for in these days: each counts its days a week over seven."""
    done: int
    share_of_all: Probability
    """Done of asked, at most 1: days that nobody ticked count as nothing done."""
    share_of_answered: Probability | None
    """The same over answered days alone; ``None`` when no day was answered."""
    mean_effort: float | None
    worst_pain: int | None
    sore_days: int
    """Answered days with pain ``PAIN_RISE`` or more above the least that was told in these days."""


def adherence(
    programme: Sequence[Asked], days: Sequence[Day], *, begins: datetime.date, ends: datetime.date
) -> Adherence:
    """Add up ``days`` that lie between ``begins`` and ``ends``.

    Raises ``InvalidInput`` when the span runs backwards, one day stands twice, or a day ticks an
    exercise that the programme does not have.
    """
    if ends < begins:
        raise InvalidInput("The last day must not lie before the first.", where="ends")
    within = [one for one in days if begins <= one.on <= ends]
    if len({one.on for one in within}) < len(within):
        raise InvalidInput("Give each day once.", where="days")
    if any(number >= len(programme) or number < 0 for one in within for number in one.done):
        raise InvalidInput("A day ticks an exercise that the programme does not have.", where="days")
    span = (ends - begins).days + 1
    a_day = sum((one.days_per_week or 7) / 7 for one in programme)
    done = sum(len(one.done) for one in within)
    efforts = [one.effort for one in within if one.effort is not None]
    pains = [one.pain for one in within if one.pain is not None]
    least = min(pains, default=0)
    return Adherence(
        begins=begins,
        ends=ends,
        days=span,
        answered=len(within),
        asked=a_day * span,
        done=done,
        share_of_all=_share(done, a_day * span),
        share_of_answered=_share(done, a_day * len(within)) if within else None,
        mean_effort=sum(efforts) / len(efforts) if efforts else None,
        worst_pain=max(pains, default=None),
        sore_days=sum(1 for pain in pains if pain - least >= PAIN_RISE),
    )


def _share(done: int, asked: float) -> float:
    return min(1.0, done / asked) if asked else 0.0
