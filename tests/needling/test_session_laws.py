"""Laws that hold for any log: joining is a set union, and no session closes with a needle unaccounted for."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from drypoint.needling import (
    Event,
    EventData,
    EventType,
    Sensation,
    SessionRequest,
    SessionStatus,
    merge,
    session,
)
from drypoint.terms import MuscleId, Side

T0 = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
KINDS = [kind for kind in EventType if kind is not EventType.CORRECTED]


def build(number, kind, second, needle, insertion, sharps, missing):
    """An event whose content depends on its number alone, as a client's ids promise."""
    return Event(
        id=UUID(int=number),
        at=T0 + timedelta(seconds=second),
        device=f"tablet-{number % 2}",
        type=kind,
        needle=f"n{needle}" if kind.name in {"NEEDLE_OPENED", "INSERTED", "BROKEN", "DROPPED"} else None,
        insertion=f"i{insertion}",
        muscle=MuscleId("soleus"),
        side=Side.RIGHT,
        data=EventData(
            sensation=Sensation.ACHE,
            sharps=sharps if kind is EventType.COUNT_CHECKED else None,
            missing=tuple(f"n{one}" for one in missing) if kind is EventType.CLOSED else (),
        ),
    )


small = st.integers(0, 3)
places = st.tuples(
    st.sampled_from(KINDS), st.integers(0, 30), small, small, st.none() | small, st.sets(small, max_size=2)
)
logs = st.lists(places, max_size=14).map(lambda rows: [build(n, *row) for n, row in enumerate(rows)])


@st.composite
def logs_with_corrections(draw):
    log = draw(logs)
    targets = draw(st.sets(st.sampled_from(range(len(log))), max_size=4)) if log else set()
    corrections = [
        Event(
            id=UUID(int=1000 + n), at=T0 + timedelta(seconds=draw(st.integers(0, 30))), device="tablet-1",
            type=EventType.CORRECTED, data=EventData(corrects=UUID(int=n)),
        )
        for n in targets
    ]  # fmt: skip
    return log + corrections


@st.composite
def closings(draw):
    """Logs near the border: a session that would close, with some events lost or added."""
    needles = draw(st.integers(1, 4))
    log = []
    for n in range(needles):
        log += [
            build(10 * n, EventType.NEEDLE_OPENED, 1, n, n, None, ()),
            build(10 * n + 1, EventType.INSERTED, 2, n, n, None, ()),
            build(10 * n + 2, EventType.REMOVED, 9, n, n, None, ()),
        ]
    log += [
        build(900, EventType.COUNT_CHECKED, 20, 0, 0, draw(st.none() | st.just(needles) | small), ()),
        build(901, EventType.CLOSED, 25, 0, 0, None, draw(st.sets(small, max_size=1))),
    ]
    return draw(st.permutations(log))[draw(st.integers(0, 2)) :]


@given(logs_with_corrections(), st.data())
@settings(max_examples=150, deadline=None)
def test_merge_is_idempotent_commutative_and_associative(log, data):
    cut = st.integers(0, len(log))
    a, b = sorted((data.draw(cut), data.draw(cut)))
    # Overlapping parts, as when a device sends again what it has sent.
    x, y, z = log[: b + 1], log[a:], log[a : b + 1] + log[:1]
    assert merge(x, x) == merge(x)
    assert merge(x, y) == merge(y, x)
    assert merge(merge(x, y), z) == merge(x, merge(y, z)) == merge(x, y, z)


@given(logs_with_corrections(), st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_session_does_not_depend_on_order_or_repeats(log, random):
    shuffled = log + log[:3]
    random.shuffle(shuffled)
    assert session(SessionRequest(events=tuple(log))) == session(SessionRequest(events=tuple(shuffled)))


@given(logs_with_corrections() | closings())
@settings(max_examples=300, deadline=None)
def test_session_never_closes_with_a_needle_unaccounted_for(log):
    state = session(SessionRequest(events=tuple(log)))
    assert state.needles_opened == (
        state.needles_in + state.sharps + state.dropped_unused + state.broken + state.unaccounted
    )
    assert state.may_close == (not state.blocked_by)
    if state.state is SessionStatus.CLOSED:
        assert state.needles_in == state.unaccounted == state.broken == 0
        assert state.count_checked or state.needles_opened == 0
    if state.state is SessionStatus.INCIDENT and not state.broken:
        lost = state.needles_in + state.unaccounted
        named = {n for one in log if one.type is EventType.CLOSED for n in one.data.missing}
        assert 0 < lost <= len(named)
