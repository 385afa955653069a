"""Adherence against a slow count by hand; the bounds that must hold for any days."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drypoint.exercises import Asked, Day, adherence
from drypoint.terms import InvalidInput

FIRST = datetime.date(2027, 3, 1)


def on(number: int) -> datetime.date:
    return FIRST + datetime.timedelta(days=number)


def test_a_week_counted_by_hand() -> None:
    found = adherence(
        (Asked(), Asked(days_per_week=3)),
        (
            Day(on=on(0), done=frozenset({0, 1}), effort=4, pain=2),
            Day(on=on(1), done=frozenset({0}), effort=6, pain=5),
            Day(on=on(3), done=frozenset()),
            Day(on=on(9), done=frozenset({0})),
        ),
        begins=FIRST,
        ends=on(6),
    )
    assert (found.days, found.answered, found.done, found.asked) == (7, 3, 3, 10.0)
    assert found.share_of_all == pytest.approx(0.3)
    assert found.share_of_answered == pytest.approx(3 / (3 * 10 / 7))
    assert (found.mean_effort, found.worst_pain, found.sore_days) == (5.0, 5, 1)


def test_nothing_told_is_not_nothing_done() -> None:
    found = adherence((Asked(),), (), begins=FIRST, ends=FIRST)
    assert found.share_of_answered is None and found.share_of_all == 0.0
    assert found.mean_effort is None and found.worst_pain is None and found.sore_days == 0
    assert adherence((), (), begins=FIRST, ends=FIRST).share_of_all == 0.0


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(InvalidInput, match="last day"):
        adherence((), (), begins=FIRST, ends=on(-1))
    twice = (Day(on=FIRST, done=frozenset()), Day(on=FIRST, done=frozenset()))
    with pytest.raises(InvalidInput, match="once"):
        adherence((Asked(),), twice, begins=FIRST, ends=FIRST)
    with pytest.raises(InvalidInput, match="does not have"):
        adherence((Asked(),), (Day(on=FIRST, done=frozenset({1})),), begins=FIRST, ends=FIRST)


@st.composite
def weeks(draw: st.DrawFn) -> tuple[tuple[Asked, ...], tuple[Day, ...], int]:
    programme = draw(
        st.lists(st.builds(Asked, days_per_week=st.none() | st.integers(1, 7)), min_size=1, max_size=5)
    )
    grade = st.none() | st.integers(0, 10)
    numbers = draw(st.lists(st.integers(-3, 40), unique=True, max_size=20))
    days = tuple(
        Day(
            on=on(number),
            done=draw(st.frozensets(st.integers(0, len(programme) - 1))),
            effort=draw(grade),
            pain=draw(grade),
        )
        for number in numbers
    )
    return tuple(programme), days, draw(st.integers(0, 40))


@given(weeks())
def test_adherence_equals_a_slow_count(found: tuple[tuple[Asked, ...], tuple[Day, ...], int]) -> None:
    programme, days, length = found
    result = adherence(programme, days, begins=FIRST, ends=on(length))
    answered = done = 0
    asked = 0.0
    pains = []
    for number in range(length + 1):
        for one in programme:
            asked += (one.days_per_week or 7) / 7
        for day in days:
            if day.on == on(number):
                answered += 1
                done += len(day.done)
                pains += [day.pain] if day.pain is not None else []
    assert (result.answered, result.done, result.days) == (answered, done, length + 1)
    assert result.asked == pytest.approx(asked)
    assert result.share_of_all == pytest.approx(min(1.0, done / asked))
    assert result.worst_pain == (max(pains) if pains else None)
    assert result.sore_days <= len(pains)


@given(weeks())
def test_one_more_exercise_done_never_lowers_a_share(
    found: tuple[tuple[Asked, ...], tuple[Day, ...], int],
) -> None:
    programme, days, length = found
    before = adherence(programme, days, begins=FIRST, ends=on(length))
    more = tuple(Day(on=day.on, done=day.done | {0}, effort=day.effort, pain=day.pain) for day in days)
    after = adherence(programme, more, begins=FIRST, ends=on(length))
    assert after.share_of_all >= before.share_of_all
    assert (after.share_of_answered or 0) >= (before.share_of_answered or 0)
