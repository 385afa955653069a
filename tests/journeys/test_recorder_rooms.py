"""The recorder in a room with bad Wi-Fi, a busy therapist and somebody else who walks by."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from tests.clinic import factories
from tests.clinic.visits.care import BEGUN, Care
from tests.journeys import needling
from tests.journeys.hands import Pointer
from tests.journeys.steps import assert_accessible
from tests.journeys.test_recorder import (
    PLANNED,
    care,
    events_of,
    given_a_session_of,
    hand,
    then_all_is_sent,
)

__all__ = ["care", "hand"]


def test_without_a_network_every_press_is_kept_and_sent_later(care: Care, hand: Pointer) -> None:
    given_a_session_of(care, hand, *PLANNED[:2])
    page = hand.page
    page.context.set_offline(True)
    hand.press("button", "Needle in")
    needling.then_the_count_is(hand, needles_in=1, out=0, of=1)
    expect(page.get_by_text(re.compile(r"No connection since .*2 waiting"))).to_be_visible()
    page.get_by_role("button", name=re.compile("^Out:")).click()
    needling.then_the_count_is(hand, needles_in=0, out=1, of=1)
    assert_accessible(page)
    assert events_of(care, "inserted") == []
    page.context.set_offline(False)
    then_all_is_sent(hand)
    assert [len(events_of(care, kind)) for kind in ("inserted", "removed")] == [1, 1]


def test_a_needle_over_its_time_stands_in_the_bar_with_its_way_out(care: Care, hand: Pointer) -> None:
    given_a_session_of(care, hand, *PLANNED[:2])
    page = hand.page
    hand.press("button", "Needle in")
    needling.then_the_count_is(hand, needles_in=1, out=0, of=1)
    then_all_is_sent(hand)
    page.context.set_offline(True)  # else the server's clock, which stood still, would be believed
    page.clock.set_system_time(BEGUN.replace(hour=9, minute=41))
    bar = page.get_by_role("region", name="Needle count")
    expect(bar.get_by_role("alert")).to_contain_text("Gluteus medius · left")
    expect(bar).to_contain_text("1 over time")
    hand.press("button", "Something is wrong")
    assert_accessible(page)
    hand.press("button", "Out: Gluteus medius · left", within=bar)
    needling.then_the_count_is(hand, needles_in=0, out=1, of=1)
    expect(bar.get_by_role("alert")).to_have_count(0)


@pytest.mark.parametrize("press", ["Needle in", None])
def test_a_locked_tablet_names_nobody(care: Care, hand: Pointer, press: str | None) -> None:
    given_a_session_of(care, hand, PLANNED[0])
    page = hand.page
    if press:
        hand.press("button", press)
        needling.then_the_count_is(hand, needles_in=1, out=0, of=1)
    assert care.person.family_name in page.locator("body").inner_text()
    page.evaluate("document.querySelector('needling-recorder').recording.lock()")
    expect(page.get_by_role("region", name="Locked")).to_be_visible()
    seen = page.locator("body").inner_text()
    assert care.person.family_name not in seen
    assert "Gluteus" not in seen
    assert_accessible(page)


def test_a_tap_is_heard_before_it_is_on_disk(care: Care, hand: Pointer) -> None:
    given_a_session_of(care, hand, PLANNED[0])
    page = hand.page
    page.evaluate(
        """() => {
          const { recording } = document.querySelector("needling-recorder");
          const record = recording.record.bind(recording);
          recording.record = async (given) => {
            await new Promise((go) => (window.go = go));
            return record(given);
          };
        }"""
    )
    hand.press("button", "Needle in")
    expect(page.locator("#rec-in.is-heard")).to_be_visible()
    expect(page.get_by_text("Recorded: Needle in")).to_have_count(0)
    needling.then_the_count_is(hand, needles_in=0, out=0, of=0)
    # Its writing begins after the next frame.
    page.evaluate(
        """async () => {
          while (!window.go) await new Promise((rest) => setTimeout(rest, 20));
          window.go();
        }"""
    )
    needling.then_the_count_is(hand, needles_in=1, out=0, of=1)
    expect(page.locator(".is-heard")).to_have_count(0)


def test_the_code_on_a_pack_chooses_the_lot_of_the_next_needle(care: Care, hand: Pointer) -> None:
    day = BEGUN.date()
    factories.make_lot(care.clinic, "L-1", expires=day + timedelta(days=500))
    second = factories.make_lot(care.clinic, "L-2", expires=day + timedelta(days=600))
    given_a_session_of(care, hand, PLANNED[0])
    page = hand.page
    page.get_by_text("Choose it by the code on the pack").click()
    field = page.get_by_label("Code of the pack")
    field.fill("(10)L-2")
    page.get_by_role("button", name="Read the code").click()
    expect(page.locator("#rec-lot")).to_have_value(str(second.pk))
    assert_accessible(page)
    hand.press("button", "Needle in")
    needling.then_the_count_is(hand, needles_in=1, out=0, of=1)
    then_all_is_sent(hand)
    (opened,) = events_of(care, "needle_opened")
    assert opened["data"]["lot"] == str(second.pk)
