"""The recorder as the therapist's story: gloves on, needles in hand, no typing."""

import json
import re
import sys
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from playwright.sync_api import Browser, Page, expect
from tests.clinic.visits.care import BEGUN, GLUTEUS, Care
from tests.journeys import needling
from tests.journeys.hands import Pointer
from tests.journeys.steps import PHONE, a_window, assert_accessible, assert_fits, given_i_am_signed_in

from drypoint.clinic.incidents.models import Incident
from drypoint.clinic.visits.actions import sessions
from drypoint.clinic.visits.models import SessionEvent

PLANNED = [
    GLUTEUS | {"side": side, "site": site, "dwell_minutes": 10, "muscle": muscle}
    for muscle, sites in (("gluteus_medius", (1, 2, 3)), ("piriformis", (1,)))
    for side in ("left", "right")
    for site in sites
]
COUNT_TAPS = """() => {
  window.taps = 0;
  window.typed = 0;
  addEventListener("click", (event) => { if (event.isTrusted) window.taps += 1; }, true);
  addEventListener("keydown", (event) => { if (event.isTrusted) window.typed += 1; }, true);
}"""


@pytest.fixture
def care(transactional_db: None) -> Iterator[Care]:
    """Half an hour into a first visit: eight needles planned, the session begun."""
    with time_machine.travel(BEGUN + timedelta(minutes=30), tick=True):
        yield Care()


@pytest.fixture
def hand(page: Page, care: Care) -> Pointer:
    """The therapist's, signed in at a tablet whose clock is right."""
    return on_a_tablet(page, care)


def on_a_tablet(page: Page, care: Care) -> Pointer:
    page.set_viewport_size({"width": 820, "height": 1180})
    page.clock.set_system_time(BEGUN + timedelta(minutes=30))
    given_i_am_signed_in(page, care.member)
    return Pointer(page)


def given_a_session_of(care: Care, hand: Pointer, *insertions: dict[str, Any]) -> None:
    """Begun under a signed plan, and opened on this device."""
    care.screen()
    care.consent()
    care.sign(care.propose(*insertions))
    needling_started(care)
    hand.page.goto(f"/visits/{care.visit.pk}/session/")
    needling.when_the_device_gets_its_digits(hand)
    hand.page.evaluate(COUNT_TAPS)


def needling_started(care: Care) -> None:
    sessions.start(by=care.therapist, visit=care.visit, started_at=BEGUN)


def taps(hand: Pointer) -> int:
    """Since the session was opened; and nothing was typed."""
    assert hand.page.evaluate("window.typed") == 0
    count: int = hand.page.evaluate("window.taps")
    return count


def then_all_is_sent(hand: Pointer) -> None:
    expect(hand.page.get_by_text(re.compile(r"\d+ recorded, all sent"))).to_be_visible()


def kinds(care: Care) -> list[str]:
    return list(care.visit.session_events.order_by("number").values_list("type", flat=True))


def test_eight_needles_live_in_three_taps_each(care: Care, hand: Pointer, capsys: Any) -> None:
    given_a_session_of(care, hand, *PLANNED)
    page = hand.page
    for number in range(1, 9):
        expect(page.get_by_text("What lies under")).to_be_visible()
        hand.press("button", "Needle in")
        needling.then_the_count_is(hand, needles_in=number, out=0, of=number)
        page.get_by_role("button", name=re.compile(r"^Twitch \+1")).first.click()
        expect(needling.needles_in(hand)).to_contain_text("1 twitch")
    assert_accessible(page)
    for number in range(1, 9):
        page.get_by_role("button", name=re.compile(r"^Out:")).first.click()
        needling.then_the_count_is(hand, needles_in=8 - number, out=number, of=8)
    each = taps(hand) / 8
    with capsys.disabled():
        sys.stdout.write(f"\nlive mode: {each:g} taps a needle (in, twitch, out), nothing typed\n")
    assert each <= 3
    needling.when_the_needles_are_counted(hand, 8)
    needling.when_the_session_is_closed(hand)
    then_all_is_sent(hand)
    assert len(kinds(care)) == 8 * 4 + 2
    assert_fits(page)


def test_quick_mode_takes_six_taps_a_muscle_at_most(care: Care, hand: Pointer, capsys: Any) -> None:
    given_a_session_of(care, hand, *PLANNED[:2])
    page = hand.page
    hand.press("button", "Quick")
    for number, title in enumerate(("Gluteus medius · left", "Gluteus medius · left · site 2"), start=1):
        card = page.get_by_role("region", name=title, exact=True)
        for group, chip in (("Needles", "2"), ("Passes", "10"), ("Twitches", "3"), ("Response", "Ache")):
            card.get_by_role("group", name=f"{group}: {title}", exact=True).get_by_role(
                "button", name=chip, exact=True
            ).click()
        card.get_by_role("button", name=f"Record: {title}", exact=True).click()
        needling.then_the_count_is(hand, needles_in=0, out=2 * number, of=2 * number)
    each = (taps(hand) - 1) / 2
    with capsys.disabled():
        sys.stdout.write(
            f"\nquick mode: {each:g} taps a muscle (needles, passes, twitches, response, record)\n"
        )
    assert each <= 6
    assert_accessible(page)
    needling.when_the_needles_are_counted(hand, 4)
    needling.when_the_session_is_closed(hand)
    then_all_is_sent(hand)
    passes = [event["data"].get("passes") for event in events_of(care, "manipulated")]
    assert passes == [10, 10, 10, 10]


def events_of(care: Care, kind: str) -> list[dict[str, Any]]:
    found = SessionEvent.objects.filter(visit=care.visit, type=kind).order_by("number")
    return [one.payload for one in found]


def test_a_muscle_beside_the_plan_is_reviewed_at_once_and_needs_one_reason(care: Care, hand: Pointer) -> None:
    given_a_session_of(care, hand, PLANNED[0])
    page = hand.page
    hand.press("button", "Another place")
    hand.press("button", "Gluteus maximus")
    hand.press("button", "right", within=page.get_by_role("group", name="Side"))
    sheet = page.get_by_role("region", name="Gluteus maximus", exact=True)
    expect(sheet).to_contain_text("Not on the signed plan")
    expect(sheet).to_contain_text("sciatic nerve")
    assert_accessible(page)
    hand.press("button", "Found by palpation during the session")
    expect(page.get_by_role("heading", name="Gluteus maximus · right")).to_be_visible()
    hand.press("button", "Needle in")
    needling.then_the_count_is(hand, needles_in=1, out=0, of=1)
    then_all_is_sent(hand)
    (inserted,) = events_of(care, "inserted")
    assert (inserted["muscle"], inserted["data"]["note"]) == (
        "gluteus_maximus",
        "Found by palpation during the session",
    )
    assert care.visit.engine_results.filter(engine="review").count() == 2, "the plan's, and this one's"
    assert taps(hand) == 5


def test_pain_that_persists_asks_for_the_needle_to_come_out(care: Care, hand: Pointer) -> None:
    given_a_session_of(care, hand, PLANNED[0])
    page = hand.page
    hand.press("button", "Needle in")
    hand.press("button", re.compile("^Sensation, pain, more"))
    hand.press("button", "Sharp")
    expect(page.get_by_role("alert").filter(has_text="stop advancing")).to_be_visible()
    page.clock.set_system_time(BEGUN + timedelta(minutes=31))
    hand.press("button", "Sharp")
    asks = page.get_by_role("alert").filter(has_text="The pain persists. Take the needle out.")
    expect(asks).to_be_visible()
    assert_accessible(page)
    asks.get_by_role("button", name="Out").click()
    needling.then_the_count_is(hand, needles_in=0, out=1, of=1)
    expect(asks).to_have_count(0)


def test_a_faint_takes_all_out_and_the_count_comes_later(care: Care, hand: Pointer) -> None:
    given_a_session_of(care, hand, *PLANNED[:3])
    page = hand.page
    for number in range(1, 4):
        hand.press("button", "Needle in")
        needling.then_the_count_is(hand, needles_in=number, out=0, of=number)
    hand.press("button", "All out")
    needling.then_the_count_is(hand, needles_in=0, out=3, of=3)
    hand.press("button", "Something is wrong")
    hand.press("button", "Faint")
    expect(page.get_by_role("region", name="Faint")).to_contain_text("Remove all needles.")
    needling.then_the_count_is(hand, needles_in=0, out=3, of=3)
    assert_accessible(page)
    hand.press("button", "Back to the session")
    hand.press("button", "Fainting or nearly fainting")
    hand.press("button", "Back to the session")
    hand.press("button", "Count and close")
    expect(page.get_by_text("Count the needles in the sharps container")).to_be_visible()
    assert page.get_by_role("button", name="Close the session").count() == 0
    needling.when_the_needles_are_counted(hand, 3)
    needling.when_the_session_is_closed(hand)
    then_all_is_sent(hand)
    assert care.visit.adverse_events.count() == 1


def test_a_broken_needle_is_an_incident(care: Care, hand: Pointer) -> None:
    given_a_session_of(care, hand, PLANNED[0])
    page = hand.page
    hand.press("button", "Needle in")
    hand.press("button", re.compile("^Sensation, pain, more"))
    hand.press("button", "Broken")
    needling.then_the_count_is(hand, needles_in=1, out=0, of=1)
    hand.press("button", "Broken: tap again to record")
    needling.then_the_count_is(hand, needles_in=0, out=1, of=1)
    needling.when_the_needles_are_counted(hand, 0)
    hand.press("button", "Close the session")
    expect(page.get_by_role("region", name="Needle count")).to_contain_text("Closed as an incident")
    expect(page.get_by_role("heading", name="Closed as an incident")).to_be_visible()
    expect(page.get_by_role("link", name="To the incidents")).to_be_visible()
    expect(page.get_by_role("button", name="Live")).to_have_count(0)
    then_all_is_sent(hand)
    assert Incident.objects.filter(clinic=care.clinic).count() == 1
    assert_accessible(page)


def test_what_was_recorded_by_mistake_is_taken_back_and_stays_in_sight(care: Care, hand: Pointer) -> None:
    given_a_session_of(care, hand, PLANNED[0])
    page = hand.page
    hand.press("button", "Needle in")
    needling.then_the_count_is(hand, needles_in=1, out=0, of=1)
    page.get_by_role("region", name="Needle count").get_by_role("button", name="Take back").click()
    needling.then_the_count_is(hand, needles_in=0, out=0, of=0)
    hand.press("button", "What was recorded")
    log = page.get_by_role("region", name="What was recorded")
    expect(log.locator("s").filter(has_text="Needle in")).to_be_visible()
    assert_accessible(page)
    then_all_is_sent(hand)


def test_an_idle_tablet_locks_but_lets_all_needles_out(care: Care, hand: Pointer) -> None:
    given_a_session_of(care, hand, PLANNED[0])
    page = hand.page
    hand.press("button", "Needle in")
    needling.then_the_count_is(hand, needles_in=1, out=0, of=1)
    page.evaluate("document.querySelector('needling-recorder').recording.lock()")
    lock = page.get_by_role("region", name="Locked")
    expect(lock).to_be_visible()
    assert page.get_by_role("button", name="Needle in").count() == 0
    assert_accessible(page)
    hand.press("button", "All out")
    needling.then_the_count_is(hand, needles_in=0, out=1, of=1)
    hand.press("button", "Something is wrong")
    expect(page.get_by_role("button", name="Faint", exact=True)).to_be_visible()
    hand.press("button", "Back to the session")
    for digit in "000000":
        hand.press("button", digit, within=lock)
    expect(lock.get_by_role("alert")).to_contain_text("That was not it.")
    for digit in "246810":
        hand.press("button", digit, within=lock)
    expect(page.get_by_role("group", name="Part of the session")).to_be_visible()
    needling.then_the_count_is(hand, needles_in=0, out=1, of=1)
    then_all_is_sent(hand)


def test_two_devices_see_each_others_needles(
    care: Care, hand: Pointer, browser: Browser, live_server: Any
) -> None:
    given_a_session_of(care, hand, *PLANNED[:2])
    hand.press("button", "Needle in")
    then_all_is_sent(hand)
    with a_window(browser, live_server.url, **PHONE) as phone:
        phone.clock.set_system_time(BEGUN + timedelta(minutes=30))
        second = Pointer(phone)
        given_i_am_signed_in(phone, care.member)
        phone.goto(f"/visits/{care.visit.pk}/session/")
        needling.when_the_device_gets_its_digits(second, "135791")
        needling.then_the_count_is(second, needles_in=1, out=0, of=1)
        phone.get_by_role("button", name=re.compile(r"^Out:")).first.click()
        needling.then_the_count_is(second, needles_in=0, out=1, of=1)
        assert_accessible(phone)
        needling.then_the_count_is(hand, needles_in=0, out=1, of=1)
        devices = {event["device"] for event in events_of(care, "inserted") + events_of(care, "removed")}
        assert len(devices) == 2


def test_a_foot_switch_and_single_keys_record(care: Care, hand: Pointer) -> None:
    given_a_session_of(care, hand, *PLANNED[:2])
    page = hand.page
    page.keyboard.press("PageDown")
    needling.then_the_count_is(hand, needles_in=1, out=0, of=1)
    page.keyboard.press("PageUp")
    expect(needling.needles_in(hand)).to_contain_text("1 twitch")
    page.keyboard.type("(10)NAOP7A")  # a hand scanner: its letters are a code and no keys
    page.wait_for_timeout(400)
    needling.then_the_count_is(hand, needles_in=1, out=0, of=1)
    page.keyboard.press("o")
    needling.then_the_count_is(hand, needles_in=0, out=1, of=1)
    hand.press("button", "Sound, keys and pedals")
    page.get_by_label("Single keys record").uncheck()
    assert_accessible(page)
    hand.press("button", "Back to the session")
    page.locator("body").press("n")
    page.keyboard.press("PageDown")
    needling.then_the_count_is(hand, needles_in=1, out=1, of=2)
    assert json.loads(page.evaluate("localStorage['drypoint.recorder.settings']"))["keys"] is False


def test_the_recorder_speaks_spanish(care: Care, hand: Pointer) -> None:
    care.member.user.language = "es"
    care.member.user.save(update_fields=["language"])
    care.ready()
    needling_started(care)
    page = hand.page
    page.goto(f"/visits/{care.visit.pk}/session/")
    for title in ("Elija seis cifras para este dispositivo", "Otra vez, para estar seguros"):
        for digit in "246810":
            hand.press("button", digit, within=page.get_by_role("region", name=title))
    hand.press("button", "Aguja dentro")
    expect(page.get_by_text("2 registrados, todos enviados")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)
