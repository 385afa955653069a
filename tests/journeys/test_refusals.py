"""What the product must not let happen, as the people in the room meet it."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from tests.clinic import factories
from tests.clinic.visits.care import BEGUN, Care
from tests.journeys import arriving, needling
from tests.journeys.hands import Pointer
from tests.journeys.steps import a_window, assert_accessible, given_i_am_signed_in

from drypoint.clinic.accounts.models.memberships import CredentialKind
from drypoint.clinic.accounts.queries import needling_credential
from drypoint.clinic.followup.actions import check_ins
from drypoint.clinic.followup.models import Channel
from drypoint.clinic.keys import new_id
from drypoint.clinic.visits.models import SessionStatus

MUSCLE = "Gluteus medius · left"


@pytest.fixture
def care(transactional_db: None) -> Iterator[Care]:
    """A person at their first visit; it is the hour after it began."""
    with time_machine.travel(BEGUN + timedelta(minutes=30), tick=True):
        yield Care()


@pytest.fixture
def hand(page: Page, care: Care) -> Pointer:
    """The therapist's, signed in."""
    given_i_am_signed_in(page, care.member)
    return Pointer(page)


def visit_page(care: Care, path: str = "") -> str:
    return f"/visits/{care.visit.pk}/{path}"


def then_it_is_refused(hand: Pointer, *words: str) -> None:
    """In words, on a page that everybody can read."""
    main = hand.page.get_by_role("main")
    for one in words:
        expect(main).to_contain_text(one)
    assert_accessible(hand.page)


def sessions_of(care: Care) -> list[str]:
    return list(care.clinic.needling_sessions.values_list("status", flat=True))


def when_the_consent_is_withdrawn(care: Care, hand: Pointer) -> None:
    """On the page of the visit, at any time."""
    hand.page.goto(visit_page(care))
    hand.press("link", "Consent withdrawn")
    then_it_is_refused(hand, "From now on no needling until they consent anew.")
    hand.press("button", "Yes, consent is withdrawn")
    arriving.then_it_says(hand, "No needling from now on.")


def test_a_withdrawn_consent_blocks_the_session_that_was_about_to_start(
    care: Care, hand: Pointer, browser: Browser, live_server: Any
) -> None:
    care.ready()
    hand.page.goto(visit_page(care, "session/"))
    start = hand.page.get_by_role("button", name="Start the session")
    expect(start).to_be_visible()
    with a_window(browser, live_server.url) as other:
        given_i_am_signed_in(other, care.member)
        when_the_consent_is_withdrawn(care, Pointer(other))
    start.click()
    then_it_is_refused(hand, "consent")
    assert sessions_of(care) == []
    hand.page.goto(visit_page(care, "session/"))
    then_it_is_refused(hand, "The session cannot start")
    assert start.count() == 0


def test_a_withdrawn_consent_lets_needles_out_but_no_more_in(
    care: Care, hand: Pointer, browser: Browser, live_server: Any
) -> None:
    care.begin()
    hand.page.goto(visit_page(care, "session/"))
    needling.when_the_device_gets_its_digits(hand)
    needling.when_a_needle_goes_in(hand, MUSCLE)
    needling.then_the_count_is(hand, needles_in=1, out=0, of=1)
    with a_window(browser, live_server.url) as other:
        given_i_am_signed_in(other, care.member)
        when_the_consent_is_withdrawn(care, Pointer(other))
    then_it_is_refused(hand, "The consent was withdrawn. Take the needles out and count them.")
    assert hand.page.get_by_role("button", name="Next needle in").count() == 0
    needling.then_the_count_is(hand, needles_in=1, out=0, of=1)
    needling.when_a_needle_comes_out(hand)
    needling.then_the_count_is(hand, needles_in=0, out=1, of=1)


def test_a_stop_finding_keeps_the_plan_from_being_signed(care: Care, hand: Pointer) -> None:
    care.screen(cardiac_unstable=True)
    care.consent()
    care.propose()
    hand.page.goto(visit_page(care, "plan/"))
    then_it_is_refused(hand, "The plan cannot be signed yet", "While this stands, the plan cannot be signed.")
    assert hand.page.get_by_role("button", name="Sign the plan").count() == 0


def test_a_needle_that_is_not_accounted_for_keeps_the_session_open(care: Care, hand: Pointer) -> None:
    care.begin()
    hand.page.goto(visit_page(care, "session/"))
    needling.when_the_device_gets_its_digits(hand)
    needling.when_a_needle_goes_in(hand, MUSCLE)
    needling.when_a_needle_comes_out(hand)
    needling.then_the_count_is(hand, needles_in=0, out=1, of=1)
    needling.when_the_needles_are_counted(hand, 0)
    then_it_is_refused(hand, "The session cannot be closed yet")
    assert hand.page.get_by_role("button", name="Close the session").count() == 0
    hand.press("button", "A needle cannot be found")
    hand.press("button", re.compile("^Needle 1"))
    assert_accessible(hand.page)
    hand.press("button", "Close as an incident")
    expect(hand.page.get_by_role("region", name="Needle count")).to_contain_text("Closed as an incident")
    expect(hand.page.get_by_text("all sent")).to_be_visible()
    assert sessions_of(care) == [SessionStatus.INCIDENT]
    assert care.clinic.incidents.count() == 1


def test_an_expired_credential_starts_nothing(care: Care, hand: Pointer) -> None:
    care.ready()
    held = needling_credential(care.member, on=BEGUN.date())
    assert held is not None
    factories.credentials.revoke(
        by=factories.setting_up(care.clinic), credential=held, reason="Recorded by mistake"
    )
    factories.make_credential(care.member, CredentialKind.NEEDLING, expires=BEGUN.date() - timedelta(days=1))
    hand.page.goto(visit_page(care, "session/"))
    then_it_is_refused(hand, "The session cannot start", "credential")
    assert hand.page.get_by_role("button", name="Start the session").count() == 0


def test_who_saves_second_is_told_and_loses_nothing(
    care: Care, hand: Pointer, browser: Browser, live_server: Any
) -> None:
    desk = factories.make_member(care.clinic, "front_desk")
    details = f"/people/{care.person.pk}/details/"
    hand.page.goto(details)
    hand.write("Address", "2 New Street")
    with a_window(browser, live_server.url) as window:
        given_i_am_signed_in(window, desk)
        other = Pointer(window)
        window.goto(details)
        other.write("Address", "1 Old Lane")
        other.press("button", "Save")
        expect(window.get_by_role("heading", level=1)).to_have_text("Ana Ruiz")
    hand.press("button", "Save")
    then_it_is_refused(hand, "What stands now, saved by somebody else", "1 Old Lane")
    expect(hand.page.get_by_label("Address")).to_have_value("2 New Street")
    hand.press("button", "Save")
    expect(hand.page.get_by_role("main")).to_contain_text("2 New Street")
    care.person.refresh_from_db()
    assert care.person.address == "2 New Street"


def test_two_presses_in_one_breath_are_both_recorded_and_shown(care: Care, hand: Pointer) -> None:
    care.begin()
    hand.page.goto(visit_page(care, "session/"))
    needling.when_the_device_gets_its_digits(hand)
    needling.when_a_needle_goes_in(hand, MUSCLE)
    needling.then_the_count_is(hand, needles_in=1, out=0, of=1)
    hand.page.evaluate(
        "() => { for (const id of ['rec-twitch', 'rec-out']) document.querySelector(`[id^=${id}]`).click() }"
    )
    needling.then_the_count_is(hand, needles_in=0, out=1, of=1)
    hand.press("button", "What was recorded")
    expect(hand.page.get_by_role("list").filter(has_text="Needle in")).to_contain_text("Twitch")


def test_a_press_without_connection_is_kept_and_sent_by_itself(care: Care, hand: Pointer) -> None:
    care.begin()
    hand.page.goto(visit_page(care, "session/"))
    needling.when_the_device_gets_its_digits(hand)
    hand.page.context.set_offline(True)
    needling.when_a_needle_goes_in(hand, MUSCLE)
    needling.then_the_count_is(hand, needles_in=1, out=0, of=1)
    expect(hand.page.get_by_text("Everything is kept on this device: 2 waiting.")).to_be_visible()
    assert care.visit.session_events.count() == 0
    assert_accessible(hand.page)
    hand.page.context.set_offline(False)
    expect(hand.page.get_by_text("2 recorded, all sent")).to_be_visible()
    assert care.visit.session_events.count() == 2


def test_a_press_that_was_not_sent_survives_loading_the_page_anew(care: Care, hand: Pointer) -> None:
    care.begin()
    hand.page.goto(visit_page(care, "session/"))
    needling.when_the_device_gets_its_digits(hand)
    hand.page.context.set_offline(True)
    needling.when_a_needle_goes_in(hand, MUSCLE)
    needling.then_the_count_is(hand, needles_in=1, out=0, of=1)
    hand.page.reload()
    for digit in "246810":
        hand.press("button", digit, within=hand.page.get_by_role("region", name="Locked"))
    needling.then_the_count_is(hand, needles_in=1, out=0, of=1)
    expect(hand.page.get_by_role("region", name="Locked")).to_be_hidden()
    expect(hand.page.get_by_role("heading", level=1, name="Needling session")).to_be_visible()
    assert_accessible(hand.page)
    hand.page.context.set_offline(False)
    expect(hand.page.get_by_text("2 recorded, all sent")).to_be_visible()
    assert care.visit.session_events.count() == 2


@pytest.mark.parametrize("path", ["", "history/", "plan/", "session/", "note/"])
def test_what_is_gone_or_foreign_does_not_exist(care: Care, hand: Pointer, path: str) -> None:
    elsewhere = Care(name="Elsewhere")
    for visit_id in (new_id(), elsewhere.visit.pk, care.person.pk):
        answer = hand.page.goto(f"/visits/{visit_id}/{path}")
        assert answer is not None
        assert answer.status == 404
        expect(hand.page.get_by_role("heading", level=1)).to_have_text("This page does not exist")
    assert_accessible(hand.page)


def link_of(care: Care, *, due_in: timedelta, open_for: timedelta = timedelta(days=7)) -> str:
    due_at = timezone.now() + due_in
    _made, token = check_ins.invite(
        by=care.therapist,
        visit=care.visit,
        due_at=due_at,
        expires_at=due_at + open_for,
        channel=Channel.QR_CODE,
    )
    return f"/c/{token}/"


def test_an_expired_link_is_closed_and_says_whom_to_call(care: Care, page: Page) -> None:
    link = link_of(care, due_in=timedelta(days=-8))
    answer = page.goto(link)
    assert answer is not None
    assert answer.status == 410
    expect(page.get_by_role("heading", level=1)).to_have_text("This link is closed")
    expect(page.get_by_role("main")).to_contain_text("emergency")
    assert_accessible(page)


def test_a_guessed_link_opens_nothing(care: Care, page: Page) -> None:
    real = link_of(care, due_in=timedelta(0))
    answer = page.goto(real[:-2] + ("A/" if real[-2] != "A" else "B/"))
    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text("This link does not work")
    assert care.person.family_name not in page.content()
    assert_accessible(page)


def test_a_guessed_date_of_birth_is_refused_and_then_locked(care: Care, page: Page) -> None:
    page.goto(link_of(care, due_in=timedelta(0)))
    patient = Pointer(page)
    for day in range(1, 8):
        patient.write("Your date of birth", f"1970-01-{day:02}")
        patient.press("button", "Go on")
        expect(page.locator(".field__errors")).to_be_visible()
        assert page.get_by_role("heading", name="Since your visit").count() == 0
    patient.write("Your date of birth", "1980-05-01")
    patient.press("button", "Go on")
    expect(page.locator(".field__errors")).to_be_visible()
    assert page.get_by_role("heading", name="Since your visit").count() == 0
    assert_accessible(page)


def test_a_form_with_an_error_keeps_what_was_typed(care: Care, hand: Pointer) -> None:
    hand.page.goto(visit_page(care, "plan-of-care/"))
    hand.write("Indication", "Pain on stairs since June")
    hand.answer("Is dry needling part of it?", "Yes")
    hand.write("How far apart?", "7")
    hand.press("button", "Save the plan")
    page = hand.page
    summary = page.get_by_role("alert").filter(has_text="Nothing is saved yet")
    expect(summary).to_be_focused()
    expect(page.get_by_label("Indication")).to_have_value("Pain on stairs since June")
    expect(page.get_by_label("How far apart?")).to_have_value("7")
    assert (
        page.get_by_role("group", name="Is dry needling part of it?")
        .get_by_role("radio", name="Yes")
        .is_checked()
    )
    summary.get_by_role("link", name=re.compile("How many visits")).click()
    expect(page.locator("#field_planned_visits")).to_contain_text("required")
    assert_accessible(page)
    assert not care.episode.plans_of_care.exists()
