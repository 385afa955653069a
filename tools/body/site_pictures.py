"""Draws all outlines and sites over the pictures of a figure, to be looked at.

``PYTHONPATH=src python tools/body/site_pictures.py FIGURE FOLDER [MUSCLE ...]`` writes one SVG for each view.
"""

import sys
from pathlib import Path

from drypoint.atlas.body import belly_of, body, landmarks, outline_on, place_on, sites_file, sites_of, spot_of

VIEWS = Path(__file__).parents[2] / "src/drypoint/atlas/data/body/views"
SIDES = {"right": "#a00", "left": "#05a"}


def main() -> None:
    figure, folder, wanted = sys.argv[1], Path(sys.argv[2]), sys.argv[3:]
    muscles = [row.muscle for row in sites_file().muscles if not wanted or row.muscle in wanted]
    for view in body().figure(figure).views:
        over = "".join(_muscle(figure, view.name, muscle, side) for muscle in muscles for side in SIDES)
        for one in landmarks():
            over += _dot(place_on(figure, view.name, spot_of(one)), 2, "#111", one.id)
        picture = (VIEWS / figure / f"{view.name}.svg").read_text()
        (folder / f"{view.name}.svg").write_text(picture.replace("</svg>", over + "</svg>"))


def _muscle(figure: str, view: str, muscle: str, side: str) -> str:
    belly, colour = belly_of(muscle, side), SIDES[side]
    outline = outline_on(figure, view, belly) if belly else ()
    corners = " ".join(f"{x:g},{y:g}" for x, y in outline)
    drawn = (
        f'<polygon points="{corners}" fill="{colour}" fill-opacity=".12" stroke="{colour}"/>'
        if outline
        else ""
    )
    for site in sites_of(muscle, side):
        drawn += _dot(place_on(figure, view, site.spot), 4, colour, f"{muscle} {site.trp} {side}")
    return drawn


def _dot(place: tuple[float, float] | None, radius: int, colour: str, words: str) -> str:
    if place is None:
        return ""
    x, y = place
    dot = f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{colour}" stroke="#fff">'
    return f"{dot}<title>{words}</title></circle>"


if __name__ == "__main__":
    main()
