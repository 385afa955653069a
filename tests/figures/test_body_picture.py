"""Pictures of the body: views chosen by what is marked, sides in words, paper without a style sheet."""

import re
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from drypoint.atlas import load
from drypoint.atlas.body import surface, view_table
from drypoint.atlas.body.outlines import cells_of_faces, region_path
from drypoint.documents import Figure as DocumentFigure
from drypoint.figures import BodyPicture, Layer, Palette, ShownStroke, ShownZone, body_picture, view_name
from drypoint.figures.body_picture import chosen_views
from drypoint.terms import InvalidInput, Side, ZoneCode

NUMBERS = re.compile(r"-?\d+(?:\.\d+)?")


def marked(code: str, side: Side, layer: Layer = Layer.PAIN) -> ShownZone:
    return ShownZone(code=ZoneCode(code), side=side, layer=layer)


def asked(*zones: ShownZone, **more: object) -> BodyPicture:
    return BodyPicture(name="p", title="Where it hurts", zones=zones, **more)  # type: ignore[arg-type]


def names(picture: BodyPicture) -> dict[tuple[ZoneCode, Side], str]:
    return {(zone.code, zone.side): f"{zone.code} {zone.side}" for zone in picture.zones}


@pytest.mark.parametrize(
    ("zones", "views"),
    [
        ([("bk.lumbar", Side.LEFT)], ("back",)),
        ([("ch.breast", Side.LEFT)], ("front",)),
        ([("ch.breast", Side.LEFT), ("bk.lumbar", Side.LEFT)], ("front", "back")),
        ([("head.temple", Side.RIGHT)], ("head_right",)),
        ([("head.temple", Side.LEFT), ("head.temple", Side.RIGHT)], ("head_right", "head_left")),
        ([("hd.palm", Side.LEFT)], ("hands_palm",)),
        ([("ft.sole", Side.LEFT)], ("feet_sole",)),
        ([("th.lateral", Side.LEFT)], ("left",)),
        ([("head.teeth_upper_back", Side.LEFT)], ("front", "back")),
        ([], ("front", "back")),
    ],
)
def test_views_are_chosen_by_what_is_marked(zones: list[tuple[str, Side]], views: tuple[str, ...]) -> None:
    found = chosen_views(asked(*(marked(*zone) for zone in zones)))
    assert found[0] in views if len(zones) == 1 else True
    assert set(views) <= set(found)
    assert len(found) <= 3


def test_every_zone_is_seen_on_the_views_chosen_for_it() -> None:
    for code, side in surface("neutral").places:
        picture = asked(marked(code, side))
        figure = body_picture(picture, zone_names=names(picture))
        assert 'class="body-picture__pain"' in figure.svg, (code, side)


def test_what_was_drawn_is_shown_on_its_own_view_as_it_was_drawn() -> None:
    line = ShownStroke(view="left", points=((50, 500), (70, 520)), width_mm=12, strength=0.5)
    dot = ShownStroke(view="feet_sole", points=((40, 50),), width_mm=8)
    picture = asked(marked("bk.lumbar", Side.LEFT), strokes=(line, dot))
    figure = body_picture(picture, zone_names=names(picture), language="es")
    assert chosen_views(picture) == ("back", "left", "feet_sole")
    assert 'd="M50.0 500.0L70.0 520.0"' in figure.svg
    assert 'd="M40.0 50.0L40.0 50.0"' in figure.svg
    assert "trazos dibujados" in figure.description
    assert chosen_views(asked(strokes=(dot,))) == ("feet_sole",)


def test_sides_are_the_persons_and_stand_where_the_viewer_sees_them() -> None:
    front = body_picture(asked(views=("front",)), zone_names={}).svg
    assert front.index(">right<") < front.index(">left<")
    back = body_picture(asked(views=("back",)), zone_names={}, language="es").svg
    assert back.index(">izquierda<") < back.index(">derecha<")
    assert "<text" not in body_picture(asked(views=("right",)), zone_names={}).svg


def test_a_page_takes_the_skin_from_the_static_files_and_paper_has_it_inside() -> None:
    picture = asked(
        marked("bk.lumbar", Side.LEFT, Layer.NEEDLED), marked("bt.mid", Side.LEFT, Layer.SPILLOVER)
    )
    page = body_picture(picture, zone_names=names(picture))
    assert 'href="/static/body/views/neutral/back.svg#body"' in page.svg
    assert len(page.svg) < 8_000
    paper = body_picture(picture, zone_names=names(picture), palette=Palette.PRINT)
    assert "var(" not in paper.svg
    DocumentFigure(svg=paper.svg, alt=paper.description)
    for figure in (page, paper):
        ElementTree.fromstring(figure.svg)  # noqa: S314 (our own picture)
    assert page.table.rows == (("bk.lumbar left", "left"), ("bt.mid left", "left"))
    assert page.description == "Seen from: back. Marked: bk.lumbar left, bt.mid left."
    assert body_picture(asked(), zone_names={}).description == "Nothing is marked."
    inside = asked(marked("head.teeth_upper_back", Side.LEFT))
    assert "head.teeth_upper_back left" in body_picture(inside, zone_names=names(inside)).description


def test_every_view_has_a_name_in_both_languages() -> None:
    for view in surface("female").figure.views:
        assert view_name(view.name, "en") and view_name(view.name, "es")


def test_unknown_figure_is_refused() -> None:
    with pytest.raises(InvalidInput):
        body_picture(asked(figure="giant"), zone_names={})


def enclosed_area(path: str) -> float:
    """Area inside the curves; holes run the other way round and count off."""
    total = 0.0
    share = np.linspace(0, 1, 9)[:-1, None]
    for loop in path.split("Z")[:-1]:
        numbers = list(map(float, NUMBERS.findall(loop)))
        pieces, here, points = (
            np.array(numbers[2:]).reshape(-1, 2, 2),
            np.array(numbers[:2]),
            np.empty((0, 2)),
        )
        for bend, there in pieces:
            curve = (1 - share) ** 2 * here + 2 * share * (1 - share) * bend + share**2 * there
            points, here = np.concatenate([points, curve]), there
        x, y = points[:, 0], points[:, 1]
        total += float((x * np.roll(y, -1) - y * np.roll(x, -1)).sum()) / 2
    return abs(total)


@settings(max_examples=60, deadline=None)
@given(arrays.arrays(bool, st.tuples(st.integers(1, 9), st.integers(1, 9))))
def test_outlines_of_any_cells_are_closed_and_stay_on_the_grid(cells: np.ndarray) -> None:
    path = region_path(cells, 20)
    assert path.count("M") == path.count("Z")
    numbers = list(map(float, NUMBERS.findall(path)))
    assert all(0 <= number <= 18 for number in numbers)


def test_outline_of_a_zone_has_about_the_area_of_its_cells() -> None:
    for view, code in (("front", "ch.breast"), ("back", "bk.lumbar"), ("head_right", "head.temple")):
        table, skin = view_table("neutral", view), surface("neutral")
        number = skin.number(ZoneCode(code), Side.RIGHT)
        cells = cells_of_faces(table, skin.zone == number)
        wanted = cells.sum() * (table.view.cell / 10) ** 2
        assert enclosed_area(region_path(cells, table.view.cell)) == pytest.approx(wanted, rel=0.04)


def test_outline_keeps_a_hole() -> None:
    cells = np.ones((20, 20), dtype=bool)
    cells[8:12, 8:12] = False
    assert region_path(cells, 10).count("M") == 2
    assert region_path(np.zeros((4, 4), dtype=bool), 10) == ""


def test_zones_of_the_atlas_have_labels_for_the_picture() -> None:
    assert {code for code, _ in surface("male").places} == {
        zone.code for zone in load().zones if not zone.inner
    }
