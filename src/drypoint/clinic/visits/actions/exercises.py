"""Prescribing exercises."""

from collections.abc import Sequence
from typing import Any

from drypoint.clinic.actors import Actor
from drypoint.clinic.visits.access import append_unsigned, require_visit
from drypoint.clinic.visits.models import ExercisePrescription, Visit
from drypoint.clinic.visits.rows import PrescribedExercise


def prescribe(
    *,
    by: Actor,
    visit: Visit,
    exercises: Sequence[PrescribedExercise | dict[str, Any]],
    supersedes: ExercisePrescription | None = None,
) -> ExercisePrescription:
    """Record the whole list; an empty one says that none were given."""
    require_visit(by, visit)
    return append_unsigned(
        ExercisePrescription,
        by=by,
        verb="exercises.prescribed",
        supersedes=supersedes,
        chain=("visit",),
        visit=visit,
        exercises=tuple(exercises),
    )
