"""The session engine: the needle account, dwell, twitches, corrections and when a session may close."""

from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import UUID

import pytest

from drypoint.needling import (
    Event,
    EventData,
    EventType,
    Sensation,
    SessionRequest,
    SessionState,
    SessionStatus,
    merge,
    session,
    shifted,
)
from drypoint.terms import InvalidInput, MuscleId, Side

T0 = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
_numbers = count(1)


def event(kind, second=0, *, data=None, device="tablet-1", number=None, **place):
    return Event(
        id=UUID(int=next(_numbers) if number is None else number),
        at=T0 + timedelta(seconds=second),
        device=device,
        type=EventType(kind),
        data=EventData(**(data or {})),
        **place,
    )


def opened(needle, second=0, **more):
    return event("needle_opened", second, needle=needle, **more)


def inserted(needle, insertion, second=0, **more):
    return event(
        "inserted",
        second,
        needle=needle,
        insertion=insertion,
        muscle=MuscleId("trapezius_upper"),
        side=Side.LEFT,
        **more,
    )


def removed(insertion, second=0, **more):
    return event("removed", second, insertion=insertion, **more)


def fold(*events) -> SessionState:
    return session(SessionRequest(events=events))


def balanced(state: SessionState) -> bool:
    return state.needles_opened == (
        state.needles_in + state.sharps + state.dropped_unused + state.broken + state.unaccounted
    )


def one_needle(closing_data=None):
    return (
        event("opened"),
        opened("n1", 1),
        inserted("n1", "i1", 2, site="1"),
        removed("i1", 62),
        event("count_checked", 70, data={"sharps": 1}),
        event("closed", 80, data=closing_data),
    )


def test_session_with_every_needle_counted_is_closed():
    state = fold(*one_needle())
    assert state.state is SessionStatus.CLOSED
    assert state.may_close and state.blocked_by == ()
    assert (state.needles_opened, state.needles_in, state.sharps, state.unaccounted) == (1, 0, 1, 0)
    assert state.insertions[0].dwell_seconds == 60
    assert state.insertions[0].site == "1"


def test_session_without_events_is_open_and_empty():
    state = fold()
    assert state.state is SessionStatus.OPEN
    assert state.needles_opened == 0 and state.may_close


def test_needle_still_in_blocks_closing():
    state = fold(opened("n1"), inserted("n1", "i1"), event("closed", 5))
    assert state.state is SessionStatus.OPEN
    assert state.needles_in == 1
    assert list(state.blocked_by) == [
        "Needles still in: 1. Remove them first.",
        "Count the needles in the sharps container, now that the last one has been handled.",
    ]
    assert state.insertions[0].dwell_seconds is None


def test_session_says_in_spanish_what_blocks_it():
    request = SessionRequest(events=(inserted("n1", "i1"),), language="es")
    assert session(request).blocked_by[0] == "Agujas aún puestas: 1. Retírelas primero."


def test_one_needle_serves_two_sites_and_counts_once():
    state = fold(
        inserted("n1", "i1", 0), removed("i1", 10), inserted("n1", "i2", 20), removed("i2", 50),
        event("count_checked", 60, data={"sharps": 1}),
    )  # fmt: skip
    assert state.needles_opened == 1 and state.sharps == 1
    assert [one.dwell_seconds for one in state.insertions] == [10, 30]
    assert state.may_close


def test_opened_and_never_used_needle_is_unaccounted_until_put_away():
    events = (*one_needle()[:4], opened("n2", 5), event("count_checked", 70), event("closed", 80))
    assert fold(*events).unaccounted == 1
    assert fold(*events).state is SessionStatus.OPEN
    put_away = fold(*events, event("dropped", 6, needle="n2"))
    assert (put_away.unaccounted, put_away.dropped_unused, put_away.state) == (0, 1, SessionStatus.CLOSED)


def test_count_that_finds_fewer_needles_than_recorded_blocks():
    state = fold(*one_needle()[:4], event("count_checked", 70, data={"sharps": 0}), event("closed", 80))
    assert (state.sharps, state.unaccounted, state.state) == (0, 1, SessionStatus.OPEN)
    assert "unaccounted for: 1" in state.blocked_by[0]


def test_count_that_finds_more_needles_than_recorded_blocks():
    state = fold(*one_needle()[:4], event("count_checked", 70, data={"sharps": 2}))
    assert state.unaccounted == -1
    assert "never recorded: 1" in state.blocked_by[0]


def test_count_before_the_last_needle_moved_does_not_stand():
    state = fold(
        *one_needle()[:4],
        event("count_checked", 70, data={"sharps": 1}),
        inserted("n1", "i2", 71),
        removed("i2", 72),
    )
    assert not state.count_checked and not state.may_close


def test_broken_needle_makes_the_closed_session_an_incident():
    state = fold(
        opened("n1"), inserted("n1", "i1"), event("broken", 5, needle="n1"),
        event("count_checked", 9, data={"sharps": 0}), event("closed", 10),
    )  # fmt: skip
    assert (state.state, state.broken, state.needles_in, state.unaccounted) == (
        SessionStatus.INCIDENT,
        1,
        0,
        0,
    )


def test_incident_must_name_the_missing_needle():
    lost = (*one_needle()[:4], opened("n2", 5), event("count_checked", 70, data={"sharps": 1}))
    assert fold(*lost, event("closed", 80, data={"missing": ("n1",)})).state is SessionStatus.OPEN
    named = fold(*lost, event("closed", 80, data={"missing": ("n2",)}))
    assert named.state is SessionStatus.INCIDENT
    assert named.unaccounted == 1 and not named.may_close


def test_removed_all_ends_what_stands_before_it():
    state = fold(
        inserted("n1", "i1", 0), inserted("n2", "i2", 5), event("removed_all", 30), inserted("n3", "i3", 40)
    )
    assert [one.dwell_seconds for one in state.insertions] == [30, 25, None]
    assert state.needles_in == 1


def test_removed_all_leaves_in_what_another_clock_put_in_within_two_minutes():
    other = {"device": "tablet-2"}
    state = fold(
        inserted("n1", "i1", 0),
        event("inserted", 30, needle="n2", insertion="i2", muscle="soleus", side="left", **other),
        event("inserted", 31, needle="n3", insertion="i3", muscle="soleus", side="left"),
        event("removed_all", 150),
    )
    assert state.needles_in == 0, "two minutes before"
    state = fold(
        inserted("n1", "i1", 0),
        event("inserted", 31, needle="n2", insertion="i2", muscle="soleus", side="left", **other),
        event("removed_all", 150),
    )
    assert [(one.needle, one.place) for one in state.needles] == [("n1", "sharps"), ("n2", "in")]
    assert not state.may_close
    taken_out = fold(
        inserted("n1", "i1", 0),
        event("inserted", 31, needle="n2", insertion="i2", muscle="soleus", side="left", **other),
        event("removed_all", 150),
        event("removed", 155, insertion="i2", **other),
    )
    assert taken_out.needles_in == 0


def test_removed_all_does_not_move_an_earlier_removal():
    state = fold(inserted("n1", "i1", 0), removed("i1", 10), event("removed_all", 30))
    assert state.insertions[0].dwell_seconds == 10


def test_removal_by_a_slow_clock_still_ends_the_insertion():
    state = fold(inserted("n1", "i1", 100), removed("i1", 90, device="tablet-2"))
    assert state.needles_in == 0
    assert state.insertions[0].dwell_seconds is None


def test_insertion_that_comes_after_its_twitch_still_has_it():
    state = fold(event("twitched", 1, insertion="i1"), inserted("n1", "i1", 5))
    assert state.insertions[0].twitches == 1 and state.needles_in == 1


def test_current_runs_until_it_is_switched_off_or_the_needle_is_out():
    running = (inserted("n1", "i1"), event("estim_on", 1, insertion="i1"))
    assert fold(*running).insertions[0].current_on
    assert not fold(*running, event("estim_off", 2, insertion="i1")).insertions[0].current_on
    assert not fold(*running, removed("i1", 2)).insertions[0].current_on


def test_passes_are_added_up_and_what_was_written_down_afterwards_tells_no_dwell():
    state = fold(
        inserted("n1", "i1", 0, data={"afterwards": True}),
        event("manipulated", 1, insertion="i1", data={"passes": 10}),
        event("manipulated", 2, insertion="i1"),
        removed("i1", 3),
        inserted("n1", "i2", 4),
        removed("i2", 9, data={"afterwards": True}),
    )
    assert [(one.passes, one.manipulations, one.dwell_seconds) for one in state.insertions] == [
        (11, 2, None),
        (0, 0, None),
    ]
    assert state.insertions[0].removed_at is not None


def test_pack_of_five_is_five_needles_and_those_on_the_tray_are_named():
    state = fold(
        *(opened(f"n{number}") for number in range(1, 6)),
        inserted("n1", "i1", 1), inserted("n2", "i2", 2), removed("i1", 9), event("dropped", 10, needle="n3"),
        event("broken", 11, needle="n2"),
    )  # fmt: skip
    assert [(one.needle, one.place.value) for one in state.needles] == [
        ("n1", "sharps"), ("n2", "broken"), ("n3", "dropped"), ("n4", "ready"), ("n5", "ready"),
    ]  # fmt: skip
    assert state.unaccounted == 2 and not state.may_close


def test_faint_does_not_bypass_the_count():
    """All needles out at once in an emergency: the session still closes only after a count that adds up."""
    fainted = (
        opened("n1"), opened("n2"), inserted("n1", "i1", 1), inserted("n2", "i2", 2),
        event("removed_all", 30), event("adverse_event", 31, data={"kind": "faint"}), event("closed", 40),
    )  # fmt: skip
    assert fold(*fainted).state is SessionStatus.OPEN
    assert fold(*fainted, event("count_checked", 35, data={"sharps": 1})).unaccounted == 1
    counted = fold(*fainted, event("count_checked", 35, data={"sharps": 2}))
    assert (counted.state, counted.needles_in) == (SessionStatus.CLOSED, 0)


def test_corrections_stay_visible():
    mistaken = opened("n2", 5)
    first = event("corrected", 75, data={"corrects": mistaken.id, "note": "never opened"}, device="tablet-2")
    again = event("corrected", 76, data={"corrects": mistaken.id})
    (found,) = fold(*one_needle(), mistaken, again, first).taken_back
    assert (found.event, found.type, found.at) == (mistaken.id, EventType.NEEDLE_OPENED, mistaken.at)
    assert (found.taken_back_at, found.device, found.why) == (first.at, "tablet-2", "never opened")


def test_shifted_events_stand_where_the_servers_clock_puts_them():
    """A tablet whose clock is a day behind inserts after the count of the other one."""
    behind = inserted("n2", "i2", 75 - 86_400, device="tablet-2")
    count = event("count_checked", 70, data={"sharps": 1})
    log = (*one_needle()[:4], count, behind, removed("i2", 80 - 86_400, device="tablet-2"))
    assert fold(*log).count_checked
    day = {one.id: 86_400_000 for one in log if one.device == "tablet-2"}
    by_server = fold(*shifted(log, day))
    assert not by_server.count_checked
    assert by_server.insertions[1].inserted_at == T0 + timedelta(seconds=75)
    assert shifted(log, {}) == log


def test_twitches_sensations_and_manipulations_belong_to_their_insertion():
    state = fold(
        inserted("n1", "i1"),
        event("twitched", 1, insertion="i1"),
        event("twitched", 2, insertion="i1", data={"twitches": 3}),
        event("manipulated", 3, insertion="i1"),
        event("sensation", 4, insertion="i1", data={"sensation": Sensation.CRAMP}),
        event("sensation", 5, insertion="i1", data={"sensation": Sensation.ELECTRIC}),
        event("estim_on", 6, insertion="i1"),
    )
    (insertion,) = state.insertions
    assert (insertion.twitches, insertion.manipulations) == (4, 1)
    assert insertion.sensations == (Sensation.CRAMP, Sensation.ELECTRIC)


def test_paused_session_is_paused_until_resumed():
    assert fold(event("opened"), event("paused", 1)).state is SessionStatus.PAUSED
    assert fold(event("opened"), event("paused", 1), event("resumed", 2)).state is SessionStatus.OPEN


def test_adverse_event_is_listed_and_does_not_block():
    state = fold(event("adverse_event", data={"kind": "felt faint"}), event("adverse_event", 1))
    assert state.adverse_events == ("felt faint", None)
    assert state.may_close


def test_correction_takes_an_event_back():
    mistaken = opened("n2", 5)
    state = fold(*one_needle(), mistaken, event("corrected", 75, data={"corrects": mistaken.id}))
    assert (state.needles_opened, state.state) == (1, SessionStatus.CLOSED)


def test_correction_whose_target_has_not_arrived_blocks():
    state = fold(event("corrected", data={"corrects": UUID(int=10**9)}))
    assert "correction refers" in state.blocked_by[0]


def test_correction_of_a_correction_is_refused():
    first = event("corrected", data={"corrects": UUID(int=10**9)})
    with pytest.raises(InvalidInput, match="Record the event again"):
        fold(first, event("corrected", 1, data={"corrects": first.id}))


def test_event_for_an_insertion_that_has_not_arrived_blocks():
    assert "insertion that has not arrived" in fold(removed("i9")).blocked_by[0]


def test_insertion_recorded_twice_blocks():
    state = fold(inserted("n1", "i1"), inserted("n1", "i1", 3), removed("i1", 9), event("count_checked", 10))
    assert list(state.blocked_by) == ["One insertion is recorded twice. Take one of the two records back."]


def test_needle_both_put_away_unused_and_inserted_blocks():
    state = fold(
        inserted("n1", "i1"), removed("i1", 5), event("dropped", needle="n1"), event("count_checked", 10)
    )
    assert state.dropped_unused == 0 and state.sharps == 1
    assert "both as put away unused and as inserted" in state.blocked_by[0]


def test_late_event_opens_a_closed_session_again():
    assert fold(*one_needle()).state is SessionStatus.CLOSED
    late = fold(*one_needle(), opened("n7", 3, device="tablet-2"))
    assert (late.state, late.unaccounted) == (SessionStatus.OPEN, 1)


@pytest.mark.parametrize(
    ("kind", "field"),
    [("needle_opened", "needle"), ("removed", "insertion"), ("corrected", "data.corrects")],
)
def test_event_that_lacks_what_its_type_needs_is_refused(kind, field):
    with pytest.raises(InvalidInput, match=f"type {kind} needs {field}") as caught:
        fold(event(kind))
    assert caught.value.where == f"events[].{field}"


def test_two_different_events_with_one_id_are_refused():
    with pytest.raises(InvalidInput, match="Two different events carry the id"):
        merge([event("opened", number=5)], [event("paused", number=5)])


def test_merge_writes_times_in_utc():
    here = event("opened").at.astimezone(tz=None)
    (merged,) = merge([Event(id=UUID(int=1), at=here, device="d", type=EventType.OPENED)])
    assert merged.at.tzinfo is UTC and merged.at == T0
