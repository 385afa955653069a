"""From a whole posed figure to its right half in millimetres, without what nobody can see."""

from dataclasses import dataclass

import numpy as np
from mesh import triangles
from painting import see
from posing import Skeleton, pose
from reading import Base, Wheel

from figures import Build, shape, symmetrical

MILLIMETRES = 100.0
"""MakeHuman's unit is a decimetre."""
NECK_SHARE = 0.80
"""Above this share of the height lies the head: only there is the inside of mouth and nose cut away."""


@dataclass(frozen=True)
class Whole:
    """A figure on the floor: x towards its left, y up from the floor, z forward, in mm."""

    build: Build
    points: np.ndarray
    joints: dict[str, np.ndarray]
    """Heads and tails of bones of the right side and the midline, as ``bone`` and ``bone:tail``."""
    scale: float


def whole(build: Build, base: Base, wheel: Wheel) -> Whole:
    """A figure posed, mirrored, standing on the floor and scaled to its stated height."""
    rest = shape(build, base, wheel)
    posed, bones = pose(base, rest)
    even = symmetrical(posed, base.mirror)
    skin = even[np.unique(base.faces["body"])]
    floor, top = skin[:, 1].min(), skin[:, 1].max()
    scale = build.height_cm * 10 / (top - floor)
    shift = np.array([0.0, -floor, 0.0])
    return Whole(build, (even + shift) * scale, _joints(bones, shift, scale), scale)


def _joints(bones: Skeleton, shift: np.ndarray, scale: float) -> dict[str, np.ndarray]:
    found: dict[str, np.ndarray] = {}
    for bone in bones.base.rig:
        if not bone.endswith(".L"):
            found[bone] = (bones.now(bone) + shift) * scale
            found[f"{bone}:tail"] = (bones.now(bone, "tail") + shift) * scale
    return found


def half_faces(base: Base, figure: Whole) -> tuple[np.ndarray, np.ndarray]:
    """Triangles of the right half and the numbers of the base vertices that they use, in order.

    Faces of the head that are seen from nowhere (inside mouth, nose and behind the eyes) are left out.
    """
    quads = np.concatenate([base.faces["body"], base.faces["helper-r-eye"]])
    right = figure.points[quads][:, :, 0].max(axis=1) <= 1e-9
    faces = triangles(quads[right], figure.points)
    faces = faces[_seen_somewhere(figure.points, faces)]
    used, numbered = np.unique(faces, return_inverse=True)
    return numbered.reshape(faces.shape), used


def directions(count: int) -> np.ndarray:
    """Directions spread evenly over the sphere (Fibonacci)."""
    number = np.arange(count) + 0.5
    height = 1 - 2 * number / count
    turn = np.pi * (1 + np.sqrt(5)) * number
    ring = np.sqrt(1 - height**2)
    return np.stack([ring * np.cos(turn), height, ring * np.sin(turn)], axis=1)


def sideways(out: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Two axes across a direction: to the right and up."""
    up = np.array([0.0, 1.0, 0.0]) if abs(out[1]) < 0.9 else np.array([0.0, 0.0, 1.0])
    across = np.cross(up, out)
    across /= np.linalg.norm(across)
    return across, np.cross(out, across)


def _seen_somewhere(points: np.ndarray, faces: np.ndarray) -> np.ndarray:
    top = points[np.unique(faces), 1].max()
    head = points[faces][:, :, 1].min(axis=1) > NECK_SHARE * top
    mirrored = points * (-1, 1, 1)
    (numbers,) = np.nonzero(head)
    both = np.concatenate([faces[head], faces[head] + len(points)])
    everything = np.concatenate([points, mirrored])
    seen = np.zeros(len(numbers), dtype=bool)
    for out in directions(80):
        across, up = sideways(out)
        flat = np.stack([everything @ across, -(everything @ up)], axis=1)
        used = flat[np.unique(both)]
        low = used.min(axis=0)
        rows, columns = (np.ceil((used.max(axis=0) - low) / 0.5).astype(int)[::-1] + 1).tolist()
        shown = see(flat, everything @ out, both, (low[0], low[1]), 0.5, (rows, columns)).face
        which = np.unique(shown[shown >= 0])
        seen[which[which < len(numbers)]] = True
        seen[which[which >= len(numbers)] - len(numbers)] = True
    kept = ~head
    kept[numbers[seen]] = True
    return kept
