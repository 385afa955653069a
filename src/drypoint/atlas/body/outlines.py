"""Outlines of what is marked on a view: closed paths in millimetres, for pictures in pages and documents."""

import numpy as np
from numpy.typing import NDArray

from drypoint.atlas.body.skin import Floats, Ints
from drypoint.atlas.body.tables import NOTHING, ViewTable

Mask = NDArray[np.bool_]

TOLERANCE_CELLS = 0.75
"""How far a path may leave the border of its cells."""
SMALLEST_CELLS = 6.0
"""Specks with less area are left out."""


def cells_of_faces(table: ViewTable, faces: Mask) -> Mask:
    """(rows, columns) of a view: the cells that show one of the marked faces, (2m,)."""
    return np.where(table.face == NOTHING, False, faces[table.face])


def region_path(cells: Mask, cell_tenths: int) -> str:
    """SVG path data, in millimetres of the view, round the marked cells; holes are part of it (even-odd).

    The border of the cells is simplified (Douglas and Peucker 1973) and rounded off through the middles of
    its edges.
    """
    found: list[str] = []
    for loop in _loops(cells):
        if abs(_area(loop)) >= SMALLEST_CELLS:
            found.append(_rounded(_simplified(loop, TOLERANCE_CELLS) * (cell_tenths / 10)))
    return "".join(found)


def _loops(cells: Mask) -> list[Floats]:
    """Closed borders as corners of cells (column, row), the marked side on the right hand."""
    padded = np.pad(cells, 1)
    inside, above, left = padded[1:, 1:], padded[:-1, 1:], padded[1:, :-1]
    steps: dict[tuple[int, int], list[tuple[int, int]]] = {}

    def add(starts: Ints, ends: Ints) -> None:
        for (x, y), (next_x, next_y) in zip(starts.tolist(), ends.tolist(), strict=True):
            steps.setdefault((int(x), int(y)), []).append((int(next_x), int(next_y)))

    rows, columns = np.nonzero(inside & ~above)
    add(np.stack([columns, rows], axis=1), np.stack([columns + 1, rows], axis=1))
    rows, columns = np.nonzero(~inside & above)
    add(np.stack([columns + 1, rows], axis=1), np.stack([columns, rows], axis=1))
    rows, columns = np.nonzero(inside & ~left)
    add(np.stack([columns, rows + 1], axis=1), np.stack([columns, rows], axis=1))
    rows, columns = np.nonzero(~inside & left)
    add(np.stack([columns, rows], axis=1), np.stack([columns, rows + 1], axis=1))
    loops: list[Floats] = []
    while steps:
        start = next(iter(steps))
        line, here = [start], start
        while True:
            onward = steps[here]
            following = onward.pop() if len(onward) == 1 else _turning(line, onward)
            if not onward:
                del steps[here]
            here = following
            if here == start:
                break
            line.append(here)
        loops.append(np.array(line, dtype=np.float64))
    return loops


def _turning(line: list[tuple[int, int]], onward: list[tuple[int, int]]) -> tuple[int, int]:
    """Where two cells touch at a corner the border turns right: they stay two loops."""
    (x, y), (before_x, before_y) = line[-1], line[-2] if len(line) > 1 else line[-1]
    right = (x - (y - before_y), y + (x - before_x))
    return onward.pop(onward.index(right) if right in onward else 0)


def _area(loop: Floats) -> float:
    x, y = loop[:, 0], loop[:, 1]
    return float((x * np.roll(y, -1) - y * np.roll(x, -1)).sum()) / 2


def _simplified(loop: Floats, tolerance: float) -> Floats:
    line = np.concatenate([loop, loop[:1]])
    keep = np.zeros(len(line), dtype=bool)
    far = int(np.argmax(np.hypot(*(line - line[0]).T)))
    keep[[0, far]] = True
    waiting = [(0, far), (far, len(line) - 1)]
    while waiting:
        first, last = waiting.pop()
        if last - first < 2:
            continue
        chord, between = line[last] - line[first], line[first + 1 : last] - line[first]
        length = float(np.hypot(*chord))
        across = np.abs(between[:, 0] * chord[1] - between[:, 1] * chord[0])
        away = across / length if length else np.hypot(*between.T)
        worst = int(np.argmax(away))
        if away[worst] > tolerance:
            middle = first + 1 + worst
            keep[middle] = True
            waiting += [(first, middle), (middle, last)]
    return line[keep]


def _rounded(points: Floats) -> str:
    middles = (points + np.roll(points, -1, axis=0)) / 2
    start = middles[-1]
    parts = [f"M{start[0]:.1f} {start[1]:.1f}"]
    parts += [f"Q{p[0]:.1f} {p[1]:.1f} {m[0]:.1f} {m[1]:.1f}" for p, m in zip(points, middles, strict=True)]
    return "".join(parts) + "Z"
