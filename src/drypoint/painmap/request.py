"""What a ranking is asked: where it hurts, how, and what fingers have found."""

from enum import StrEnum
from typing import Annotated, Literal

from msgspec import Meta

from drypoint.atlas.body import FigureName
from drypoint.terms import MuscleId, Probability, Score, Side, Value, ZoneCode


class Quality(StrEnum):
    """How pain feels."""

    ACHE = "ache"
    PRESSURE = "pressure"
    TIGHT = "tight"
    STIFF = "stiff"
    CRAMP = "cramp"
    THROBBING = "throbbing"
    SHARP = "sharp"
    STABBING = "stabbing"
    BURNING = "burning"
    SHOOTING = "shooting"
    ELECTRIC = "electric"
    NUMB = "numb"
    TINGLING = "tingling"
    WEAK = "weak"


class ZoneCover(Value, frozen=True):
    """One zone that hurts."""

    code: ZoneCode
    side: Side
    """A zone on the midline is meant whichever side is said."""
    cover: Probability = 1.0
    """Share of the zone that is painted."""


class PalpationFinding(Value, frozen=True):
    """What palpation of one muscle found: yes, no, or ``None`` for not tested."""

    muscle: MuscleId
    side: Side
    taut_band: bool | None = None
    spot_tenderness: bool | None = None
    recognised_pain: bool | None = None
    """Pressing brings the pain that the person knows: what makes a point active."""
    local_twitch_response: bool | None = None
    """Recorded, not used: examiners hardly agree on it (kappa 0.05-0.57, Lucas 2009)."""
    referred_pain: bool | None = None


class Mark(Value, frozen=True):
    """One stroke on a view of the body chart, or one whole zone; either may erase instead of draw."""

    view: Annotated[str, Meta(min_length=1, max_length=32)] | None = None
    points: Annotated[tuple[tuple[float, float], ...], Meta(max_length=20_000)] = ()
    """Millimetres of the view."""
    width: Annotated[float, Meta(gt=0, le=200)] | None = None
    """Millimetres of the view."""
    zone: ZoneCode | None = None
    """A whole zone instead of a stroke."""
    side: Side | None = None
    """Of ``zone``."""
    erase: bool = False
    intensity: Annotated[Score, Meta(ge=0, le=10)] | None = None
    quality: Quality | None = None


class Drawing(Value, frozen=True):
    """Strokes with the version of the chart that they were drawn on."""

    chart: Annotated[str, Meta(min_length=1, max_length=32)]
    figure: FigureName | None = None
    marks: Annotated[tuple[Mark, ...], Meta(max_length=2_000)] = ()


class RankRequest(Value, frozen=True):
    """A pain drawing as zones (or strokes), with what else is known."""

    zones: tuple[ZoneCover, ...] | None = None
    drawing: Drawing | None = None
    """Instead of ``zones``."""
    qualities: tuple[Quality, ...] = ()
    complaint: str | None = None
    """Of the atlas; shifts the prior a little where prevalence was published."""
    findings: tuple[PalpationFinding, ...] = ()
    top: Annotated[int, Meta(ge=1, le=500)] = 10
    """How many candidates at most. The mirror twin of the last one, equally probable, is kept with it."""
    language: Literal["en", "es"] = "en"
    """Of the sentences in the ranking."""
