"""A plan of care and its goals in words."""

from collections.abc import Iterable
from typing import Any

import msgspec

from drypoint.clinic.episodes.models import Goal, PlanOfCare
from drypoint.web.presenters import episodes


def said(plan: PlanOfCare) -> list[tuple[object, object]]:
    """What somebody else recorded meanwhile."""
    return [(fact.term, fact.value) for fact in episodes.plan_facts(plan)]


def said_of_goal(goal: Goal) -> list[tuple[object, object]]:
    """A goal that somebody else changed meanwhile."""
    fact = episodes.goal_fact(goal)
    return [(fact.term, fact.value)]


def rows_of(rows: Iterable[Any]) -> list[dict[str, Any]]:
    """Typed rows as rows of a form."""
    return [msgspec.to_builtins(one) for one in rows]


def goals(found: Iterable[Goal]) -> list[dict[str, Any]]:
    """Goals with what can be done about each."""
    return [
        {"id": one.pk, "words": one.words, "target": episodes.goal_fact(one).value, "met": one.met_on}
        for one in found
    ]
