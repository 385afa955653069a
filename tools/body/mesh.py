"""The half surface: faces of the right side, cut along lines so that every face lies in one zone.

A vertex made by a cut is stored as ``(a, b, share)`` of two earlier vertices, so that the same cut follows
every figure.
"""

from dataclasses import dataclass, field

import numpy as np

SNAP = 0.12
"""A line that passes a vertex nearer than this share of the edge goes through the vertex: no slivers."""


@dataclass
class Cutter:
    """Triangles with labels, split along the zero lines of fields over the vertices."""

    points: np.ndarray
    """(n, 3) of the reference figure; grows with cuts."""
    faces: np.ndarray
    """(m, 3)."""
    label: list[str]
    extra: dict[str, np.ndarray] = field(default_factory=dict)
    """Further values by vertex, such as bone weights, carried along."""
    made: list[tuple[int, int, float]] = field(default_factory=list)

    def where(self, label: str) -> np.ndarray:
        return np.array([one == label for one in self.label])

    def rename(self, label: str, to: str, chosen: np.ndarray) -> None:
        """Relabels those of a label's faces that ``chosen`` (by face) marks."""
        for face in np.nonzero(self.where(label) & chosen)[0]:
            self.label[face] = to

    def cut(self, label: str, values: np.ndarray, positive: str, negative: str | None = None) -> None:
        """Splits the faces of ``label`` along ``values`` = 0; the side above zero becomes ``positive``."""
        values = values.copy()
        within = self.where(label)
        if not within.any():
            raise SystemExit(f"No face is labelled {label}.")
        edges = _edges(self.faces[within])
        low, high = values[edges[:, 0]], values[edges[:, 1]]
        crossing = low * high < 0
        share = np.where(crossing, low / np.where(crossing, low - high, 1.0), 0.5)
        values[edges[crossing & (share < SNAP), 0]] = 0.0
        values[edges[crossing & (share > 1 - SNAP), 1]] = 0.0
        low, high = values[edges[:, 0]], values[edges[:, 1]]
        crossing = low * high < 0
        between: dict[tuple[int, int], int] = {}
        for (a, b), va, vb in zip(
            edges[crossing].tolist(), low[crossing].tolist(), high[crossing].tolist(), strict=True
        ):
            between[a, b] = between[b, a] = self._vertex(a, b, va / (va - vb))
        values = np.concatenate([values, np.zeros(len(self.points) - len(values))])
        self._split(between)
        above = values[self.faces].sum(axis=1) > 0
        for face in np.nonzero(self.where(label))[0]:
            self.label[face] = positive if above[face] else negative or label

    def halve(self, label: str, longest: float) -> int:
        """Halves the edges of a label that are longer than ``longest``; says how many there were."""
        edges = _edges(self.faces[self.where(label)])
        long = edges[np.linalg.norm(self.points[edges[:, 0]] - self.points[edges[:, 1]], axis=1) > longest]
        between: dict[tuple[int, int], int] = {}
        for a, b in long.tolist():
            between[a, b] = between[b, a] = self._vertex(a, b, 0.5)
        self._split(between)
        return len(long)

    def _split(self, between: dict[tuple[int, int], int]) -> None:
        faces: list[tuple[int, int, int]] = []
        labels: list[str] = []
        for face, name in zip(self.faces.tolist(), self.label, strict=True):
            parts = _parts(face, between)
            faces.extend(parts)
            labels.extend([name] * len(parts))
        self.faces, self.label = np.array(faces), labels

    def _vertex(self, a: int, b: int, share: float) -> int:
        share = round(share * 64) / 64
        self.made.append((a, b, share))
        self.points = np.vstack([self.points, between(self.points, a, b, share)])
        self.extra = {
            name: np.append(kept, kept[a] + share * (kept[b] - kept[a])) for name, kept in self.extra.items()
        }
        return len(self.points) - 1


def between(points: np.ndarray, a: int, b: int, share: float) -> np.ndarray:
    return points[a] + share * (points[b] - points[a])


def follow(points: np.ndarray, made: list[tuple[int, int, float]]) -> np.ndarray:
    """The vertices of a figure with those that cuts made."""
    grown = np.vstack([points, np.zeros((len(made), 3))])
    for number, (a, b, share) in enumerate(made, start=len(points)):
        grown[number] = between(grown, a, b, share)
    return grown


def _edges(faces: np.ndarray) -> np.ndarray:
    pairs = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]])
    return np.unique(np.sort(pairs, axis=1), axis=0)


def _parts(face: list[int], between: dict[tuple[int, int], int]) -> list[tuple[int, int, int]]:
    """A triangle with points on some of its edges, as triangles in the same turn."""
    for turn in range(3):
        a, b, c = face[turn:] + face[:turn]
        ab, bc, ca = between.get((a, b)), between.get((b, c)), between.get((c, a))
        if ab is not None and bc is not None and ca is not None:
            return [(a, ab, ca), (ab, b, bc), (ca, bc, c), (ab, bc, ca)]
        if ab is not None and ca is not None:
            return [(a, ab, ca), (ab, b, c), (ab, c, ca)]
        if ab is not None and bc is None:
            return [(a, ab, c), (ab, b, c)]
    return [(face[0], face[1], face[2])]


def triangles(quads: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Quads cut along their shorter diagonal."""
    a, b, c, d = (quads[:, corner] for corner in range(4))
    short = np.linalg.norm(points[a] - points[c], axis=1) <= np.linalg.norm(points[b] - points[d], axis=1)
    one = np.where(short[:, None], np.stack([a, b, c], axis=1), np.stack([a, b, d], axis=1))
    two = np.where(short[:, None], np.stack([a, c, d], axis=1), np.stack([b, c, d], axis=1))
    both = np.stack([one, two], axis=1).reshape(-1, 3)
    whole = (both[:, 0] != both[:, 1]) & (both[:, 1] != both[:, 2]) & (both[:, 0] != both[:, 2])
    return both[whole]
