"""Strokes with fewer points that cover exactly the same."""

from collections.abc import Sequence

import msgspec
import numpy as np

from drypoint.atlas.body import view_table
from drypoint.painmap.cover import stroke_cells
from drypoint.painmap.request import Mark

LONG = 200
"""Strokes of fewer points are kept as they came."""
TOLERANCES_MM = (0.5, 0.1)

Points = Sequence[tuple[float, float]]


def simpler_marks(marks: Sequence[Mark], *, figure: str) -> tuple[Mark, ...]:
    """The marks, long strokes without the points that change nothing of what they cover on this figure."""
    return tuple(_simpler(mark, figure) for mark in marks)


def _simpler(mark: Mark, figure: str) -> Mark:
    if mark.view is None or mark.width is None or len(mark.points) < LONG:
        return mark
    table = view_table(figure, mark.view)
    whole = stroke_cells(mark.points, mark.width, table)
    for tolerance in TOLERANCES_MM:
        fewer = thinned(mark.points, tolerance)
        if (stroke_cells(fewer, mark.width, table) == whole).all():
            return msgspec.structs.replace(mark, points=fewer)
    return mark


def thinned(points: Points, tolerance_mm: float) -> tuple[tuple[float, float], ...]:
    """The points without those that lie within the tolerance of the line through the others.

    Douglas DH, Peucker TK. Algorithms for the reduction of the number of points required to represent a
    digitized line or its caricature. Cartographica 1973;10:112-122.
    """
    line = np.array(points, dtype=np.float64)
    keep = np.zeros(len(line), dtype=bool)
    keep[[0, -1]] = True
    spans = [(0, len(line) - 1)]
    while spans:
        first, last = spans.pop()
        if last - first < 2:
            continue
        along, away = line[last] - line[first], line[first + 1 : last] - line[first]
        length = float(along @ along)
        place = np.clip(away @ along / length, 0, 1) if length else np.zeros(len(away))
        distance = np.hypot(*(away - place[:, None] * along).T)
        farthest = int(np.argmax(distance))
        if distance[farthest] > tolerance_mm:
            middle = first + 1 + farthest
            keep[middle] = True
            spans += [(first, middle), (middle, last)]
    return tuple(point for point, kept in zip(points, keep, strict=True) if kept)
