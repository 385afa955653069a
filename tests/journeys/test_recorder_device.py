"""What a device keeps by itself: on disk before it is shown, readable by its own member only, sent once."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from tests.journeys.recorder_bench import (
    MEMBER,
    NEEDLE_IN,
    OTHER,
    PERSON,
    PIN,
    RAW,
    VISIT,
    FakeServer,
    a_device,
    a_page,
    opened,
)

TWO_WEEKS_MS = 14 * 86_400_000
A_DAY_MS = 86_400_000
DELIVERY = "recording.delivery"
FULL_DISK = """() => {
  const put = IDBObjectStore.prototype.put;
  window.mendDisk = () => { IDBObjectStore.prototype.put = put; };
  IDBObjectStore.prototype.put = function (...given) {
    if (this.name === "events") throw new DOMException("The disk is full.", "QuotaExceededError");
    return put.apply(this, given);
  };
}"""


@pytest.fixture
def server() -> FakeServer:
    """A server that stores and tells."""
    return FakeServer()


@pytest.fixture
def device(browser: Browser, server: FakeServer) -> Iterator[BrowserContext]:
    """A tablet."""
    with a_device(browser, server) as context:
        context.set_default_timeout(30_000)
        yield context


def a_tab(device: BrowserContext, *, member: str | None = MEMBER, phase: str = "open") -> Page:
    page = a_page(device)
    assert opened(page, member=member) == phase
    page.evaluate(NEEDLE_IN)
    return page


def until(page: Page, condition: str) -> None:
    page.wait_for_function(condition)


def test_press_is_kept_without_a_network_and_sent_when_there_is_one(
    device: BrowserContext, server: FakeServer
) -> None:
    tab = a_tab(device)
    server.is_down = True
    tab.evaluate("needleIn(1)")
    until(tab, f"{DELIVERY}.link === 'offline'")
    assert tab.evaluate(f"[{DELIVERY}.recorded, {DELIVERY}.waiting, recording.tally.in]") == [2, 2, 1]
    assert tab.evaluate("recording.state.needles_in") == 1
    assert server.events == {}

    server.is_down = False
    tab.evaluate("recording.sendNow()")
    until(tab, f"{DELIVERY}.waiting === 0 && {DELIVERY}.link === 'online'")
    assert [one["event"]["type"] for one in server.events.values()] == ["needle_opened", "inserted"]


def test_lost_answers_send_again_and_store_once(device: BrowserContext, server: FakeServer) -> None:
    tab = a_tab(device)
    until(tab, f"{DELIVERY}.link === 'online'")  # what it heard at the beginning is no part of this
    server.loses_answers = True
    tab.evaluate("needleIn(1)")
    until(tab, f"{DELIVERY}.link === 'offline'")
    assert len(server.events) == 2
    assert tab.evaluate(f"{DELIVERY}.waiting") == 2
    server.loses_answers = False
    tab.evaluate("recording.sendNow()")
    until(tab, f"{DELIVERY}.waiting === 0")
    assert len(server.events) == 2
    assert sum(len(batch) for batch in server.batches) >= 4


def test_five_hundred_presses_at_once_travel_in_batches(device: BrowserContext, server: FakeServer) -> None:
    tab = a_tab(device)
    tab.evaluate("Promise.all(Array.from({ length: 250 }, (_, n) => needleIn(n)))")
    assert tab.evaluate("recording.tally.in") == 250
    until(tab, f"{DELIVERY}.waiting === 0")
    assert len(server.events) == 500
    assert max(len(batch) for batch in server.batches) <= 200
    ids = [one["event"]["id"] for one in server.events.values()]
    assert ids == sorted(ids), "in the order in which they were pressed"


def test_full_disk_is_said_and_nothing_is_shown_as_recorded(
    device: BrowserContext, server: FakeServer
) -> None:
    tab = a_tab(device)
    tab.evaluate("needleIn(1)")
    tab.evaluate(FULL_DISK)
    said = tab.evaluate("needleIn(2).then(() => 'kept', (wrong) => [wrong.name, wrong.cause.name])")
    assert said == ["NotKept", "QuotaExceededError"]
    assert tab.evaluate("[recording.events.length, recording.tally.of]") == [2, 1]
    tab.evaluate("mendDisk()")
    tab.evaluate("needleIn(3)")
    assert tab.evaluate("recording.tally.of") == 2


def test_disk_that_closes_by_itself_is_opened_again(device: BrowserContext, server: FakeServer) -> None:
    tab = a_tab(device)
    other = a_page(device)
    # As when another tab brings a newer version: every open connection is asked to close.
    other.evaluate(
        "new Promise((done) => { const asked = indexedDB.open('drypoint-recorder', 1);"
        " asked.onsuccess = () => { asked.result.close(); done(); }; })"
    )
    tab.evaluate("needleIn(1)")
    assert tab.evaluate("recording.tally.in") == 1


def test_nothing_of_anybody_lies_readable_on_the_disk(device: BrowserContext, server: FakeServer) -> None:
    tab = a_tab(device)
    server.is_down = True
    tab.evaluate("needleIn(1, { data: { note: 'found by palpation' } })")
    rows = tab.evaluate(RAW)
    everything = "\n".join(rows)
    assert sum(row.startswith("events:") for row in rows) == 2
    for word in (PERSON, "soleus", "palpation", "inserted", "Duarte", PIN):
        assert word not in everything, word
    assert "tally=in=1 out=0 of=1" in everything, "the count may be read while it is locked"


def test_locked_device_shows_the_count_and_takes_all_out_only(
    device: BrowserContext, server: FakeServer
) -> None:
    tab = a_tab(device)
    tab.evaluate("needleIn(1)")
    tab.evaluate("recording.lock()")
    assert tab.evaluate("[recording.phase, recording.snapshot, recording.tally.in]") == ["locked", None, 1]
    assert tab.evaluate("needleOut(1).catch((wrong) => wrong.name)") == "NotKept"
    tab.evaluate("recording.record([{ type: 'removed_all' }])")
    assert tab.evaluate("recording.tally.in") == 0
    until(tab, f"{DELIVERY}.waiting === 0")  # sent while locked
    assert tab.evaluate(f"recording.unlock('{PIN}')") is True
    assert tab.evaluate("recording.snapshot.person.name") == PERSON


def test_device_that_was_restarted_locked_still_writes_down_that_all_is_out(
    device: BrowserContext, server: FakeServer
) -> None:
    tab = a_tab(device)
    tab.evaluate("needleIn(1)")
    until(tab, f"{DELIVERY}.waiting === 0")
    tab.evaluate("recording.lock()")
    tab.close()
    server.is_down = True
    again = a_tab(device, phase="locked")
    assert again.evaluate("recording.tally.in") == 1
    again.evaluate("recording.record([{ type: 'removed_all' }])")
    assert again.evaluate(f"[recording.tally.in, {DELIVERY}.waiting]") == [0, 1]
    assert again.evaluate("recording.unlock('000000')") is False
    assert again.evaluate(f"recording.unlock('{PIN}')") is True
    assert again.evaluate("recording.state.needles_in") == 0
    assert not any("open=" in row for row in again.evaluate(RAW)), "sealed once there is a key"


def test_wrong_pins_slow_down_and_erase_nothing(device: BrowserContext, server: FakeServer) -> None:
    tab = a_tab(device)
    tab.evaluate("needleIn(1)")
    tab.evaluate("recording.lock()")
    for _try in range(5):
        assert tab.evaluate("recording.unlock('111111')") is False
    assert tab.evaluate("recording.mustWait()") >= 1
    assert tab.evaluate(f"recording.unlock('{PIN}')") is False, "too soon"
    tab.wait_for_timeout(1500)
    assert tab.evaluate(f"recording.unlock('{PIN}')") is True
    assert tab.evaluate("recording.events.length") == 2


def test_forgotten_pin_loses_nothing(device: BrowserContext, server: FakeServer) -> None:
    tab = a_tab(device)
    tab.evaluate("needleIn(1)")
    until(tab, f"{DELIVERY}.waiting === 0")
    tab.evaluate("recording.lock()")
    assert tab.evaluate("recording.forgotPin('975310')") is True
    assert tab.evaluate("recording.events.length") == 2
    tab.evaluate("recording.lock()")
    assert tab.evaluate(f"recording.unlock('{PIN}')") is False
    assert tab.evaluate("recording.unlock('975310')") is True


def test_another_member_on_the_same_tablet_reads_and_sends_nothing_of_the_first(
    device: BrowserContext, server: FakeServer
) -> None:
    tab = a_tab(device)
    server.is_down = True
    tab.evaluate("needleIn(1)")
    tab.close()
    server.is_down, server.signed_in = False, OTHER
    theirs = a_tab(device, member=OTHER)
    assert theirs.evaluate("[recording.events.length, recording.tally.of]") == [0, 0]
    theirs.close()
    # The first one's recording, opened while the other is signed in: asks for the PIN, and sends nothing.
    own = a_tab(device, phase="locked")
    assert own.evaluate(f"recording.unlock('{PIN}')") is True
    until(own, f"{DELIVERY}.link === 'signed_out'")
    assert server.events == {}
    server.signed_in = MEMBER
    own.evaluate("recording.sendNow()")
    until(own, f"{DELIVERY}.waiting === 0")
    assert {one["by"] for one in server.events.values()} == {MEMBER}


def test_page_from_the_cache_opens_with_the_pin_of_whoever_has_a_copy(
    device: BrowserContext, server: FakeServer
) -> None:
    tab = a_tab(device)
    until(tab, "recording.delivery.link === 'online'")
    tab.evaluate("needleIn(1)")
    tab.close()
    server.signed_in = OTHER
    theirs = a_page(device)
    assert opened(theirs, member=OTHER, pin="112233") == "open"
    theirs.close()
    server.is_down = True
    shell = a_tab(device, member=None, phase="locked")
    assert shell.evaluate(f"recording.unlock('{PIN}')") is True
    assert shell.evaluate("[recording.member, recording.tally.in]") == [MEMBER, 1]


def test_digits_of_a_colleague_are_not_taken_twice_on_one_device(
    device: BrowserContext, server: FakeServer
) -> None:
    tab = a_tab(device)
    assert tab.evaluate(f"recording.isTaken('{PIN}')") is False, "one's own digits may be chosen again"
    tab.close()
    server.signed_in = OTHER
    theirs = a_page(device)
    assert opened(theirs, member=OTHER, pin="") == "choose_pin"
    assert theirs.evaluate(f"recording.isTaken('{PIN}')") is True
    assert theirs.evaluate("recording.isTaken('112233')") is False
    assert theirs.evaluate("recording.choosePin('112233').then(() => recording.phase)") == "open"


def test_device_without_a_copy_says_so(device: BrowserContext, server: FakeServer) -> None:
    server.is_down = True
    page = a_page(device)
    assert opened(page, member=None) == "unavailable"
    assert page.evaluate("recording.why") == "no_copy_here"


def test_two_tabs_of_one_visit_hold_the_same_events(device: BrowserContext, server: FakeServer) -> None:
    first = a_tab(device)
    until(first, "recording.delivery.link === 'online'")
    second = a_tab(device)
    server.is_down = True
    first.evaluate("needleIn(1)")
    until(second, "recording.tally.in === 1")
    second.evaluate("needleIn(2)")
    until(first, "recording.tally.in === 2")
    first.close()
    server.is_down = False
    second.evaluate("recording.sendNow()")
    until(second, f"{DELIVERY}.waiting === 0")
    assert len(server.events) == 4


def test_idle_device_locks_and_a_touch_in_any_tab_keeps_it_open(
    device: BrowserContext, server: FakeServer
) -> None:
    tab = a_page(device)
    tab.evaluate(
        "() => { window.Recording = class extends Recording {"
        " constructor(given) { super({ ...given, idleMs: 1500 }); } }; }"
    )
    assert opened(tab) == "open"
    for _touch in range(4):
        tab.wait_for_timeout(700)
        tab.keyboard.press("Shift")
    assert tab.evaluate("recording.phase") == "open"
    until(tab, "recording.phase === 'locked'")
    assert tab.evaluate("recording.snapshot") is None


def test_two_weeks_offline_and_signed_out_lose_nothing(device: BrowserContext, server: FakeServer) -> None:
    tab = a_tab(device)
    until(tab, "recording.delivery.link === 'online'")
    server.is_down = True
    tab.evaluate(f"(() => {{ const right = Date.now; Date.now = () => right() - {TWO_WEEKS_MS}; }})()")
    tab.evaluate("needleIn(1)")
    recorded_at = tab.evaluate("recording.events[0].event.at")
    tab.close()
    server.signed_in, server.is_down = None, False
    later = a_page(device)
    assert opened(later) == "locked"
    assert later.evaluate(f"recording.unlock('{PIN}')") is True
    until(later, f"{DELIVERY}.link === 'signed_out'")
    assert later.evaluate(f"{DELIVERY}.waiting") == 2
    server.signed_in = MEMBER
    later.evaluate("recording.sendNow()")
    until(later, f"{DELIVERY}.waiting === 0")
    assert [one["event"]["at"] for one in server.events.values()] == [recorded_at] * 2
    assert [one["clock_offset_ms"] for one in server.events.values()] == [0, 0]


def test_clock_a_day_off_is_kept_as_written_and_told_by_the_servers(
    device: BrowserContext, server: FakeServer
) -> None:
    server.ahead_ms = A_DAY_MS
    tab = a_tab(device)
    tab.evaluate("needleIn(1)")
    assert abs(tab.evaluate("recording.now() - Date.now()") - A_DAY_MS) < 5_000
    until(tab, f"{DELIVERY}.waiting === 0")
    entry = tab.evaluate("recording.events[0]")
    assert entry["offset"] == A_DAY_MS
    shown = tab.evaluate("recording.state.insertions[0].inserted_at_us / 1000 - Date.now()")
    assert abs(shown - A_DAY_MS) < 60_000


def test_refused_event_stays_on_the_device_and_counts_no_more(
    device: BrowserContext, server: FakeServer
) -> None:
    server.refuses = lambda event: "This id is taken." if event["type"] == "inserted" else None
    tab = a_tab(device)
    tab.evaluate("needleIn(1)")
    until(tab, f"{DELIVERY}.refused === 1")
    assert tab.evaluate(f"[{DELIVERY}.waiting, recording.state.needles_in]") == [0, 0]
    file = tab.evaluate("recording.exportRefused().text()")
    assert "This id is taken." in file
    assert "soleus" in file


def test_visit_leaves_the_device_only_when_ended_and_sent(device: BrowserContext, server: FakeServer) -> None:
    tab = a_tab(device)
    tab.evaluate("needleIn(1)")
    tab.evaluate("needleOut(1)")
    tab.evaluate("recording.record([{ type: 'count_checked', data: { sharps: 1 } }])")
    tab.evaluate("recording.record([{ type: 'closed' }])")
    until(tab, f"recording.state.state === 'closed' && {DELIVERY}.waiting === 0")
    tab.close()
    later = a_page(device)
    left = """([visit, now]) => Vault.open().then(async (vault) => {
      await vault.forgetEnded(now);
      return (await vault.membersWith(visit)).length;
    })"""
    now = later.evaluate("Date.now()")
    assert later.evaluate(left, [VISIT, now - 3_600_000]) == 1
    assert later.evaluate(left, [VISIT, now + 1000]) == 0
