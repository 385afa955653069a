"""After the needle: the note is worded, signed and added to; codes are confirmed, the bill printed."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.clinic import factories
from tests.clinic.followup.whole_visit import full_visit
from tests.clinic.visits.care import Care
from tests.journeys.arriving import then_i_am_on, then_it_says, when_i_sign_in
from tests.journeys.following import pdf, pdf_text
from tests.journeys.hands import Pointer
from tests.journeys.steps import PASSWORD, PHONE, a_window, assert_accessible, given_a_password

from drypoint.clinic.charges.actions import fees


@pytest.fixture
def care(live_server: Any) -> Care:
    """A visit in which everything was recorded, in a clinic that bills two codes."""
    made = Care(name="Harbour")
    owner = factories.acting(made.clinic, "owner")
    fees.set_fee(by=owner, clinic=made.clinic, code="20560", cents=4_000, words="Needling")
    fees.set_fee(by=owner, clinic=made.clinic, code="97110", cents=3_800, timed=True, kind="exercise")
    full_visit(made)
    return made


def test_therapist_signs_adds_and_bills(page: Page, live_server: Any, care: Care) -> None:
    hand = Pointer(page, look=assert_accessible)
    when_i_sign_in(hand, care.member.user)
    visit = f"/visits/{care.visit.pk}"
    page.goto(f"{visit}/note/")
    then_i_am_on(hand, "Note, not signed yet")
    expect(page.get_by_role("main")).to_contain_text("Consent: signed, with a copy for the patient")

    hand.press("link", re.compile("^Own words ?: Examination$"))
    then_i_am_on(hand, "Examination")
    hand.write("In your own words", "Guarded when lying down")
    hand.press("button", "Save")
    expect(page.locator("article.note")).to_contain_text("Guarded when lying down")
    hand.tick("The person has a signed copy of the consent")
    hand.press("button", f"Sign as {care.member.user.name}")
    then_it_says(hand, "The note is signed.")
    then_i_am_on(hand, "Signed note")
    expect(page.locator("#requirements")).not_to_contain_text("Missing")

    hand.write("Addendum", "A bruise of 2 cm, seen on the next day")
    hand.press("button", "Sign the addendum")
    then_it_says(hand, "The addendum is signed.")
    said = pdf_text(page, f"{visit}/note/note.pdf")
    for words in ("Guarded when lying down", "A bruise of 2 cm", "without injection", "Told before the sign"):
        assert words in said, words
    plain = page.request.get(f"{visit}/note/note.txt")
    assert plain.headers["cache-control"] == "no-store"
    assert "A bruise of 2 cm" in plain.text()

    hand.press("link", "Codes and superbill")
    then_i_am_on(hand, "Codes and superbill")
    page.get_by_label("Words of its English title, or its beginning").fill("myalgia other site")
    hand.press("button", "Find")
    expect(page.locator("#find")).to_contain_text("M79.18")
    expect(page.locator("#confirm")).to_contain_text("as confirmed in the signed note: 20560")
    hand.write("Diagnoses, the main one first", "M79.18")
    hand.press("button", f"Confirm as {care.member.user.name}")
    then_it_says(hand, "The superbill is issued.")
    then_i_am_on(hand, "Codes and superbill")
    expect(page.get_by_role("main")).to_contain_text("78.00 USD")
    assert pdf(page, f"{visit}/charges/superbill.pdf") == pdf(page, f"{visit}/charges/superbill.pdf")
    assert "the payer decides" in pdf_text(page, f"{visit}/charges/superbill.pdf")

    hand.press("link", "Void it")
    then_i_am_on(hand, "Void bill 1?")
    hand.write("Why it is void", "Another payer")
    hand.press("button", "Void it")
    then_it_says(hand, "The superbill is void.")
    assert "Another payer" in pdf_text(page, f"{visit}/charges/superbill.pdf")
    hand.press("link", "All superbills of this person")
    then_i_am_on(hand, "Superbills")


def test_therapist_signs_and_bills_in_spanish_on_a_phone(
    browser: Browser, live_server: Any, care: Care
) -> None:
    with a_window(browser, live_server.url, **{**PHONE, "locale": "es-ES"}) as page:
        page.goto("/accounts/login/")
        given_a_password(care.member.user)
        page.locator("[name=login]").fill(care.member.user.email)
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("form button[type=submit]").first.click()
        page.wait_for_url("**/today/")
        page.get_by_role("button", name="Español").first.click()
        expect(page.locator("html")).to_have_attribute("lang", "es")
        page.goto(f"/visits/{care.visit.pk}/note/?language=es")
        expect(page.locator("article.note")).to_contain_text("Procedimiento de punción seca")
        assert_accessible(page)
        page.locator("#sign label", has_text="Español").first.click()
        page.locator("#sign button[type=submit]").click()
        page.wait_for_load_state()
        expect(page.locator("article.note")).to_contain_text("Firmado electrónicamente")
        assert_accessible(page)
        page.goto(f"/visits/{care.visit.pk}/charges/")
        assert_accessible(page)
        page.locator("#confirm label", has_text="Español").first.click()
        page.locator("#confirm button[type=submit]").click()
        expect(page.locator("main")).to_contain_text("78,00 USD")
        said = pdf_text(page, f"/visits/{care.visit.pk}/charges/superbill.pdf?language=es")
        assert "lo decide el pagador" in said
