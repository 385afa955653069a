"""Fewer faces where MakeHuman has more than a chart needs: ears, lids, lips, nostrils, fingers, toes.

A short edge is closed by moving one end onto the other, so that the vertices left are still MakeHuman's own
and follow every figure. Pictures are drawn from the full mesh; only hit tests and areas use this one.
"""

import numpy as np

LONGEST = 4.6
"""Edges at least this long (mm, reference figure) are kept."""
LONGEST_WITHIN = 12.0
"""The same after the zones are cut, for edges inside one zone."""
LONGEST_FINE = 5.0
"""The same for head, hands and feet, whose shape is small."""
FINE = ("head.", "hd.", "ft.")
FLATTEST = 0.72
"""Least cosine between a face's direction before and after."""


def simplified(points: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """The faces that remain, in the same turn; passes until no short edge can be closed."""
    mesh = _Mesh(points, faces, ["" for _ in faces], LONGEST, LONGEST)
    while mesh.pass_over() > 0:
        pass
    return np.array([face for face in mesh.faces if face is not None])


def thinned(points: np.ndarray, faces: np.ndarray, label: list[str]) -> tuple[np.ndarray, list[str]]:
    """The same for labelled faces: only vertices inside one label go, so that every border stays."""
    mesh = _Mesh(points, faces, label, LONGEST_WITHIN, LONGEST_FINE)
    while mesh.pass_over() > 0:
        pass
    left = [(face, name) for face, name in zip(mesh.faces, label, strict=True) if face is not None]
    return np.array([face for face, _ in left]), [name for _, name in left]


class _Mesh:
    def __init__(
        self, points: np.ndarray, faces: np.ndarray, label: list[str], longest: float, fine: float
    ) -> None:
        self.points, self.label, self.longest, self.fine = points, label, longest, fine
        self.faces: list[tuple[int, int, int] | None] = [tuple(face) for face in faces.tolist()]
        self.at: list[set[int]] = [set() for _ in points]
        for number, face in enumerate(faces.tolist()):
            for vertex in face:
                self.at[vertex].add(number)

    def pass_over(self) -> int:
        edges = {tuple(sorted((f[k], f[k - 1]))) for f in self.faces if f is not None for k in range(3)}
        lengths = [(float(np.linalg.norm(self.points[a] - self.points[b])), a, b) for a, b in edges]
        closed = 0
        touched: set[int] = set()
        for length, a, b in sorted(lengths):
            if length >= self.longest:
                break
            if a in touched or b in touched:
                continue
            for kept, gone in ((a, b), (b, a)):
                if self._may_close(kept, gone):
                    touched |= self._close(kept, gone)
                    closed += 1
                    break
        return closed

    def _around(self, vertex: int) -> dict[int, int]:
        """Neighbours of a vertex with the number of its faces that hold them: one at the rim."""
        count: dict[int, int] = {}
        for number in self.at[vertex]:
            for other in self.faces[number] or ():
                if other != vertex:
                    count[other] = count.get(other, 0) + 1
        return count

    def _may_close(self, kept: int, gone: int) -> bool:
        here = {self.label[number] for number in self.at[gone]}
        if len(here) > 1:
            return False
        longest = self.fine if here.pop().startswith(FINE) else self.longest
        if np.linalg.norm(self.points[kept] - self.points[gone]) >= longest:
            return False
        near, far = self._around(kept), self._around(gone)
        at_rim = any(count == 1 for count in far.values())
        if at_rim and (self.label[0] or far.get(kept) != 1):
            return False
        if not at_rim and len(near.keys() & far.keys()) != 2:
            return False
        if at_rim and len(near.keys() & far.keys()) != 1:
            return False
        for number in self.at[gone]:
            face = self.faces[number] or (0, 0, 0)
            if kept in face:
                continue
            before = self._normal(face)
            after = self._normal(tuple(kept if vertex == gone else vertex for vertex in face))
            size = np.linalg.norm(before) * np.linalg.norm(after)
            if size == 0 or before @ after < FLATTEST * size:
                return False
        return True

    def _normal(self, face: tuple[int, ...]) -> np.ndarray:
        a, b, c = self.points[list(face)]
        return np.cross(b - a, c - a)

    def _close(self, kept: int, gone: int) -> set[int]:
        touched = {kept, gone, *self._around(gone)}
        for number in tuple(self.at[gone]):
            face = self.faces[number] or (0, 0, 0)
            if kept in face:
                for vertex in face:
                    self.at[vertex].discard(number)
                self.faces[number] = None
            else:
                self.faces[number] = tuple(kept if vertex == gone else vertex for vertex in face)
                self.at[kept].add(number)
        self.at[gone] = set()
        return touched
