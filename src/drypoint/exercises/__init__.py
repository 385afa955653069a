"""Exercises to take home: the library, what suits what was needled, how much was done."""

from drypoint.exercises.adherence import Adherence, Asked, Day, adherence
from drypoint.exercises.library import (
    Caution,
    DoseRange,
    Equipment,
    Exercise,
    ExerciseFile,
    ExerciseId,
    Joint,
    Kind,
    Position,
    library_faults,
    load_library,
    picture,
    picture_sizes,
    printed_picture,
)
from drypoint.exercises.suggesting import Suggestion, suggest

__all__ = [
    "Adherence",
    "Asked",
    "Caution",
    "Day",
    "DoseRange",
    "Equipment",
    "Exercise",
    "ExerciseFile",
    "ExerciseId",
    "Joint",
    "Kind",
    "Position",
    "Suggestion",
    "adherence",
    "library_faults",
    "load_library",
    "picture",
    "picture_sizes",
    "printed_picture",
    "suggest",
]
