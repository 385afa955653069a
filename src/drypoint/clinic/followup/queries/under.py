"""What lay under the needles of a visit."""

from drypoint import atlas
from drypoint.clinic.visits.models import Visit
from drypoint.clinic.visits.queries.plans import current_plan
from drypoint.clinic.visits.queries.sessions import session_state


def structures_under(visit: Visit) -> tuple[str, ...]:
    """Codes of the structures under what was planned, as reviewed, and under what was needled.

    A muscle that nobody has reviewed adds nothing here: that means unknown, never harmless.
    """
    plan = current_plan(visit)
    planned = plan.review.result["under"] if plan is not None else []
    codes = [code for under in planned for code in under["structures"]]
    for insertion in session_state(visit).insertions:
        for hazard in atlas.load().hazards_of(insertion.muscle):
            codes.extend(hazard.structure_ids)
    return tuple(dict.fromkeys(codes))


def is_reviewed(visit: Visit) -> bool:
    """Whether somebody has reviewed what lies under every needle, planned or placed."""
    plan = current_plan(visit)
    planned = plan.review.result["under"] if plan is not None else []
    needled = (atlas.load().muscle(one.muscle) for one in session_state(visit).insertions)
    return all(under["reviewed"] for under in planned) and all(muscle.is_reviewed for muscle in needled)
