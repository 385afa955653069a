"""The course of an episode as the decision engine reads it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from drypoint.clinic.accounts.queries import decision_thresholds, today
from drypoint.clinic.episodes.models import Goal, PlanOfCare
from drypoint.clinic.followup.models import CheckIn
from drypoint.clinic.home_care.queries import programmes_of_visits
from drypoint.clinic.visits.change_words import population_of
from drypoint.clinic.visits.languages import engine_language
from drypoint.clinic.visits.models import MeasuredWhen, Measurement, NeedlingSession, SessionEvent, Visit
from drypoint.clinic.visits.queries.visits import visits_of_episode
from drypoint.needling.events import EventType

_KINDS = {
    MeasuredWhen.BEFORE: "before",
    MeasuredWhen.AFTER: "after",
    MeasuredWhen.BETWEEN: "check_in",
}
_ASKED_IN_CHECK_INS = {"nprs": "pain_nprs", "soreness_nprs": "soreness_nprs"}
"""Instruments that a check-in asks, and the name of the answer there."""


def check_in_scores(
    check_ins: Iterator[CheckIn] | list[CheckIn], instrument: str
) -> Iterator[tuple[datetime, float]]:
    """When and what people answered on ``instrument`` in check-ins."""
    name = _ASKED_IN_CHECK_INS.get(instrument)
    for check_in in check_ins:
        value = check_in.answers["triage"].get(name) if name is not None else None
        if value is not None:
            yield check_in.answered_at, float(value)


_MOST_TWITCHES = 10_000


def decision_request(visit: Visit, instrument: str) -> dict[str, Any]:
    """All that forecast and decision go by, up to now: scores, needling, twitches, exercise, the last triage,
    the goal, the next visits of the plan of care, the clinic's own numbers. Days since the first visit."""
    visits = visits_of_episode(visit)
    in_episode: dict[str, Any] = {"clinic_id": visit.clinic_id, "visit__in": visits}
    first = visits.earliest("started_at")

    def day(moment: datetime) -> float:
        return (moment - first.started_at).total_seconds() / 86_400

    measurements = Measurement.objects.current().filter(instrument=instrument, **in_episode)
    check_ins = list(CheckIn.objects.current().filter(**in_episode).order_by("answered_at", "id"))
    sessions = list(
        NeedlingSession.objects.filter(**in_episode).annotate(twitches=_twitches()).order_by("started_at")
    )
    goal = (
        Goal.objects.current()
        .filter(clinic_id=visit.clinic_id, episode_id=visit.episode_id, measure=instrument)
        .order_by("-recorded_at", "-id")
        .first()
    )
    request: dict[str, Any] = {
        "instrument": instrument,
        "observations": [
            *(
                {"day": day(one.measured_at), "value": one.value, "kind": _KINDS[MeasuredWhen(one.when)]}
                for one in measurements.order_by("measured_at", "id")
            ),
            *(
                {"day": day(moment), "value": value, "kind": "check_in"}
                for moment, value in check_in_scores(check_ins, instrument)
            ),
        ],
        "language": engine_language(),
        "sessions": [
            {"day": day(session.started_at), "twitches": min(session.twitches, _MOST_TWITCHES)}
            for session in sessions
        ],
    }
    population = population_of(visit.episode.complaint)
    request |= {"population": population} if population else {}
    done = list(_exercise(visit, visits))
    request |= {"exercise": done} if done else {}
    planned = _planned(visit, [day(session.started_at) for session in sessions])
    request |= {"planned": planned} if planned else {}
    own = decision_thresholds(visit.clinic)
    request |= {"thresholds": own} if own else {}
    if check_ins:
        request["safety_level"] = check_ins[-1].level
    if goal is not None:
        request["goal"] = goal.target_value
    return request


def _twitches() -> Coalesce:
    """Twitch events of a session, taken back or not: it only says how sore the days after may be."""
    events = SessionEvent.objects.filter(
        clinic_id=OuterRef("clinic_id"), visit=OuterRef("visit_id"), type=EventType.TWITCHED
    )
    counted = events.order_by().values("visit").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0)


def _exercise(visit: Visit, visits: "QuerySet[Visit]") -> Iterator[dict[str, float]]:
    """The share of the agreed exercises that the person ticked, day by day."""
    begins = visits.earliest("started_at").started_at.astimezone(visit.clinic.zone).date()
    for programme in programmes_of_visits(visits, today=today(visit.clinic)):
        for one in programme.days:
            if one.redacted_at is None:
                share = len(set(one.done) & set(programme.keys)) / len(programme.keys)
                yield {"day": float((one.on - begins).days), "done": share}


def _planned(visit: Visit, needled: list[float]) -> list[dict[str, float]]:
    """The next visits by the plan of care, as many as are left of it."""
    care = PlanOfCare.objects.current().filter(clinic_id=visit.clinic_id, episode_id=visit.episode_id).first()
    if care is None or not care.needling or not needled:
        return []
    left = max(0, care.planned_visits - len(needled))
    return [{"day": needled[-1] + care.interval_days * number} for number in range(1, left + 1)]
