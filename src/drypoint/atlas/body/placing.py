"""Where a place on the skin is seen: millimetres in a view of a figure."""

from functools import lru_cache

import numpy as np

from drypoint.atlas.body.siting import Belly
from drypoint.atlas.body.skin import TENTHS_PER_MM, Floats, Panel, View, surface
from drypoint.atlas.body.spots import REFERENCE, Spot, facing, point_of
from drypoint.atlas.body.tables import AXES, NOTHING, ViewTable, view_of, view_table
from drypoint.terms import Side

Place = tuple[float, float]
"""Millimetres to the right and down in a view."""

SQUARELY = 0.5
"""Cosine from which a view looks squarely enough at a place to be preferred for its finer cells."""

_MARGIN = 0.1
"""Share of a view's width and height: nearer to its edge a place is shown without what lies around it."""

_MOST_SEEN = 0.8
"""Share of a patch's skin that must be seen where its outline is drawn."""


def place_on(figure: str, view: str, spot: Spot) -> Place | None:
    """Where a view of a figure shows a place; None if it is not seen there.

    Seen means: its face looks at the viewer, and the cell there shows that face or one that touches it.
    Raises InvalidInput where there is no such figure or view.
    """
    panel = _panel_of(figure, view, spot)
    if panel is None or _squareness(figure, panel, spot) <= 0:
        return None
    x, y = _projected(panel, point_of(figure, spot))
    if not _is_within(view_of(figure, view), (x, y)):
        return None
    table, faces = view_table(figure, view), surface(figure).faces
    row, column = int(y * TENTHS_PER_MM // table.view.cell), int(x * TENTHS_PER_MM // table.view.cell)
    shown = {int(one) for one in table.face[max(row - 1, 0) : row + 2, max(column - 1, 0) : column + 2].flat}
    corners = set(faces[spot.face].tolist())
    if not any(one != NOTHING and corners.intersection(faces[one].tolist()) for one in shown):
        return None
    return round(x, 1), round(y, 1)


def squareness_on(figure: str, view: str, spot: Spot) -> float:
    """How squarely a view looks at a place: 1 straight, 0 along the skin or where it is not seen.

    Raises InvalidInput where there is no such figure or view.
    """
    panel = _panel_of(figure, view, spot)
    if panel is None or place_on(figure, view, spot) is None:
        return 0.0
    return _squareness(figure, panel, spot)


@lru_cache(maxsize=4096)
def best_views(spot: Spot, figure: str = REFERENCE) -> tuple[str, ...]:
    """The views that show a place, the one that shows it best first.

    A view that looks squarely at it, away from its own edge, comes first; then a finer one, then the squarer.
    """
    found: list[tuple[bool, int, float, str]] = []
    for view in surface(figure).figure.views:
        place = place_on(figure, view.name, spot)
        if place is not None:
            square = squareness_on(figure, view.name, spot)
            found.append(
                (square < SQUARELY or not _is_within(view, place, _MARGIN), view.cell, -square, view.name)
            )
    return tuple(name for *_, name in sorted(found))


def outline_on(figure: str, view: str, belly: Belly) -> tuple[Place, ...]:
    """The outline of a patch in a view; empty unless four fifths of the patch are seen there.

    A corner behind the edge of the body stands where it would be seen through it.
    """
    panel = _panel_of(figure, view, belly.edge[0])
    if panel is None or _mean_squareness(figure, panel, belly) <= 0:
        return ()
    if _share_seen(view_table(figure, view), figure, belly) < _MOST_SEEN:
        return ()
    places = (_projected(panel, point_of(figure, spot)) for spot in belly.edge)
    return tuple((round(x, 1), round(y, 1)) for x, y in places)


def belly_views(belly: Belly, figure: str = REFERENCE) -> tuple[str, ...]:
    """The views in which all of a patch's outline is drawn, the squarest first, then the finest."""
    found: list[tuple[float, int, str]] = []
    for view in surface(figure).figure.views:
        outline = outline_on(figure, view.name, belly)
        panel = _panel_of(figure, view.name, belly.edge[0])
        if panel is not None and outline and all(_is_within(view, place) for place in outline):
            found.append((-round(_mean_squareness(figure, panel, belly), 2), view.cell, view.name))
    return tuple(name for *_, name in sorted(found))


def _mean_squareness(figure: str, panel: Panel, belly: Belly) -> float:
    _, _, (towards, near) = AXES[panel.source]
    return float(np.average(facing(figure, belly.faces)[:, towards] * near, weights=_area(figure, belly)))


def _area(figure: str, belly: Belly) -> Floats:
    return surface(figure).area_mm2[belly.faces]


def _share_seen(table: ViewTable, figure: str, belly: Belly) -> float:
    area = _area(figure, belly)
    return float(area[table.cells[belly.faces] > 0].sum() / area.sum())


def _panel_of(figure: str, view: str, spot: Spot) -> Panel | None:
    """The panel of a view that shows skin of this side and zone."""
    skin = surface(figure)
    side = Side.RIGHT if spot.face < skin.half else Side.LEFT
    code, _ = skin.places[int(skin.zone[spot.face])]
    for panel in view_of(figure, view).panels:
        if panel.side in ("both", side) and (not panel.zones or code.startswith(panel.zones)):
            return panel
    return None


def _is_within(view: View, place: Place, margin: float = 0.0) -> bool:
    """Whether a place lies in a view, at least ``margin`` of its width and height from its edge."""
    across, down = place[0] * TENTHS_PER_MM / view.width, place[1] * TENTHS_PER_MM / view.height
    return margin <= across <= 1 - margin and margin <= down <= 1 - margin


def _projected(panel: Panel, point: Floats) -> Place:
    (across, right), (down, sign), _ = AXES[panel.source]
    x = point[across] * right + (panel.at[0] - panel.box[0]) / TENTHS_PER_MM
    y = point[down] * sign + (panel.at[1] - panel.box[1]) / TENTHS_PER_MM
    return float(x), float(y)


def _squareness(figure: str, panel: Panel, spot: Spot) -> float:
    """Cosine between the look of a panel and the way the skin faces; 1: straight at it."""
    _, _, (towards, near) = AXES[panel.source]
    return float(facing(figure, np.array([spot.face]))[0][towards] * near)
