"""Which face is seen in each cell of a view: the table that drawing, hit tests and pictures of zones share.

``docs/reference/body.md`` says every step; the browser repeats it (``js/body-chart/surface.js``). All is
whole numbers until one division, so that both agree and left mirrors right exactly.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from drypoint.atlas.body.skin import FIGURES, Floats, Ints, Panel, Surface, View, surface
from drypoint.terms import InvalidInput

NOTHING = -1
"""In a table: no skin is seen in this cell."""

ATTACHED_WITHIN = 30.0
"""Tenths of a millimetre: how far under the seen face a face without a cell may lie to be attached there."""

AXES = {
    "front": ((0, 1), (1, -1), (2, 1)),
    "back": ((0, -1), (1, -1), (2, -1)),
    "right": ((2, 1), (1, -1), (0, -1)),
    "left": ((2, -1), (1, -1), (0, 1)),
    "top": ((0, -1), (2, -1), (1, 1)),
    "below": ((0, 1), (2, -1), (1, -1)),
}
"""Per look: axis and sign of screen x, screen y and nearness."""


@dataclass(frozen=True)
class ViewTable:
    """What one view of one figure shows.

    ``face`` (rows, columns): number of the face seen in each cell, or ``NOTHING``. ``attached_face`` and
    ``attached_cell`` (k,): faces too small to be seen in a cell of their own, with the flat number of the
    cell that counts for them. ``cells`` (2m,): how many cells stand for each face in this view.
    """

    view: View
    face: Ints
    attached_face: Ints
    attached_cell: Ints
    cells: Ints


def view_of(figure: str, name: str) -> View:
    """Raises InvalidInput where the figure has no such view."""
    for view in surface(figure).figure.views:
        if view.name == name:
            return view
    raise InvalidInput("Choose a view that the chart has.", where="view")


@lru_cache(maxsize=len(FIGURES) * 14)
def view_table(figure: str, name: str) -> ViewTable:
    """The table of one view, made once per process.

    Raises InvalidInput where there is no such figure or view.
    """
    skin, view = surface(figure), view_of(figure, name)
    if view.mirror_of is not None:
        return _mirrored(view_table(figure, view.mirror_of), view, skin)
    shape = (view.height // view.cell, view.width // view.cell)
    face = np.full(shape, NOTHING, dtype=np.int64)
    near = np.full(shape, -np.inf)
    attached: list[tuple[Ints, Ints]] = []
    for panel in view.panels:
        numbers = _members(skin, panel)
        places, depth = _projected(skin, panel)
        corners, depths = places[skin.faces[numbers]], depth[skin.faces[numbers]].astype(np.float64)
        area = _cross(corners[:, 0], corners[:, 1], corners[:, 2])
        facing = np.where(numbers < skin.half, area, -area) < 0
        numbers, corners, depths, area = numbers[facing], corners[facing], depths[facing], area[facing]
        window = _window(panel, view)
        for part in _portions(corners, window):
            _draw(face, near, numbers[part], corners[part], depths[part], area[part], window)
        attached.append(_attach(face, near, numbers, corners, depths, window, skin.half))
    attached_face = np.concatenate([faces for faces, _ in attached])
    attached_cell = np.concatenate([cells for _, cells in attached])
    return ViewTable(view, face, attached_face, attached_cell, _counted(face, attached_face, skin))


def _members(skin: Surface, panel: Panel) -> Ints:
    numbers = np.arange(len(skin.faces))
    if panel.side != "both":
        right = panel.side == "right"
        numbers = numbers[: skin.half] if right else numbers[skin.half :]
    if panel.zones:
        chosen = np.array([code.startswith(panel.zones) for code, _ in skin.places])
        numbers = numbers[chosen[skin.zone[numbers]]]
    return numbers


def _projected(skin: Surface, panel: Panel) -> tuple[Ints, Ints]:
    """(2n, 2) places in the view and (2n,) nearness, whole tenths of a millimetre."""
    (across, right), (down, sign), (towards, near) = AXES[panel.source]
    shift = (panel.at[0] - panel.box[0], panel.at[1] - panel.box[1])
    x, y = skin.points[:, across] * right + shift[0], skin.points[:, down] * sign + shift[1]
    return np.stack([x, y], axis=1), skin.points[:, towards] * near


def _cross(a: Ints, b: Ints, c: Ints) -> Ints:
    return (b[..., 0] - a[..., 0]) * (c[..., 1] - a[..., 1]) - (b[..., 1] - a[..., 1]) * (
        c[..., 0] - a[..., 0]
    )


@dataclass(frozen=True)
class _Window:
    """The cells of a panel: first and last column and row."""

    cell: int
    first: Ints
    last: Ints


def _window(panel: Panel, view: View) -> _Window:
    first = np.array(panel.at) // view.cell
    return _Window(view.cell, first, first + np.array(panel.box[2:]) // view.cell - 1)


def _bounds(corners: Ints, window: _Window) -> tuple[Ints, Ints]:
    """First and last column and row whose centre may lie in each face."""
    middle = window.cell // 2
    first = np.maximum(-((middle - corners.min(axis=1)) // window.cell), window.first)
    last = np.minimum((corners.max(axis=1) - middle) // window.cell, window.last)
    return first, last


def _portions(corners: Ints, window: _Window, at_once: int = 1_000_000) -> Iterator[slice]:
    """Runs of faces that look at about ``at_once`` cells together: it bounds memory, not the result."""
    first, last = _bounds(corners, window)
    ends = np.cumsum(np.maximum(last - first + 1, 0).prod(axis=1))
    start = 0
    while start < len(ends):
        before = ends[start - 1] if start else 0
        stop = max(start + 1, int(np.searchsorted(ends, before + at_once, side="right")))
        yield slice(start, stop)
        start = stop


def _draw(
    face: Ints, near: Floats, numbers: Ints, corners: Ints, depths: Floats, area: Ints, window: _Window
) -> None:
    first, last = _bounds(corners, window)
    extent = np.maximum(last - first + 1, 0)
    count = extent.prod(axis=1)
    owner = np.repeat(np.arange(len(numbers)), count)
    step = np.arange(len(owner)) - np.repeat(np.cumsum(count) - count, count)
    column = first[owner, 0] + step % extent[owner, 0]
    row = first[owner, 1] + step // extent[owner, 0]
    centre = np.stack([column, row], axis=1) * window.cell + window.cell // 2
    a, b, c = corners[owner, 0], corners[owner, 1], corners[owner, 2]
    parts = np.stack([_cross(centre, b, c), _cross(centre, c, a), _cross(centre, a, b)], axis=1)
    (inside,) = np.nonzero((parts * np.sign(area[owner])[:, None] >= 0).all(axis=1))
    owner, row, column, share = owner[inside], row[inside], column[inside], parts[inside].astype(np.float64)
    nearness = (share[:, 0] * depths[owner, 0] + share[:, 1] * depths[owner, 1]) + share[:, 2] * depths[
        owner, 2
    ]
    nearness = nearness / area[owner]
    # The nearest of each cell, of equals the lowest number; earlier panels and portions have lower numbers.
    order = np.lexsort((numbers[owner], -nearness))
    _, best = np.unique(row[order] * face.shape[1] + column[order], return_index=True)
    chosen = order[best]
    row, column = row[chosen], column[chosen]
    nearer = nearness[chosen] > near[row, column]
    row, column, chosen = row[nearer], column[nearer], chosen[nearer]
    face[row, column] = numbers[owner[chosen]]
    near[row, column] = nearness[chosen]


def _attach(
    face: Ints, near: Floats, numbers: Ints, corners: Ints, depths: Floats, window: _Window, half: int
) -> tuple[Ints, Ints]:
    seen = np.zeros(int(numbers.max(initial=0)) + 1, dtype=bool)
    shown = face[face != NOTHING]
    seen[shown[shown < len(seen)]] = True
    small = ~seen[numbers]
    middle = corners[small].sum(axis=1)
    # A middle on the border of two columns counts for the next one on the right and for the last on the left.
    middle[numbers[small] >= half, 0] -= 1
    middle //= 3 * window.cell
    within = ((middle >= window.first) & (middle <= window.last)).all(axis=1)
    number, middle, depth = numbers[small][within], middle[within], depths[small][within]
    nearness = ((depth[:, 0] + depth[:, 1]) + depth[:, 2]) / 3.0
    column, row = middle[:, 0], middle[:, 1]
    close = (face[row, column] != NOTHING) & (near[row, column] - nearness <= ATTACHED_WITHIN)
    return number[close], (row * face.shape[1] + column)[close]


def _counted(face: Ints, attached_face: Ints, skin: Surface) -> Ints:
    shown = face[face != NOTHING]
    cells = np.bincount(shown, minlength=len(skin.faces))
    cells[attached_face] = 1
    return cells


def _mirrored(table: ViewTable, view: View, skin: Surface) -> ViewTable:
    def opposite(numbers: Ints) -> Ints:
        return np.where(numbers == NOTHING, NOTHING, (numbers + skin.half) % len(skin.faces))

    face = opposite(table.face[:, ::-1])
    columns = face.shape[1]
    row, column = table.attached_cell // columns, table.attached_cell % columns
    attached = opposite(table.attached_face)
    cells = np.concatenate([table.cells[skin.half :], table.cells[: skin.half]])
    return ViewTable(view, face, attached, row * columns + (columns - 1 - column), cells)
