"""What a session's device still holds when the therapist goes elsewhere, signs out, or has no network."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.clinic.visits import care as cares
from tests.clinic.visits.care import Care, event
from tests.journeys.recorder_bench import NEEDLE_IN, RAW
from tests.journeys.steps import assert_accessible, given_i_am_signed_in

from drypoint.web.views import recorder as recorder_views

PIN = "135790"
PLACE = "muscle: 'gluteus_medius', side: 'left', site: '1'"
OPEN = """async (pin) => {
  await customElements.whenDefined("needling-recorder");
  const { recording } = document.querySelector("needling-recorder");
  window.recording = recording;
  while (recording.phase === "opening") await new Promise((done) => setTimeout(done, 50));
  if (recording.phase === "choose_pin") await recording.choosePin(pin);
  if (recording.phase === "locked") await recording.unlock(pin);
  return recording.phase;
}"""
KEY_IS_KEPT = """async () => {
  const given = (asked) => new Promise((done) => (asked.onsuccess = () => done(asked.result)));
  const db = await given(indexedDB.open("drypoint-recorder"));
  const rows = await given(db.transaction("keys").objectStore("keys").getAll());
  db.close();
  return rows.length > 0 && rows.every((row) => row.escrowed);
}"""
CACHED = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    for (const request of await (await caches.open(name)).keys()) found.push([name, new URL(request.url).pathname]);
  }
  return found;
}"""  # noqa: E501


@pytest.fixture
def care(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Care:
    """A visit whose session has begun today."""
    monkeypatch.setattr(cares, "BEGUN", datetime.now(UTC))
    found = Care()
    found.screen()
    found.consent("buttock", "hip", at=cares.BEGUN)
    found.sign(found.propose())
    cares.sessions.start(by=found.therapist, visit=found.visit, started_at=cares.BEGUN)
    return found


@pytest.fixture
def recording(page: Page, care: Care) -> Iterator[Page]:
    """The session's page, open with a PIN."""
    given_i_am_signed_in(page, care.member)
    page.goto(f"/visits/{care.visit.pk}/session/")
    assert page.evaluate(OPEN, PIN) == "open"
    until(page, KEY_IS_KEPT)
    return page


def until(page: Page, condition: str) -> None:
    """Asks again and again: the page's policy lets Playwright wait for no function of its own."""
    for _try in range(300):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(100)
    raise AssertionError(condition)


def given_no_answers(page: Page) -> None:
    """The recorder's own addresses do not answer; pages do, as when the line is poor."""
    page.context.route(re.compile("/session/events/"), lambda route: route.abort())


def given_answers(page: Page) -> None:
    page.context.unroute(re.compile("/session/events/"))


def when_a_needle_goes_in(page: Page) -> None:
    page.evaluate(NEEDLE_IN.replace('muscle: "soleus", side: "right"', PLACE))
    page.evaluate("needleIn(1)")


def stored(care: Care) -> list[str]:
    return [one.type for one in care.clinic.session_events.order_by("number")]


BOTH = ["needle_opened", "inserted"]


def test_other_pages_tell_what_waits_and_send_it(recording: Page, care: Care) -> None:
    page = recording
    given_no_answers(page)
    when_a_needle_goes_in(page)
    page.goto("/today/")
    notice = page.locator("[data-recorder-waiting]")
    expect(notice).to_contain_text("not sent yet: 2")
    assert_accessible(page)
    assert stored(care) == []
    given_answers(page)
    page.goto("/people/")
    page.wait_for_load_state("networkidle")
    expect(page.locator("[data-recorder-waiting]")).to_be_hidden()
    assert stored(care) == BOTH


def test_signing_out_waits_until_all_is_sent(recording: Page, care: Care) -> None:
    page = recording
    given_no_answers(page)
    when_a_needle_goes_in(page)
    page.goto("/accounts/logout/")
    notice = page.locator("[data-leaving-notice]")
    expect(notice).to_contain_text("not sent yet: 2")
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(notice).to_contain_text("It is tried again and again")
    assert_accessible(page)
    assert "/accounts/logout/" in page.url
    given_answers(page)
    page.wait_for_url("**/accounts/login/**")
    assert stored(care) == BOTH


def test_what_waits_of_a_session_that_ended_elsewhere_is_sent_from_the_devices_own_page(
    page: Page, care: Care
) -> None:
    given_i_am_signed_in(page, care.member)
    keys = re.compile("/recorder/keys/")
    page.context.route(keys, lambda route: route.abort())  # the server never got this device's key
    given_no_answers(page)
    page.goto(f"/visits/{care.visit.pk}/session/")
    assert page.evaluate(OPEN, PIN) == "open"
    when_a_needle_goes_in(page)
    cares.sessions.record_events(by=care.therapist, visit=care.visit, events=[event("closed")])
    given_answers(page)
    page.context.unroute(keys)
    page.goto(f"/visits/{care.visit.pk}/session/")
    expect(page.locator("needling-recorder")).to_have_count(0)
    page.get_by_role("link", name="Open the session").click()
    assert page.evaluate(OPEN, PIN) == "open"
    until(page, "() => recording.delivery.waiting === 0")
    assert stored(care) == ["closed", *BOTH]


def test_what_the_server_refused_is_named_before_signing_out(recording: Page, care: Care) -> None:
    page = recording
    correct = "recording.record([{ type: 'corrected', data: { corrects: '%s' } }])"
    page.evaluate("recording.record([{ type: 'paused' }])")
    first = page.evaluate("recording.events.at(-1).event.id")
    page.evaluate(correct % first)
    page.evaluate(correct % page.evaluate("recording.events.at(-1).event.id"))
    until(page, "() => recording.delivery.refused === 1")
    page.goto("/accounts/logout/")
    notice = page.locator("[data-leaving-notice]")
    expect(notice).to_contain_text("refused by the server: 1")
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.wait_for_timeout(1500)
    assert "/accounts/logout/" in page.url
    assert_accessible(page)
    page.get_by_role("button", name="Sign out anyway").click()
    page.wait_for_url("**/accounts/login/**")


def test_who_signs_out_anyway_finds_it_encrypted_and_it_is_sent_at_the_next_sign_in(
    recording: Page, care: Care
) -> None:
    page = recording
    given_no_answers(page)
    when_a_needle_goes_in(page)
    page.goto("/accounts/logout/")
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.get_by_role("button", name="Sign out anyway").click()
    page.wait_for_url("**/accounts/login/**")
    kept = "\n".join(page.evaluate(RAW))
    assert kept.count("events:") == 2
    for word in ("gluteus", care.person.family_name, care.person.given_name):
        assert word not in kept
    given_answers(page)
    given_i_am_signed_in(page, care.member)
    page.wait_for_load_state("networkidle")
    assert stored(care) == BOTH


def test_without_a_network_the_session_opens_from_the_device_and_no_other_page_is_kept(
    recording: Page, care: Care
) -> None:
    page = recording
    page.evaluate("async () => { await navigator.serviceWorker.ready; }")
    for address in ("/today/", f"/people/{care.person.pk}/", f"/visits/{care.visit.pk}/", "/atlas/"):
        page.goto(address)
    page.goto(f"/visits/{care.visit.pk}/session/")
    assert page.evaluate(OPEN, PIN) == "open"
    cached = page.evaluate(CACHED)
    assert "/recorder/" in [path for _name, path in cached]
    assert [path for _name, path in cached if path != "/recorder/" and not path.startswith("/static/")] == []

    page.context.set_offline(True)
    page.reload()
    expect(page.locator("needling-recorder")).to_contain_text("Locked")
    assert care.person.family_name not in page.content()
    assert page.evaluate(OPEN, PIN) == "open"
    when_a_needle_goes_in(page)
    expect(page.locator("needling-recorder")).to_contain_text(care.person.family_name)
    page.context.set_offline(False)
    page.evaluate("recording.sendNow()")
    until(page, "() => recording.delivery.waiting === 0")
    assert stored(care) == BOTH


def test_new_version_of_the_page_takes_the_place_of_the_old(
    recording: Page, care: Care, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = recording
    page.evaluate("async () => { await navigator.serviceWorker.ready; }")
    before = {name for name, _path in page.evaluate(CACHED)}
    assert len(before) == 1
    monkeypatch.setattr(recorder_views, "_version", lambda: "another")
    page.evaluate(
        """async () => {
          const registration = await navigator.serviceWorker.ready;
          const taken = new Promise((done) => (navigator.serviceWorker.oncontrollerchange = done));
          await registration.update();
          await taken;
          while ((await caches.keys()).length > 1) await new Promise((done) => setTimeout(done, 50));
        }"""
    )
    assert {name for name, _path in page.evaluate(CACHED)} == {"drypoint-recorder another"}


def test_service_worker_keeps_every_script_that_the_recorder_loads() -> None:
    folder = recorder_views.finders.find("js/recorder/recorder.js")
    assert folder
    loads: set[str] = set()
    waiting: list[Any] = ["recorder.js"]
    while waiting:
        name = waiting.pop()
        if name in loads:
            continue
        loads.add(name)
        text = (Path(str(folder)).parent / name).read_text()
        waiting += re.findall(r'from "\./([a-z-]+\.js)"', text)
    assert {f"js/recorder/{name}" for name in loads} == {
        name for name in recorder_views.FILES if name.startswith("js/")
    }
