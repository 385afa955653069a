"""The body to tap on: each zone is a link with its words, sides stand where the viewer sees them."""

from xml.etree import ElementTree

import pytest

from drypoint.atlas import load
from drypoint.atlas.body import outlines_on
from drypoint.figures import ZoneLink, zone_map
from drypoint.terms import InvalidInput, Side

SVG = "{http://www.w3.org/2000/svg}"
LINKS = {
    (one.zone, one.side): ZoneLink(href=f"/z/{one.zone}?a=1&b={one.side}", label=f"<{one.zone}> {one.side}")
    for one in load().zone_sides
}


@pytest.mark.parametrize("view", ["front", "head_left", "feet_sole"])
def test_every_zone_that_is_seen_is_a_link_with_its_words(view: str) -> None:
    root = ElementTree.fromstring(zone_map(view, LINKS, skin_at="/body"))  # noqa: S314
    links = root.findall(f"{SVG}a")
    assert len(links) == len(outlines_on(view))
    for link, one in zip(links, outlines_on(view), strict=True):
        assert link.get("href") == LINKS[one.code, one.side].href
        assert link.get("aria-label") == LINKS[one.code, one.side].label == link.findtext(f"{SVG}title")


def test_whole_views_have_whole_millimetres_and_close_looks_keep_theirs() -> None:
    assert "." not in zone_map("front", LINKS, skin_at="/b").partition('<path d="')[2].partition('"')[0]
    assert "." in zone_map("head_front", LINKS, skin_at="/b").partition('<path d="')[2].partition('"')[0]


def test_sides_stand_as_the_viewer_sees_them_and_not_beside_a_side_view() -> None:
    front = zone_map("front", {}, skin_at="/b")
    assert front.index(">right<") < front.index(">left<")
    back = zone_map("back", {}, skin_at="/b", language="es")
    assert back.index(">izquierda<") < back.index(">derecha<")
    assert "<text" not in zone_map("right", {}, skin_at="/b")


def test_zones_without_a_link_are_left_out_and_unknown_views_refused() -> None:
    only = {("head.temple", Side.RIGHT): ZoneLink(href="/t", label="temple")}
    assert zone_map("right", only, skin_at="/b").count("<a ") == 1
    with pytest.raises(InvalidInput):
        zone_map("moon", {}, skin_at="/b")
