"""What a drawing covers: mirrored, reordered, resampled, erased; beside a slow reading of the contract."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drypoint.atlas import load
from drypoint.atlas.body import FIGURES, NOTHING, surface, view_table
from drypoint.painmap import CoverRequest, cover, cover_with_change, drawn_pains, person_scale
from drypoint.painmap.cover import stroke_cells
from drypoint.painmap.request import Drawing, Mark, Quality
from drypoint.terms import InvalidInput, Side, ZoneCode

ATLAS = load()
MIRRORED_VIEW = {"right": "left", "left": "right", "head_right": "head_left", "head_left": "head_right"}
VIEWS = ["front", "back", "right", "head_front", "head_left", "hands_palm", "feet_sole"]


def drawing(*marks: Mark, figure: str = "neutral") -> Drawing:
    return Drawing(chart="1", figure=figure, marks=marks)  # type: ignore[arg-type]


def stroke(view: str, *points: tuple[float, float], width: float = 12, **more: object) -> Mark:
    return Mark(view=view, points=points, width=width, **more)  # type: ignore[arg-type]


def zone(code: str, side: Side, **more: object) -> Mark:
    return Mark(zone=ZoneCode(code), side=side, **more)  # type: ignore[arg-type]


def covers(one: Drawing) -> dict[tuple[str, Side], float]:
    return {(found.code, found.side): found.cover for found in cover(one, atlas=ATLAS).zones}


@st.composite
def strokes(draw: st.DrawFn) -> Mark:
    view = draw(st.sampled_from(VIEWS))
    known = view_table("neutral", view).view
    x = st.integers(-50, known.width + 50).map(lambda tenths: tenths / 10)
    y = st.integers(-50, known.height + 50).map(lambda tenths: tenths / 10)
    start = draw(st.tuples(x, y))
    steps = draw(st.lists(st.tuples(st.integers(-300, 300), st.integers(-300, 300)), max_size=6))
    points = [start]
    for right, down in steps:
        points.append((round(points[-1][0] + right / 10, 1), round(points[-1][1] + down / 10, 1)))
    return Mark(
        view=view,
        points=tuple(points),
        width=draw(st.sampled_from([4.0, 8.0, 15.0, 30.0])),
        erase=draw(st.sampled_from([False, False, False, True])),
        intensity=draw(st.sampled_from([None, 3.0, 8.0])),
        quality=draw(st.sampled_from([None, Quality.ACHE, Quality.NUMB])),
    )


@st.composite
def whole_zones(draw: st.DrawFn) -> Mark:
    found = draw(st.sampled_from(ATLAS.zones))
    return Mark(
        zone=found.code,
        side=draw(st.sampled_from(found.sides)),
        erase=draw(st.booleans()),
        intensity=draw(st.sampled_from([None, 5.0])),
    )


drawings = st.lists(st.one_of(strokes(), strokes(), whole_zones()), max_size=6).map(
    lambda marks: drawing(*marks)
)


def mirrored(mark: Mark) -> Mark:
    if mark.zone is not None:
        side = mark.side if mark.side in {None, Side.MIDLINE} else mark.side.opposite
        return Mark(
            zone=mark.zone, side=side, erase=mark.erase, intensity=mark.intensity, quality=mark.quality
        )
    assert mark.view is not None
    width = view_table("neutral", mark.view).view.width / 10
    return Mark(
        view=MIRRORED_VIEW.get(mark.view, mark.view),
        points=tuple((round(width - x, 1), y) for x, y in mark.points),
        width=mark.width,
        erase=mark.erase,
        intensity=mark.intensity,
        quality=mark.quality,
    )


@settings(max_examples=60, deadline=None)
@given(drawings)
def test_the_mirror_of_a_drawing_covers_exactly_the_mirrored_zones(one: Drawing) -> None:
    here = cover(one, atlas=ATLAS)
    there = cover(drawing(*map(mirrored, one.marks)), atlas=ATLAS)
    opposite = {
        (found.code, found.side if found.side is Side.MIDLINE else found.side.opposite): found
        for found in there.zones
    }
    assert len(opposite) == len(here.zones)
    for found in here.zones:
        other = opposite[found.code, found.side]
        assert (found.cover, found.area_cm2, found.intensity, found.quality) == (
            other.cover,
            other.area_cm2,
            other.intensity,
            other.quality,
        )
    assert here.area_cm2 == there.area_cm2


@settings(max_examples=40, deadline=None)
@given(st.lists(strokes().filter(lambda mark: not mark.erase), min_size=1, max_size=5), st.randoms())
def test_the_order_of_strokes_does_not_change_the_cover(marks: list[Mark], chance: object) -> None:
    shuffled = list(marks)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert covers(drawing(*marks)) == covers(drawing(*shuffled))


def test_tables_of_every_view_are_their_own_mirror() -> None:
    for figure in FIGURES:
        skin = surface(figure)
        for name in VIEWS:
            table, other = view_table(figure, name), view_table(figure, MIRRORED_VIEW.get(name, name))
            columns = table.face.shape[1]
            seen = np.where(table.face == NOTHING, NOTHING, (table.face + skin.half) % len(skin.faces))
            assert (seen[:, ::-1] == other.face).all()
            row, column = table.attached_cell // columns, table.attached_cell % columns
            faces = (table.attached_face + skin.half) % len(skin.faces)
            mirror = set(zip(faces.tolist(), (row * columns + columns - 1 - column).tolist(), strict=True))
            own = zip(other.attached_face.tolist(), other.attached_cell.tolist(), strict=True)
            assert mirror == set(own), (figure, name)


def between(mark: Mark, steps: int) -> list[tuple[float, float]]:
    """The points of a stroke with ``steps - 1`` more on each of its lines."""
    fine: list[tuple[float, float]] = []
    for (x1, y1), (x2, y2) in zip(mark.points, mark.points[1:], strict=False):
        fine += [(x1 + (x2 - x1) * step / steps, y1 + (y2 - y1) * step / steps) for step in range(steps)]
    return [*fine, mark.points[-1]]


@settings(max_examples=40, deadline=None)
@given(strokes())
def test_more_points_on_the_same_line_change_nothing_where_they_are_whole_tenths(mark: Mark) -> None:
    view = mark.view or ""
    points = tuple((round(x * 10) // 7 * 7 / 10, round(y * 10) // 7 * 7 / 10) for x, y in mark.points)
    whole = stroke(view, *points, width=15)
    dense = stroke(view, *((round(x, 1), round(y, 1)) for x, y in between(whole, 7)), width=15)
    assert cover(drawing(dense), atlas=ATLAS) == cover(drawing(whole), atlas=ATLAS)


@settings(max_examples=40, deadline=None)
@given(strokes().filter(lambda mark: mark.view in {"front", "back"}))
def test_more_points_near_the_same_line_change_the_area_by_less_than_a_hundredth(mark: Mark) -> None:
    # Between whole tenths of a millimetre they are rounded; near an outline one cell is much skin.
    coarse = cover(drawing(stroke(mark.view or "", *mark.points, width=15)), atlas=ATLAS)
    dense = cover(drawing(stroke(mark.view or "", *between(mark, 7), width=15)), atlas=ATLAS)
    assert dense.area_cm2 == pytest.approx(coarse.area_cm2, rel=0.01, abs=0.5)


def slow_cells(mark: Mark) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    """Every cell of the view against every segment, as the contract says it."""
    assert mark.view is not None and mark.width is not None
    table = view_table("neutral", mark.view)
    rows, columns = table.face.shape
    cell = table.view.cell
    across = np.arange(columns)[None, :] * cell + cell / 2
    down = np.arange(rows)[:, None] * cell + cell / 2
    line = [(math.floor(x * 10 + 0.5), math.floor(y * 10 + 0.5)) for x, y in mark.points]
    near = np.full((rows, columns), np.inf)
    for (ax, ay), (bx, by) in zip(line, line[1:] or line, strict=False):
        length = (bx - ax) ** 2 + (by - ay) ** 2
        share = (
            0.0
            if not length
            else np.clip(((across - ax) * (bx - ax) + (down - ay) * (by - ay)) / length, 0, 1)
        )
        away = np.hypot(across - ax - share * (bx - ax), down - ay - share * (by - ay))
        near = np.minimum(near, away)
    return near <= mark.width * 5 + 1e-9


@settings(max_examples=25, deadline=None)
@given(strokes())
def test_cells_of_a_stroke_are_those_of_the_slow_reading(mark: Mark) -> None:
    assert mark.view is not None and mark.width is not None
    fast = stroke_cells(mark.points, mark.width, view_table("neutral", mark.view))
    slow = slow_cells(mark)
    # Centres at exactly half the width may round either way.
    assert (fast != slow).sum() <= 2


def test_a_whole_zone_is_covered_whole_and_alone() -> None:
    for code, side in surface("female").places[::7]:
        found = cover(drawing(zone(code, side, intensity=4.0), figure="female"), atlas=ATLAS)
        assert [(one.code, one.side, one.cover, one.intensity) for one in found.zones] == [
            (code, side, 1.0, 4.0)
        ]


def test_an_inner_zone_is_marked_without_area_and_can_be_erased() -> None:
    teeth = zone("head.teeth_upper_back", Side.LEFT, intensity=7.0)
    found = cover(drawing(teeth), atlas=ATLAS)
    assert [(one.code, one.cover, one.area_cm2, one.intensity) for one in found.zones] == [
        ("head.teeth_upper_back", 1.0, 0.0, 7.0)
    ]
    gone = drawing(teeth, zone("head.teeth_upper_back", Side.LEFT, erase=True))
    assert cover(gone, atlas=ATLAS).zones == ()


def test_erasing_a_zone_takes_strokes_of_every_view_with_it() -> None:
    marks = (
        stroke("back", (380, 300), (400, 320), width=40),
        stroke("head_back", (100, 300), (160, 300), width=30),
        zone("neck.angle", Side.LEFT),
    )
    before = cover(drawing(*marks), atlas=ATLAS)
    assert len(before.zones) > 4
    after = drawing(*marks, *(zone(found.code, found.side, erase=True) for found in before.zones))
    assert cover(after, atlas=ATLAS).zones == ()
    # What is left is the ink that strayed over borders and was never listed.
    strayed = before.area_cm2 - sum(found.area_cm2 for found in before.zones)
    assert cover(after, atlas=ATLAS).area_cm2 == pytest.approx(strayed)


def test_an_eraser_takes_skin_that_was_drawn_in_another_view() -> None:
    knee = stroke("front", (330, 1210), (330, 1260), width=40)
    table = view_table("neutral", "right")
    wide = stroke("right", (0, 1235), (table.view.width / 10, 1235), width=190, erase=True)
    assert cover(drawing(knee, wide), atlas=ATLAS).area_cm2 < cover(drawing(knee), atlas=ATLAS).area_cm2


def test_drawing_again_where_it_was_erased_counts_again() -> None:
    spot = stroke("back", (422, 600), width=60)
    rubber = stroke("back", (422, 600), width=90, erase=True)
    assert cover(drawing(spot, rubber), atlas=ATLAS).zones == ()
    assert covers(drawing(spot, rubber, spot)) == covers(drawing(spot))


def test_two_pains_share_a_zone_by_what_they_hold_of_it() -> None:
    mild = zone("bt.mid", Side.RIGHT, intensity=2.0, quality=Quality.ACHE)
    back = view_table("neutral", "back")
    number = surface("neutral").number(ZoneCode("bt.mid"), Side.RIGHT)
    rows, columns = np.nonzero((back.face != NOTHING) & (surface("neutral").zone[back.face] == number))
    middle = (float(np.median(columns)) * 2, float(np.median(rows)) * 2)
    sharp = stroke("back", middle, width=60, intensity=8.0, quality=Quality.SHARP)
    dot = stroke("back", middle, width=4, intensity=10.0, quality=Quality.NUMB)
    found = cover(drawing(mild, sharp, dot), atlas=ATLAS).zones
    assert [(one.code, one.intensity, one.quality) for one in found] == [("bt.mid", 8.0, Quality.ACHE)]


def test_a_single_dot_on_a_large_zone_is_not_lost() -> None:
    found = cover(drawing(stroke("back", (422, 640), width=3, intensity=9.0)), atlas=ATLAS)
    assert len(found.zones) == 1
    assert found.zones[0].cover < 0.05


def test_strokes_off_the_body_and_empty_drawings_cover_nothing() -> None:
    for one in (
        drawing(),
        drawing(stroke("front", (2, 2), (5, 5))),
        drawing(stroke("front", (1e9, -1e9))),
        drawing(Mark(view="front", points=(), width=8)),
        drawing(stroke("front", (422, 600), width=20, erase=True)),
    ):
        assert cover(one, atlas=ATLAS).zones == ()
        assert cover(one, atlas=ATLAS).area_cm2 == 0


def test_ten_thousand_points_are_read() -> None:
    points = [(400 + 100 * math.sin(n / 50), 500 + n / 50) for n in range(10_000)]
    assert covers(drawing(stroke("back", *points)))


@pytest.mark.parametrize(
    ("one", "where"),
    [
        (Drawing(chart="2"), "drawing.chart"),
        (Drawing(chart="1", figure="giant"), "figure"),  # type: ignore[arg-type]
        (drawing(stroke("above", (1, 1))), "view"),
        (drawing(Mark(view="front", points=((1, 1),))), "drawing.marks[0]"),
        (drawing(Mark(width=3)), "drawing.marks[0]"),
        (drawing(Mark(zone=ZoneCode("neck.angle"))), "drawing.marks[0]"),
        (drawing(zone("neck.angle", Side.MIDLINE)), "drawing.marks[0].side"),
        (drawing(Mark(zone=ZoneCode("neck.angle"), side=Side.LEFT, points=((1, 1),))), "drawing.marks[0]"),
        (drawing(*(stroke("front", *[(0, 0), (9_000, 9_000)] * 60) for _ in range(2))), "drawing.marks"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(one: Drawing, where: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        cover(one, atlas=ATLAS)
    assert caught.value.where == where


def test_unknown_zone_is_refused() -> None:
    with pytest.raises(InvalidInput, match="unknown zone"):
        cover(drawing(zone("neck.knee", Side.LEFT)), atlas=ATLAS)


def test_a_pain_inside_the_body_alone_is_redrawn_as_its_zone() -> None:
    teeth = zone("head.teeth_upper_back", Side.LEFT, intensity=7.0)
    (pain,) = drawn_pains(drawing(teeth), atlas=ATLAS)
    assert (pain.intensity, pain.zones, pain.cells) == (7.0, (("head.teeth_upper_back", Side.LEFT),), {})


def test_a_stroke_that_is_wiped_away_leaves_no_pain_in_its_view() -> None:
    one = stroke("front", (300, 700), (310, 720))
    (drawn,) = drawn_pains(drawing(one), atlas=ATLAS)
    assert set(drawn.cells) == {"front"}
    wiped = drawing(one, *(zone(code, side, erase=True) for code, side in covers(drawing(one))))
    assert all(not pain.cells for pain in drawn_pains(wiped, atlas=ATLAS))


def test_areas_scale_with_the_person() -> None:
    # Du Bois 1916: 170 cm and 70 kg have 1.81 m² of skin.
    figure_m2 = surface("neutral").area_mm2.sum() / 1e6
    assert person_scale("neutral", height_cm=170, weight_kg=70) * figure_m2 == pytest.approx(1.81, abs=0.005)
    one = drawing(zone("kn.front", Side.LEFT))
    plain = cover_with_change(CoverRequest(drawing=one), atlas=ATLAS)
    larger = cover_with_change(CoverRequest(drawing=one, height_cm=190, weight_kg=100), atlas=ATLAS)
    assert not plain.scaled_to_person and larger.scaled_to_person
    assert larger.area_cm2 / plain.area_cm2 == pytest.approx(
        person_scale("neutral", height_cm=190, weight_kg=100)
    )
    assert larger.zones[0].area_cm2 == pytest.approx(larger.area_cm2)
    with pytest.raises(InvalidInput, match="height_cm and weight_kg"):
        cover_with_change(CoverRequest(drawing=one, height_cm=170), atlas=ATLAS)


def test_change_is_told_in_area_and_percent() -> None:
    both = drawing(zone("kn.front", Side.LEFT), zone("kn.front", Side.RIGHT))
    one, none = drawing(zone("kn.front", Side.LEFT)), drawing()
    less = cover_with_change(CoverRequest(drawing=one, before=both), atlas=ATLAS).change
    assert less is not None
    assert (less.percent, less.area_cm2) == (
        pytest.approx(-50),
        pytest.approx(-cover(one, atlas=ATLAS).area_cm2),
    )
    gone = cover_with_change(CoverRequest(drawing=none, before=both), atlas=ATLAS).change
    assert gone is not None and gone.percent == pytest.approx(-100)
    assert gone.area_cm2 == pytest.approx(-cover(both, atlas=ATLAS).area_cm2)
    new = cover_with_change(CoverRequest(drawing=one, before=none), atlas=ATLAS).change
    assert new is not None and new.percent is None and new.area_cm2 > 0
    still = cover_with_change(CoverRequest(drawing=none, before=none), atlas=ATLAS).change
    assert still is not None and (still.percent, still.area_cm2) == (None, 0)
