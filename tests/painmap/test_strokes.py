"""Fewer points, the same cover."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from drypoint.atlas.body import view_table
from drypoint.painmap.cover import stroke_cells
from drypoint.painmap.request import Mark
from drypoint.painmap.strokes import LONG, simpler_marks, thinned
from drypoint.terms import Side, ZoneCode

CORNER = ((0.0, 0.0), (50.0, 0.1), (100.0, 0.0), (100.0, 50.0), (100.0, 100.0))


def test_points_on_the_line_are_left_out_and_corners_stay() -> None:
    assert thinned(CORNER, 0.5) == (CORNER[0], CORNER[2], CORNER[4])


def test_a_line_that_comes_back_keeps_its_far_end() -> None:
    assert thinned(((0.0, 0.0), (90.0, 0.0), (0.0, 0.0)), 0.5) == ((0.0, 0.0), (90.0, 0.0), (0.0, 0.0))


@given(st.integers(0, 2**32 - 1), st.sampled_from([4.0, 30.0]))
@settings(max_examples=15, deadline=None)
def test_a_long_stroke_covers_the_same_with_fewer_points(seed: int, width: float) -> None:
    points = tuple((200 + 150 * ((seed * k) % 97) / 97 + k * 0.1, 300 + k * 0.4) for k in range(LONG + 50))
    mark = Mark(view="front", points=points, width=width)
    (kept,) = simpler_marks([mark], figure="neutral")
    table = view_table("neutral", "front")
    assert (stroke_cells(kept.points, width, table) == stroke_cells(points, width, table)).all()
    assert len(kept.points) <= len(points)


def test_a_straight_long_stroke_becomes_its_two_ends() -> None:
    points = tuple((300 + k * 0.2, 400.0) for k in range(LONG))
    (kept,) = simpler_marks([Mark(view="front", points=points, width=8)], figure="neutral")
    assert kept.points == (points[0], points[-1])


def test_a_stroke_whose_every_point_tells_is_kept_as_it_came() -> None:
    points = tuple((300 + 20 * (k % 2), 300 + k * 0.3) for k in range(LONG))
    mark = Mark(view="front", points=points, width=0.2)
    assert simpler_marks([mark], figure="neutral") == (mark,)


def test_a_stroke_along_the_edge_of_a_cell_keeps_its_tenths() -> None:
    points = tuple((round(300 + 0.3 * k, 1), 400.9 + 0.1 * (k % 3 == 1)) for k in range(LONG))
    mark = Mark(view="front", points=points, width=8)
    assert simpler_marks([mark], figure="neutral") == (mark,)


def test_a_trembling_stroke_keeps_only_the_points_that_tell() -> None:
    tremble = Random(0)
    points = tuple(
        (300 + 0.3 * k + tremble.uniform(-0.5, 0.5), 400 + tremble.uniform(-0.5, 0.5)) for k in range(LONG)
    )
    (kept,) = simpler_marks([Mark(view="front", points=points, width=8)], figure="neutral")
    assert 2 < len(kept.points) < LONG


def test_short_strokes_and_zones_are_kept_as_they_came() -> None:
    marks = (
        Mark(view="front", points=((1.0, 1.0),), width=4),
        Mark(zone=ZoneCode("neck.angle"), side=Side.LEFT),
    )
    assert simpler_marks(marks, figure="neutral") == marks
