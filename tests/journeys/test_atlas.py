"""The atlas as people use it: they tap where it hurts, type a name, follow a link; without JavaScript too."""

import re

from playwright.sync_api import Browser, Page, expect
from tests.clinic import factories
from tests.journeys.steps import PHONE, assert_accessible, assert_fits, given_i_am_signed_in

from drypoint.clinic.accounts.actions import clinics
from drypoint.clinic.accounts.models import Clinic


def given_an_open_atlas(clinic: Clinic) -> None:
    clinics.revise(
        by=factories.acting(clinic, "owner"), clinic=clinic, revision=clinic.revision, public_atlas=True
    )


def test_a_therapist_taps_where_it_hurts_and_finds_the_muscle(page: Page, demo: Clinic) -> None:
    given_i_am_signed_in(page, factories.make_therapist(demo))
    page.get_by_role("link", name="Atlas").click()
    page.get_by_role("link", name="Where does it hurt?").click()
    page.get_by_role("link", name="From the side").click()
    page.get_by_role("group", name="right side").get_by_role("link", name="Temple and side of head").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Temple and side of head, right")
    assert_accessible(page)
    page.get_by_role("link", name="Left", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Temple and side of head, left")
    page.get_by_role("link", name="Temporalis, trigger point 3").click()
    expect(page).to_have_url(re.compile(r"/atlas/muscles/temporalis/#trp-3$"))
    expect(page.locator("#trp-3")).to_be_in_viewport()
    assert_accessible(page)
    assert_fits(page)


def test_search_answers_while_one_types(page: Page, demo: Clinic) -> None:
    given_i_am_signed_in(page, factories.make_therapist(demo))
    page.goto("/atlas/muscles/")
    page.get_by_role("searchbox").press_sequentially("trapecious")
    expect(page.locator("#found").get_by_role("link")).to_have_count(3)
    assert_accessible(page)
    page.get_by_role("searchbox").fill("xyzq")
    expect(page.locator("#found")).to_contain_text("No muscle and no place has a name like this")


def test_a_stranger_reads_the_public_atlas_on_a_phone_without_javascript(
    browser: Browser, live_server: object, demo: Clinic
) -> None:
    given_an_open_atlas(demo)
    context = browser.new_context(
        base_url=live_server.url,  # type: ignore[attr-defined]
        java_script_enabled=False,
        locale="es-ES",
        **PHONE,
    )
    page = context.new_page()
    page.goto(f"/public/{demo.pk}/")
    expect(page.locator("html")).to_have_attribute("lang", "es")
    page.get_by_role("link", name="English").click()
    page.get_by_role("searchbox").fill("soelus")
    page.get_by_role("button", name="Find").click()
    page.locator("#found").get_by_role("link", name="Soleus").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Soleus")
    expect(page.get_by_text("Education, not advice.")).to_be_visible()
    expect(page.locator("#trp-1 .body-picture")).to_be_visible()
    page.locator("#trp-1 a[href$='/zones/ft.heel/']").click()
    expect(page.locator("#essential").get_by_role("link", name="Soleus, trigger point 1")).to_be_visible()
    assert context.cookies() == []
    context.close()
