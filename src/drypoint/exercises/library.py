"""The library of exercises: what to do, for which muscles and joints, how much, and when not."""

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Annotated

import msgspec
from msgspec import Meta

from drypoint import atlas
from drypoint.terms import InvalidInput, KnowledgeError, MuscleId, Source, Text, Value, Verification

FILE = "exercises.json"
ExerciseId = Annotated[str, Meta(pattern="^[a-z0-9_]{2,40}$")]


class Kind(StrEnum):
    """What an exercise is for."""

    STRETCH = "stretch"
    MOBILITY = "mobility"
    STRENGTH = "strength"
    CONTROL = "control"
    """Balance, breathing, holding still: skill before load."""


class Joint(StrEnum):
    """What moves, or is held."""

    NECK = "neck"
    JAW = "jaw"
    SHOULDER = "shoulder"
    ELBOW = "elbow"
    WRIST = "wrist"
    HAND = "hand"
    THORACIC_SPINE = "thoracic_spine"
    LUMBAR_SPINE = "lumbar_spine"
    HIP = "hip"
    KNEE = "knee"
    ANKLE = "ankle"
    FOOT = "foot"


class Position(StrEnum):
    """How the body is placed."""

    STANDING = "standing"
    SITTING = "sitting"
    SUPINE = "supine"
    PRONE = "prone"
    SIDE_LYING = "side_lying"
    HANDS_AND_KNEES = "hands_and_knees"
    KNEELING = "kneeling"


class Equipment(StrEnum):
    """What is needed; all can be had at home."""

    CHAIR = "chair"
    WALL = "wall"
    DOORWAY = "doorway"
    TABLE = "table"
    STEP = "step"
    BAND = "band"
    WEIGHTS = "weights"
    STICK = "stick"
    TOWEL = "towel"
    PILLOW = "pillow"
    BALL = "ball"
    RUBBER_BAND = "rubber_band"
    HAMMER = "hammer"


Range = tuple[Annotated[int, Meta(ge=1)], Annotated[int, Meta(ge=1)]]
"""Usual least and most, both included."""


class DoseRange(Value, frozen=True):
    """How much is usual; what an exercise does not count is ``None``."""

    sets: Range | None = None
    repetitions: Range | None = None
    hold_seconds: Range | None = None
    times_per_day: Range | None = None
    days_per_week: Range | None = None

    def begins_with(self) -> dict[str, int]:
        """The least of each, to begin with."""
        return {name: found[0] for name in self.__struct_fields__ if (found := getattr(self, name))}


class Caution(Value, frozen=True):
    """When not, or how with care."""

    id: str
    text: Text
    sources: tuple[str, ...]
    verification: Verification


class StopRule(Value, frozen=True):
    """What stands under every exercise."""

    text: Text
    sources: tuple[str, ...]
    verification: Verification


class Exercise(Value, frozen=True):
    """One exercise in own words."""

    id: ExerciseId
    kind: Kind
    name: Text
    muscles: tuple[MuscleId, ...]
    """Those that it stretches or loads most, the first foremost."""
    joints: tuple[Joint, ...]
    positions: tuple[Position, ...]
    equipment: tuple[Equipment, ...]
    steps: tuple[Text, ...]
    dose: DoseRange
    progression: Text
    """What comes next when it is easy."""
    cautions: tuple[str, ...]
    pictures: Annotated[tuple[str, ...], Meta(max_length=2)]
    """Poses at start and end; one where both look alike, none where no picture shows it truly."""
    sources: tuple[str, ...]
    verification: Verification


class ExerciseFile(Value, frozen=True):
    """``exercises.json``."""

    schema: int
    version: str
    sources: dict[str, Source]
    stop: StopRule
    cautions: tuple[Caution, ...]
    exercises: tuple[Exercise, ...]

    def exercise(self, exercise_id: str) -> Exercise:
        """One exercise; raises ``InvalidInput`` when the library has none of that id."""
        found = self.find(exercise_id)
        if found is None:
            raise InvalidInput("Choose an exercise from the library.", where="exercise")
        return found

    def find(self, exercise_id: str) -> Exercise | None:
        """One exercise, or ``None`` when the library has none of that id (any more)."""
        return next((one for one in self.exercises if one.id == exercise_id), None)

    def cautions_of(self, exercise: Exercise) -> tuple[Caution, ...]:
        """What to heed, in the order of the exercise's row."""
        by_id = {one.id: one for one in self.cautions}
        return tuple(by_id[key] for key in exercise.cautions)


@cache
def load_library() -> ExerciseFile:
    """The library, read once and cross-checked; raises ``KnowledgeError`` that names the row."""
    library = decode(files("drypoint.exercises").joinpath("data", FILE).read_bytes())
    check_library(
        library, muscles={muscle.id for muscle in atlas.load().muscles}, poses=frozenset(picture_sizes())
    )
    return library


def decode(raw: bytes) -> ExerciseFile:
    """The file's rows; raises ``KnowledgeError`` on a wrong shape."""
    try:
        return msgspec.json.decode(raw, type=ExerciseFile)
    except msgspec.ValidationError as fault:
        raise KnowledgeError(f"{FILE}: {fault}") from fault


def check_library(library: ExerciseFile, *, muscles: Iterable[str], poses: Iterable[str]) -> None:
    """``KnowledgeError`` with the first fault of ``library_faults``."""
    if faults := library_faults(library, muscles=muscles, poses=poses):
        raise KnowledgeError(faults[0])


def library_faults(library: ExerciseFile, *, muscles: Iterable[str], poses: Iterable[str]) -> tuple[str, ...]:
    """Each reference that leads nowhere, each double id, each range that runs backwards, row by row."""
    known_muscles, known_poses = set(muscles), set(poses)
    cautions = {one.id for one in library.cautions}
    seen: set[str] = set()
    faults: list[str] = []
    rows = [("stop", library.stop.sources), *((one.id, one.sources) for one in library.cautions)]
    rows += [(one.id, one.sources) for one in library.exercises]
    for row, sources in rows:
        if not sources:
            faults.append(f"{FILE}: {row}: names no source")
        faults += [f"{FILE}: {row}: unknown source {key}" for key in sources if key not in library.sources]
    for one in library.exercises:
        if one.id in seen:
            faults.append(f"{FILE}: {one.id}: stands twice")
        seen.add(one.id)
        faults += [
            f"{FILE}: {one.id}: unknown muscle {key}" for key in one.muscles if key not in known_muscles
        ]
        faults += [f"{FILE}: {one.id}: unknown caution {key}" for key in one.cautions if key not in cautions]
        faults += [
            f"{FILE}: {one.id}: unknown picture {key}" for key in one.pictures if key not in known_poses
        ]
        faults += [
            f"{FILE}: {one.id}: says no {name}"
            for name in ("muscles", "joints", "steps")
            if not getattr(one, name)
        ]
        for name in one.dose.__struct_fields__:
            found: tuple[int, int] | None = getattr(one.dose, name)
            if found is not None and found[0] > found[1]:
                faults.append(f"{FILE}: {one.id}: {name} runs backwards")
    return tuple(faults)


@cache
def picture_sizes() -> dict[str, tuple[int, int]]:
    """Width and height of each pose's picture, in units of 7.2 mm of the figure."""
    raw = files("drypoint.exercises").joinpath("data", "pictures", "frames.json").read_bytes()
    return msgspec.json.decode(raw, type=dict[str, tuple[int, int]])


def picture(pose: str) -> str:
    """One pose as SVG of its own; raises ``InvalidInput`` when there is none of that name."""
    if pose not in picture_sizes():
        raise InvalidInput("There is no picture of this pose.", where="pose")
    return files("drypoint.exercises").joinpath("data", "pictures", f"{pose}.svg").read_text("utf-8")


_VARIABLE = re.compile(r"var\(--[a-z]+,(#[0-9a-f]{6})\)")
_PAPER = {"#d8a684": "#f4e6da", "#8b94a3": "#c3c8d0", "#8a8378": "#6f6a60"}


def printed_picture(exercise: Exercise) -> str | None:
    """Start and end side by side for paper, in light colours; ``None`` where there is no picture."""
    if not exercise.pictures:
        return None
    sizes = picture_sizes()
    height = max(sizes[pose][1] for pose in exercise.pictures)
    parts: list[str] = []
    x = 0
    for pose in exercise.pictures:
        width, own = sizes[pose]
        drawn = picture(pose)
        inner = drawn[drawn.index(">") + 1 : drawn.rindex("</svg>")].replace(' id="pose"', "")
        inner = _VARIABLE.sub(lambda found: _PAPER[found[1]], inner)
        parts.append(f'<g transform="translate({x} {height - own})">{inner}</g>')
        x += width + 20
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {x - 20} {height}" width="{x - 20}"'
        f' height="{height}">{"".join(parts)}</svg>'
    )
