"""When to ask how somebody is after a visit."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from drypoint.clinic.followup.models import CheckInInvitation, Decision
from drypoint.clinic.followup.queries.under import structures_under
from drypoint.clinic.visits.models import SessionEvent, Visit
from drypoint.clinic.visits.queries.plans import current_plan, current_screening

OPEN_FOR = timedelta(days=7)
"""How long a link stays open after it is due."""
ROUTINE = (timedelta(hours=24), timedelta(hours=48))
SAFETY = timedelta(hours=3)
"""The safety message is meant for 3 to 6 hours after a session with a lung under a needle."""
LUNG = "pleura"
PROSTHESIS = "joint_replacement"
"""The rule, and its question, of an artificial joint, plate, screw or rod."""
LATE = (timedelta(weeks=1), timedelta(weeks=2), timedelta(weeks=4))
"""Near a prosthesis an infection may come weeks later (a hip's, after dry needling: Steentjes 2016). The last
is where triage's own watch ends (672 h); the steps between are ours."""
MORNING = time(9)


def session_ended_at(visit: Visit) -> datetime:
    """The last event of the needling session, else the start of the visit."""
    last = SessionEvent.objects.filter(clinic_id=visit.clinic_id, visit=visit).order_by("-at").first()
    return last.at if last is not None else visit.started_at


def proposals(visit: Visit) -> list[datetime]:
    """The times at which to ask, soonest first; those that have a link already are left out."""
    invited = set(
        CheckInInvitation.objects.filter(
            clinic_id=visit.clinic_id, visit=visit, revoked_at__isnull=True
        ).values_list("due_at", flat=True)
    )
    return sorted(set(_times(visit)) - invited)


def is_near_prosthesis(visit: Visit) -> bool:
    """Whether the review of the plan found an insertion near one; without a plan, whether there is one."""
    plan = current_plan(visit)
    if plan is not None:
        return any(one["id"] == PROSTHESIS for one in plan.review.result["findings"])
    screening = current_screening(visit)
    findings = screening.engine_result.result["findings"] if screening is not None else []
    return any(one["id"] == PROSTHESIS for one in findings)


def _times(visit: Visit) -> Iterator[datetime]:
    ended_at = session_ended_at(visit)
    if LUNG in structures_under(visit):
        yield ended_at + SAFETY
    for after in ROUTINE:
        yield ended_at + after
    if is_near_prosthesis(visit):
        for after in LATE:
            yield ended_at + after
    decision = Decision.objects.current().filter(clinic_id=visit.clinic_id, visit=visit).first()
    if decision is not None and decision.next_visit_on is not None:
        day_before = decision.next_visit_on - timedelta(days=1)
        due_at = datetime.combine(day_before, MORNING, tzinfo=visit.clinic.zone)
        if due_at > ended_at + ROUTINE[-1]:
            yield due_at
