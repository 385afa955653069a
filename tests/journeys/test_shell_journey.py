"""The shell in a browser: signing in, registering by keyboard, the pain chart, every part accessible."""

import json
import re

import pytest
from playwright.sync_api import Page
from tests.clinic import factories
from tests.journeys.steps import RULES, assert_accessible, assert_fits, given_i_am_signed_in, violations

from drypoint.clinic.accounts.models import Clinic


def test_pages_before_signing_in_are_accessible(page: Page, demo: Clinic) -> None:
    for path in ("/accounts/login/", "/accounts/password/reset/", "/accounts/signup/", "/nowhere/"):
        page.goto(path)
        assert_accessible(page)
        assert_fits(page)


def test_what_is_not_accessible_is_found(page: Page) -> None:
    page.set_content("<html lang=en><main><h1 style='color:#bbb'>Faint</h1><img src=x.png></main></html>")
    found = [one.partition(":")[0] for one in violations(page, RULES)]
    assert {"color-contrast", "image-alt"} <= set(found)


def test_shell_pages_are_accessible(page: Page, demo: Clinic) -> None:
    given_i_am_signed_in(page, factories.make_member(demo, "owner"))
    factories.make_person(demo, given_name="Marta", family_name="Quintero")
    for path in ("/today/", "/people/", "/people/new/", "/me/", "/gallery/", "/gallery/?errors"):
        page.goto(path)
        assert_accessible(page)
        assert_fits(page)


def test_registering_works_by_keyboard_alone(page: Page, demo: Clinic) -> None:
    given_i_am_signed_in(page, factories.make_member(demo, "front_desk"))
    page.goto("/people/new/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "given_name":
            break
    page.keyboard.type("Jonas")
    page.keyboard.press("Tab")
    page.keyboard.type("Ek")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/people/[0-9a-f-]{36}/"))
    assert "Jonas Ek is registered." in page.locator("#problems").inner_text()


def test_a_refused_form_takes_the_reader_to_what_is_wrong(page: Page, demo: Clinic) -> None:
    given_i_am_signed_in(page, factories.make_member(demo, "front_desk"))
    page.goto("/people/new/")
    page.get_by_label("Given name").fill("Jonas")
    page.get_by_role("button", name="Register").click()
    page.wait_for_selector("[data-error-summary]:focus")
    page.get_by_role("link", name="Family name").click()
    assert page.evaluate("document.activeElement.id") == "field_family_name"
    assert page.get_by_label("Given name").input_value() == "Jonas"
    assert_accessible(page)


def test_searching_shows_matches_while_typing(page: Page, demo: Clinic) -> None:
    factories.make_person(demo, given_name="Marta", family_name="Quintero")
    factories.make_person(demo, given_name="Jonas", family_name="Ek")
    given_i_am_signed_in(page, factories.make_member(demo, "front_desk"))
    page.goto("/people/")
    page.get_by_role("searchbox").or_(page.locator("input[name=q]")).first.press_sequentially("quin")
    page.get_by_text("Ek, Jonas").wait_for(state="detached")
    assert page.get_by_text("Quintero, Marta").is_visible()


@pytest.fixture
def chart(page: Page, demo: Clinic) -> Page:
    """The gallery with its body chart."""
    given_i_am_signed_in(page, factories.make_member(demo, "owner"))
    page.goto("/gallery/")
    page.locator("[data-stage]").wait_for(state="visible")
    return page


def test_without_scripts_the_list_is_whole(browser, live_server, demo: Clinic) -> None:  # type: ignore[no-untyped-def]
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    given_i_am_signed_in(page, factories.make_member(demo, "owner"))
    page.goto("/gallery/")
    assert not page.locator("[data-stage]").is_visible()
    page.locator("summary", has_text="Neck").click()
    page.locator('input[value="neck.front:right"]').check()
    page.get_by_role("button", name="Save").click()
    assert page.locator('input[value="neck.front:right"]').is_checked()
    context.close()


def test_a_signature_can_be_drawn_and_cleared(chart: Page) -> None:
    pad = chart.locator("[data-signature-pad]")
    pad.scroll_into_view_if_needed()
    corner = pad.bounding_box()
    assert corner
    chart.mouse.move(corner["x"] + 30, corner["y"] + 30)
    chart.mouse.down()
    chart.mouse.move(corner["x"] + 130, corner["y"] + 60, steps=4)
    chart.mouse.up()
    strokes = chart.locator("[data-signature-strokes]")
    (stroke,) = json.loads(strokes.input_value())
    assert len(stroke) >= 4
    chart.get_by_role("button", name="Clear the drawing").click()
    assert strokes.input_value() == ""
