"""The plain pain chart: which zone lies where on the drawn figures, as SVG paths.

A stand-in drawn by hand. It knows nothing of areas in cm²; a tapped zone counts as a tick in the list.
"""

from functools import lru_cache
from importlib import resources

import msgspec

from drypoint.terms import Side, Value, ZoneCode

Point = tuple[float, float]


class DrawnView(Value, frozen=True):
    """One figure as its file has it: half of it, x outwards from the midline, or the whole."""

    view: str
    whole: bool
    box: tuple[float, float, float, float]
    outline: tuple[Point, ...]
    lines: tuple[tuple[Point, ...], ...]
    zones: dict[ZoneCode, tuple[Point, ...]]


class DrawnBody(Value, frozen=True):
    """``body_chart.json``."""

    version: str
    about: str
    views: tuple[DrawnView, ...]


class ZoneShape(Value, frozen=True):
    """One zone on one side as a closed SVG path."""

    code: ZoneCode
    side: Side
    path: str


class ChartView(Value, frozen=True):
    """One figure ready to draw: ``viewer_left`` is the person's side that the viewer sees on the left."""

    name: str
    box: str
    outline: str
    lines: tuple[str, ...]
    shapes: tuple[ZoneShape, ...]
    viewer_left: Side


@lru_cache
def drawn() -> DrawnBody:
    """The packaged figures."""
    text = resources.files("drypoint.web").joinpath("body_chart.json").read_bytes()
    return msgspec.json.decode(text, type=DrawnBody)


@lru_cache
def chart_views(midline: frozenset[ZoneCode]) -> tuple[ChartView, ...]:
    """Every figure; zones in ``midline`` are drawn once across it. The head's side is drawn for each side."""
    views: list[ChartView] = []
    for view in drawn().views:
        if view.whole:
            views.append(_profile(view, Side.RIGHT))
            views.append(_profile(view, Side.LEFT))
        else:
            views.append(_halves(view, midline))
    return tuple(views)


def _halves(view: DrawnView, midline: frozenset[ZoneCode]) -> ChartView:
    # On a figure that faces the viewer, the viewer's left is the person's right.
    left_of_viewer = Side.RIGHT if view.view in {"front", "face"} else Side.LEFT
    shapes: list[ZoneShape] = []
    for code, half in view.zones.items():
        if code in midline:
            shapes.append(ZoneShape(code=code, side=Side.MIDLINE, path=_closed(_whole(half))))
            continue
        shapes.append(ZoneShape(code=code, side=left_of_viewer, path=_closed(_mirrored(half))))
        shapes.append(ZoneShape(code=code, side=left_of_viewer.opposite, path=_closed(half)))
    return ChartView(
        name=view.view,
        box=_box(view.box),
        outline=_smooth(_whole(view.outline)),
        lines=tuple(_open(line) for half in view.lines for line in (half, _mirrored(half))),
        shapes=tuple(shapes),
        viewer_left=left_of_viewer,
    )


def _profile(view: DrawnView, side: Side) -> ChartView:
    width = view.box[2]

    def placed(points: tuple[Point, ...]) -> tuple[Point, ...]:
        return points if side is Side.RIGHT else tuple((width - x, y) for x, y in points)

    return ChartView(
        name=f"{view.view}_{side}",
        box=_box(view.box),
        outline=_smooth(placed(view.outline)),
        lines=tuple(_open(placed(line)) for line in view.lines),
        shapes=tuple(
            ZoneShape(code=code, side=side, path=_closed(placed(points)))
            for code, points in view.zones.items()
        ),
        viewer_left=side,
    )


def _whole(half: tuple[Point, ...]) -> tuple[Point, ...]:
    return half + _mirrored(half)[::-1]


def _mirrored(points: tuple[Point, ...]) -> tuple[Point, ...]:
    return tuple((0.0 - x, y) for x, y in points)


def _box(box: tuple[float, float, float, float]) -> str:
    return " ".join(f"{number:g}" for number in box)


def _open(points: tuple[Point, ...]) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points)


def _closed(points: tuple[Point, ...]) -> str:
    return _open(points) + "Z"


def _smooth(points: tuple[Point, ...]) -> str:
    """A closed curve through the points (Catmull–Rom, as cubic Béziers)."""
    points = tuple(point for index, point in enumerate(points) if point != points[index - 1])
    count = len(points)
    path = f"M{points[0][0]:g} {points[0][1]:g}"
    for index in range(count):
        before, here = points[index - 1], points[index]
        there, after = points[(index + 1) % count], points[(index + 2) % count]
        pull = (here[0] + (there[0] - before[0]) / 6, here[1] + (there[1] - before[1]) / 6)
        push = (there[0] - (after[0] - here[0]) / 6, there[1] - (after[1] - here[1]) / 6)
        path += f"C{pull[0]:.1f} {pull[1]:.1f} {push[0]:.1f} {push[1]:.1f} {there[0]:g} {there[1]:g}"
    return path + "Z"
