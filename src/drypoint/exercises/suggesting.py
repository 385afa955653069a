"""Which exercises suit what was needled: by muscle first, then by joint; the therapist chooses."""

from collections.abc import Iterable, Sequence

from drypoint.exercises.library import Exercise, ExerciseFile, Joint, Kind
from drypoint.terms import Value

FOREMOST, NAMED, JOINT = 4, 2, 1
"""What a muscle that leads an exercise's row, one that it names, and a joint add to its place. Ours."""


class Suggestion(Value, frozen=True):
    """One exercise with what speaks for it."""

    exercise: Exercise
    muscles: tuple[str, ...]
    """Of those that were asked about."""
    joints: tuple[Joint, ...]
    weight: int


def suggest(
    library: ExerciseFile, *, muscles: Sequence[str], joints: Iterable[Joint] = (), most: int = 12
) -> tuple[Suggestion, ...]:
    """Exercises for these muscles and joints, the best fit first; kinds take turns so that no kind is lost.

    An exercise counts a muscle that leads its row ``FOREMOST``, another that it names ``NAMED`` and a joint
    ``JOINT``; those without any are left out. Equal ones keep the library's order.
    """
    asked, moved = set(muscles), set(joints)
    found: dict[Kind, list[Suggestion]] = {kind: [] for kind in Kind}
    for exercise in library.exercises:
        hit = tuple(one for one in exercise.muscles if one in asked)
        joint = tuple(one for one in exercise.joints if one in moved)
        weight = NAMED * len(hit) + JOINT * len(joint)
        if exercise.muscles[0] in asked:
            weight += FOREMOST - NAMED
        if weight:
            found[exercise.kind].append(
                Suggestion(exercise=exercise, muscles=hit, joints=joint, weight=weight)
            )
    for each in found.values():
        each.sort(key=lambda one: -one.weight)
    chosen: list[Suggestion] = []
    while len(chosen) < most and any(found.values()):
        heads = [each[0] for each in found.values() if each]
        for head in sorted(heads, key=lambda one: -one.weight):
            found[head.exercise.kind].pop(0)
            chosen.append(head)
    return tuple(chosen[:most])
