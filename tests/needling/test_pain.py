"""What the person says of a needle asks to stop, or to take it out, by declared rules."""

from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import UUID

import pytest

from drypoint.needling import (
    AsksFor,
    Event,
    EventData,
    EventType,
    Sensation,
    SessionRequest,
    pain_rules,
    session,
)
from drypoint.needling.pain import decode_pain
from drypoint.terms import InvalidInput, KnowledgeError, MuscleId, Side

T0 = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
_numbers = count(1)


def asked(*said, pain_going_in=None, end=()):
    """What is asked for after ``(second, sensation, pain)`` were said of one needle."""

    def event(kind, second, data=None, **place):
        return Event(
            id=UUID(int=next(_numbers)), at=T0 + timedelta(seconds=second), device="tablet-1",
            type=EventType(kind), data=data or EventData(), **place,
        )  # fmt: skip

    place = {"needle": "n1", "insertion": "i1", "muscle": MuscleId("soleus"), "side": Side.LEFT}
    events = [event("inserted", 0, EventData(pain_nprs=pain_going_in), **place)]
    events += [
        event("sensation", second, EventData(sensation=felt, pain_nprs=pain), insertion="i1")
        for second, felt, pain in said
    ]
    events += [event(kind, 500, **where) for kind, where in end]
    (found,) = session(SessionRequest(events=tuple(events))).insertions
    return found.asks_for


ACHE, CRAMP, SHARP, ELECTRIC, EASED = Sensation


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ([], None),
        ([(5, ACHE, None), (9, CRAMP, 3)], None),
        ([(5, SHARP, None)], AsksFor.STOP_ADVANCING),
        ([(5, ACHE, 7)], AsksFor.STOP_ADVANCING),
        ([(5, None, 6.5)], None),
        ([(5, ELECTRIC, None)], AsksFor.REMOVAL),
        # Said again after 30 s, sharp or at least 4: it persists, in whatever mixture.
        ([(5, SHARP, None), (34, SHARP, None)], AsksFor.STOP_ADVANCING),
        ([(5, SHARP, None), (35, SHARP, None)], AsksFor.REMOVAL),
        ([(5, None, 4), (35, None, 4)], AsksFor.REMOVAL),
        ([(5, None, 4), (35, None, 3.5)], None),
        ([(5, SHARP, None), (20, EASED, None), (40, SHARP, None)], AsksFor.STOP_ADVANCING),
        ([(5, SHARP, None), (20, ACHE, None)], None),
        # An electric feeling is not forgotten for a dull pain that goes on.
        ([(5, ELECTRIC, None), (10, None, 5)], AsksFor.REMOVAL),
        ([(5, ELECTRIC, None), (10, EASED, 0)], None),
    ],
)
def test_pain_asks_for(said, expected):
    assert asked(*said) is expected


def test_pain_on_the_way_in_counts_as_said():
    assert asked((40, None, 8), pain_going_in=5) is AsksFor.REMOVAL


@pytest.mark.parametrize(
    "end", [("removed", {"insertion": "i1"}), ("removed_all", {}), ("broken", {"needle": "n1"})]
)
def test_pain_of_a_needle_that_is_not_in_any_more_asks_for_nothing(end):
    assert asked((5, ELECTRIC, None), end=(end,)) is None


def test_sensation_needs_a_feeling_or_a_number():
    with pytest.raises(InvalidInput, match=r"sensation needs data.sensation or data.pain_nprs") as caught:
        asked((5, None, None))
    assert caught.value.where == "events[].data.sensation"


def test_pain_rules_are_marked_unverified_with_a_source_each():
    file = pain_rules()
    assert [rule.id for rule in file.rules] == ["electric", "persisting", "sharp"]
    assert all(rule.verification.is_unverified and rule.sources for rule in file.rules)


def test_pain_rules_that_are_broken_are_refused():
    with pytest.raises(KnowledgeError, match=r"pain.json: Object missing required field"):
        decode_pain(b"{}")
    named = b'"sources":["nobody"],"verification":"unverified"}]}'
    rule = b'"rules":[{"id":"x","sensations":[],"pain_nprs_at_least":1,"said_again_after_seconds":null,'
    words = b'"asks_for":"removal","because":{"en":"a","es":"b"},'
    with pytest.raises(KnowledgeError, match="rule x names unknown sources: nobody"):
        decode_pain(b'{"schema":1,"sources":{},' + rule + words + named)
