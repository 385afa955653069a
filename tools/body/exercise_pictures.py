"""Draws the poses of the exercises: ``python tools/body/exercise_pictures.py WHEEL [POSE ...]``.

Writes ``src/drypoint/exercises/data/pictures/<pose>.svg`` and their sizes; see ``tools/body/README.md``.
"""

import json
import sys
from pathlib import Path

import contourpy
import numpy as np
from exercise_poses import POSES
from exercise_poses_bent import BENT_POSES
from exercise_poses_floor import FLOOR_POSES
from modelling import cloth_field
from moving import Mover, Pose, placed
from painting import NOTHING, see
from pictures import _area, _blurred, _cornered, _folds, _numbers, _simplified, _soft
from posing import about
from reading import Base, Wheel, read
from subdividing import Subdivided

from figures import FIGURES, shape, symmetrical

TARGET = Path(__file__).parents[2] / "src" / "drypoint" / "exercises" / "data" / "pictures"
SCALE = 7.2
"""Millimetres of the figure in one unit of a picture, the same in all, so that poses can be compared."""
PIXEL = 3.6
"""Millimetres of the figure in one cell that is painted."""
BANDS = (0.80, 0.56)
"""Tone below which one more layer of shade lies."""
LIGHT = np.array([0.0, 0.42, 0.9])
TOLERANCE = 0.92
FLOOR_AT = 10
"""Units below the floor's line."""
MOST_BYTES = 12_000


class Drawer:
    """The neutral figure, once smoothed, to be posed and drawn."""

    def __init__(self, wheel: Wheel) -> None:
        self.base: Base = read(wheel)
        build = next(one for one in FIGURES if one.name == "neutral")
        self.rest = shape(build, self.base, wheel)
        quads = np.concatenate(
            [self.base.faces["body"], self.base.faces["helper-r-eye"], self.base.faces["helper-l-eye"]]
        )
        self.body = np.unique(self.base.faces["body"])
        self.fine = Subdivided(quads, len(self.base.points))
        standing = symmetrical(Mover(self.base, self.rest).skinned(), self.base.mirror)
        floor, top = standing[self.body, 1].min(), standing[self.body, 1].max()
        self.scale = build.height_cm * 10 / (top - floor)
        reference = (standing - [0, floor, 0]) * self.scale
        arm = np.zeros(len(self.base.points))
        for bone, rows in self.base.weights.items():
            if bone.startswith(("upperarm", "lowerarm", "wrist", "metacarpal", "finger")):
                for vertex, weight in rows:
                    arm[int(vertex)] += weight
        smooth = self.fine.smooth(np.column_stack([reference, arm]))
        self.cloth = cloth_field(smooth[:, :3], smooth[:, 3], top=True)

    def draw(self, asked: Pose) -> str:
        """One pose as SVG."""
        mover = Mover(self.base, self.rest)
        mover.take(asked)
        points = placed(mover.skinned(), asked.body) * self.scale
        points[:, 1] -= points[self.body, 1].min()
        middle = (points[self.body].max(axis=0) + points[self.body].min(axis=0)) / 2
        points -= [middle[0], -asked.lift, middle[2]]
        smooth = self.fine.smooth(points)
        right, up, out = axes(asked)
        width, height = asked.size
        joints = {
            bone: _joint(mover, bone, asked, self.scale, middle)
            for bone in ("pelvis.R", "pelvis.L", "foot.R")
        }
        figure = self._paint(smooth, right, up, out, (width, height), above=bool(asked.above))
        behind = _props(asked, points[self.body], joints, right, up, (width, height))
        ground = height - FLOOR_AT
        # Looked down on, a floor has no line.
        floor = "" if asked.above else f'<path d="M4 {ground}H{width - 4}"/>'
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
            '<g id="pose"><g fill="none" stroke="var(--prop,#8a8378)" stroke-width="3"'
            ' stroke-linecap="round" stroke-linejoin="round">'
            f"{floor}{behind}</g>"
            f'<g transform="scale(.3333)">{figure}</g></g></svg>\n'
        )

    def _paint(
        self,
        points: np.ndarray,
        right: np.ndarray,
        up: np.ndarray,
        out: np.ndarray,
        size: tuple[int, int],
        *,
        above: bool,
    ) -> str:
        quads = self.fine.quads
        corner = points[quads]
        across = np.cross(corner[:, 2] - corner[:, 0], corner[:, 3] - corner[:, 1])
        normals = np.zeros_like(points)
        for number in range(4):
            np.add.at(normals, quads[:, number], across)
        normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)
        faces = np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])
        places = np.stack([points @ right, -(points @ up)], axis=1)
        if above:
            places[:, 1] -= places[np.unique(quads), 1].max()
        width, height = (number * SCALE for number in size)
        origin = (-width / 2 - PIXEL, -(height - FLOOR_AT * SCALE) - PIXEL)
        rows, columns = round(height / PIXEL) + 2, round(width / PIXEL) + 2
        towards = np.einsum(
            "ij,j->i",
            np.cross(points[faces[:, 1]] - points[faces[:, 0]], points[faces[:, 2]] - points[faces[:, 0]]),
            out,
        )
        shown = faces[towards > 0]
        front = see(places, points @ out, shown, origin, PIXEL, (rows, columns))
        inside = front.face != NOTHING
        inside[[0, -1]], inside[:, [0, -1]] = False, False
        used = shown[np.where(inside, front.face, 0)]
        weights = front.weights[..., None]
        normal = (normals[used] * weights).sum(axis=2)
        normal /= np.maximum(np.linalg.norm(normal, axis=2, keepdims=True), 1e-9)
        seen = np.stack([normal @ right, normal @ up, normal @ out], axis=2)
        depth = np.where(inside, front.depth, np.nan)
        tone = np.clip(seen @ LIGHT, 0, 1)
        cloth = (self.cloth[used] * front.weights).sum(axis=2)
        smooth = _blurred(np.where(inside, tone, 0), inside, 2.4)
        layers = [("var(--skin,#d8a684)", "1", _region(_soft(inside.astype(float)), 0.5, 8))]
        layers.append(("var(--cloth,#8b94a3)", "1", _region(np.where(inside, cloth, -1.0), 0.0, 12)))
        for level in BANDS:
            layers.append(("#2a1309", ".13", _region(np.where(inside, level - smooth, -1.0), 0.0, 60)))
        folds = _folds(depth, seen[..., 2], inside, 1.0) * _near(depth, inside)
        layers.append(("#2a1309", ".6", _region(_soft(folds) * 1.6, 0.5, 5)))
        return "".join(
            f'<path fill="{fill}" fill-opacity="{opacity}" fill-rule="evenodd" d="{data}"/>'
            for fill, opacity, data in layers
            if data
        )


def _near(depth: np.ndarray, inside: np.ndarray) -> np.ndarray:
    """1 where a step in depth is more than 16 mm: folds between limbs, not wrinkles of the surface."""
    known = np.where(inside, depth, -np.inf)
    nearest = known.copy()
    for down in (-1, 0, 1):
        for across in (-1, 0, 1):
            nearest = np.maximum(nearest, np.roll(known, (down, across), axis=(0, 1)))
    with np.errstate(invalid="ignore"):
        return np.where(inside & (nearest - np.where(inside, depth, 0) > 16), 1.0, 0.0)


def axes(asked: Pose) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Right, up and towards the viewer."""
    turn = np.radians(asked.view)
    right = np.array([np.cos(turn), 0.0, np.sin(turn)])
    tilt = about(right, np.radians(asked.above))
    up = tilt @ np.array([0.0, 1.0, 0.0])
    return right, up, np.cross(right, up)


def _joint(mover: Mover, bone: str, asked: Pose, scale: float, middle: np.ndarray) -> np.ndarray:
    return placed(mover.now(bone)[None], asked.body)[0] * scale - [middle[0], 0, middle[2]]


def _region(grid: np.ndarray, level: float, smallest: float) -> str:
    """Filled paths in thirds of a unit."""
    found = []
    for line in contourpy.contour_generator(z=grid, name="serial").lines(level):
        if len(line) < 4 or _area(line) < smallest:
            continue
        kept = _simplified(line, TOLERANCE)
        if len(kept) < 3:
            continue
        points = np.round((_cornered(kept) - 0.5) * PIXEL / SCALE * 3).astype(int)
        if (points[0] == points[-1]).all():
            points = points[:-1]
        middles = np.round((points + np.roll(points, -1, axis=0)) / 2).astype(int)
        start = here = middles[-1]
        text = [f"M{start[0]} {start[1]}"]
        for point, middle in zip(points, middles, strict=True):
            one, two = point - here, middle - here
            text.append("q" + _numbers((one[0], one[1], two[0], two[1])))
            here = middle
        found.append("".join(text) + "z")
    return "".join(found)


def _props(
    asked: Pose,
    skin: np.ndarray,
    joints: dict[str, np.ndarray],
    right: np.ndarray,
    up: np.ndarray,
    size: tuple[int, int],
) -> str:
    """Chair, wall, step and table as lines behind the figure."""
    behind: list[str] = []

    def at(x: float, y: float, z: float) -> str:
        place = np.array([x, y, z])
        return f"{size[0] / 2 + place @ right / SCALE:.0f} {size[1] - FLOOR_AT - place @ up / SCALE:.0f}"

    for prop in asked.props:
        if prop[0] == "chair":
            seat, z = 395.0, (joints["pelvis.R"][2] + joints["pelvis.L"][2]) / 2
            back, front = z - 170, z + 270
            for x in (-210.0, 210.0):
                behind.append(
                    f"M{at(x, 0, back)}L{at(x, 860, back - 60)}M{at(x, 0, front)}L{at(x, seat, front)}"
                )
            corners = [(-210.0, back), (210.0, back), (210.0, front), (-210.0, front)]
            behind.append("M" + "L".join(at(x, seat, depth) for x, depth in corners) + "z")
            behind.append(
                "".join(f"M{at(-210, y, back - z)}L{at(210, y, back - z)}" for y, z in ((840, 60), (640, 45)))
            )
        elif prop[0] == "wall":
            z = skin[:, 2].min() - 12 if prop[1] == "back" else skin[:, 2].max() + 8
            behind.append(f"M{at(0, 0, z)}L{at(0, size[1] * SCALE - 160, z)}")
        elif prop[0] == "step":
            x0, x1, high = (float(number) for number in prop[1:4])
            behind.append(f"M{at(0, 0, x0)}L{at(0, high, x0)}L{at(0, high, x1)}L{at(0, 0, x1)}")
        elif prop[0] == "table":
            z, high = float(prop[1]), float(prop[2])
            behind.append(
                f"M{at(0, high, z)}L{at(0, high, z + 420)}M{at(0, high, z + 330)}L{at(0, 0, z + 330)}"
            )
    return f'<path d="{"".join(behind)}"/>' if behind else ""


def main() -> None:
    drawer = Drawer(Wheel(Path(sys.argv[1])))
    every = {**POSES, **FLOOR_POSES, **BENT_POSES}
    TARGET.mkdir(parents=True, exist_ok=True)
    for name in sys.argv[2:] or every:
        text = drawer.draw(every[name])
        if len(text) > MOST_BYTES:
            raise SystemExit(f"{name}: {len(text)} bytes, more than {MOST_BYTES}.")
        (TARGET / f"{name}.svg").write_text(text)
        print(name, len(text), flush=True)
    sizes = {name: every[name].size for name in sorted(every)}
    (TARGET / "frames.json").write_text(json.dumps(sizes) + "\n")


if __name__ == "__main__":
    main()
