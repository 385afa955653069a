"""The pain chart: figures and list say the same, and what is posted is read strictly."""

import json

import pytest
from django.http import QueryDict

from drypoint.atlas import load
from drypoint.clinic.visits.rows import DrawnZone
from drypoint.terms import Side
from drypoint.web.body_chart import chart_views, drawn
from drypoint.web.forms.base import ClinicForm
from drypoint.web.forms.zones import ZonesField
from drypoint.web.presenters import zones as presenter

HAND_AND_FOOT_LISTED_ONLY = {"hd", "ft"}


class Chart(ClinicForm):
    zones = ZonesField(label="Where does it hurt?")


def post(**parts: str | list[str]) -> Chart:
    query = QueryDict(mutable=True)
    for name, value in parts.items():
        query.setlist(name, value if isinstance(value, list) else [value])
    return Chart(query)


def shapes() -> set[tuple[str, str]]:
    return {
        (shape.code, shape.side) for view in chart_views(presenter.midline_codes()) for shape in view.shapes
    }


def test_every_drawn_zone_is_one_of_the_atlas() -> None:
    known = {(zone.code, side) for zone in load().zones for side in zone.sides}
    assert shapes() <= known


def test_every_skin_zone_is_drawn_but_for_parts_of_hands_and_feet() -> None:
    seen = {code for code, _side in shapes()}
    missing = {zone.code for zone in load().zones if not zone.inner} - seen
    assert {code.split(".")[0] for code in missing} == HAND_AND_FOOT_LISTED_ONLY


def test_every_zone_on_every_side_is_in_the_list_once() -> None:
    boxes = [box.value for part in presenter.parts((), "en") for line in part.lines for box in line.boxes]
    assert len(boxes) == len(set(boxes))
    assert set(boxes) == {f"{zone.code}:{side}" for zone in load().zones for side in zone.sides}


@pytest.mark.parametrize("view", ["front", "face"])
def test_facing_figures_show_the_persons_right_on_the_viewers_left(view: str) -> None:
    figure = next(one for one in presenter.figures() if one.view.name == view)
    assert (figure.left_words, figure.right_words) == ("your right", "your left")
    right = next(shape for shape in figure.view.shapes if shape.side is Side.RIGHT)
    assert right.path.startswith("M0") or right.path.startswith("M-")
    assert any(float(x.split()[0]) < 0 for x in right.path.strip("MZ").split("L"))


def test_back_figures_show_the_persons_left_on_the_viewers_left() -> None:
    figure = next(one for one in presenter.figures() if one.view.name == "back")
    assert (figure.left_words, figure.right_words) == ("your left", "your right")
    left = next(shape for shape in figure.view.shapes if shape.side is Side.LEFT)
    assert any(float(x.split()[0]) < 0 for x in left.path.strip("MZ").split("L"))


def test_halves_stay_within_their_figure() -> None:
    for view in drawn().views:
        x, y, width, height = view.box
        for points in (view.outline, *view.lines):
            assert all(x <= px <= x + width and y <= py <= y + height for px, py in points), view.view


def test_a_tick_alone_takes_the_pain_at_hand() -> None:
    form = post(
        zones="",
        zones_tick=["head.temple:left"],
        zones_intensity="6",
        zones_quality="ache",
        zones_cover="0.5",
    )
    assert form.is_valid(), form.errors
    assert form.cleaned_data["zones"] == (
        DrawnZone(code="head.temple", side=Side.LEFT, cover=0.5, intensity=6.0, quality="ache"),
    )


def test_a_zone_told_by_the_chart_keeps_its_own_pain_and_an_unticked_one_is_dropped() -> None:
    told = [
        {"code": "head.temple", "side": "left", "cover": 1, "intensity": 3, "quality": "burning"},
        {"code": "neck.front", "side": "left", "cover": 1, "intensity": None, "quality": None},
    ]
    form = post(zones=json.dumps(told), zones_tick=["head.temple:left"], zones_intensity="9")
    assert form.is_valid(), form.errors
    (zone,) = form.cleaned_data["zones"]
    assert (zone.code, zone.intensity, zone.quality) == ("head.temple", 3, "burning")


def test_nothing_marked_is_said_beside_the_chart() -> None:
    assert post(zones="[]").errors["zones"] == ["Tap or tick at least one place that hurts."]


@pytest.mark.parametrize(
    "parts",
    [
        {"zones": "{"},
        {"zones": "\udc80"},
        {"zones": " " * 70_000},
        {"zones": '[{"code":"head.temple","side":"left","extra":1}]'},
        {"zones": '[{"code":"head.temple","side":"left","cover":2}]'},
        {"zones": '[{"code":"head.temple","side":"left","quality":"weird"}]'},
        {"zones": '[{"code":"no.zone","side":"left"}]'},
        {"zones": '[{"code":"head.temple","side":"midline"}]'},
        {"zones_tick": ["head.temple"]},
        {"zones_tick": ["no.zone:left"]},
        {"zones_tick": ["head.temple:left"], "zones_intensity": "11"},
        {"zones_tick": ["head.temple:left"], "zones_quality": "weird"},
        {"zones_tick": ["head.temple:left"], "zones_cover": "3"},
    ],
)
def test_what_the_chart_cannot_have_sent_is_refused(parts: dict[str, str | list[str]]) -> None:
    assert "zones" in post(**parts).errors


def test_a_refused_chart_keeps_its_marks() -> None:
    html = str(post(zones_tick=["head.temple:left", "head.ear:right"], zones_intensity="11")["zones"])
    assert html.count("checked") == 2
    assert html.split('value="head.temple:left"')[1].split(">")[0].endswith("checked")


def test_a_stored_drawing_is_shown_again() -> None:
    stored = (DrawnZone(code="bk.lumbar", side=Side.RIGHT, cover=0.5, intensity=4.0, quality="ache"),)
    html = str(Chart(initial={"zones": stored})["zones"])
    assert html.split('value="bk.lumbar:right"')[1].split(">")[0].endswith("checked")
    assert "&quot;intensity&quot;:4.0" in html


def test_names_say_the_side_except_on_the_midline() -> None:
    assert presenter.zone_name("head.temple", "left", "en") == "temple and side of head, left"
    assert presenter.zone_name("bk.sacrum", "midline", "en") == "sacrum"
