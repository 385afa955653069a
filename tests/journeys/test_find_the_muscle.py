"""A therapist finds the muscle: one tap a sign at the table, exercises at the desk, a blind second look."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.clinic import factories
from tests.clinic.visits.care import Care
from tests.journeys.steps import (
    PHONE,
    a_window,
    assert_accessible,
    assert_accessible_from_its_end,
    assert_fits,
    given_i_am_signed_in,
)

from drypoint.clinic.visits.actions import pain_drawings, palpation, rankings
from drypoint.clinic.visits.models import DrawnBy

LEAST_PX = 56
"""For a finger in a glove."""


@pytest.fixture
def care(transactional_db: None) -> Care:
    """A person with pain at the front and outer side of the left shoulder."""
    care = Care()
    pain_drawings.record(
        by=care.therapist,
        visit=care.visit,
        chart_version="1",
        figure="neutral",
        drawn_by=DrawnBy.PATIENT,
        zones=[{"code": "sh.front", "side": "left"}, {"code": "sh.side", "side": "left"}],
    )
    rankings.rank(by=care.therapist, visit=care.visit)
    return care


@pytest.fixture
def phone(browser: Browser, care: Care, live_server: object) -> Iterator[Page]:
    """The therapist's, held in one hand."""
    with a_window(browser, live_server.url, **PHONE) as page:  # type: ignore[attr-defined]
        given_i_am_signed_in(page, care.member)
        yield page


def tap(page: Page, sign: str, answer: str) -> None:
    """One press of a thumb on the open card."""
    card = page.locator("section.palpation:has(details[open])").first
    group = card.get_by_role("group", name=re.compile(f"^{sign}"))
    label = group.locator("label").filter(has_text=re.compile(f"^{answer}$"))
    box = label.bounding_box()
    assert box and box["height"] >= LEAST_PX
    label.tap()


def test_a_therapist_finds_the_muscle_with_one_hand(phone: Page, care: Care) -> None:
    phone.goto(f"/visits/{care.visit.pk}/ranking/")
    expect(phone.get_by_role("main")).to_contain_text("Marked, and it refers there")
    assert_accessible_from_its_end(phone)
    bar = phone.locator(".next-bar a").first
    expect(bar).to_be_in_viewport()
    muscle = bar.locator("b").inner_text()
    bar.tap()
    card = phone.locator("section.palpation:has(details[open])").first
    expect(card.get_by_role("heading")).to_have_text(muscle)
    expect(card.get_by_role("button", name=re.compile("^Save"))).to_be_hidden()
    for sign in ("Taut band", "Spot tenderness", "Recognised pain", "Referred pain"):
        tap(phone, sign, "Present")
    said = card.get_by_role("status")
    expect(said).to_contain_text(f"First in the ranking now: {muscle}")
    expect(said).to_contain_text("If you hold it to be active, say so below.")
    tap(phone, "Status", "Active")
    expect(card.locator("summary .tag")).to_have_text("Active")
    expect(phone.locator("#ranking-now li").first).to_contain_text(muscle)
    assert_accessible_from_its_end(phone)

    card.get_by_text("Where it refers, over the marked pain").tap()
    expect(card.locator(".lazy svg.body-picture")).to_be_visible()
    assert_accessible_from_its_end(phone)

    following = phone.locator("#next-muscle a").first
    expect(following).to_be_in_viewport()
    other = following.locator("b").inner_text()
    assert other != muscle
    following.tap()
    expect(phone.locator("section.palpation:has(details[open]) h2").first).to_have_text(other)
    finding = care.visit.palpation_findings.current().get()
    assert (finding.taut_band, finding.recognised_pain, finding.status) == (True, True, "active")
    assert finding.local_twitch_response is None
    assert_fits(phone)


def test_a_tap_that_did_not_arrive_does_not_look_saved(phone: Page, care: Care) -> None:
    phone.goto(f"/visits/{care.visit.pk}/palpation/")
    phone.context.set_offline(True)
    tap(phone, "Taut band", "Present")
    said = phone.locator("section.palpation:has(details[open])").first.get_by_role("status")
    expect(said).to_contain_text("Not saved: no connection")
    group = phone.get_by_role("group", name=re.compile("^Taut band")).first
    expect(group.get_by_role("radio", name="Not tested")).to_be_checked()
    phone.context.set_offline(False)
    tap(phone, "Taut band", "Present")
    expect(said).to_contain_text("Saved.")
    assert care.visit.palpation_findings.current().get().taut_band is True
    assert_accessible_from_its_end(phone)


def test_leaving_right_after_a_tap_loses_nothing(phone: Page, care: Care) -> None:
    phone.goto(f"/visits/{care.visit.pk}/palpation/")
    tap(phone, "Taut band", "Present")
    phone.locator("#next-muscle a").first.tap()
    phone.wait_for_url(re.compile(r"card="))
    assert care.visit.palpation_findings.current().get().taut_band is True


def test_a_therapist_trains_on_a_published_case(page: Page, care: Care) -> None:
    given_i_am_signed_in(page, care.member)
    page.goto("/today/")
    page.get_by_role("link", name="To the training").click()
    assert_accessible(page)
    page.get_by_role("link", name=re.compile("after cricket")).click()
    page.get_by_label("By any of its names").type("infraspin")
    page.get_by_role("link", name=re.compile("^Choose.*Infraspinatus")).first.click()
    page.locator("summary").filter(has_text="Or by region").click()
    page.locator("summary").filter(has_text=re.compile("^Shoulder$")).click()
    page.get_by_role("link", name=re.compile("^Choose.*Supraspinatus")).first.click()
    expect(page.locator(".pick").nth(1)).to_contain_text("Supraspinatus")
    assert_accessible(page)
    page.get_by_role("button", name="This is my guess").click()

    expect(page.get_by_role("main")).to_contain_text("Findings beyond the report are assumed")
    page.get_by_label("By any of its names").type("supraspin")
    page.get_by_role("button", name=re.compile("^Palpate.*Supraspinatus")).first.click()
    expect(page.locator("#paper")).to_contain_text("Present")
    assert_accessible(page)
    page.get_by_role("link", name=re.compile("Make it first.*Supraspinatus")).click()
    expect(page.locator(".pick").first).to_contain_text("Supraspinatus")
    page.get_by_role("button", name="This is my answer").click()

    expect(page.locator("#yours")).to_contain_text("Your muscle number 2")
    expect(page.locator("#yours")).to_contain_text("Your first muscle")
    expect(page.locator("#patterns svg.body-picture")).to_have_count(2)
    assert_accessible(page)
    assert_fits(page)
    page.get_by_role("link", name="Your results").click()
    expect(page.locator("#score")).to_contain_text("1 of 1")
    assert_accessible(page)
    assert_fits(page)


def test_a_colleague_looks_without_knowing(page: Page, care: Care) -> None:
    palpation.mark(
        by=care.therapist,
        visit=care.visit,
        muscle="infraspinatus",
        side="left",
        taut_band=True,
        status="active",
    )
    given_i_am_signed_in(page, factories.make_therapist(care.clinic, name="Sam Second"))
    page.goto(f"/visits/{care.visit.pk}/second-look/")
    expect(page.get_by_role("main")).to_contain_text("Infraspinatus · left")
    expect(page.get_by_role("main")).not_to_contain_text("Active")
    assert_accessible(page)
    group = page.get_by_role("group", name=re.compile("^Taut band"))
    group.locator("label").filter(has_text="Absent").click()
    for words in ("I do not know", "The person knows"):
        page.get_by_label(re.compile(words)).check()
    page.get_by_role("button", name="Save and compare").click()
    expect(page.get_by_role("main")).to_contain_text("yes / no")
    assert_accessible(page)
    page.get_by_role("link", name="Agreement of examiners").click()
    expect(page.locator("#taut_band")).to_contain_text("too few to say")
    assert_accessible(page)
    assert_fits(page)
