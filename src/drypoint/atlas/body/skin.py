"""The surface of the body: vertices and faces of a figure, with the zone and side of every face.

The file format stands in ``docs/reference/body.md``; the files are made by ``tools/body``.
"""

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Literal, get_args

import msgspec
import numpy as np
from numpy.typing import NDArray

from drypoint.terms import InvalidInput, KnowledgeError, Side, Value, ZoneCode

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

FigureName = Literal["female", "male", "neutral", "female-full", "male-full", "neutral-full"]
FIGURES: tuple[FigureName, ...] = get_args(FigureName)

TENTHS_PER_MM = 10


class ZoneFaces(Value, frozen=True):
    """The faces of one zone on the right half, as a run of numbers."""

    code: ZoneCode
    midline: bool
    first: int
    count: int


class Panel(Value, frozen=True):
    """One straight look at the surface. Lengths are tenths of a millimetre."""

    source: Literal["front", "back", "right", "left", "top", "below"] = msgspec.field(name="from")
    side: Literal["both", "right", "left"]
    box: tuple[int, int, int, int]
    at: tuple[int, int]
    zones: tuple[str, ...] = ()
    """Beginnings of the codes whose faces are in it; none: all faces."""


class View(Value, frozen=True):
    """One picture of a figure. Lengths are tenths of a millimetre."""

    name: str
    width: int
    height: int
    cell: int
    panels: tuple[Panel, ...]
    mirror_of: str | None = None


class Figure(Value, frozen=True):
    """One figure and its views."""

    name: FigureName
    sex: Literal["female", "male", "neutral"]
    build: Literal["average", "full"]
    height_mm: int
    views: tuple[View, ...]


class BodyFile(Value, frozen=True):
    """``body.json``."""

    chart: str
    source: str
    vertices: int
    faces: int
    zones: tuple[ZoneFaces, ...]
    figures: tuple[Figure, ...]

    def figure(self, name: str) -> Figure:
        """Raises InvalidInput where there is no such figure."""
        for figure in self.figures:
            if figure.name == name:
                return figure
        raise InvalidInput(f"Choose a figure that the chart has: {', '.join(FIGURES)}.", where="figure")


@dataclass(frozen=True)
class Surface:
    """One figure, both halves: the right half first, then its mirror in the same order.

    Shapes: ``points`` (2n, 3) whole tenths of a millimetre, x towards the person's left, y up, z forward;
    ``faces`` (2m, 3); ``zone`` (2m,) numbers into ``places``; ``area_mm2`` (2m,).
    """

    figure: Figure
    points: Ints
    faces: Ints
    zone: Ints
    places: tuple[tuple[ZoneCode, Side], ...]
    area_mm2: Floats

    @property
    def half(self) -> int:
        """The number of faces of one half."""
        return len(self.faces) // 2

    def number(self, code: ZoneCode, side: Side) -> int | None:
        """The number of a place in ``places``; None where the zone has no skin or not on that side."""
        return _numbers().get((code, side))

    def zone_area_mm2(self) -> Floats:
        """(places,) area of every zone-side."""
        area: Floats = np.zeros(len(self.places))
        np.add.at(area, self.zone, self.area_mm2)
        return area


@lru_cache(maxsize=1)
def body() -> BodyFile:
    """``body.json`` as packaged."""
    return msgspec.json.decode(packaged("body.json"), type=BodyFile)


@lru_cache(maxsize=1)
def places() -> tuple[tuple[ZoneCode, Side], ...]:
    """Every zone-side that has skin: a zone on the midline once, others right then left."""
    found: list[tuple[ZoneCode, Side]] = []
    for zone in body().zones:
        sides = (Side.MIDLINE,) if zone.midline else (Side.RIGHT, Side.LEFT)
        found.extend((zone.code, side) for side in sides)
    return tuple(found)


@lru_cache(maxsize=1)
def _numbers() -> dict[tuple[ZoneCode, Side], int]:
    return {place: number for number, place in enumerate(places())}


@lru_cache(maxsize=len(FIGURES))
def surface(name: str) -> Surface:
    """One figure's surface, read once.

    Raises InvalidInput where there is no such figure, KnowledgeError where a packaged file is broken.
    """
    known = body()
    figure = known.figure(name)
    half_points = _rows(f"{name}.bin", known.vertices).astype(np.int16).astype(np.int64)
    half_faces = _rows("faces.bin", known.faces).astype(np.int64)
    points = np.concatenate([half_points, half_points * (-1, 1, 1)])
    faces = np.concatenate([half_faces, half_faces + known.vertices])
    corners = points[faces]
    cross = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]).astype(np.float64)
    area = np.sqrt((cross * cross).sum(axis=1)) / 2 / TENTHS_PER_MM**2
    right: list[Ints] = []
    left: list[Ints] = []
    numbers = _numbers()
    for zone in known.zones:
        sides = (Side.MIDLINE, Side.MIDLINE) if zone.midline else (Side.RIGHT, Side.LEFT)
        right.append(np.full(zone.count, numbers[zone.code, sides[0]]))
        left.append(np.full(zone.count, numbers[zone.code, sides[1]]))
    return Surface(figure, points, faces, np.concatenate([*right, *left]), places(), area)


def _rows(name: str, count: int) -> NDArray[np.uint16]:
    """(count, 3) numbers of a packaged file: two planes of bytes, differences along each of three rows."""
    raw = np.frombuffer(packaged(name), dtype=np.uint8)
    if len(raw) != count * 6:
        raise KnowledgeError(f"{name} has {len(raw)} bytes, not {count * 6}: build the body again.")
    low, high = raw[: count * 3].astype(np.uint16), raw[count * 3 :].astype(np.uint16)
    steps = (low + (high << 8)).reshape(3, count)
    return np.cumsum(steps, axis=1, dtype=np.uint16).T


def packaged(name: str) -> bytes:
    """One file of the body as it ships."""
    return (resources.files("drypoint.atlas") / "data" / "body" / name).read_bytes()
