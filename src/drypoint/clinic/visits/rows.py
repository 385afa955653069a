"""Typed rows that facts of a visit hold as JSON."""

from typing import Annotated, Literal

from msgspec import Meta

from drypoint.clinic.episodes.rows import ShortWords, Words
from drypoint.exercises import ExerciseId
from drypoint.terms import Millimetres, MuscleId, Side, Value, ZoneCode


class PartFindings(Value, frozen=True):
    """What was seen, felt or moved at one part of the body."""

    part: ShortWords
    words: Words


class SpecialTest(Value, frozen=True):
    """One named clinical test; ``positive`` is ``None`` where it could not be done or read."""

    name: ShortWords
    positive: bool | None
    side: Side | None = None
    words: Words | None = None


class DrawnZone(Value, frozen=True):
    """One zone of the body as far as the drawing covers it."""

    code: ZoneCode
    side: Side
    cover: Annotated[float, Meta(gt=0, le=1)] = 1.0
    """Share of the zone that is drawn on."""
    intensity: Annotated[float, Meta(ge=0, le=10)] | None = None
    quality: Annotated[str, Meta(min_length=1, max_length=40)] | None = None


class PlannedInsertion(Value, frozen=True):
    """One insertion as the review engine reads it, with the trigger point that it is meant for."""

    side: Side
    muscle: MuscleId | None = None
    zone: ZoneCode | None = None
    site: Annotated[int, Meta(ge=1, le=99)] | None = None
    """Number of the trigger point in the muscle; ours, not the engine's."""
    length_mm: Millimetres | None = None
    diameter_mm: Millimetres | None = None
    technique: Literal["deep", "superficial", "tangential", "pincer"] | None = None
    position: Literal["prone", "supine", "side_lying", "sitting"] | None = None
    planned_depth_mm: Millimetres | None = None
    electrical_stimulation: bool = False
    dwell_minutes: Annotated[int, Meta(ge=0, le=120)] | None = None
    """How long the needle is meant to stay; 0: fast in, fast out. Ours, not the engine's."""

    @property
    def where(self) -> MuscleId | ZoneCode | None:
        """The muscle, else the zone."""
        return self.muscle or self.zone


class PrescribedExercise(Value, frozen=True):
    """One exercise with its dose."""

    name: ShortWords
    exercise: ExerciseId | None = None
    """Id in the library; ``None``: the therapist's own, known by its name."""
    sets: Annotated[int, Meta(ge=1, le=100)] | None = None
    repetitions: Annotated[int, Meta(ge=1, le=1000)] | None = None
    hold_seconds: Annotated[int, Meta(ge=1, le=3600)] | None = None
    times_per_day: Annotated[int, Meta(ge=1, le=24)] | None = None
    days_per_week: Annotated[int, Meta(ge=1, le=7)] | None = None
    load: ShortWords | None = None
    """Such as a colour of band or a weight."""
    progression: Words | None = None
    """What comes next, where the therapist says it in own words."""
    words: Words | None = None
    """The therapist's own note for the person."""
