"""The body chart as people use it: few strokes, the same by keys alone, the same numbers as the server."""

import sys
from random import Random
from typing import Any

import msgspec
import pytest
from playwright.sync_api import Browser, Page, expect
from tests.clinic import factories
from tests.clinic.visits.care import BEGUN
from tests.journeys import arriving
from tests.journeys.hands import READY, Keyboard, Pointer
from tests.journeys.steps import (
    PHONE,
    a_window,
    assert_accessible,
    assert_accessible_from_its_end,
    assert_fits,
    given_a_password,
)

from drypoint.atlas import load
from drypoint.atlas.body import body, view_of
from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.actors import actor_for
from drypoint.clinic.episodes.actions import episodes
from drypoint.clinic.people.actions import access
from drypoint.clinic.visits.actions import visits
from drypoint.clinic.visits.models import PainDrawing, Visit
from drypoint.clinic.visits.queries.rankings import current_drawing
from drypoint.painmap import cover
from drypoint.painmap.request import Drawing
from drypoint.web.presenters.zones import PARTS

MOST_ACTIONS = 8
"""A two-sided pain of neck and shoulders, from the opened page to the saved drawing."""
NECK_AND_SHOULDER = ((0.46, 0.105), (0.45, 0.155), (0.40, 0.175), (0.36, 0.18))
"""Of the view from behind, in shares of its width and height: down the neck and out to the shoulder."""
GENERATED = 40


@pytest.fixture
def visit(demo: Clinic) -> Visit:
    member = factories.make_therapist(demo)
    by = actor_for(member)
    person = factories.make_person(demo, "Ada", "Prieto", sex_recorded="female")
    episode = episodes.open(
        by=by, person=person, complaint="neck_pain", title="Neck", therapist=member, opened_on=BEGUN.date()
    )
    return visits.start(by=by, episode=episode, therapist=member, started_at=BEGUN)


class Counting(Pointer):
    """A pointer that counts presses and strokes."""

    actions = 0

    def press(self, *said: Any, **more: Any) -> None:
        self.actions += 1
        super().press(*said, **more)

    def answer(self, *said: Any, **more: Any) -> None:
        self.actions += 1
        super().answer(*said, **more)

    def stroke(self, shares: Any) -> None:
        """With the pen, in shares of the view's width and height."""
        self.actions += 1
        chart = self.page.locator("body-chart")
        self.page.wait_for_function(READY, arg=chart.element_handle())
        chart.locator("[data-stage]").scroll_into_view_if_needed()
        places = chart.evaluate(PLACES, [*shares])
        self.page.mouse.move(*places[0])
        self.page.mouse.down()
        for place in places[1:]:
            self.page.mouse.move(*place, steps=6)
        self.page.mouse.up()

    def ink_at(self, x: float, y: float) -> int:
        """How opaque the ink is there, 0 to 255, in shares of the view's width and height."""
        return int(self.page.locator("body-chart").evaluate(INK, [[x, y]]))


PLACES = """(chart, shares) => {
  const { stage } = chart, box = stage.root.getBoundingClientRect(), by = stage.scale * stage.zoom;
  return shares.map(([x, y]) => [box.x + stage.offset[0] + x * stage.mm[0] * by,
                                 box.y + stage.offset[1] + y * stage.mm[1] * by]);
}"""

INK = """(chart, shares) => {
  const [[x, y]] = shares, { stage } = chart, by = stage.scale * stage.zoom, { ratio } = stage;
  const place = [stage.offset[0] + x * stage.mm[0] * by, stage.offset[1] + y * stage.mm[1] * by];
  const [left, top] = place.map((px) => Math.round(px * ratio));
  return stage.ink.getContext("2d").getImageData(left, top, 1, 1).data[3];
}"""


def drawn(visit: Visit) -> PainDrawing:
    found = current_drawing(visit)
    assert found is not None
    return found


def told(drawing: PainDrawing) -> set[tuple[Any, ...]]:
    return {(zone.code, zone.side, zone.intensity, zone.quality) for zone in drawing.zones}


def test_two_sided_pain_is_drawn_in_few_actions_and_the_keyboard_gives_the_same_record(
    page: Page, visit: Visit, capsys: pytest.CaptureFixture[str]
) -> None:
    hand = Counting(page, look=assert_accessible)
    arriving.when_i_sign_in(hand, visit.therapist.user)
    page.goto(f"/visits/{visit.pk}/pain-drawing/")
    hand.actions = 0
    hand.press("button", "Back")
    hand.answer("How strong is this pain?", "6")
    hand.answer("What does it feel like?", "Aching")
    hand.stroke(NECK_AND_SHOULDER)
    hand.stroke([(1 - x, y) for x, y in NECK_AND_SHOULDER])
    expect(page.locator("[data-said]")).to_contain_text("%")
    for x, y in NECK_AND_SHOULDER[:3]:
        assert hand.ink_at(x, y) > 100 and hand.ink_at(1 - x, y) > 100, "what was drawn stays to be seen"
    assert hand.ink_at(0.5, 0.3) == 0
    hand.look(page)
    assert_fits(page, 360, 390, 820, 1440)
    ticked = set(page.locator("[data-zone]:checked").evaluate_all("all => all.map(one => one.value)"))
    hand.press("button", "Save the drawing")
    arriving.then_i_am_on(hand, "Ranking")
    by_hand = drawn(visit)
    with capsys.disabled():
        sys.stdout.write(f"\nactions of a two-sided pain: {hand.actions}\n")
    assert hand.actions <= MOST_ACTIONS
    assert {f"{zone.code}:{zone.side}" for zone in by_hand.zones} == ticked
    assert {side for _, side, _, _ in told(by_hand)} >= {"left", "right"}
    right, left = ({code for code, of, _, _ in told(by_hand) if of == side} for side in ("right", "left"))
    assert right == left
    stored = {"chart": by_hand.chart_version, "figure": by_hand.figure, "marks": by_hand.marks}
    again = msgspec.convert(stored, Drawing, strict=False)
    assert {zone.code for zone in cover(again, atlas=load()).zones} == {zone.code for zone in by_hand.zones}

    # Somebody without a pointer corrects it: everything off, then the same places, one by one.
    keys = Keyboard(page, look=assert_accessible)
    page.goto(f"/visits/{visit.pk}/pain-drawing/")
    page.wait_for_function(READY, arg=page.locator("body-chart").element_handle())
    keys.press("button", "Remove Pain 1")
    expect(page.locator("[data-total]")).to_have_text("Nothing is marked yet.")
    keys.answer("How strong is this pain?", "6")
    keys.answer("What does it feel like?", "Aching")
    for zone in by_hand.zones:
        atlas_zone = load().zone(zone.code)
        (part,) = [str(label) for label, starts in PARTS if zone.code.split(".")[0] in starts]
        place = atlas_zone.label.en[:1].upper() + atlas_zone.label.en[1:]
        box = page.locator(f'[data-zone][value="{zone.code}:{zone.side}"]')
        side = "Middle" if zone.side == "midline" else zone.side.capitalize()
        keys.mark(zone.code, part=part, place=place, side=side)
        expect(box).to_be_checked()
    keys.look(page)
    keys.press("button", "Save the drawing")
    arriving.then_i_am_on(keys, "Ranking")
    by_keys = drawn(visit)
    assert by_keys.pk != by_hand.pk
    assert told(by_keys) == told(by_hand)


def test_erasing_undo_and_another_figure(page: Page, visit: Visit) -> None:
    hand = Counting(page)
    arriving.when_i_sign_in(hand, visit.therapist.user)
    page.goto(f"/visits/{visit.pk}/pain-drawing/")
    ticks = page.locator("[data-zone]:checked")
    hand.press("button", "Back")
    hand.stroke(NECK_AND_SHOULDER)
    expect(ticks.first).to_be_attached()
    count = ticks.count()
    hand.press("button", "Erase")
    hand.press("button", "Broad")
    hand.stroke(NECK_AND_SHOULDER)
    expect(page.locator("[data-said]")).to_contain_text("No longer marked")
    hand.press("button", "Undo")
    expect(ticks).to_have_count(count)
    hand.press("button", "Redo")
    hand.press("button", "Undo")
    expect(ticks).to_have_count(count)
    hand.unfold("Figure and skin")
    hand.press("button", "Male")
    hand.press("button", "Keep this one")
    expect(ticks).to_have_count(count)
    hand.press("button", "Male")
    hand.press("button", "Change the figure")
    expect(ticks).to_have_count(0)
    assert page.locator("[name=zones_figure]").input_value() == "male"
    hand.press("button", "Undo")
    expect(ticks).to_have_count(count)
    assert page.locator("[name=zones_figure]").input_value() == "female"
    hand.press("button", "Draw")
    hand.stroke([(0.02, 0.05), (0.04, 0.07)])
    expect(page.locator("[data-said]")).to_contain_text("did not touch the body")


def test_list_and_figure_keep_in_step(page: Page, visit: Visit) -> None:
    hand = Counting(page)
    arriving.when_i_sign_in(hand, visit.therapist.user)
    page.goto(f"/visits/{visit.pk}/pain-drawing/")
    page.wait_for_function(READY, arg=page.locator("body-chart").element_handle())
    hand.unfold("Neck")
    box = page.locator('[value="neck.angle:right"]')
    box.check()
    expect(box.locator("xpath=..")).to_contain_text("100 %")
    marks = msgspec.json.decode(page.locator("[data-drawing]").input_value())["marks"]
    assert marks == [{"zone": "neck.angle", "side": "right"}]
    box.uncheck()
    expect(page.locator("[data-total]")).to_have_text("Nothing is marked yet.")
    expect(page.locator("[data-said]")).to_contain_text("No longer marked")


def test_finger_draws_on_the_figure_and_scrolls_beside_it(
    browser: Browser, live_server: Any, demo: Clinic, visit: Visit
) -> None:
    granted = access.grant(
        by=factories.acting(demo, "front_desk"), person=visit.episode.person, email="ada@home.test"
    )
    given_a_password(granted.user)
    with a_window(browser, live_server.url, **PHONE) as page:
        hand = Counting(page)
        page.goto("/accounts/login/")
        hand.write("Email", granted.user.email)
        hand.write("Password", arriving.PASSWORD)
        hand.press("button", "Sign in")
        page.wait_for_url("**/my/")
        page.goto("/my/pain-drawing/")
        chart = page.locator("body-chart")
        page.wait_for_function(READY, arg=chart.element_handle())
        chart.evaluate("one => one.querySelector('[data-stage]').scrollIntoView({block: 'center'})")
        touch = page.context.new_cdp_session(page)

        def swipe(*places: Any) -> None:
            def points(place: Any) -> list[dict[str, float]]:
                return [{"x": place[0], "y": place[1]}]

            touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": points(places[0])})
            for place in places[1:]:
                touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": points(place)})
            touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
            page.wait_for_timeout(300)

        before = page.evaluate("scrollY")
        swipe(*chart.evaluate(PLACES, [(0.5, 0.45 - step / 60) for step in range(12)]))
        assert page.evaluate("scrollY") == before
        marks = msgspec.json.decode(page.locator("[data-drawing]").input_value())["marks"]
        assert [mark["view"] for mark in marks] == ["front"]
        swipe(*chart.evaluate(PLACES, [(0.05, 0.9 - step / 25) for step in range(12)]))
        assert page.evaluate("scrollY") > before
        assert page.locator("[data-drawing]").input_value().count("view") == 1
        assert_accessible_from_its_end(page)

        chart.evaluate("one => one.querySelector('[data-stage]').scrollIntoView({block: 'center'})")
        one, two = chart.evaluate(PLACES, [(0.45, 0.3), (0.55, 0.3)])
        for step in range(8):
            places = [{"x": one[0] - step * 5, "y": one[1]}, {"x": two[0] + step * 5, "y": two[1]}]
            kind = "touchMove" if step else "touchStart"
            touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places})
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        page.wait_for_timeout(300)
        assert chart.evaluate("one => one.stage.zoom") > 1.5
        assert page.locator("[data-drawing]").input_value().count("view") == 1
        hand.press("button", "Whole figure")
        assert chart.evaluate("one => one.stage.zoom") == 1


def test_browser_and_server_find_the_same_cover(page: Page) -> None:
    random = Random(20261126)
    drawings = [generated(random) for _ in range(GENERATED)]
    page.goto("/accounts/login/")
    found = page.evaluate(COVERED, drawings)
    worst = 0.0
    for drawing, of_browser in zip(drawings, found, strict=True):
        of_server = cover(msgspec.convert(drawing, Drawing, strict=False), atlas=load())
        zones = {f"{zone['code']}:{zone['side']}": zone for zone in of_browser["zones"]}
        assert set(zones) == {f"{zone.code}:{zone.side}" for zone in of_server.zones}
        for zone in of_server.zones:
            same = zones[f"{zone.code}:{zone.side}"]
            assert (same["intensity"], same["quality"]) == (zone.intensity, zone.quality)
            worst = max(worst, abs(same["cover"] - zone.cover))
        assert of_browser["areaCm2"] == pytest.approx(of_server.area_cm2, rel=1e-9)
    assert worst < 1e-9


COVERED = """async (drawings) => {
  const { loadSurface } = await import("/static/js/body-chart/surface.js");
  const { cover } = await import("/static/js/body-chart/drawing.js");
  const found = [];
  for (const drawing of drawings) {
    const { zones, areaCm2 } = cover(drawing, await loadSurface("/static/body/", drawing.figure));
    found.push({ zones, areaCm2 });
  }
  return found;
}"""


def generated(random: Random) -> dict[str, Any]:
    """Strokes, whole zones and erasures in any order, on any view of three figures."""
    figure = random.choice(["neutral", "female", "male-full"])
    places = [(zone.code, side) for zone in load().zones for side in zone.sides]
    marks: list[dict[str, Any]] = []
    for _ in range(random.randint(1, 9)):
        mark: dict[str, Any]
        if random.random() < 0.25:
            code, side = random.choice(places)
            mark = {"zone": code, "side": side.value}
        else:
            view = view_of(figure, random.choice([view.name for view in body().figures[0].views]))
            width, height = view.width / 10, view.height / 10
            x, y = random.uniform(0, width), random.uniform(0, height)
            points = []
            for _step in range(random.randint(1, 12)):
                points.append([round(x, 1), round(y, 1)])
                x, y = x + random.gauss(0, width / 15), y + random.gauss(0, height / 15)
            mark = {"view": view.name, "points": points, "width": random.choice([4, 8, 15, 30, 45.3])}
        if random.random() < 0.25:
            mark["erase"] = True
        else:
            mark["intensity"] = random.choice([3, 8])
            mark["quality"] = random.choice(["ache", "numb"])
        marks.append(mark)
    return {"chart": "1", "figure": figure, "marks": marks}
