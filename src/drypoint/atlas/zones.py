"""Zones of the body on which pain is drawn, and the coarser CHOIR areas they roll up to."""

from enum import StrEnum

from drypoint.atlas.rows import Row
from drypoint.terms import Side, Source, Text, Value, ZoneCode


class View(StrEnum):
    """The charts on which a zone can be seen."""

    FRONT = "front"
    BACK = "back"
    SIDE = "side"
    HAND = "hand"
    FOOT = "foot"
    FACE_DETAIL = "face_detail"
    PELVIS_DETAIL = "pelvis_detail"


class ChoirArea(Value, frozen=True):
    """The two CHOIR Body Map areas (Scherrer et al. 2021) that hold a zone's left and right half."""

    left: str
    right: str


class Zone(Row, frozen=True):
    """One zone. The zones are Drypoint's own; ``verification`` speaks of the proposed CHOIR roll-up."""

    code: ZoneCode
    label: Text
    views: tuple[View, ...]
    midline: bool
    """One zone across the midline; every other zone exists once on each side."""
    inner: bool
    """Inside the body, such as teeth, throat or pelvic floor: shown as an inset, no skin of its own."""
    choir: ChoirArea

    @property
    def sides(self) -> tuple[Side, ...]:
        """The sides on which this zone exists."""
        return (Side.MIDLINE,) if self.midline else (Side.LEFT, Side.RIGHT)


class ZonesFile(Value, frozen=True):
    """``zones.json``."""

    schema: int
    sources: dict[str, Source]
    choir_source: str
    """Key of the source of the area names; the roll-up to them is our own."""
    choir_areas: dict[str, str]
    zones: tuple[Zone, ...]
