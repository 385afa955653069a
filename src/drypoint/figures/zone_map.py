"""The body with every zone as a link: where does it hurt?"""

import re
from collections.abc import Mapping
from html import escape

from drypoint.atlas.body import outlines_on, view_of
from drypoint.atlas.body.zone_paths import FIGURE
from drypoint.figures.drawing import Language
from drypoint.figures.view_words import SIDES, view_name, viewer_left
from drypoint.terms import Side, Value, ZoneCode

LETTER_SHARE = {True: 0.024, False: 0.045}
"""Size of letters in heights of the view: of a whole figure, of a close look."""
COARSE_CELL = 20
"""Views of cells of 2 mm need no parts of millimetres: half the bytes, the same picture."""
_STEP = re.compile(r"([MQZ])([\d. -]*)")


class ZoneLink(Value, frozen=True):
    """Where a zone on one side leads."""

    href: str
    label: str


def zone_map(
    view: str,
    links: Mapping[tuple[ZoneCode, Side], ZoneLink],
    *,
    language: Language = "en",
    skin_at: str,
) -> str:
    """SVG of a view of the neutral figure: each zone that has a link is one, with its words for the blind.

    ``skin_at`` is the address under which the page finds the views. Zones inside the body are not drawn: the
    page's list holds them.

    Raises InvalidInput where the view is not known.
    """
    known = view_of(FIGURE, view)
    width, height = known.width / 10, known.height / 10
    coarse = known.cell == COARSE_CELL
    size = height * LETTER_SHARE[coarse]
    zones = "".join(
        f'<a href="{escape(link.href)}" aria-label="{escape(link.label)}"'
        f' class="zone-map__zone"><title>{escape(link.label)}</title>'
        f'<path d="{_whole(one.path) if coarse else one.path}" fill-rule="evenodd"/></a>'
        for one in outlines_on(view)
        if (link := links.get((one.code, one.side))) is not None
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="zone-map" role="group"'
        f' viewBox="0 {-1.4 * size:.1f} {width:.1f} {height + 1.4 * size:.1f}"'
        f' aria-label="{escape(view_name(view, language))}"><use href="{skin_at}/{view}.svg#body"/>'
        f"{_letters(view, width, size, language)}{zones}</svg>"
    )


def _whole(path: str) -> str:
    """The path in whole millimetres, each curve from where the last one ended."""
    parts: list[str] = []
    x = y = 0
    for letter, numbers in _STEP.findall(path):
        if letter == "Z":
            parts.append("z")
            continue
        places = [round(float(number)) for number in numbers.split()]
        if letter == "M":
            parts.append(f"M{places[0]} {places[1]}q")
        else:
            steps = (places[0] - x, places[1] - y, places[2] - x, places[3] - y)
            parts.append("".join(f"{step}" if step < 0 else f" {step}" for step in steps))
        x, y = places[-2:]
    return "".join(parts)


def _letters(view: str, width: float, size: float, language: Language) -> str:
    left = viewer_left(view)
    if left is None:
        return ""
    words = ((SIDES[left], width * 0.02, "start"), (SIDES[left.opposite], width * 0.98, "end"))
    return "".join(
        f'<text class="body-picture__side" x="{x:.1f}" y="{-0.4 * size:.1f}" text-anchor="{anchor}"'
        f' font-size="{size:.1f}" aria-hidden="true">{escape(text.in_language(language))}</text>'
        for text, x, anchor in words
    )
