"""The course of an episode as the decision engine reads it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from drypoint.clinic.episodes.models import Goal
from drypoint.clinic.followup.models import CheckIn
from drypoint.clinic.visits.languages import engine_language
from drypoint.clinic.visits.models import MeasuredWhen, Measurement, NeedlingSession, Visit
from drypoint.clinic.visits.queries.visits import visits_of_episode

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


def decision_request(visit: Visit, instrument: str) -> dict[str, Any]:
    """Scores, needling visits, last triage and goal of the episode up to now; days since its first visit."""
    visits = visits_of_episode(visit)
    in_episode: dict[str, Any] = {"clinic_id": visit.clinic_id, "visit__in": visits}
    first = visits.earliest("started_at")

    def day(moment: datetime) -> float:
        return (moment - first.started_at).total_seconds() / 86_400

    measurements = Measurement.objects.current().filter(instrument=instrument, **in_episode)
    check_ins = list(CheckIn.objects.current().filter(**in_episode).order_by("answered_at", "id"))
    sessions = NeedlingSession.objects.filter(**in_episode).order_by("started_at")
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
        "sessions": [{"day": day(session.started_at)} for session in sessions],
    }
    if check_ins:
        request["safety_level"] = check_ins[-1].level
    if goal is not None:
        request["goal"] = goal.target_value
    return request
