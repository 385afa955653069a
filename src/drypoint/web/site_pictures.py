"""Pictures of a muscle's belly and trigger-point sites on the body, as SVG."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from drypoint.atlas.body import (
    Place,
    Site,
    belly_of,
    belly_views,
    best_views,
    outline_on,
    place_on,
    sites_of,
    squareness_on,
    view_of,
)
from drypoint.terms import Side
from drypoint.web.presenters.body_charts import VIEWS

FIGURE = "neutral"
"""The figure that is shown."""

ROOM_MM = 70.0
"""Left around what is drawn, so that one sees where on the body it is; 20 mm in a close view."""
LEAST_MM = 300.0
"""The least width and height of what is shown of a whole body."""
MOST_WIDE_MM = 430.0
"""Wider apart, only the right side is shown."""
MOST_STRETCHED = 1.5
"""Height to width of what is shown, at most."""
GRAZING = 0.25
"""Cosine below which a view looks along the skin."""
TENTHS_PER_MM = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One view with patches and sites."""

    name: str
    svg: SafeString
    """With the same in words for who cannot see it."""
    right_words: str
    """What stands at the right edge of the picture; empty where it shows one side only."""
    left_words: str


def pictures(muscle: str, *, skin_at: str = "") -> list[Picture]:
    """As few views as show every site of a muscle well, with its outline; none if it is not drawn yet.

    ``skin_at`` is the address of the views, where not with the static files.
    """
    chosen: list[str] = []
    belly = belly_of(muscle, Side.RIGHT)
    whole = belly_views(belly, FIGURE) if belly else ()
    for site in sites_of(muscle, Side.RIGHT):
        views = best_views(site.spot, FIGURE)
        good = [view for view in whole if squareness_on(FIGURE, view, site.spot) > GRAZING] or views
        if not any(view in chosen for view in good):
            chosen.append(good[0])
    return [_picture(muscle, view, skin_at) for view in chosen]


def _picture(muscle: str, view: str, skin_at: str) -> Picture:
    both = {side: _drawn_on(muscle, view, side) for side in (Side.RIGHT, Side.LEFT)}
    if _width([place for side in both.values() for place in side.places]) > MOST_WIDE_MM:
        del both[Side.LEFT]
    seen = [found for side in both.values() for found in side.sites]
    sides = {site.side for site, _place in seen}
    right_is_right = view_of(FIGURE, view).panels[0].source in {"back", "top"}
    words = [_("left side"), _("right side")] if right_is_right else [_("right side"), _("left side")]
    name = str(VIEWS[view])
    if sides == {Side.RIGHT}:
        words = ["", ""]
        name = _("%(view)s, right side") % {"view": name} if "right" not in view else name
    numbers = ", ".join(dict.fromkeys(str(site.trp) for site, _place in seen))
    spoken = _("%(view)s; trigger points: %(numbers)s") % {"view": name, "numbers": numbers}
    box = _crop(view, [place for side in both.values() for place in side.places])
    return Picture(
        name=name,
        svg=_svg(view, box, both.values(), spoken, skin_at),
        left_words=words[0],
        right_words=words[1],
    )


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What a view shows of a muscle on one side."""

    outline: Sequence[Place]
    sites: Sequence[tuple[Site, Place]]

    @property
    def places(self) -> list[Place]:
        """All of it, for the crop."""
        return [*self.outline, *(place for _site, place in self.sites)]


def _drawn_on(muscle: str, view: str, side: Side) -> _Drawn:
    belly = belly_of(muscle, side)
    found = (
        (site, place_on(FIGURE, view, site.spot)) for site in sites_of(muscle, side) if _is_shown(site, view)
    )
    return _Drawn(
        outline=outline_on(FIGURE, view, belly) if belly else (),
        sites=[(site, place) for site, place in found if place is not None],
    )


def _is_shown(site: Site, view: str) -> bool:
    """Whether a view is a fair picture of a site: not one along the skin, unless there is no better."""
    return squareness_on(FIGURE, view, site.spot) > GRAZING or view == best_views(site.spot, FIGURE)[0]


def _width(places: Sequence[Place]) -> float:
    return max(x for x, _y in places) - min(x for x, _y in places)


def _crop(view: str, places: Sequence[Place]) -> tuple[float, float, float, float]:
    """The part of a view that is shown: x, y, width, height in mm."""
    whole = view_of(FIGURE, view)
    width, height = whole.width / TENTHS_PER_MM, whole.height / TENTHS_PER_MM
    least, room = (LEAST_MM, ROOM_MM) if "_" not in view else (min(width, height), ROOM_MM / 3)
    left, top = (min(place[axis] for place in places) - room for axis in (0, 1))
    right, bottom = (max(place[axis] for place in places) + room for axis in (0, 1))
    wide = max(right - left, least, (bottom - top) / MOST_STRETCHED)
    high = max(bottom - top, least * 0.8)
    wide, high = min(wide, width), min(high, height)
    x = min(max((left + right - wide) / 2, 0), width - wide)
    y = min(max((top + bottom - high) / 2, 0), height - high)
    return x, y, wide, high


def _svg(
    view: str, box: tuple[float, float, float, float], sides: Collection[_Drawn], words: str, skin_at: str
) -> SafeString:
    radius = box[2] / 55
    drawn = "".join(
        [f'<path class="site-patch" d="{closed_curve(side.outline)}"/>' for side in sides if side.outline]
        + [_point(site, place, radius) for side in sides for site, place in side.sites]
    )
    return format_html(
        '<svg class="site-picture" viewBox="{}" role="img" aria-label="{}"><use href="{}#body"/>{}</svg>',
        " ".join(f"{number:.1f}" for number in box),
        words,
        f"{skin_at}/{view}.svg" if skin_at else static(f"body/views/{FIGURE}/{view}.svg"),
        mark_safe(drawn),  # noqa: S308
    )


def _point(site: Site, place: Place, radius: float) -> str:
    x, y = place
    return (
        f'<circle class="site-point" cx="{x:g}" cy="{y:g}" r="{radius:.1f}"/>'
        f'<text class="site-number" x="{x:g}" y="{y + radius * 0.5:.1f}"'
        f' font-size="{radius * 1.5:.1f}">{site.trp}</text>'
    )


def closed_curve(places: Sequence[Place]) -> str:
    """A closed path through the places (Catmull-Rom, as cubic Béziers)."""
    count = len(places)
    path = f"M{places[0][0]:g} {places[0][1]:g}"
    for index in range(count):
        before, here = places[index - 1], places[index]
        there, after = places[(index + 1) % count], places[(index + 2) % count]
        pull = (here[0] + (there[0] - before[0]) / 6, here[1] + (there[1] - before[1]) / 6)
        push = (there[0] - (after[0] - here[0]) / 6, there[1] - (after[1] - here[1]) / 6)
        path += f"C{pull[0]:.1f} {pull[1]:.1f} {push[0]:.1f} {push[1]:.1f} {there[0]:g} {there[1]:g}"
    return path + "Z"
