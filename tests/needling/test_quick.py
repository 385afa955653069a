"""Rows typed after the session become the events that a live recorder would have written."""

from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import UUID

import pytest

from drypoint.needling import (
    EventType,
    QuickInsertion,
    Sensation,
    SessionRequest,
    SessionStatus,
    quick_events,
    session,
)
from drypoint.terms import InvalidInput, MuscleId, Side

T0 = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


def row(insertion, needle, *, minutes=5, **more):
    return QuickInsertion(
        insertion=insertion,
        needle=needle,
        muscle=MuscleId("infraspinatus"),
        side=Side.RIGHT,
        inserted_at=T0,
        removed_at=None if minutes is None else T0 + timedelta(minutes=minutes),
        **more,
    )


def write(rows, **more):
    return quick_events(
        rows, ids=map(UUID, map("{:032x}".format, count(1))), device="desk", opened_at=T0, **more
    )


def test_quick_events_of_a_whole_session_close_it():
    end = T0 + timedelta(minutes=6)
    events = write(
        [
            row(
                "i1", "n1", site="2", twitches=3, sensations=(Sensation.ACHE, Sensation.CRAMP), pain_nprs=4.5
            ),
            row("i2", "n1"),
        ],
        dropped=["n2"],
        counted_at=end,
        sharps_counted=1,
        closed_at=end,
    )
    state = session(SessionRequest(events=events))
    assert state.state is SessionStatus.CLOSED
    assert (state.needles_opened, state.sharps, state.dropped_unused) == (2, 1, 1)
    assert state.insertions[0].twitches == 3
    assert state.insertions[0].sensations == (Sensation.ACHE, Sensation.CRAMP)
    assert [one.dwell_seconds for one in state.insertions] == [300, 300]
    pain = [event.data.pain_nprs for event in events if event.type is EventType.INSERTED]
    assert pain == [4.5, None]


def test_quick_events_leave_a_session_open_that_nobody_counted():
    state = session(SessionRequest(events=write([row("i1", "n1", minutes=None)])))
    assert (state.state, state.needles_in, state.may_close) == (SessionStatus.OPEN, 1, False)


def test_quick_events_refuse_a_needle_that_came_out_before_it_went_in():
    with pytest.raises(InvalidInput, match="came out before it went in") as caught:
        write([row("i1", "n1"), row("i2", "n2", minutes=-1)])
    assert caught.value.where == "rows[1].removed_at"
