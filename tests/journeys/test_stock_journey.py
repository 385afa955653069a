"""Needles: scanned in, opened in a session, recalled, and the person told."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.clinic import factories
from tests.clinic.visits.care import Care, event, inserted
from tests.journeys.cameras import given_a_camera, then_the_camera_is_off
from tests.journeys.steps import assert_accessible, assert_fits, given_i_am_signed_in

from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.visits.actions import sessions

GTIN = "09506000134352"
GS = "\u001d"


def expires() -> str:
    """A day that two digits of a year can name, as a code writes it."""
    return f"{timezone.localdate() + timedelta(days=500):%y%m%d}"


def test_needles_are_scanned_in_used_recalled_and_the_person_told(page: Page, transactional_db: None) -> None:
    care = Care()
    given_i_am_signed_in(page, care.member)

    # A new article: the camera reads the pack, size and maker are typed once.
    given_a_camera(page, f"{GS}01{GTIN}17{expires()}10L-7")
    page.goto("/stock/receive/")
    page.get_by_role("button", name="Scan the code").click()
    expect(page.get_by_text("type maker and size once")).to_be_visible()
    expect(page.get_by_label("Lot", exact=True)).to_have_value("L-7")
    assert_accessible(page)
    assert_fits(page)
    page.get_by_label("Maker").fill("Needle Works")
    page.get_by_label("Product").fill("Filiform")
    page.get_by_label("Diameter").fill("0.30")
    page.get_by_label("Length").fill("40")
    page.get_by_label("Packs", exact=True).fill("2")
    page.get_by_label("Needles per pack").fill("100")
    page.get_by_role("button", name="Put on the shelf").click()
    expect(page.get_by_role("heading", name="0.30 × 40 mm · Filiform, Needle Works")).to_be_visible()

    # The next pack: a hand scanner types the code and presses Enter; nothing else is typed but the number.
    page.get_by_role("link", name="Needles", exact=True).last.click()
    page.get_by_role("link", name="Receive needles").click()
    field = page.get_by_label("Code of the pack")
    field.press_sequentially(f"]d201{GTIN}10L-7")
    field.press("Control+]")
    field.press_sequentially(f"17{expires()}")
    expect(field).to_have_value(f"]d201{GTIN}10L-7␝17{expires()}")
    field.press("Enter")
    expect(page.get_by_text("more of it adds to it")).to_be_visible()
    expect(page.get_by_label("Maker")).to_have_value("Needle Works")
    page.get_by_label("Packs", exact=True).fill("1")
    page.get_by_role("button", name="Put on the shelf").click()
    expect(page.locator("#facts").get_by_text("3", exact=True)).to_be_visible()
    lot = care.clinic.needle_lots.get()

    # A needle of it goes into somebody.
    care.begin()
    sessions.record_events(
        by=care.therapist,
        visit=care.visit,
        events=[event("opened"), event("needle_opened", 0.5, needle="n1"), inserted()],
        lots={"n1": lot},
    )
    page.goto("/stock/")
    expect(page.get_by_role("cell", name="1 of 300")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)

    # The maker recalls it: whom it touched stands there, and is told.
    page.get_by_role("link", name="0.30 × 40 mm").click()
    page.get_by_role("link", name="Recall", exact=True).click()
    page.get_by_label("Why is it recalled?").fill("notice 12")
    page.get_by_role("button", name="Recall the lot").click()
    expect(page.get_by_text("0 of 1 told")).to_be_visible()
    expect(page.get_by_role("cell", name="Gluteus medius · left")).to_be_visible()
    assert_accessible(page)
    assert_fits(page)
    page.goto("/incidents/")
    page.get_by_role("link", name=re.compile("lot L-7: 1 person")).click()
    page.get_by_role("link", name="Not yet: record it").click()
    page.get_by_label("By telephone").check()
    assert_accessible(page)
    assert_fits(page)
    page.get_by_role("button", name="Record", exact=True).click()
    expect(page.get_by_text("1 of 1 told")).to_be_visible()
    expect(page.get_by_role("button", name="Print")).to_be_visible()
    with page.expect_download() as saved:
        page.get_by_role("link", name="Download as CSV").click()
    assert saved.value.suggested_filename == "needle-lot.csv"
    assert_accessible(page)


@pytest.fixture
def receiving(page: Page, demo: Clinic) -> Page:
    """The page of receiving is next."""
    given_i_am_signed_in(page, factories.make_member(demo, "owner"))
    return page


def test_camera_stops_and_an_article_number_is_taken_for_nothing_else(receiving: Page) -> None:
    given_a_camera(receiving, "9506000134352", form="ean_13")
    receiving.goto("/stock/receive/")
    receiving.evaluate(
        "addEventListener('lot-scan:code', (scanned) => {"
        " scanned.preventDefault(); document.documentElement.dataset.scanned = scanned.detail.code })"
    )
    receiving.get_by_role("button", name="Scan the code").click()
    expect(receiving.locator("html")).to_have_attribute("data-scanned", "]E09506000134352")
    assert receiving.evaluate("window.formatsAsked") == ["data_matrix", "code_128", "qr_code", "ean_13"]
    then_the_camera_is_off(receiving)


def test_camera_is_stopped_by_hand_and_by_leaving_the_page(receiving: Page) -> None:
    given_a_camera(receiving, None)
    receiving.goto("/stock/receive/")
    for leaves in ("document.querySelector('lot-scan').remove()", ""):
        receiving.reload()
        receiving.get_by_role("button", name="Scan the code").click()
        expect(receiving.get_by_text("Hold the code of the pack before the camera.")).to_be_visible()
        video = receiving.evaluate_handle("document.querySelector('video')")
        if leaves:
            receiving.evaluate(leaves)
        else:
            assert_accessible(receiving)
            receiving.get_by_role("button", name="Stop the camera").click()
            expect(receiving.get_by_role("button", name="Scan the code")).to_be_focused()
        assert receiving.evaluate("window.cameraStops === window.cameraStarts")
        assert video.evaluate("video => video.srcObject === null")


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        ("NotAllowedError", "The browser may not use the camera."),
        ("NotFoundError", "No camera was found."),
        ("AbortError", "The camera did not start."),
    ],
)
def test_camera_that_does_not_start_says_so_and_the_code_is_typed(
    receiving: Page, fault: str, says: str
) -> None:
    given_a_camera(receiving, None, fault=fault)
    receiving.goto("/stock/receive/")
    receiving.get_by_role("button", name="Scan the code").click()
    expect(receiving.get_by_role("status").filter(has_text=says)).to_be_visible()
    receiving.get_by_label("Code of the pack").fill("(10)L-7")
    receiving.get_by_role("button", name="Read the code").click()
    expect(receiving.get_by_label("Lot", exact=True)).to_have_value("L-7")


@pytest.mark.parametrize("formats", [None, ("aztec", "pdf417")])
def test_no_camera_is_offered_where_the_browser_reads_no_such_code(
    receiving: Page, formats: tuple[str, ...] | None
) -> None:
    if formats is not None:
        given_a_camera(receiving, None, formats=formats)
    receiving.goto("/stock/receive/")
    receiving.evaluate("customElements.whenDefined('lot-scan').then(() => true)")
    receiving.wait_for_timeout(100)
    expect(receiving.get_by_role("button", name="Scan the code")).to_be_hidden()
    expect(receiving.get_by_role("button", name="Read the code")).to_be_visible()


LIST = """
<h1>Needling session</h1><label for="which">Needle lot</label>
<select id="which"><option value="">Not noted</option>{options}</select>
"""


def given_the_lot_choice(page: Page, *lots: Any) -> None:
    """What a page of a session drops in: the list of lots with the element beside it."""
    page.goto("/stock/")
    token = page.evaluate("JSON.parse(document.body.getAttribute('hx-headers'))['X-CSRFToken']")
    words = {"scan_asks": "/stock/code/", "scan_chooses": "which", "csrf_token": token}
    options = "".join(f'<option value="{lot.pk}">{lot.lot}</option>' for lot in lots)
    html = LIST.format(options=options) + render_to_string("components/lot_scan.html", words)
    page.evaluate("html => { document.querySelector('main').innerHTML = html }", html)
    page.evaluate("import('/static/js/lot-scan.js')")
    page.evaluate("addEventListener('lot-scan:answer', (event) => { window.answer = event.detail })")


def test_scanned_lot_is_chosen_for_the_needle_and_one_past_its_date_is_not(
    receiving: Page, demo: Clinic
) -> None:
    day = timezone.localdate()
    good = factories.make_lot(demo, "L-7", expires=day + timedelta(days=500), gtin=GTIN)
    old = factories.make_lot(demo, "OLD", expires=day - timedelta(days=1))
    given_a_camera(receiving, f"01{GTIN}17{expires()}10L-7")
    given_the_lot_choice(receiving, good, old)
    choice = receiving.get_by_label("Needle lot")
    receiving.get_by_role("button", name="Scan the code").click()
    expect(choice).to_have_value(str(good.pk))
    expect(receiving.get_by_role("status").filter(has_text="Chosen:")).to_be_visible()
    then_the_camera_is_off(receiving)
    assert receiving.evaluate("window.answer.usable")

    field = receiving.get_by_label("Code of the pack")
    field.press_sequentially("(10)OLD")
    field.press("Enter")
    expect(receiving.get_by_role("status").filter(has_text="Lot OLD expired")).to_be_visible()
    expect(choice).to_have_value(str(good.pk))
    field.fill("nonsense")
    receiving.get_by_role("button", name="Read the code").click()
    expect(receiving.get_by_role("status").filter(has_text="not known here")).to_be_visible()
    assert_accessible(receiving)


def test_scanned_lot_of_another_size_is_not_slipped_in(receiving: Page, demo: Clinic) -> None:
    factories.make_lot(demo, "L-7", expires=timezone.localdate() + timedelta(days=500), gtin=GTIN)
    given_the_lot_choice(receiving)
    field = receiving.get_by_label("Code of the pack")
    field.fill("(10)L-7")
    field.press("Enter")
    expect(receiving.get_by_role("status").filter(has_text="of another size")).to_be_visible()
    expect(receiving.get_by_label("Needle lot")).to_have_value("")
    receiving.route("**/stock/code/", lambda route: route.abort())
    field.fill("(10)L-7")
    field.press("Enter")
    expect(receiving.get_by_role("status").filter(has_text="The server was not reached")).to_be_visible()
