"""Rows as JSON lines: the same on every engine, and a digest that notices any change."""

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drypoint.upkeep import rows

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False)
    | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)


def _line(value: object) -> bytes:
    return json.dumps(value).encode() + b"\n"


def test_digest_of_nothing() -> None:
    assert rows.content_digest([]) == (0, "0" * 64)


@given(st.lists(st.dictionaries(st.text(max_size=3), JSON, max_size=3), max_size=5), st.randoms())
def test_digest_ignores_order_of_rows_and_of_members(values: list[dict[str, object]], chance) -> None:
    shuffled = [dict(sorted(value.items(), reverse=True)) for value in values]
    chance.shuffle(shuffled)
    assert rows.content_digest(map(_line, values)) == rows.content_digest(map(_line, shuffled))


def test_digest_takes_whole_floats_for_the_integers_that_postgresql_may_return() -> None:
    assert rows.content_digest([_line({"a": [1e16]})]) == rows.content_digest([_line({"a": [10**16]})])


@pytest.mark.parametrize("other", [{"a": 2}, {"b": 1}, {"a": "1"}, {"a": None}, {"a": 1, "b": None}])
def test_digest_notices_another_value(other: dict[str, object]) -> None:
    assert rows.content_digest([_line({"a": 1})]) != rows.content_digest([_line(other)])


def test_digest_notices_a_doubled_row() -> None:
    once, twice = rows.content_digest([_line({})]), rows.content_digest([_line({})] * 2)
    assert once[0] == 1
    assert twice[0] == 2
    assert once[1] != twice[1]


@pytest.mark.django_db
def test_rows_come_back_as_they_were() -> None:
    from tests.clinic.factories import make_clinic

    from drypoint.clinic.accounts.models import Clinic, ClinicThreshold
    from drypoint.clinic.people.models import Person

    clinic = make_clinic(name="Ñ «quoted» \u2028 O'Neill")
    Person.objects.create(
        clinic=clinic, number=1, given_name="A", family_name="B", birth_date=date(1980, 2, 29)
    )
    before = {model: list(rows.lines_of(model, "default")) for model in (Clinic, Person)}
    assert [len(lines) for lines in before.values()] == [1, 1]
    assert json.loads(before[Person][0])["birth_date"] == "1980-02-29"

    Person.objects.all().delete()
    Clinic.objects.all().delete()
    for model, lines in before.items():
        rows.load(model, lines, "default")

    assert {model: list(rows.lines_of(model, "default")) for model in before} == before
    assert not ClinicThreshold.objects.exists()


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (Decimal("1.50"), "1.50"),
        (timedelta(days=1, seconds=2), "1 00:00:02"),
        (b"\x00\xff", "AP8="),
        (memoryview(b"\x00\xff"), "AP8="),
        ({"a": None}, {"a": None}),
    ],
)
def test_values_are_written_plainly(value: object, plain: object) -> None:
    assert rows._plain(value) == plain
