"""Who plays in the demo clinic: invented people, and what brings them."""

from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from drypoint.clinic.visits.rows import PlannedInsertion, PrescribedExercise
from drypoint.outcomes import ReviewFigure, load_review_figures
from drypoint.terms import KnowledgeError, Millimetres, MuscleId, Side, Text, Value, ZoneCode


class Stage(StrEnum):
    """How far somebody is on the way when the demo opens."""

    BOOKED = "booked"
    HISTORY_ONLY = "history_only"
    CLEARANCE_WAITING = "clearance_waiting"
    CLEARANCE_ANSWERED = "clearance_answered"
    CONSENT_GIVEN = "consent_given"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    PAIN_DRAWN = "pain_drawn"
    PALPATED = "palpated"
    PLAN_WAITING = "plan_waiting"
    """For its signature."""
    NEEDLES_IN = "needles_in"
    NOTE_WAITING = "note_waiting"
    """For its signature; needling is over."""
    TODAY_BEGUN = "today_begun"
    """A later visit has begun; nothing is recorded in it yet."""
    IN_COURSE = "in_course"
    CHANGED = "changed"
    """The plan is to change, as needling did not help."""
    FINISHED = "finished"
    STOPPED = "stopped"
    SPACED_OUT = "spaced_out"
    REFERRED = "referred"


class Response(StrEnum):
    """How somebody takes to needling; chosen by us, so that every course is there to see."""

    RESPONDER = "responder"
    PARTIAL = "partial"
    NONE = "none"
    WORSE = "worse"


class LastCheckIn(StrEnum):
    """What the check-in after the last signed visit said."""

    ANSWERED = "answered"
    SORE = "sore"
    BRUISE = "bruise"
    EMERGENCY = "emergency"
    SILENT = "silent"
    """Not answered for days; the link is still open."""
    DUE = "due"
    """Open, to be answered now."""


class CastInsertion(Value, frozen=True):
    """An insertion on the side that hurts."""

    muscle: MuscleId
    length_mm: Millimetres
    diameter_mm: Millimetres
    technique: Literal["deep", "superficial", "tangential", "pincer"]
    position: Literal["prone", "supine", "side_lying", "sitting"]

    def on(self, side: Side) -> PlannedInsertion:
        """The insertion as a plan holds it."""
        return PlannedInsertion(side=side, site=1, **msgspec.structs.asdict(self))


class Measured(Value, frozen=True):
    """What is measured beside pain; ``start`` and ``end`` of a full recovery are our invention."""

    instrument: Literal["rom_deg", "grip_kg", "strength_kg", "ppt_kpa"]
    place: str
    start: float
    end: float


class FigureKey(Value, frozen=True):
    """Which printed effect on pain drives the simulation: names one row of the outcome room's reviews."""

    review: str
    comparator: str | None
    window: str
    measure: Literal["md", "smd"]


class Presentation(Value, frozen=True):
    """A complaint as it walks in: where it hurts, in which words, what is found and needled."""

    id: str
    complaint: str
    title: str
    zones: tuple[ZoneCode, ...]
    quality: str
    words: Text
    onset: Text
    behaviour: Text
    goal: Text
    mechanism: str
    summary: str
    insertions: tuple[CastInsertion, ...]
    measured: Measured
    exercises: tuple[PrescribedExercise, ...]
    figure: FigureKey | None
    """``None`` where no review printed a usable effect for the region."""


class Character(Value, frozen=True):
    """One invented person."""

    given_name: str
    family_name: str
    age: Annotated[int, Meta(ge=18, le=99)]
    sex: Literal["female", "male"]
    language: Literal["en", "es"]
    occupation: str
    sport_and_load: str
    presentation: str
    side: Literal["left", "right", "both"]
    stage: Stage
    therapist: Literal[1, 2]
    signed_visits: Annotated[int, Meta(ge=0, le=12)]
    response: Response
    answers: dict[str, bool] = {}
    """Screening questions that are not answered with no."""
    said: str = ""
    """What stands behind those answers."""
    medicines: tuple[str, ...] = ()
    pregnancy_weeks: float | None = None
    event: Literal["faint", "bruise"] | None = None
    last_check_in: LastCheckIn = LastCheckIn.ANSWERED
    withdrawal_words: str = ""
    interval_days: Annotated[int, Meta(ge=1, le=28)] = 7
    """Days since the last visit, and between visits."""
    next_in_days: int | None = None
    """Days until the next appointment."""
    role: Literal["patient"] | None = None
    """Has the patient's sign-in."""

    @property
    def name(self) -> str:
        """Given and family name."""
        return f"{self.given_name} {self.family_name}"

    @property
    def sides(self) -> tuple[Side, ...]:
        """Where it hurts."""
        return (Side.LEFT, Side.RIGHT) if self.side == "both" else (Side(self.side),)

    def says(self, text: Text) -> str:
        """``text`` in their language."""
        return text.in_language(self.language)


class _CastFile(Value, frozen=True):
    schema: int
    cast: tuple[Character, ...]


class _PresentationsFile(Value, frozen=True):
    schema: int
    presentations: tuple[Presentation, ...]


@cache
def load_presentations() -> dict[str, Presentation]:
    """Presentations by id."""
    rows = _read("presentations.json", _PresentationsFile).presentations
    for row in rows:
        figure_of(row)
    return {row.id: row for row in rows}


@cache
def load_cast() -> tuple[Character, ...]:
    """Everybody, in an order in which the first sixteen show each stage of a first visit."""
    cast: tuple[Character, ...] = _read("cast.json", _CastFile).cast
    unknown = sorted({one.presentation for one in cast} - set(load_presentations()))
    if unknown:
        raise KnowledgeError(f"demo/data/cast.json: no such presentation: {', '.join(unknown)}")
    return cast


def figure_of(presentation: Presentation) -> ReviewFigure | None:
    """The printed effect on pain that the presentation names; ``KnowledgeError`` unless there is just one."""
    key = presentation.figure
    if key is None:
        return None
    found = [
        figure
        for figure in load_review_figures().figures
        if figure.outcome == "pain"
        and figure.value is not None
        and (figure.review, figure.comparator, figure.window, figure.measure)
        == (key.review, key.comparator, key.window, key.measure)
    ]
    if len(found) != 1:
        raise KnowledgeError(f"demo/data/presentations.json, {presentation.id}: {len(found)} such figures")
    return found[0]


def _read(name: str, shape: Any) -> Any:
    try:
        return msgspec.json.decode((files("drypoint.demo") / "data" / name).read_bytes(), type=shape)
    except msgspec.DecodeError as fault:
        raise KnowledgeError(f"demo/data/{name}: {fault}") from fault
