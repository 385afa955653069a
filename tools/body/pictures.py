"""Draws the views: skin in bands of shade, folds, plain under-clothing, as small SVG that scales.

A view is painted once into grids (light, depth, cloth); contours of the grids become the paths. Light comes
from the viewer and a little from above, so that mirrored views have mirrored pictures.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import contourpy
import numpy as np
from painting import NOTHING, see

LIGHT = np.array([0.0, 0.32, 0.95])
"""Direction of light on the screen: right, up, towards the viewer."""
DARK = (0.90, 0.80, 0.60, 0.48, 0.36)
"""Tone below which one more layer of shade lies."""
TOLERANCE = 0.62
"""Pixels that a path may leave its contour by."""
AXES = {
    "front": ((1, 0, 0), (0, 1, 0)),
    "back": ((-1, 0, 0), (0, 1, 0)),
    "right": ((0, 0, 1), (0, 1, 0)),
    "left": ((0, 0, -1), (0, 1, 0)),
    "top": ((-1, 0, 0), (0, 0, 1)),
    "below": ((1, 0, 0), (0, 0, 1)),
}


@dataclass(frozen=True)
class Model:
    """The smooth mesh of one figure, in millimetres; ``cloth`` and ``brow`` are above zero where they are."""

    points: np.ndarray
    quads: np.ndarray
    normals: np.ndarray
    cloth: np.ndarray
    part: np.ndarray
    """By quad: 0 other, 1 arm with hand, 2 foot and ankle; tells what a panel leaves out."""


def svg(view: dict[str, Any], model: Model) -> str:
    """One view as SVG text; the numbers in paths are fifths of a millimetre."""
    detail = view["cell"] == 10
    pixel = 0.5 if detail else 1.0
    paths = _Paths()
    for panel in view["panels"]:
        _panel(panel, model, pixel, paths)
    width, height = view["width"] / 10, view["height"] / 10
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}">'
        f'<g id="body" transform="scale(.2)">{paths.text()}</g></svg>\n'
    )


class _Paths:
    def __init__(self) -> None:
        self.layers: dict[str, list[str]] = {}

    def add(self, layer: str, data: str) -> None:
        if data:
            self.layers.setdefault(layer, []).append(data)

    def text(self) -> str:
        order = [
            "skin",
            "cloth",
            *(f"shade{number}" for number in range(len(DARK))),
            "cut",
            "fold",
        ]
        style = {
            "skin": 'fill="var(--skin,#d8a684)"',
            "cloth": 'fill="var(--cloth,#8b94a3)"',
            "fold": 'fill="#2a1309" fill-opacity=".42"',
            "cut": 'fill="var(--cut,#c9c4bf)"',
        }
        found = []
        for name in order:
            if name in self.layers:
                look = style.get(name, 'fill="#2a1309" fill-opacity=".062"')
                found.append(f'<path {look} fill-rule="evenodd" d="{"".join(self.layers[name])}"/>')
        return "".join(found)


def _panel(panel: dict[str, Any], model: Model, pixel: float, paths: _Paths) -> None:
    right, up = (np.array(axis, dtype=float) for axis in AXES[panel["from"]])
    out = np.cross(right, up)
    x, y, width, height = (number / 10 for number in panel["box"])
    at = (panel["at"][0] / 10, panel["at"][1] / 10)
    rows, columns = round(height / pixel) + 2, round(width / pixel) + 2
    faces = _members(panel, model)
    places = np.stack([model.points @ right, -(model.points @ up)], axis=1)
    # One pixel of air round the box, so that every contour closes at its edge.
    origin = (x - pixel, y - pixel)
    corners = model.points[faces]
    towards = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]) @ out
    front = see(places, model.points @ out, faces[towards > 0], origin, pixel, (rows, columns))
    inside = np.zeros((rows, columns), dtype=bool)
    inside[1:-1, 1:-1] = front.face[1:-1, 1:-1] != NOTHING
    used = faces[towards > 0][np.where(inside, front.face, 0)]
    weights = front.weights[..., None]
    normal = (model.normals[used] * weights).sum(axis=2)
    normal /= np.maximum(np.linalg.norm(normal, axis=2, keepdims=True), 1e-9)
    seen = np.stack([normal @ right, normal @ up, normal @ out], axis=2)
    depth = np.where(inside, front.depth, np.nan)
    tone = np.clip(seen @ LIGHT, 0, 1) + _hollow(depth, inside, pixel)
    cloth = (model.cloth[used] * front.weights).sum(axis=2)

    place = _Placing(at, pixel)
    paths.add("skin", place.outline(inside.astype(float)))
    if (cloth[inside] > 0).any():
        paths.add("cloth", place.region(np.where(inside, cloth, -1.0), 0.0))
    smooth = _blurred(np.where(inside, tone, 0), inside, 2.2 if pixel == 1 else 2.6)
    for number, level in enumerate(DARK):
        paths.add(f"shade{number}", place.region(np.where(inside, level - smooth, -1.0), 0.0))
    paths.add("fold", place.region(_folds(depth, seen[..., 2], inside, pixel), 0.5, smallest=8))
    behind = see(places, model.points @ out, faces, origin, pixel, (rows, columns)).face != NOTHING
    hole = np.zeros_like(inside)
    hole[1:-1, 1:-1] = behind[1:-1, 1:-1] & ~inside[1:-1, 1:-1]
    if panel["zones"]:
        paths.add("cut", place.region(hole.astype(float), 0.5, smallest=20))


def _members(panel: dict[str, Any], model: Model) -> np.ndarray:
    chosen = np.ones(len(model.quads), dtype=bool)
    middle = model.points[model.quads].mean(axis=1)[:, 0]
    if panel["side"] != "both":
        chosen &= middle < 0 if panel["side"] == "right" else middle > 0
    if "hd." in panel["zones"]:
        chosen &= model.part == 1
    elif "ft." in panel["zones"]:
        chosen &= model.part == 2
    elif panel["zones"]:
        chosen &= model.part == 3
    quads = model.quads[chosen]
    return np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])


def _blurred(values: np.ndarray, inside: np.ndarray, sigma: float) -> np.ndarray:
    """Gaussian mean over what is inside."""
    reach = int(np.ceil(3 * sigma))
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)

    def swept(grid: np.ndarray) -> np.ndarray:
        for axis in (0, 1):
            grid = np.apply_along_axis(np.convolve, axis, grid, kernel, "same")
        return grid

    return swept(np.where(inside, values, 0.0)) / np.maximum(swept(inside.astype(float)), 1e-9)


def _hollow(depth: np.ndarray, inside: np.ndarray, pixel: float) -> np.ndarray:
    """Darker in hollows, lighter on ridges: depth against its surroundings, small steps only."""
    filled = np.where(inside, depth, 0.0)
    total = np.zeros_like(filled)
    for sigma, strength, most in ((2.5, 0.10, 0.10), (9.0, 0.035, 0.14)):
        away = np.where(inside, filled - _blurred(filled, inside, sigma / pixel), 0.0)
        total += np.clip(np.clip(away, -8, 8) * strength, -most, most * 0.5)
    return total


def _folds(depth: np.ndarray, facing: np.ndarray, inside: np.ndarray, pixel: float) -> np.ndarray:
    """1 in a thin strip beside skin that lies clearly nearer: where one part hides another.

    A step that the skin's own slope explains, as on a cheek that turns away, is no fold.
    """
    known = np.where(inside, depth, -np.inf)
    nearest = known.copy()
    for down in (-1, 0, 1):
        for across in (-1, 0, 1):
            nearest = np.maximum(nearest, np.roll(known, (down, across), axis=(0, 1)))
    slope = np.sqrt(1 - np.clip(facing, 0.05, 1) ** 2) / np.clip(facing, 0.05, 1)
    step = (7.0 if pixel == 1 else 3.0) + 2 * pixel * slope
    return np.where(inside & (nearest - np.where(inside, depth, 0) > step), 1.0, 0.0)


class _Placing:
    """From a grid to path data in fifths of a millimetre of the view."""

    def __init__(self, at: tuple[float, float], pixel: float) -> None:
        self.at, self.pixel = at, pixel

    def outline(self, grid: np.ndarray) -> str:
        return self.region(_soft(grid), 0.5, smallest=10)

    def region(self, grid: np.ndarray, level: float, smallest: float = 30) -> str:
        """Filled paths of where a grid is above a level; specks below ``smallest`` pixels are left out."""
        lines = contourpy.contour_generator(z=grid, name="serial").lines(level)
        found = []
        for line in lines:
            if len(line) < 4 or _area(line) < smallest:
                continue
            kept = _simplified(line, TOLERANCE)
            if len(kept) >= 3:
                found.append(self._path(_cornered(kept)))
        return "".join(found)

    def _path(self, line: np.ndarray) -> str:
        """A closed curve: quadratic pieces between the middles of the edges."""
        points = ((line - 0.5) * self.pixel + np.array(self.at)) * 5
        points = np.round(points).astype(int)
        if (points[0] == points[-1]).all():
            points = points[:-1]
        middles = np.round((points + np.roll(points, -1, axis=0)) / 2).astype(int)
        start = middles[-1]
        text = [f"M{start[0]} {start[1]}"]
        here = start
        for point, middle in zip(points, middles, strict=True):
            one, two = point - here, middle - here
            text.append("q" + _numbers((one[0], one[1], two[0], two[1])))
            here = middle
        return "".join(text) + "z"


def _cornered(line: np.ndarray) -> np.ndarray:
    """Long straight edges, as where a picture ends, keep their corners: a point near each of their ends."""
    found = [line[:1]]
    for start, end in pairwise(line):
        length = float(np.hypot(*(end - start)))
        if length > 20:
            found.append(np.array([start + (end - start) * 1.5 / length, end - (end - start) * 1.5 / length]))
        found.append(end[None])
    return np.concatenate(found)


def _numbers(values: tuple[int, ...]) -> str:
    text = str(values[0])
    for value in values[1:]:
        text += str(value) if value < 0 else f" {value}"
    return text


def _soft(grid: np.ndarray) -> np.ndarray:
    total = np.zeros_like(grid)
    for down, across, weight in (
        (0, 0, 4),
        (0, 1, 2),
        (0, -1, 2),
        (1, 0, 2),
        (-1, 0, 2),
        (1, 1, 1),
        (1, -1, 1),
        (-1, 1, 1),
        (-1, -1, 1),
    ):
        total += weight * np.roll(grid, (down, across), axis=(0, 1))
    return total / 16


def _area(line: np.ndarray) -> float:
    x, y = line[:, 0], line[:, 1]
    return abs(float((x * np.roll(y, -1) - y * np.roll(x, -1)).sum())) / 2


def _simplified(line: np.ndarray, tolerance: float) -> np.ndarray:
    """Douglas–Peucker (1973), without recursion."""
    keep = np.zeros(len(line), dtype=bool)
    far = int(np.argmax(np.linalg.norm(line - line[0], axis=1)))
    keep[[0, far, len(line) - 1]] = True
    waiting = [(0, far), (far, len(line) - 1)]
    while waiting:
        first, last = waiting.pop()
        if last - first < 2:
            continue
        chord = line[last] - line[first]
        length = float(np.hypot(*chord))
        between = line[first + 1 : last] - line[first]
        if length == 0:
            away = np.linalg.norm(between, axis=1)
        else:
            away = np.abs(between[:, 0] * chord[1] - between[:, 1] * chord[0]) / length
        worst = int(np.argmax(away))
        if away[worst] > tolerance:
            middle = first + 1 + worst
            keep[middle] = True
            waiting += [(first, middle), (middle, last)]
    return line[keep]
