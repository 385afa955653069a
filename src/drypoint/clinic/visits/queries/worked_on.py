"""Which muscles a visit worked on: needled, else planned, else found active."""

from drypoint.clinic.visits.models import PalpationFinding, Visit
from drypoint.clinic.visits.queries.plans import current_plan
from drypoint.clinic.visits.queries.sessions import session_state


def worked_on(visit: Visit) -> tuple[str, ...]:
    """Muscles of the visit, once each: those needled first, then planned ones, then active ones."""
    needled = [str(one.muscle) for one in session_state(visit).insertions if one.muscle]
    plan = current_plan(visit)
    planned = [str(one.muscle) for one in plan.insertions if one.muscle] if plan is not None else []
    active = (
        PalpationFinding.objects.current()
        .filter(clinic_id=visit.clinic_id, visit=visit, status="active")
        .select_related("trigger_point")
        .order_by("id")
    )
    found = [*needled, *planned, *(one.trigger_point.muscle for one in active)]
    return tuple(dict.fromkeys(found))
