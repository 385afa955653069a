"""Which face is seen in each cell of a grid, with the place inside it: for the pictures, in floating point.

Hit tests and covers use the whole-number table of ``drypoint.atlas.body``.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

NOTHING = -1
"""In a table: no face is seen in this cell."""

CANDIDATES_AT_ONCE = 2_000_000
"""Cells looked at in one go; it bounds memory, not the result."""


class Seen:
    """What a grid of cells shows: per cell the face, its depth and the place within the face."""

    def __init__(self, rows: int, columns: int) -> None:
        self.face: Ints = np.full((rows, columns), NOTHING, dtype=np.int64)
        self.depth: Floats = np.full((rows, columns), -np.inf)
        self.weights: Floats = np.zeros((rows, columns, 3))
        """Barycentric weights of the cell's centre in its face."""


def see(
    places: Floats,
    depth: Floats,
    faces: Ints,
    origin: tuple[float, float],
    cell: float,
    shape: tuple[int, int],
) -> Seen:
    """Rasterise triangles: a face is seen in a cell if it holds the cell's centre and nothing is nearer.

    Of equally near faces the lowest number wins.

    Args:
        places: (n, 2), x to the right and y down, in the grid's units.
        depth: (n,), larger is nearer to the viewer.
        faces: (m, 3) numbers of ``places``, in either turn.
        origin: the corner of the grid from which columns and rows count.
        cell: the side of a cell.
        shape: rows and columns.
    """
    rows, columns = shape
    seen = Seen(rows, columns)
    corners = (places[faces] - np.array(origin)) / cell - 0.5
    first = np.maximum(np.ceil(corners.min(axis=1)), 0).astype(np.int64)
    last = np.minimum(np.floor(corners.max(axis=1)), (columns - 1, rows - 1)).astype(np.int64)
    extent = np.maximum(last - first + 1, 0)
    count = extent[:, 0] * extent[:, 1]
    (able,) = np.nonzero(count)
    ends = np.cumsum(count[able])
    start = 0
    while start < len(able):
        floor = ends[start - 1] if start else 0
        stop = max(start + 1, int(np.searchsorted(ends, floor + CANDIDATES_AT_ONCE, side="right")))
        _add(seen, corners, depth[faces], able[start:stop], first, extent, count)
        start = stop
    return seen


def _add(
    seen: Seen, corners: Floats, depths: Floats, some: Ints, first: Ints, extent: Ints, count: Ints
) -> None:
    owner = np.repeat(some, count[some])
    before = np.repeat(np.cumsum(count[some]) - count[some], count[some])
    number = np.arange(len(owner)) - before
    row = first[owner, 1] + number // extent[owner, 0]
    column = first[owner, 0] + number % extent[owner, 0]
    a, b, c = corners[owner, 0], corners[owner, 1], corners[owner, 2]
    ab, ac = b - a, c - a
    x, y = column - a[:, 0], row - a[:, 1]
    twice = ab[:, 0] * ac[:, 1] - ab[:, 1] * ac[:, 0]
    flat = twice == 0
    twice[flat] = 1.0
    second = (x * ac[:, 1] - y * ac[:, 0]) / twice
    third = (ab[:, 0] * y - ab[:, 1] * x) / twice
    weights = np.stack([1 - second - third, second, third], axis=1)
    (inside,) = np.nonzero((weights >= 0).all(axis=1) & ~flat)
    owner, row, column, weights = owner[inside], row[inside], column[inside], weights[inside]
    near = (weights * depths[owner]).sum(axis=1)
    order = np.lexsort((owner, -near))
    place = row[order] * seen.face.shape[1] + column[order]
    _, best = np.unique(place, return_index=True)
    chosen = order[best]
    row, column = row[chosen], column[chosen]
    nearer = near[chosen] > seen.depth[row, column]
    chosen, row, column = chosen[nearer], row[nearer], column[nearer]
    seen.face[row, column] = owner[chosen]
    seen.depth[row, column] = near[chosen]
    seen.weights[row, column] = weights[chosen]
