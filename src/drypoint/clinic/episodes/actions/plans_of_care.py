"""Recording the indication and the plan of care."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from drypoint.clinic.actors import Actor
from drypoint.clinic.episodes.access import require_chart
from drypoint.clinic.episodes.models import Episode, PlanOfCare
from drypoint.clinic.episodes.rows import PlannedTreatment, TriedTreatment
from drypoint.clinic.permissions import Permission
from drypoint.clinic.records import append


def record(
    *,
    by: Actor,
    episode: Episode,
    indication: str,
    needling: bool,
    needling_reason: str,
    planned_visits: int,
    interval_days: int,
    tried_before: Sequence[TriedTreatment | dict[str, Any]] = (),
    other_treatments: Sequence[PlannedTreatment | dict[str, Any]] = (),
    review_on: date | None = None,
    supersedes: PlanOfCare | None = None,
) -> PlanOfCare:
    """Record the plan of care, whole. Whether to needle is a professional's decision: needs ``SIGN``."""
    require_chart(by, episode, Permission.SIGN)
    by.require_named()
    return append(
        PlanOfCare,
        by=by,
        verb="plan_of_care.recorded",
        supersedes=supersedes,
        chain=("episode",),
        episode=episode,
        indication=indication,
        needling=needling,
        needling_reason=needling_reason,
        planned_visits=planned_visits,
        interval_days=interval_days,
        tried_before=tuple(tried_before),
        other_treatments=tuple(other_treatments),
        review_on=review_on,
    )
