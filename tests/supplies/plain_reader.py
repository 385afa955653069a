"""A slow, obvious reader of element strings: tries every way to cut the string and keeps those that fit."""

from collections.abc import Iterator

from drypoint.supplies import load_pack_codes
from drypoint.supplies.reading import GS

Cut = tuple[tuple[str, str], ...]


def cuts(text: str) -> Iterator[Cut]:
    """Every way in which ``text`` is a row of elements, by lengths, characters and separators alone."""
    if not text:
        yield ()
        return
    for row in load_pack_codes().identifiers:
        if not text.startswith(row.ai):
            continue
        after = text[len(row.ai) :]
        for length in range(row.shortest, row.longest + 1):
            value, rest = after[:length], after[length:]
            if len(value) < length or not _fits(value, digits=row.content == "digits"):
                continue
            if rest and not row.predefined and not rest.startswith(GS):
                continue
            for others in cuts(rest.removeprefix(GS)):
                yield ((row.ai, value), *others)


def _fits(value: str, *, digits: bool) -> bool:
    allowed = "0123456789"
    if not digits:
        allowed += "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!\"%&'()*+,-./:;<=>?_"
    return all(character in allowed for character in value)


def check_digit(digits: str) -> str:
    """The digit that belongs after ``digits``: found by trying all ten."""
    for last in "0123456789":
        total, weight = 0, 1
        for digit in reversed(digits + last):
            total += weight * int(digit)
            weight = 4 - weight
        if total % 10 == 0:
            return last
    raise AssertionError("one of ten always fits")


def year_of(short: int, this_year: int) -> int:
    """The year with these last digits among 49 before and 50 after ``this_year``."""
    (found,) = [year for year in range(this_year - 49, this_year + 51) if year % 100 == short]
    return found
