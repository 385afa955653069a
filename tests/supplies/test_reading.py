"""Codes on packs: what they say, and what is refused rather than guessed."""

import calendar
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.supplies.plain_reader import check_digit, cuts, year_of

from drypoint.supplies import PackCode, load_pack_codes, read
from drypoint.supplies.reading import GS, SHOWN_GS, check_digit_is_right, day_of
from drypoint.terms import InvalidInput

ON = date(2026, 11, 27)
GTIN = "09506000134352"
FULL = f"01{GTIN}1727123110AB-7"
ROWS = {row.ai: row for row in load_pack_codes().identifiers}


def refusal(code: str, language: str = "en") -> str:
    with pytest.raises(InvalidInput) as refused:
        read(code, on=ON, language=language)
    assert refused.value.where == "code"
    return refused.value.message


@pytest.mark.parametrize(
    "code",
    [
        FULL,
        f"]d2{FULL}",
        f"]C1{FULL}",
        f"]Q3{FULL}",
        f"{GS}{FULL}{GS}",
        f" {FULL}\r\n",
        f"01{GTIN}10AB-7{GS}17271231",
        f"01{GTIN}10AB-7␝17271231",
        f"01{GTIN}10AB-7^]17271231",
        f"01{GTIN}{GS}1727123110AB-7",
        f"(01){GTIN}(17)271231(10)AB-7",
        f"(01) {GTIN} (17) 271231 (10) AB-7",
        f"https://id.example/01/{GTIN}/10/AB-7?17=271231",
        f"HTTPS://id.example/shop/01/{GTIN[1:]}/10/AB%2D7/?who=me&17=271231&#top",
        f"]Q1https://id.example/01/{GTIN}/10/AB-7?17=271231",
    ],
)
def test_one_pack_written_in_every_way_says_the_same(code: str) -> None:
    found = read(code, on=ON)
    assert (found.gtin, found.lot, found.expires) == (GTIN, "AB-7", date(2027, 12, 31))


def test_everything_that_is_taken() -> None:
    found = read(f"01{GTIN}11250630172712003710{GS}21S/1{GS}2405-30", on=ON)
    assert found.made == date(2025, 6, 30)
    assert found.expires == date(2027, 12, 31), "day 00 is the last of the month"
    assert (found.count, found.serial) == (10, "S/1")
    assert [element.ai for element in found.elements] == ["01", "11", "17", "37", "21", "240"]


def test_two_counts_are_no_count() -> None:
    assert read(f"01{GTIN}3010{GS}3712", on=ON).count is None


@pytest.mark.parametrize("code", ["9506000134352", "]E09506000134352", "09506000134352", f"(01){GTIN}"])
def test_article_number_alone(code: str) -> None:
    found = read(code, on=ON)
    assert found == PackCode(gtin=GTIN, elements=found.elements)


def test_bare_digits_are_elements_where_they_are_no_article_number() -> None:
    assert read("17271231", on=ON).expires == date(2027, 12, 31)


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("", "There is no code"),
        (" \t\n", "There is no code"),
        ("1" * 401, "too long for a code"),
        ("]A0ABC", "not a GS1 code"),
        ("]E0ABC", "not a GS1 code"),
        ("]E0123", "not a GS1 code"),
        ("]E09506000134353", "check digit of (01)"),
        ("9506000134353", "check digit of (01)"),
        (f"01{GTIN[:-1]}3", "check digit of (01)"),
        (f"01{GTIN}55X", "begins with 55X"),
        (f"01{GTIN}10A{GS}{GS}17271231", "begins with ␝"),
        ("Lot 4711", "begins with Lot"),
        ("(99", "begins with (99"),
        ("(01)09506000134352(55)X", "begins with 55"),
        ("01095060001343", "ends too early, at (01)"),
        (f"01{GTIN}17{GS}10A", "ends too early, at (17)"),
        (f"01{GTIN}10", "ends too early, at (10)"),
        ("01095060001343\x1d10A", "ends too early, at (01)"),
        (f"01{GTIN}10" + "A" * 21, "leave the separators out"),
        (f"01{GTIN}17271231 10A", "begins with  10A"),
        (f"01{GTIN}10A B", "characters that cannot be"),
        (f"01{GTIN}17A71231", "characters that cannot be"),
        (f"01{GTIN}10Á", "characters that cannot be"),
        (f"01{GTIN}17271331", "does not exist"),
        (f"01{GTIN}17270229", "does not exist"),
        (f"01{GTIN}10A{GS}10B", "twice and differently"),
        (f"01{GTIN}10L123{'17271231'}", "ends like a date"),
        (f"01{GTIN}1727123121L12311250630", "ends like a date"),
        ("17270136", "check digit of (01)|does not exist"),
        ("https://id.example/", "does not name a pack"),
        ("https://", "does not name a pack"),
        (f"https://id.example/01/{GTIN}/10", "does not name a pack"),
        (f"https://id.example/01/{GTIN}/21/S/10/L", "does not name a pack"),
        ("https://id.example/01/12/10/L", "does not name a pack"),
        (f"https://id.example/01/{GTIN[:-1]}9", "check digit of (01)"),
        (f"https://id.example/01/{GTIN}?55=1", "begins with 55"),
        ("]Q1LOT 4711", "does not name a pack"),
    ],
)
def test_what_cannot_be_read_beyond_doubt_is_refused(code: str, says: str) -> None:
    sentence = refusal(code)
    assert any(part in sentence for part in says.split("|")), sentence
    assert "ype lot and date" in sentence


def test_digits_with_two_readings_are_refused() -> None:
    # The last digit of this date is also the right check digit of an EAN-8.
    two = next(f"172712{day:02}" for day in range(1, 32) if check_digit_is_right(f"172712{day:02}"))
    assert "two ways" in refusal(two)
    assert read(f"]E0{two}", on=ON).gtin == two.zfill(14)
    assert read(f"]C1{two}", on=ON).expires is not None


def test_the_same_twice_is_said_once() -> None:
    assert [one.ai for one in read(f"01{GTIN}10A{GS}10A", on=ON).elements] == ["01", "10"]


def test_a_lot_that_looks_like_a_date_is_read_where_separators_are_sent() -> None:
    assert read(f"01{GTIN}10L12317271231{GS}21S", on=ON).lot == "L12317271231"
    assert read(f"(01){GTIN}(10)L12317271231", on=ON).lot == "L12317271231"
    assert read(f"01{GTIN}1728010110L12317271231", on=ON).lot == "L12317271231", "it has its date already"


def test_refusals_are_in_the_readers_language() -> None:
    assert "dígito de control" in refusal(f"01{GTIN[:-1]}3", "es")


@given(st.text(alphabet="0123456789", min_size=7, max_size=17))
def test_exactly_one_check_digit_is_right(digits: str) -> None:
    right = [last for last in "0123456789" if check_digit_is_right(digits + last)]
    assert right == [check_digit(digits)]


@given(st.integers(0, 99), st.integers(0, 99), st.integers(0, 99), st.integers(1950, 2200))
def test_days_are_those_of_a_calendar(short: int, month: int, day: int, this_year: int) -> None:
    year = year_of(short, this_year)
    found = day_of(f"{short:02}{month:02}{day:02}", on=date(this_year, 6, 1))
    if not 1 <= month <= 12 or day > calendar.monthrange(year, month)[1]:
        assert found is None
    else:
        assert found == date(year, month, day or calendar.monthrange(year, month)[1])


_text = st.text(alphabet="ABCZaz019-/()", min_size=1, max_size=6)
_values = {
    "01": st.text(alphabet="0123456789", min_size=13, max_size=13).map(lambda one: one + check_digit(one)),
    "17": st.dates(date(1980, 1, 1), date(2070, 1, 1)).map(lambda one: one.strftime("%y%m%d")),
    "11": st.dates(date(1980, 1, 1), date(2070, 1, 1)).map(lambda one: one.strftime("%y%m%d")),
    "10": _text,
    "21": _text,
    "240": _text,
    "30": st.text(alphabet="0123456789", min_size=1, max_size=8),
}


@given(st.permutations(sorted(_values)), st.integers(1, 7), st.data())
def test_what_was_written_is_read_back(order: list[str], many: int, data: st.DataObject) -> None:
    pairs = [(ai, data.draw(_values[ai], label=ai)) for ai in order[:many]]
    sent = "".join(f"{ai}{value}{'' if ROWS[ai].predefined else GS}" for ai, value in pairs)
    found = read(f"]d2{sent}", on=ON)
    assert [(one.ai, one.value) for one in found.elements] == pairs
    assert read(f"]C1{sent.replace(GS, SHOWN_GS[0])}", on=ON) == found


@given(
    st.lists(
        st.sampled_from(
            ["01", GTIN, "17", "271231", "10", "A1", "21", "240", GS, "7", "9506", "30", "(", " "]
        ),
        max_size=7,
    ).map("".join)
)
def test_only_what_a_slow_reader_can_cut_in_one_way_is_read(text: str) -> None:
    ways = set(cuts(text.removeprefix(GS)))
    try:
        found = read(f"]C1{text}", on=ON)
    except InvalidInput:
        return
    if text.strip().startswith("("):
        return
    elements = tuple((one.ai, one.value) for one in found.elements)
    assert len(ways) == 1
    assert elements == tuple(dict.fromkeys(ways.pop()))
