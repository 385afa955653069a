"""Outlines of whole zones on the views of the neutral figure, as packaged: pictures need no surface for them.

``tools/body/zone_paths.py`` writes the file from the surface; a test compares the two.
"""

from collections.abc import Sequence
from functools import lru_cache

import msgspec

from drypoint.atlas.body.skin import packaged, places
from drypoint.terms import Side, Value, ZoneCode

FIGURE = "neutral"
"""The figure whose outlines are packaged."""


class ZoneOutline(Value, frozen=True):
    """One zone-side on one view."""

    view: str
    code: ZoneCode
    side: Side
    path: str
    """SVG path data in millimetres of the view; empty where no more than specks of it are seen."""
    seen_mm2: int
    """How much of its skin the view shows, at most its area."""


class _ViewRow(Value, frozen=True):
    view: str
    paths: tuple[str, ...]
    seen_mm2: tuple[int, ...]


class _File(Value, frozen=True):
    views: tuple[_ViewRow, ...]


def zone_outline(view: str, code: ZoneCode, side: Side) -> ZoneOutline | None:
    """The outline of a zone on a view; None where the zone has no skin or not on that side."""
    return _outlines().get((view, code, side))


def outlines_on(view: str) -> tuple[ZoneOutline, ...]:
    """Every zone-side that a view shows, in the order of the atlas."""
    return tuple(one for one in _outlines().values() if one.view == view and one.path)


def views_showing(
    marked: Sequence[tuple[ZoneCode, Side]], choice: Sequence[str], *, most: int, enough: float
) -> tuple[str, ...]:
    """As few of ``choice`` as show what is marked: a further one while it adds ``enough`` of the skin seen.

    At most ``most``, in the order of ``choice``; none where no view shows any of it.
    """
    area = {view: [_seen(view, place) for place in marked] for view in choice}
    total = seen_in(marked, choice)
    taken: list[str] = []
    seen = [0] * len(marked)
    while total and len(taken) < min(most, len(choice)):
        gain = {
            view: sum(max(here - before, 0) for here, before in zip(row, seen, strict=True))
            for view, row in area.items()
        }
        best = max(gain, key=lambda view: gain[view])
        if not gain[best] or (taken and gain[best] < enough * total):
            break
        taken.append(best)
        seen = [max(here, before) for here, before in zip(area[best], seen, strict=True)]
    return tuple(view for view in choice if view in taken)


def seen_in(marked: Sequence[tuple[ZoneCode, Side]], views: Sequence[str]) -> int:
    """Skin of what is marked that these views show, mm²: of each zone the view that shows most of it."""
    return sum(max(_seen(view, place) for view in views) for place in marked)


def _seen(view: str, place: tuple[ZoneCode, Side]) -> int:
    found = zone_outline(view, *place)
    return found.seen_mm2 if found else 0


@lru_cache(maxsize=1)
def _outlines() -> dict[tuple[str, ZoneCode, Side], ZoneOutline]:
    return {
        (row.view, code, side): ZoneOutline(view=row.view, code=code, side=side, path=path, seen_mm2=seen)
        for row in msgspec.json.decode(packaged("zone_paths.json"), type=_File).views
        for (code, side), path, seen in zip(places(), row.paths, row.seen_mm2, strict=True)
    }
