"""The body chart as a field: a drawing is read strictly and decides alone; without it the list does."""

import json
from typing import Any

import pytest
from django.http import QueryDict
from django.utils.html import escape

from drypoint.atlas import load
from drypoint.atlas.body import body
from drypoint.clinic.visits.rows import DrawnZone
from drypoint.terms import Side, ZoneCode
from drypoint.web.forms.base import ClinicForm
from drypoint.web.forms.zones import Drawn, ZonesField
from drypoint.web.presenters import body_charts
from drypoint.web.presenters import zones as presenter


class Chart(ClinicForm):
    zones = ZonesField(label="Where does it hurt?")


def post(**parts: str | list[str]) -> Chart:
    query = QueryDict(mutable=True)
    for name, value in parts.items():
        query.setlist(name, value if isinstance(value, list) else [value])
    return Chart(query)


def drawing(*marks: dict[str, Any], **more: Any) -> str:
    return json.dumps({"chart": "1", "figure": "female", "marks": marks, **more})


def stroke(**more: Any) -> dict[str, Any]:
    """On the right of the neck, from behind."""
    return {
        "view": "back",
        "points": [[420, 190], [430, 240], [480, 270]],
        "width": 30,
        "intensity": 6,
        "quality": "ache",
    } | more


def test_every_zone_on_every_side_is_in_the_list_once() -> None:
    boxes = [box.value for part in presenter.parts((), "en") for line in part.lines for box in line.boxes]
    assert len(boxes) == len(set(boxes))
    assert set(boxes) == {f"{zone.code}:{side}" for zone in load().zones for side in zone.sides}


@pytest.mark.parametrize(
    ("view", "sides"),
    [
        ("front", ("your right", "your left")),
        ("back", ("your left", "your right")),
        ("right", ("your right",)),
        ("left", ("your left",)),
        ("head_top", ("your left", "your right")),
        ("hands_palm", ("your right", "your left")),
        ("hands_back", ("your left", "your right")),
        ("feet_sole", ("your right", "your left")),
    ],
)
def test_sides_are_the_persons_own_on_every_view(view: str, sides: tuple[str, ...]) -> None:
    (found,) = [button for button in body_charts.views() if button.name == view]
    assert found.sides == sides


def test_every_view_of_every_figure_has_its_button() -> None:
    names = [button.name for button in body_charts.views()]
    for figure in body().figures:
        assert sorted(view.name for view in figure.views) == sorted(names)


def test_a_drawing_gives_its_zones_and_keeps_its_marks() -> None:
    form = post(zones_drawing=drawing(stroke()))
    assert form.is_valid(), form.errors
    drawn = form.cleaned_data["zones"]
    codes = {(zone.code, zone.side) for zone in drawn.zones}
    assert ("neck.back", Side.RIGHT) in codes or ("neck.angle", Side.RIGHT) in codes
    assert {(zone.intensity, zone.quality) for zone in drawn.zones} == {(6, "ache")}
    assert drawn.marks == (stroke(),)
    assert (drawn.figure, drawn.chart) == ("female", "1")


def test_no_pain_is_a_strength_too() -> None:
    form = post(zones_drawing=drawing(stroke(intensity=0)))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["zones"].marks[0]["intensity"] == 0


def test_the_browsers_own_zones_and_ticks_are_not_believed_beside_a_drawing() -> None:
    told = [{"code": "head.temple", "side": "left", "cover": 1, "intensity": 3, "quality": "burning"}]
    form = post(zones=json.dumps(told), zones_tick=["head.temple:left"], zones_drawing=drawing(stroke()))
    assert form.is_valid(), form.errors
    assert "head.temple" not in {zone.code for zone in form.cleaned_data["zones"].zones}


def test_list_alone_and_whole_zones_drawn_give_the_same_zones() -> None:
    ticked = ["neck.angle:right", "neck.angle:left", "bk.sacrum:midline", "head.eye_behind:left"]
    ticked = [tick for tick in ticked if tick.split(":")[0] in presenter.zones()]
    alone = post(zones_tick=ticked, zones_intensity="6", zones_quality="ache")
    marks = [
        {"zone": code, "side": side, "intensity": 6, "quality": "ache"}
        for code, side in (tick.split(":") for tick in ticked)
    ]
    drawn = post(zones_drawing=drawing(*marks))
    assert alone.is_valid() and drawn.is_valid()
    assert set(alone.cleaned_data["zones"].zones) == set(drawn.cleaned_data["zones"].zones)


def test_a_drawing_without_marks_leaves_the_word_to_the_list() -> None:
    form = post(zones_drawing=drawing(), zones_tick=["head.temple:left"], zones_figure="male")
    assert form.is_valid(), form.errors
    assert [zone.code for zone in form.cleaned_data["zones"].zones] == ["head.temple"]
    assert form.cleaned_data["zones"].record["figure"] == "male"


def test_strokes_beside_the_body_are_no_marks() -> None:
    form = post(zones_drawing=drawing(stroke(points=[[5, 5], [5, 9]], width=4)))
    assert form.errors["zones"] == ["Mark at least one place that hurts."]


def test_ten_thousand_points_are_taken_and_simplified_where_it_changes_nothing() -> None:
    line = [[420 + step * 0.006, 240 + step * 0.003] for step in range(10_000)]
    form = post(zones_drawing=drawing(stroke(points=line)))
    assert form.is_valid(), form.errors
    straight = post(zones_drawing=drawing(stroke(points=[line[0], line[-1]])))
    assert straight.is_valid()
    assert form.cleaned_data["zones"].zones == straight.cleaned_data["zones"].zones
    assert len(form.cleaned_data["zones"].marks[0]["points"]) < 50


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "could not be read"),
        ("[]", "could not be read"),
        ("\udc80", "could not be read"),
        (drawing(stroke(), figure="giant"), "could not be read"),
        (drawing(stroke(view="inside")), "could not be read"),
        (drawing(stroke(quality="weird")), "could not be read"),
        (drawing(stroke(intensity=11)), "could not be read"),
        (drawing(stroke(points=[[1]])), "could not be read"),
        (drawing(stroke(points=[[float("nan"), 1]])), "could not be read"),
        (drawing(stroke()).replace("420", "1e999"), "could not be read"),
        (drawing(stroke(points=[[0, 0]] * 20_001)), "could not be read"),
        (drawing({"zone": "no.zone", "side": "left"}), "could not be read"),
        (drawing({"zone": "head.temple", "side": "midline"}), "could not be read"),
        (drawing(stroke(), chart="7"), "another version of the chart"),
        (drawing(chart="7", future=["thing"]), "another version of the chart"),
        (drawing(stroke()) + " " * 2_000_000, "more line than can be read"),
        (drawing(stroke(points=[[0, 0], [700, 1600]] * 400)), "more line than can be read"),
    ],
)
def test_a_drawing_that_cannot_be_read_is_answered_in_words_and_kept(text: str, words: str) -> None:
    form = post(zones_drawing=text)
    assert words in form.errors["zones"][0]
    if "\udc80" not in text:
        assert escape(text) in str(form["zones"])


def test_a_tick_alone_takes_the_pain_at_hand() -> None:
    form = post(
        zones="",
        zones_tick=["head.temple:left"],
        zones_intensity="6",
        zones_quality="ache",
        zones_cover="0.5",
    )
    assert form.is_valid(), form.errors
    assert form.cleaned_data["zones"].zones == (
        DrawnZone(code=ZoneCode("head.temple"), side=Side.LEFT, cover=0.5, intensity=6.0, quality="ache"),
    )


def test_a_zone_told_by_the_chart_keeps_its_own_pain_and_an_unticked_one_is_dropped() -> None:
    told = [
        {"code": "head.temple", "side": "left", "cover": 1, "intensity": 3, "quality": "burning"},
        {"code": "neck.front", "side": "left", "cover": 1, "intensity": None, "quality": None},
    ]
    form = post(zones=json.dumps(told), zones_tick=["head.temple:left"], zones_intensity="9")
    assert form.is_valid(), form.errors
    (zone,) = form.cleaned_data["zones"].zones
    assert (zone.code, zone.intensity, zone.quality) == ("head.temple", 3, "burning")


def test_nothing_marked_is_said_beside_the_chart() -> None:
    assert post(zones="[]").errors["zones"] == ["Mark at least one place that hurts."]


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
    boxes = [line for line in html.split("<input") if "data-zone" in line and "checked" in line]
    assert len(boxes) == 2
    assert html.split('value="head.temple:left"')[1].split(">")[0].endswith("checked")


STORED = (DrawnZone(code=ZoneCode("bk.lumbar"), side=Side.RIGHT, cover=0.5, intensity=4.0, quality="ache"),)


def test_a_stored_drawing_is_shown_again() -> None:
    stored = Drawn(zones=STORED, marks=(stroke(),), figure="male", chart="1")
    html = str(Chart(initial={"zones": stored})["zones"])
    assert html.split('value="bk.lumbar:right"')[1].split(">")[0].endswith("checked")
    assert "&quot;figure&quot;:&quot;male&quot;" in html and "&quot;view&quot;:&quot;back&quot;" in html
    assert "come from a list" not in html


@pytest.mark.parametrize("chart", ["plain-1", "1", ""])
def test_a_stored_list_shows_as_whole_zones_with_one_sentence(chart: str) -> None:
    html = str(Chart(initial={"zones": Drawn(zones=STORED, figure="old", chart=chart)})["zones"])
    assert "&quot;zone&quot;:&quot;bk.lumbar&quot;" in html
    assert "come from a list" in html


def test_names_say_the_side_except_on_the_midline() -> None:
    assert presenter.zone_name("head.temple", "left", "en") == "temple and side of head, left"
    assert presenter.zone_name("bk.sacrum", "midline", "en") == "sacrum"
