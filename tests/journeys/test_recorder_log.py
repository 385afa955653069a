"""The log as the browser folds it is the log as the server folds it, field for field."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page
from tests.journeys.recorder_bench import FakeServer, a_device, a_page
from tests.needling.test_session_laws import KINDS, closings, logs_with_corrections

from drypoint.clinic.visits.canonical import plain
from drypoint.needling import (
    SENTENCES,
    Blocker,
    Event,
    EventData,
    EventType,
    Sensation,
    SessionRequest,
    pain_rules,
    session,
    shifted,
)
from drypoint.terms import MuscleId, Side

T0 = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TIMES = ("inserted_at", "removed_at", "at", "taken_back_at")
ONLY_IN_THE_BROWSER = ("is_in", "is_broken")
ZONES = tuple(timedelta(hours=hours) for hours in (-3, 0, 5.5))


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    """One tab for all cases."""
    with a_device(browser, FakeServer()) as device:
        yield a_page(device)


small = st.integers(0, 3)
moments = st.builds(
    lambda ms, zone: (T0 + timedelta(milliseconds=ms)).astimezone(timezone(zone)),
    st.integers(0, 90_000),
    st.sampled_from(ZONES),
)


@st.composite
def histories(draw: Any) -> tuple[list[Event], dict[UUID, int]]:
    """Sessions with everything that an event may say, by clocks that are off, in any order, with repeats."""
    log = []
    for number in range(draw(st.integers(0, 18))):
        kind = draw(st.sampled_from(KINDS))
        data = EventData(
            twitches=draw(st.none() | st.integers(1, 5)),
            sensation=draw(st.sampled_from(list(Sensation))),
            pain_nprs=draw(st.none() | st.sampled_from([0.0, 3.5, 4.0, 7.0, 10.0])),
            passes=draw(st.none() | st.integers(1, 40)),
            afterwards=draw(st.booleans()),
            sharps=draw(st.none() | small),
            missing=tuple(f"n{one}" for one in sorted(draw(st.sets(small, max_size=2)))),
            kind="fainting" if kind is EventType.ADVERSE_EVENT and draw(st.booleans()) else None,
        )
        log.append(
            Event(
                id=UUID(int=number), at=draw(moments), device=f"tablet-{number % 2}", type=kind,
                needle=f"n{draw(small)}", insertion=f"i{draw(small)}", muscle=MuscleId("soleus"),
                side=Side.RIGHT, site=draw(st.none() | st.just("2")), data=data,
            )
        )  # fmt: skip
    for number in draw(st.sets(st.integers(0, 19), max_size=3)):
        correction = EventData(corrects=UUID(int=number), note=draw(st.none() | st.just("wrong side")))
        log.append(
            Event(
                id=UUID(int=1000 + number), at=draw(moments), device="tablet-1", type=EventType.CORRECTED,
                data=correction,
            )
        )  # fmt: skip
    offsets = {one.id: draw(st.sampled_from([0, 0, 86_400_000, -86_400_000, 61_234, -75_001])) for one in log}
    return draw(st.permutations(log + log[:2])), offsets


def _micros(moment: str) -> int:
    return (datetime.fromisoformat(moment) - EPOCH) // timedelta(microseconds=1)


def _as_the_browser_says(state: Any) -> Any:
    """Python's fold with its times as microseconds, and without what only one of the two says."""
    if isinstance(state, list | tuple):
        return [_as_the_browser_says(one) for one in state]
    if not isinstance(state, dict):
        return state
    found = {}
    for name, value in state.items():
        if name in TIMES:
            found[f"{name}_us"] = None if value is None else _micros(value)
        else:
            found[name] = _as_the_browser_says(value)
    return found


def _by_python(log: list[Event], offsets: dict[UUID, int]) -> dict[str, Any]:
    state = msgspec.to_builtins(session(SessionRequest(events=shifted(log, offsets))))
    del state["versions"]
    found: dict[str, Any] = _as_the_browser_says(state)
    return found


def _by_browser(tab: Page, log: list[Event], offsets: dict[UUID, int]) -> dict[str, Any]:
    rules = plain(pain_rules().rules)
    timed = [{"event": plain(one), "offset": offsets.get(one.id, 0)} for one in log]
    # As text: Playwright takes minutes over fifty thousand objects.
    told = tab.evaluate("(given) => JSON.stringify(fold(...JSON.parse(given)))", json.dumps([timed, rules]))
    state: dict[str, Any] = json.loads(told)
    state["blocked_by"] = [
        SENTENCES[Blocker(code)].in_language("en").format(n=number) for code, number in state.pop("blocked")
    ]
    for one in state["insertions"]:
        assert one["is_in"] == (one["removed_at_us"] is None and not one["is_broken"])
        for name in ONLY_IN_THE_BROWSER:
            del one[name]
    return state


@given(histories())
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_history_folds_alike_in_the_browser_and_on_the_server(
    tab: Page, given_history: tuple[list[Event], dict[UUID, int]]
) -> None:
    log, offsets = given_history
    assert _by_browser(tab, log, offsets) == _by_python(log, offsets)


@given(logs_with_corrections() | closings())
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_laws_own_histories_fold_alike(tab: Page, log: list[Event]) -> None:
    assert _by_browser(tab, log, {}) == _by_python(log, {})


def test_fifty_thousand_events_fold_alike(tab: Page) -> None:
    log = []
    for number in range(10_000):
        place = {"insertion": f"i{number}", "muscle": MuscleId("soleus"), "side": Side.RIGHT}
        for step, (kind, more) in enumerate(
            [
                (EventType.NEEDLE_OPENED, {}),
                (EventType.INSERTED, {}),
                (EventType.TWITCHED, {"data": EventData(twitches=2)}),
                (EventType.SENSATION, {"data": EventData(sensation=Sensation.SHARP, pain_nprs=8.0)}),
                (EventType.REMOVED, {}),
            ]
        ):
            log.append(
                Event(
                    id=UUID(int=5 * number + step), at=T0 + timedelta(milliseconds=5 * number + step),
                    device="tablet-0", type=kind, needle=f"n{number}",
                    **({} if kind is EventType.NEEDLE_OPENED else place), **more,
                )
            )  # fmt: skip
    assert len(log) == 50_000
    browser, python = _by_browser(tab, log, {}), _by_python(log, {})
    assert browser == python
    assert browser["needles_opened"] == 10_000
    assert browser["needles_in"] == 0


def test_ids_made_in_one_millisecond_sort_as_they_were_made(tab: Page) -> None:
    ids: list[str] = tab.evaluate("Array.from({ length: 500 }, () => newId(1795600000000))")
    assert ids == sorted(ids)
    assert len(set(ids)) == 500
    assert {UUID(one).version for one in ids} == {7}
    assert {UUID(one).int >> 80 for one in ids} == {1795600000000}
