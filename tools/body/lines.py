"""Words for drawing zone borders: coordinates of the half surface and simple fields over them."""

from collections.abc import Callable

import numpy as np
from mesh import Cutter
from posing import unit

Field = Callable[["Place"], np.ndarray]


class Place:
    """The vertices of the half surface as they are now, with what borders are drawn from."""

    def __init__(self, skin: Cutter, joints: dict[str, np.ndarray]) -> None:
        self.skin, self.joints = skin, joints

    @property
    def X(self) -> np.ndarray:  # noqa: N802 (distance from the midline; x is the signed one)
        return -self.skin.points[:, 0]

    @property
    def y(self) -> np.ndarray:
        return self.skin.points[:, 1]

    @property
    def z(self) -> np.ndarray:
        return self.skin.points[:, 2]

    def weight(self, name: str) -> np.ndarray:
        return self.skin.extra[name]

    def by_face(self, values: np.ndarray) -> np.ndarray:
        return values[self.skin.faces].mean(axis=1)

    def cut(
        self,
        label: str,
        fields: Field | tuple[Field, ...],
        positive: str,
        negative: str | None = None,
    ) -> None:
        """Splits a label; where every field is above zero becomes ``positive``, all else ``negative``.

        Several fields are cut one after the other, so that corners stay sharp on a coarse mesh.
        """
        several = fields if isinstance(fields, tuple) else (fields,)
        here = label
        for number, values in enumerate(several, start=1):
            there = positive if number == len(several) else f"{label} {number} of {positive}"
            self.skin.cut(here, values(self), there, negative or label)
            here = there

    def refine(self, label: str, longest: float) -> None:
        """Halves edges of a label until none is longer, so that curved borders come out smooth."""
        while self.skin.halve(label, longest):
            pass

    def above(self, one: tuple[float, float], two: tuple[float, float]) -> np.ndarray:
        """Signed distance from a line in the frontal plane, given as (X, y): positive on its lateral side."""
        (x1, y1), (x2, y2) = one, two
        across = np.array([y2 - y1, x1 - x2]) / np.hypot(x2 - x1, y2 - y1)
        return (self.X - x1) * across[0] + (self.y - y1) * across[1]

    def over(
        self, values: np.ndarray, line: tuple[tuple[float, float], ...], height: np.ndarray
    ) -> np.ndarray:
        """How far ``height`` is above a broken line over ``values``."""
        places, heights = zip(*line, strict=True)
        return height - np.interp(values, places, heights)

    def under(
        self, values: np.ndarray, line: tuple[tuple[float, float], ...], height: np.ndarray
    ) -> np.ndarray:
        """How far ``height`` is below a broken line over ``values``."""
        return -self.over(values, line, height)

    def limb(self, start: str, end: str) -> "Limb":
        return Limb(self.skin.points, self.joints[start], self.joints[end])

    def box(self, X: tuple[float, float], y: tuple[float, float]) -> np.ndarray:  # noqa: N803
        """Positive inside a rectangle of the frontal plane."""
        return np.minimum.reduce([self.X - X[0], X[1] - self.X, self.y - y[0], y[1] - self.y])

    def ellipse(
        self, across: np.ndarray, up: np.ndarray, centre: tuple[float, float], radii: tuple[float, float]
    ) -> np.ndarray:
        """Positive inside an ellipse, in about millimetres."""
        away = np.hypot((across - centre[0]) / radii[0], (up - centre[1]) / radii[1])
        return (1 - away) * min(radii)


class Limb:
    """Coordinates about a bone: ``along`` from its start, ``front`` and ``out`` from its axis, in mm."""

    def __init__(self, points: np.ndarray, start: np.ndarray, end: np.ndarray) -> None:
        axis = unit(end - start)
        forward = np.array([0.0, 0.0, 1.0])
        forward = unit(forward - axis * (forward @ axis))
        lateral = np.cross(forward, axis)
        lateral = lateral if lateral[0] < 0 else -lateral
        self.length = float(np.linalg.norm(end - start))
        self.along = (points - start) @ axis
        self.front = (points - start) @ forward
        self.out = (points - start) @ lateral

    def wedge(self, centre: float, half: float) -> np.ndarray:
        """Positive within ``half`` degrees of a direction: 0 is the front, 90 outwards, 180 the back."""
        away = np.angle(np.exp(1j * (np.arctan2(self.out, self.front) - np.radians(centre))))
        return (np.radians(half) - np.abs(away)) * np.hypot(self.out, self.front)
