"""Places on the skin: a straight look at the reference figure meets a face at one place of it.

A place is a face with the shares of its three corners, so that it serves all six figures; the same shares on
the mirrored face are the place on the other side. Lengths are millimetres, axes as in
``docs/reference/body.md``.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from drypoint.atlas.body.skin import TENTHS_PER_MM, Floats, Ints, surface
from drypoint.terms import Side, Value, ZoneCode

REFERENCE = "neutral"
"""The figure on which places are declared."""

Look = tuple[int, int]
"""Whence the skin is looked at, in degrees: round the body (0 from in front, 90 from the person's right, 180
from behind, 270 from the midline) and up from the level (90 from above, -90 from below)."""

Zones = tuple[str, ...]
"""Beginnings of the codes of zones; none: all of the skin."""

_EDGE = 1e-6
"""Share by which a place may lie outside a face: a place on an edge belongs to both faces."""

_SAMPLES = np.array([(a, b, 5 - a - b) for a in range(6) for b in range(6 - a)]) / 5
"""Shares of the places that are asked whether a face lies inside an outline."""


class Spot(Value, frozen=True):
    """One place on the skin."""

    face: int
    share: tuple[float, float, float]
    """Of its first, second and third corner; the sum is 1."""


@dataclass(frozen=True)
class _Plane:
    """The faces of the right half that look at the viewer, as flat corners (k, 3, 2) and nearness (k, 3)."""

    numbers: Ints
    corners: Floats
    near: Floats


def flat(points: Floats, look: Look) -> Floats:
    """(…, 2) where points stand when looked at, to the right and up."""
    across, up, _ = _axes(look)
    return np.stack([points @ across, points @ up], axis=-1)


def spot_at(point: Floats, look: Look, zones: Zones = ()) -> Spot | None:
    """The place on the right half that is met when looking through ``point``; None where there is no skin.

    Of several faces one behind the other the nearest is met; ``zones`` leaves out what may hang before it.
    """
    plane = _plane(look, zones)
    (x, y), (a, b, c) = flat(point, look), (plane.corners[:, corner] for corner in range(3))
    area = _cross(b - a, c - a)
    place = np.array([x, y])
    parts = np.stack(
        [_cross(b - place, c - place), _cross(c - place, a - place), _cross(a - place, b - place)], 1
    )
    share = np.clip(parts / area[:, None], 0, 1)
    (inside,) = np.nonzero((parts / area[:, None] >= -_EDGE).all(axis=1))
    if not len(inside):
        return None
    met = inside[np.argmax((share * plane.near)[inside].sum(axis=1))]
    first, second = (round(float(one), 6) for one in share[met][:2])
    return Spot(face=int(plane.numbers[met]), share=(first, second, round(1 - first - second, 6)))


def point_of(figure: str, spot: Spot) -> Floats:
    """(3,) where a place is on a figure."""
    skin = surface(figure)
    return np.array(spot.share) @ skin.points[skin.faces[spot.face]] / TENTHS_PER_MM


def mirrored(spot: Spot) -> Spot:
    """The same place on the other side."""
    skin = surface(REFERENCE)
    return Spot(face=(spot.face + skin.half) % len(skin.faces), share=spot.share)


def zone_of(spot: Spot) -> tuple[ZoneCode, Side]:
    """The zone and side in which a place lies."""
    skin = surface(REFERENCE)
    return skin.places[int(skin.zone[spot.face])]


def patch(outline: Floats, look: Look, zones: Zones, through: Iterable[Spot]) -> Ints:
    """The connected faces that lie by half inside an outline (k, 3) as looked at, with those of ``through``.

    A place whose face lies apart is reached over faces that the outline touches; other islands are left out.
    """
    plane, edge = _plane(look, zones), flat(outline, look)
    share = _inside(np.einsum("sc,kcx->ksx", _SAMPLES, plane.corners), edge).mean(axis=1)
    wanted = {spot.face for spot in through}
    touched = _beside({*plane.numbers[share > 0].tolist(), *wanted})
    within = {*plane.numbers[share >= 0.5].tolist(), *wanted}
    area = surface(REFERENCE).area_mm2
    found = max(_parts(within, touched), key=lambda part: (float(area[sorted(part)].sum()), -min(part)))
    for face in sorted(wanted - found):
        found |= _way(face, found, touched)
    return np.array(sorted(found), dtype=np.int64)


def connected(faces: Ints) -> bool:
    """Whether one can walk over all of these faces from edge to edge."""
    within = set(faces.tolist())
    return len(_parts(within, _beside(within))) == 1


def _beside(faces: set[int]) -> dict[int, list[int]]:
    """Of each face, those among ``faces`` with which it shares an edge."""
    edges: dict[tuple[int, int], list[int]] = {}
    numbers = sorted(faces)
    for number, corners in zip(numbers, surface(REFERENCE).faces[numbers].tolist(), strict=True):
        for a, b in zip(corners, corners[1:] + corners[:1], strict=True):
            edges.setdefault((min(a, b), max(a, b)), []).append(number)
    found: dict[int, list[int]] = {number: [] for number in numbers}
    for pair in edges.values():
        for number in pair:
            found[number].extend(other for other in pair if other != number)
    return found


def _parts(within: set[int], beside: dict[int, list[int]]) -> list[set[int]]:
    """Faces grouped so that one can walk over each group from edge to edge."""
    left, parts = set(within), list[set[int]]()
    while left:
        part, ahead = set[int](), [min(left)]
        while ahead:
            number = ahead.pop()
            if number in left:
                left.discard(number)
                part.add(number)
                ahead.extend(beside[number])
        parts.append(part)
    return parts


def _way(face: int, to: set[int], beside: dict[int, list[int]]) -> set[int]:
    """The fewest faces that lead from one to any of others; only itself where none lead there."""
    came: dict[int, int] = {face: face}
    ahead = deque([face])
    while ahead:
        number = ahead.popleft()
        if number in to:
            way = {number}
            while number != face:
                number = came[number]
                way.add(number)
            return way
        for other in beside[number]:
            if other not in came:
                came[other] = number
                ahead.append(other)
    return {face}


def facing(figure: str, faces: Ints) -> Floats:
    """(k, 3) of length 1: whither faces look, out of the body."""
    skin = surface(figure)
    a, b, c = (skin.points[skin.faces[faces][:, corner]].astype(np.float64) for corner in range(3))
    out = np.cross(b - a, c - a) * np.where(faces < skin.half, 1, -1)[:, None]
    return out / np.maximum(np.sqrt((out * out).sum(axis=1)), 1e-9)[:, None]


def _axes(look: Look) -> tuple[Floats, Floats, Floats]:
    """To the right, up and towards the viewer."""
    turn, height = np.radians(look[0]), np.radians(look[1])
    out = np.array([-np.sin(turn) * np.cos(height), np.sin(height), np.cos(turn) * np.cos(height)])
    up = np.array([np.sin(turn) * np.sin(height), np.cos(height), -np.cos(turn) * np.sin(height)])
    return np.cross(up, out), up, out


@lru_cache(maxsize=128)
def _plane(look: Look, zones: Zones) -> _Plane:
    skin = surface(REFERENCE)
    numbers = np.arange(skin.half)
    if zones:
        chosen = np.array([code.startswith(zones) for code, _ in skin.places])
        numbers = numbers[chosen[skin.zone[numbers]]]
    points = skin.points[skin.faces[numbers]] / TENTHS_PER_MM
    corners, near = flat(points, look), points @ _axes(look)[2]
    towards = _cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]) > 0
    return _Plane(numbers[towards], corners[towards], near[towards])


def _cross(a: Floats, b: Floats) -> Floats:
    return a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0]


def _inside(points: Floats, edge: Floats) -> NDArray[np.bool_]:
    """Whether each point (…, 2) lies inside a closed line, by the number of its edges to the right of it."""
    inside = np.zeros(points.shape[:-1], dtype=bool)
    x, y = points[..., 0], points[..., 1]
    for (ax, ay), (bx, by) in zip(edge, np.roll(edge, -1, axis=0), strict=True):
        rise = (by - ay) or 1.0  # of a level edge no point lies at its height
        inside ^= ((ay > y) != (by > y)) & (x < (bx - ax) * (y - ay) / rise + ax)
    return inside
