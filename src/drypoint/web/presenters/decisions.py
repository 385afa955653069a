"""The decision in words: what the rules say and why, the numbers they use, what stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from drypoint.clinic.accounts.queries import today
from drypoint.clinic.episodes.models import Goal, PlanOfCare
from drypoint.clinic.followup.models import Decision, NextStepChoice
from drypoint.clinic.followup.queries.episode_page import EpisodePage
from drypoint.clinic.visits.models import EngineResult, Visit
from drypoint.decision import load_rules
from drypoint.terms import Source, Text, Verification
from drypoint.web.presenters.measurements import with_unit
from drypoint.web.templatetags.drypoint import localised

LOOKS = {
    NextStepChoice.CONTINUE: "clear",
    NextStepChoice.CHANGE: "reasons_needed",
    NextStepChoice.SPACE_OUT: "modify",
    NextStepChoice.STOP: "stop",
    NextStepChoice.REFER: "refer",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """One number that the rules use."""

    words: str
    value: str
    sources: tuple[Source, ...]
    unverified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """What the rules say of the course so far."""

    look: str
    choice: str
    because: tuple[str, ...]
    unverified: bool
    numbers: tuple[Number, ...]


def suggestion(found: EngineResult) -> Suggestion:
    """A kept result of the decision engine."""
    said, rules = found.result, load_rules()
    choice = NextStepChoice(said["choice"])
    return Suggestion(
        look=LOOKS[choice],
        choice=str(choice.label),
        because=tuple(said["because"]),
        unverified=said["unverified"],
        numbers=tuple(
            Number(
                words=localised(Text(**row["says"])),
                value=f"{row['value']:g} {row['unit']}",
                sources=tuple(rules.sources[key] for key in row["sources"] if key in rules.sources),
                unverified=row["verification"] == Verification.UNVERIFIED,
            )
            for row in said["thresholds"]
        ),
    )


def goals(page: EpisodePage) -> list[tuple[str, str]]:
    """Each goal and where it stands."""
    return [(goal.words, _standing(goal, page)) for goal in page.goals]


def _standing(goal: Goal, page: EpisodePage) -> str:
    if goal.met_on is not None:
        return _("met on %(day)s") % {"day": date_format(goal.met_on, "j M Y")}
    return "; ".join(_parts(goal, page)) or _("not met yet")


def _parts(goal: Goal, page: EpisodePage) -> Iterator[str]:
    if goal.target_value is not None:
        yield _("goal %(value)s") % {"value": with_unit(goal.target_value, goal.unit)}
        for series in page.series:
            name = ".".join(part for part in (series.place, series.side) if part)
            if goal.measure in {series.instrument, name} and series.points:
                yield _("last %(value)s") % {"value": with_unit(series.points[-1].value, series.unit)}
                return
    if goal.by_on is not None:
        yield _("by %(day)s") % {"day": date_format(goal.by_on, "j M Y")}


def proposed_day(visit: Visit, care: PlanOfCare | None) -> date | None:
    """The day of the next visit by the plan of care's interval; nothing without one."""
    if care is None or not care.interval_days:
        return None
    day = visit.started_at.astimezone(visit.clinic.zone).date() + timedelta(days=care.interval_days)
    return max(day, today(visit.clinic))


def said(decision: Decision) -> list[tuple[str, str]]:
    """What stands, for who saved second."""
    day = date_format(decision.next_visit_on, "j M Y") if decision.next_visit_on else ""
    return [
        (_("Your decision"), str(decision.get_chosen_display())),
        (_("Why"), decision.reason),
        (_("Next visit on"), day),
    ]
