"""The body with something on it: pain, a referral pattern, places under the needle, points.

On a page the skin comes by reference from the static files, so that the figure is small and takes the page's
skin tone; for print it stands in the figure itself.
"""

import re
from enum import StrEnum
from functools import lru_cache
from html import escape
from importlib import resources

import numpy as np

from drypoint.atlas import Atlas
from drypoint.atlas.body import (
    NOTHING,
    Place,
    Spot,
    best_views,
    place_on,
    places,
    site_of,
    surface,
    view_of,
    view_table,
    zone_outline,
)
from drypoint.atlas.body.outlines import Mask, cells_of_faces, region_path
from drypoint.atlas.body.zone_paths import FIGURE
from drypoint.figures.body_words import DRAWN, HEAD, SEEN, UNMARKED, side_letters
from drypoint.figures.drawing import Figure, FigureTable, Language, Palette, say
from drypoint.figures.view_words import SIDES, VIEW_NAMES, view_name
from drypoint.painmap import Drawing, drawn_pains
from drypoint.terms import Side, Value, ZoneCode

MOST_VIEWS = 3
GAP_SHARE = 1 / 30
LETTER_SHARE = 0.052
"""Size of letters in heights of what is shown."""
RING_SHARE = 0.02
"""Radius of a site's ring in heights of what is shown."""
LEAST_SHOWN_MM, AROUND_MM = 620.0, 110.0
"""A picture is cut to what is marked with so much around it, and never below the first."""
WHOLE_VIEWS = ("front", "back", "right", "left")
DETAIL_VIEWS = (
    (("head.",), ("head_front", "head_right", "head_left", "head_back", "head_top")),
    (("hd.", "wr."), ("hands_palm", "hands_back")),
    (("ft.", "ak."), ("feet_top", "feet_inner", "feet_sole")),
)
"""Where all that is marked begins so, these views are chosen from instead of the whole figures."""
ENOUGH = 0.08
"""A further view is taken while it shows this share of what is marked and no view before it did. Ours."""
STATIC = "/static/body/views"
PAIN_OPACITY = 0.72
UNSAID = 0.5
"""Strength of the colour where the person gave no number."""


class Layer(StrEnum):
    """What a marked place means; each has its colour and its own edge, so that they differ in grey."""

    PAIN = "pain"
    REFERRAL = "referral"
    SPILLOVER = "spillover"
    NEEDLED = "needled"


class ShownZone(Value, frozen=True):
    """A whole zone on one side."""

    code: ZoneCode
    side: Side
    layer: Layer = Layer.PAIN
    strength: float = 1.0
    """0 to 1: how strong the colour is."""


class ShownRegion(Value, frozen=True):
    """Skin that was drawn on in one view."""

    view: str
    path: str
    """SVG path data in millimetres of the view, as ``region_path`` gives it."""
    strength: float = 1.0


class ShownSite(Value, frozen=True):
    """Where a trigger point is sought, with what stands in its ring; left out where it is not drawn yet."""

    muscle: str
    trp: int
    side: Side
    label: str


class BodyPicture(Value, frozen=True):
    """What is drawn."""

    name: str
    """Letters, digits and hyphens; makes ids unique on the page."""
    title: str
    figure: str = "neutral"
    zones: tuple[ShownZone, ...] = ()
    regions: tuple[ShownRegion, ...] = ()
    sites: tuple[ShownSite, ...] = ()
    views: tuple[str, ...] = ()
    """Empty: chosen by what is marked."""


_RAMP = (
    "#a9cdea",
    "#92bbe4",
    "#7ca8dc",
    "#6a94d3",
    "#6080c8",
    "#5c6bbb",
    "#5c55aa",
    "#5c3f97",
    "#5a2b82",
    "#54196a",
    "#480a50",
)
"""Pain 0 to 10, as the body chart paints it (``--pain-0`` in ``tokens.css``): pale to dark, also in grey."""
_PAIN_EDGE = "#2a1038"
_LOOKS = {
    Layer.REFERRAL: ("#0b5c5a", ""),
    Layer.SPILLOVER: ("#0b5c5a", ' stroke-dasharray="14 9"'),
    Layer.NEEDLED: ("#8a3f00", ' stroke-dasharray="4 7"'),
}
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_PATH = re.compile(r"<path [^>]*/>")
_SHADE = 'fill-opacity=".062"'
_PAPER = {"skin": "#f4e6da", "cloth": "#d3d7de", "cut": "#e4e2df"}
"""Light, so that marks stand out on grey paper."""


def body_picture(
    asked: BodyPicture,
    *,
    zone_names: dict[tuple[ZoneCode, Side], str],
    palette: Palette = Palette.PAGE,
    language: Language = "en",
    skin_at: str = "",
) -> Figure:
    """Draw the marked places on as few views as show them, at most ``MOST_VIEWS``.

    ``zone_names`` gives each marked zone its words. Zones inside the body are named, not drawn. ``skin_at``
    is the address under which a page finds the views, where not with the static files.

    Raises InvalidInput where the figure or a view is not known.
    """
    views = asked.views or chosen_views(asked)
    height = max(view_of(asked.figure, view).height / 10 for view in views)
    top, bottom = _window(asked, views, height)
    letters = (bottom - top) * LETTER_SHARE
    parts: list[str] = []
    x = 0.0
    for view in views:
        known = view_of(asked.figure, view)
        scale = height / (known.height / 10)
        rings = "".join(_rings(asked, view, (bottom - top) * RING_SHARE / scale))
        inner = _base(asked.figure, view, palette, skin_at) + "".join(_overlay(asked, view)) + rings
        parts.append(f'<g transform="translate({x:.1f} 0) scale({scale:.4f})">{inner}</g>')
        parts.append(side_letters(view, x, scale * known.width / 10, top - letters * 0.35, letters, language))
        x += scale * known.width / 10 + height * GAP_SHARE
    width = x - height * GAP_SHARE
    places = [zone_names[zone.code, zone.side] for zone in asked.zones]
    places += [label for label, _spot in _spots(asked)]
    places += [DRAWN.in_language(language)] if asked.regions else []
    seen = ", ".join(view_name(view, language) for view in views)
    description = (
        say(SEEN, language, views=seen, places=", ".join(places))
        if places
        else UNMARKED.in_language(language)
    )
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="figure body-picture"'
        f' viewBox="0 {top - 1.5 * letters:.1f} {width:.1f} {bottom - top + 1.5 * letters:.1f}"'
        f' role="img" aria-labelledby="{asked.name}-title {asked.name}-description">'
        f'<title id="{asked.name}-title">{escape(asked.title)}</title>'
        f'<desc id="{asked.name}-description">{escape(description)}</desc>{"".join(parts)}</svg>'
    )
    rows = tuple(
        (zone_names[zone.code, zone.side], SIDES[zone.side].in_language(language)) for zone in asked.zones
    )
    head = tuple(text.in_language(language) for text in HEAD)
    return Figure(
        title=asked.title,
        description=description,
        svg=svg,
        table=FigureTable(caption=asked.title, head=head, rows=rows),
    )


def chosen_views(asked: BodyPicture) -> tuple[str, ...]:
    """The views on which something was drawn, and those that show most of the zones, in a fixed order."""
    skin = surface(asked.figure)
    faces = np.zeros(len(skin.faces), dtype=bool)
    for zone in asked.zones:
        number = skin.number(zone.code, zone.side)
        if number is not None:
            faces |= skin.zone == number
    drawn = tuple(dict.fromkeys([region.view for region in asked.regions] + _site_views(asked)))[:MOST_VIEWS]
    total = float(skin.area_mm2[faces].sum())
    if not total:
        return drawn or WHOLE_VIEWS[:2]
    choice = WHOLE_VIEWS
    for starts, views in DETAIL_VIEWS:
        if not drawn and all(zone.code.startswith(starts) for zone in asked.zones):
            choice = views
    area = {view: _seen_area(asked.figure, view, faces) for view in (*choice, *drawn)}
    taken = list(drawn)
    seen = np.max([area[view] for view in taken], axis=0) if taken else np.zeros(len(skin.faces))
    while len(taken) < MOST_VIEWS:
        gain = {view: float(np.maximum(area[view] - seen, 0).sum()) for view in choice if view not in taken}
        best = max(gain, key=lambda view: gain[view], default="")
        if not best or (taken and gain[best] < ENOUGH * total):
            break
        taken.append(best)
        seen = np.maximum(seen, area[best])
    return tuple(view for view in VIEW_NAMES if view in taken)


def _seen_area(figure: str, view: str, faces: Mask) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """(2m,) area in mm² of each marked face as far as a view shows it face on."""
    table = view_table(figure, view)
    shown = table.face[table.face != NOTHING]
    cells = np.bincount(shown, minlength=len(faces)) * (table.view.cell / 10) ** 2
    return np.where(faces, np.minimum(cells, surface(figure).area_mm2), 0.0)


def _overlay(asked: BodyPicture, view: str) -> list[str]:
    table, skin = view_table(asked.figure, view), surface(asked.figure)
    edge = 5 if table.view.cell == 20 else 2
    parts: list[str] = []
    for zone in asked.zones:
        number = skin.number(zone.code, zone.side)
        if number is None:
            continue
        path = _zone_path(asked.figure, view, number)
        if path:
            if zone.layer is Layer.PAIN:
                fill, line, dashes, opacity = _ramp(zone.strength), _PAIN_EDGE, "", PAIN_OPACITY
            else:
                line, dashes = _LOOKS[zone.layer]
                fill, opacity = line, 0.12 + 0.4 * zone.strength
            parts.append(
                f'<path class="body-picture__{zone.layer}" d="{path}" fill="{fill}"'
                f' fill-opacity="{opacity:.2f}" fill-rule="evenodd" stroke="{line}"'
                f' stroke-width="{edge}" stroke-opacity=".8"{dashes}/>'
            )
    for region in asked.regions:
        if region.view == view:
            parts.append(
                f'<path class="body-picture__ink" d="{region.path}" fill="{_ramp(region.strength)}"'
                f' fill-rule="evenodd" fill-opacity="{PAIN_OPACITY}"/>'
            )
    return parts


def _ramp(strength: float) -> str:
    return _RAMP[round(min(max(strength, 0.0), 1.0) * 10)]


def drawing_picture(drawing: Drawing, *, name: str, title: str, atlas: Atlas) -> BodyPicture:
    """A pain drawing as it counts: what was drawn and not erased, and whole zones.

    Raises InvalidInput where the drawing cannot be read.
    """
    figure = drawing.figure or "neutral"
    zones: list[ShownZone] = []
    regions: list[ShownRegion] = []
    for pain in drawn_pains(drawing, atlas=atlas):
        strength = UNSAID if pain.intensity is None else pain.intensity / 10
        zones += [ShownZone(code=code, side=side, strength=strength) for code, side in pain.zones]
        for view, cells in pain.cells.items():
            path = region_path(cells, view_of(figure, view).cell)
            if path:
                regions.append(ShownRegion(view=view, path=path, strength=strength))
    return BodyPicture(name=name, title=title, figure=figure, zones=tuple(zones), regions=tuple(regions))


@lru_cache(maxsize=2048)
def _zone_path(figure: str, view: str, number: int) -> str:
    if figure == FIGURE:
        outline = zone_outline(view, *places()[number])
        return outline.path if outline else ""
    table = view_table(figure, view)
    return region_path(cells_of_faces(table, surface(figure).zone == number), table.view.cell)


def _base(figure: str, view: str, palette: Palette, skin_at: str) -> str:
    if palette is Palette.PAGE:
        return f'<use href="{skin_at or f"{STATIC}/{figure}"}/{view}.svg#body"/>'
    return _printed(figure, view)


@lru_cache(maxsize=32)
def _printed(figure: str, view: str) -> str:
    """The picture's own paths with colours written out, since paper has no style sheet, and fewer shades: a
    document is made and opened faster, and marks stand out."""
    packaged = resources.files("drypoint.atlas") / "data" / "body" / "views" / figure / f"{view}.svg"
    text = packaged.read_text()
    paths = _PATH.findall(text[text.index("<g ") : text.rindex("</g>")])
    shades = [path for path in paths if _SHADE in path]
    kept = [path for path in paths if path not in shades or path in shades[1::3]]
    inner = f'<g transform="scale(.2)">{"".join(kept)}</g>'
    return re.sub(r"var\(--([a-z]+),#[0-9a-f]+\)", lambda found: _PAPER[found[1]], inner)


def _window(asked: BodyPicture, views: tuple[str, ...], height: float) -> tuple[float, float]:
    """Top and bottom of what is shown, in millimetres: whole figures are cut to where something is marked."""
    if not set(views) <= set(WHOLE_VIEWS):
        return 0.0, height
    marked: list[float] = []
    for view in views:
        for path in (*_zone_paths(asked, view), *(one.path for one in asked.regions if one.view == view)):
            numbers = [float(number) for number in _NUMBER.findall(path)]
            marked += (min(numbers[1::2]), max(numbers[1::2]))
        marked += [y for _label, (_x, y) in _site_places(asked, view)]
    if not marked:
        return 0.0, height
    top, bottom = max(min(marked) - AROUND_MM, 0.0), min(max(marked) + AROUND_MM, height)
    lacking = max(LEAST_SHOWN_MM - (bottom - top), 0.0)
    top = max(top - lacking / 2, 0.0)
    bottom = min(top + max(bottom - top, LEAST_SHOWN_MM), height)
    return bottom - max(bottom - top, LEAST_SHOWN_MM), bottom


def _spots(asked: BodyPicture) -> list[tuple[str, Spot]]:
    found = ((site.label, site_of(site.muscle, site.trp, site.side)) for site in asked.sites)
    return [(label, site.spot) for label, site in found if site is not None]


def _site_views(asked: BodyPicture) -> list[str]:
    """As few whole figures as show every site, the ones that look most squarely at it."""
    taken: list[str] = []
    for _label, spot in _spots(asked):
        views = [view for view in best_views(spot, asked.figure) if view in WHOLE_VIEWS]
        if views and not any(view in taken for view in views[:2]):
            taken.append(views[0])
    return taken


def _site_places(asked: BodyPicture, view: str) -> list[tuple[str, Place]]:
    found = ((label, place_on(asked.figure, view, spot)) for label, spot in _spots(asked))
    return [(label, place) for label, place in found if place is not None]


def _rings(asked: BodyPicture, view: str, radius: float) -> list[str]:
    colour = _LOOKS[Layer.NEEDLED][0]
    return [
        f'<circle class="body-picture__site" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="#fff"'
        f' stroke="{colour}" stroke-width="{radius / 5:.1f}"/><text x="{x:.1f}" y="{y + radius * 0.38:.1f}"'
        f' text-anchor="middle" font-size="{radius * 1.1:.1f}" fill="{colour}">{escape(label)}</text>'
        for label, (x, y) in _site_places(asked, view)
    ]


def _zone_paths(asked: BodyPicture, view: str) -> list[str]:
    skin = surface(asked.figure)
    numbers = (skin.number(zone.code, zone.side) for zone in asked.zones)
    paths = (_zone_path(asked.figure, view, number) for number in numbers if number is not None)
    return [path for path in paths if path]
