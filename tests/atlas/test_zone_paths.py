"""Packaged outlines of zones are those of the surface, and show where each zone is seen."""

import re

import pytest

from drypoint.atlas import load
from drypoint.atlas.body import (
    body,
    outlines_on,
    seen_in,
    surface,
    view_table,
    views_showing,
    zone_outline,
)
from drypoint.atlas.body.light_views import light_view
from drypoint.atlas.body.outlines import cells_of_faces, region_path
from drypoint.atlas.body.skin import packaged
from drypoint.terms import InvalidInput, Side

VIEWS = [view.name for view in body().figure("neutral").views]
WHOLE = ("front", "back", "right", "left")


@pytest.mark.parametrize("view", ["front", "head_right", "hands_palm", "feet_sole"])
def test_outlines_are_those_of_the_surface(view: str) -> None:
    table, skin = view_table("neutral", view), surface("neutral")
    shown = outlines_on(view)
    for one in shown[:: max(len(shown) // 6, 1)]:
        number = skin.number(one.code, one.side)
        assert number is not None
        made = region_path(cells_of_faces(table, skin.zone == number), table.view.cell)
        assert one.path == made, f"{view} {one.code}: run tools/body/zone_paths.py"


def test_every_zone_with_skin_is_seen_in_some_view() -> None:
    seen = {(one.code, one.side) for view in VIEWS for one in outlines_on(view)}
    assert seen == set(surface("neutral").places)
    inner = {zone.code for zone in load().zones if zone.inner}
    assert all(zone_outline("front", code, Side.RIGHT) is None for code in inner)


def test_views_are_as_few_as_show_what_is_marked() -> None:
    temple = ("head.temple", Side.RIGHT)
    assert views_showing([temple], WHOLE, most=3, enough=0.08) == ("right",)
    both = [temple, ("head.temple", Side.LEFT)]
    assert views_showing(both, WHOLE, most=3, enough=0.08) == ("right", "left")
    assert views_showing(both, WHOLE, most=1, enough=0.08) in {("right",), ("left",)}
    assert views_showing([("moon", Side.RIGHT)], WHOLE, most=3, enough=0.08) == ()
    assert views_showing([], WHOLE, most=3, enough=0.08) == ()


def test_skin_seen_is_counted_once() -> None:
    temple = ("head.temple", Side.RIGHT)
    assert seen_in([temple], WHOLE) == seen_in([temple], ("right",)) > seen_in([temple], ("back",))


@pytest.mark.parametrize("view", VIEWS)
def test_light_view_keeps_skin_and_lines_and_weighs_at_most_three_fifths(view: str) -> None:
    whole, light = packaged(f"views/neutral/{view}.svg").decode(), light_view(view)
    assert len(light) < 0.6 * len(whole)
    assert re.findall(r"<path fill=\"var[^>]*/>", light) == re.findall(r"<path fill=\"var[^>]*/>", whole)
    assert light.count('fill-opacity=".15"') == 2
    assert 'id="body"' in light


def test_light_view_of_an_unknown_view_is_refused() -> None:
    with pytest.raises(InvalidInput):
        light_view("moon")
