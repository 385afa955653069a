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
from drypoint.figures import (
    BodyPicture,
    Layer,
    Palette,
    ShownRegion,
    ShownSite,
    ShownZone,
    body_picture,
    drawing_picture,
    view_name,
)
from drypoint.figures.body_picture import chosen_views
from drypoint.painmap import Drawing, Mark, Quality
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
    line = ShownRegion(view="left", path="M50 500L70 520L60 530Z", strength=0.5)
    dot = ShownRegion(view="feet_sole", path="M40 50L42 50L41 52Z")
    picture = asked(marked("bk.lumbar", Side.LEFT), regions=(line, dot))
    figure = body_picture(picture, zone_names=names(picture), language="es")
    assert chosen_views(picture) == ("back", "left", "feet_sole")
    assert 'd="M50 500L70 520L60 530Z"' in figure.svg
    assert "lo dibujado" in figure.description
    assert chosen_views(asked(regions=(dot,))) == ("feet_sole",)


def test_a_drawing_is_shown_as_it_counts() -> None:
    line = Mark(view="back", points=((380, 600), (460, 600)), width=30, intensity=8, quality=Quality.ACHE)
    rubber = Mark(view="back", points=((460, 600),), width=60, erase=True)
    speck = Mark(view="front", points=((420, 900),), width=3)
    whole = Mark(zone=ZoneCode("head.temple"), side=Side.LEFT)
    teeth = Mark(zone=ZoneCode("head.teeth_upper_back"), side=Side.LEFT, intensity=3)
    ache = Mark(zone=ZoneCode("head.mouth_throat"), side=Side.LEFT, intensity=8, quality=Quality.ACHE)

    def shown(*marks: Mark) -> BodyPicture:
        drawing = Drawing(chart="1", marks=marks)
        return drawing_picture(drawing, name="p", title="Where it hurts", atlas=load())

    (drawn,) = shown(line).regions
    assert (drawn.view, drawn.strength) == ("back", 0.8)
    (kept,) = shown(line, rubber).regions
    assert enclosed_area(kept.path) < enclosed_area(drawn.path)
    picture = shown(line, speck, whole, teeth, ache)
    assert [(zone.code, zone.strength) for zone in picture.zones] == [
        ("head.mouth_throat", 0.8),
        ("head.temple", 0.5),
        ("head.teeth_upper_back", 0.3),
    ]
    assert len(picture.regions) == 1, "a speck has no outline"
    assert shown(whole, Mark(zone=whole.zone, side=whole.side, erase=True)).zones == ()


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


def shown_box(picture: BodyPicture) -> tuple[float, ...]:
    svg = body_picture(picture, zone_names=names(picture)).svg
    return tuple(map(float, NUMBERS.findall(svg[svg.index('viewBox="') : svg.index('" role')])))


def test_whole_figures_are_cut_to_what_is_marked() -> None:
    whole = shown_box(asked())[3]
    neck = shown_box(asked(marked("neck.angle", Side.LEFT)))
    knee = shown_box(asked(marked("kn.front", Side.LEFT)))
    foot = shown_box(asked(marked("ft.dorsum", Side.LEFT), views=("front",)))
    assert 600 < neck[3] < whole / 2 and 600 < knee[3] < whole / 2
    assert neck[1] < 0 < knee[1]
    assert foot[1] + foot[3] == pytest.approx(view_table("neutral", "front").view.height / 10, abs=1)
    both = shown_box(asked(marked("neck.angle", Side.LEFT), marked("kn.front", Side.LEFT)))
    assert both[3] > neck[3] * 1.5


def test_sites_stand_in_rings_on_the_views_that_look_at_them() -> None:
    sites = (
        ShownSite(muscle="trapezius_upper", trp=2, side=Side.LEFT, label="1"),
        ShownSite(muscle="gastrocnemius_medial", trp=1, side=Side.LEFT, label="2"),
        ShownSite(muscle="no_such_muscle", trp=1, side=Side.LEFT, label="3"),
    )
    picture = asked(sites=sites)
    assert chosen_views(picture) == ("back",)
    figure = body_picture(picture, zone_names={})
    assert figure.svg.count('class="body-picture__site"') == 2
    assert figure.svg.index(">1</text>") < figure.svg.index(">2</text>")
    assert "Marked: 1, 2." in figure.description
    assert shown_box(picture)[3] > shown_box(asked(sites=sites[:1]))[3]


def test_zones_of_every_figure_are_drawn_the_packaged_outlines_being_those_of_the_neutral_one() -> None:
    temple = marked("head.temple", Side.RIGHT)
    names = {("head.temple", Side.RIGHT): "temple"}
    neutral, female = (
        body_picture(asked(temple, figure=figure), zone_names=names).svg for figure in ("neutral", "female")
    )
    assert neutral.count("body-picture__pain") == female.count("body-picture__pain") == 1
    assert "/neutral/" in neutral
    assert "/female/" in female


def test_page_says_where_it_finds_the_views() -> None:
    svg = body_picture(
        asked(marked("head.temple", Side.RIGHT)),
        zone_names={("head.temple", Side.RIGHT): "temple"},
        skin_at="/body",
    ).svg
    assert '<use href="/body/head_right.svg#body"/>' in svg
