"""Reads the code on a pack: GS1 element strings as sent or as printed, Digital Links, article numbers.

Nothing is guessed: what is cut off, unknown, contradictory or readable in two ways is refused with a sentence
that says what to do. The rules with their sources stand in ``data/pack_codes.json``.
"""

import calendar
import re
from datetime import date

from drypoint.supplies.rows import Content, FaultId, Form, Gives, Holds, Identifier, load_pack_codes
from drypoint.terms import InvalidInput, Value

GS = "\x1d"
"""The separator as readers send it (ASCII 29)."""
SHOWN_GS = ("␝", "^]")
"""The same as a field shows it, and as some hand scanners type it."""
LONGEST = 400
"""Characters of one code: more than any carrier that holds an element string is used for. Our choice."""
GTIN_LENGTHS = frozenset({8, 12, 13, 14})
TEXT = re.compile(r"[!\"%&'()*+,\-./0-9:;<=>?A-Z_a-z]*", re.ASCII)
DIGITS = re.compile(r"[0-9]*", re.ASCII)
PRINTED = re.compile(r"\(([0-9]{2,4})\)", re.ASCII)
LINK = re.compile(r"https?://[^/?#]+(/[^?#]*)(?:\?([^#]*))?(?:#.*)?", re.ASCII | re.IGNORECASE)
BYTE = re.compile(r"%([0-9A-Fa-f]{2})", re.ASCII)
QUALIFIERS = ("22", "10", "21")
"""What may follow the article number in the path of a link, in this order."""


class Element(Value, frozen=True):
    """One identifier with its value as it stands in the code."""

    ai: str
    value: str


class PackCode(Value, frozen=True):
    """What a code says; empty or ``None`` where it says nothing of it."""

    gtin: str = ""
    """14 digits; shorter article numbers with zeros before them."""
    lot: str = ""
    expires: date | None = None
    """The last day of use."""
    made: date | None = None
    serial: str = ""
    count: int | None = None
    elements: tuple[Element, ...] = ()
    """Everything in the code, in its order, each once."""


Pairs = list[tuple[Identifier, str]]


class _Refused(Exception):
    def __init__(self, fault: FaultId, part: str = "") -> None:
        super().__init__(fault)
        self.fault = fault
        self.part = part


def read(raw: str, *, on: date, language: str = "en") -> PackCode:
    """What the code on a pack says. ``on`` is today: it tells which century two digits of a year mean.

    Raises:
        InvalidInput: it cannot be read beyond doubt; ``where`` is ``code``, the sentence is in ``language``.
    """
    try:
        return _read(raw, on)
    except _Refused as refused:
        said = load_pack_codes().sentence(refused.fault, part=refused.part, language=language)
        raise InvalidInput(said, where="code") from None


def check_digit_is_right(digits: str) -> bool:
    """Whether the sum of the digits, weighted 1, 3, 1, 3 ... from the right, is a multiple of 10."""
    return sum(int(digit) * (1, 3)[place % 2] for place, digit in enumerate(reversed(digits))) % 10 == 0


def day_of(digits: str, *, on: date) -> date | None:
    """The day that six digits YYMMDD name, as seen on the day ``on``; ``None`` when there is none."""
    short, month, day = int(digits[:2]), int(digits[2:4]), int(digits[4:])
    ahead = short - on.year % 100
    year = on.year + ahead + (-100 if ahead >= 51 else 100 if ahead <= -50 else 0)
    if not 1 <= month <= 12:
        return None
    last = calendar.monthrange(year, month)[1]
    return date(year, month, day or last) if day <= last else None


def _read(raw: str, on: date) -> PackCode:
    text = raw
    for shown in SHOWN_GS:
        text = text.replace(shown, GS)
    text = text.strip(" \t\r\n")
    if not text:
        raise _Refused(FaultId.EMPTY)
    if len(text) > LONGEST:
        raise _Refused(FaultId.TOO_LONG)
    form, text = _carrier(text)
    if form is Form.ARTICLE_NUMBER:
        return _article_number(text)
    if form is Form.LINK or (form is None and text.lower().startswith(("http://", "https://"))):
        return _said(_checked(_of_link(text), on), on)
    if text.startswith("("):
        return _said(_checked(_of_print(text), on), on)
    if form is None and DIGITS.fullmatch(text) and len(text) in GTIN_LENGTHS:
        return _bare_digits(text, on)
    return _of_reader(text, on)


def _carrier(text: str) -> tuple[Form | None, str]:
    if not text.startswith("]"):
        return None, text
    found = next((row for row in load_pack_codes().carriers if text.startswith(row.id)), None)
    if found is None:
        raise _Refused(FaultId.NOT_GS1)
    return found.form, text.removeprefix(found.id)


def _article_number(text: str) -> PackCode:
    if not DIGITS.fullmatch(text) or len(text) not in GTIN_LENGTHS:
        raise _Refused(FaultId.NOT_GS1)
    if not check_digit_is_right(text):
        raise _Refused(FaultId.WRONG_CHECK_DIGIT, "01")
    gtin = text.zfill(14)
    return PackCode(gtin=gtin, elements=(Element(ai="01", value=gtin),))


def _bare_digits(text: str, on: date) -> PackCode:
    is_article = check_digit_is_right(text)
    try:
        found = _of_reader(text, on)
    except _Refused as refused:
        if not is_article and refused.fault is not FaultId.UNKNOWN_IDENTIFIER:
            raise
        return _article_number(text)
    if found == PackCode(elements=found.elements):  # nothing that we take, such as a company's own (95)
        return _article_number(text)
    if is_article:
        raise _Refused(FaultId.TWO_READINGS)
    return found


def _of_reader(text: str, on: date) -> PackCode:
    rest = text.removeprefix(GS)
    pairs: Pairs = []
    while rest:
        row = _identifier(rest)
        rest = rest.removeprefix(row.ai)
        if row.predefined:
            value, rest = rest[: row.longest], rest[row.longest :].removeprefix(GS)
            if GS in value:
                raise _Refused(FaultId.CUT_OFF, row.ai)
        else:
            value, _separator, rest = rest.partition(GS)
        pairs.append((row, value))
    checked = _checked(pairs, on)
    if GS not in text:
        _refuse_swallowed_dates(checked, on)
    return _said(checked, on)


def _of_print(text: str) -> Pairs:
    parts = PRINTED.split(text)
    if parts[0]:
        raise _Refused(FaultId.UNKNOWN_IDENTIFIER, text[:4])
    return [(_exactly(ai), value.strip(" ")) for ai, value in zip(parts[1::2], parts[2::2], strict=True)]


def _of_link(text: str) -> Pairs:
    link = LINK.fullmatch(text)
    if link is None:
        raise _Refused(FaultId.BROKEN_LINK)
    steps = [_decoded(step) for step in link[1].rstrip("/").split("/")]
    first = next((place for place, step in enumerate(steps) if step == "01" and _is_gtin(steps, place)), None)
    if first is None:
        raise _Refused(FaultId.BROKEN_LINK)
    keys, values = steps[first + 2 :: 2], steps[first + 3 :: 2]
    if len(keys) != len(values) or keys != [key for key in QUALIFIERS if key in keys]:
        raise _Refused(FaultId.BROKEN_LINK)
    pairs = [(_exactly("01"), steps[first + 1].zfill(14))]
    pairs += [(_exactly(key), value) for key, value in zip(keys, values, strict=True)]
    for item in (link[2] or "").split("&"):
        key, _sign, value = item.partition("=")
        if key and DIGITS.fullmatch(key):
            pairs.append((_exactly(key), _decoded(value)))
    return pairs


def _is_gtin(steps: list[str], place: int) -> bool:
    value = "".join(steps[place + 1 : place + 2])
    return DIGITS.fullmatch(value) is not None and len(value) in GTIN_LENGTHS


def _decoded(text: str) -> str:
    return BYTE.sub(lambda found: chr(int(found[1], 16)), text)


def _identifier(rest: str) -> Identifier:
    found = next((row for row in load_pack_codes().identifiers if rest.startswith(row.ai)), None)
    if found is None:
        raise _Refused(FaultId.UNKNOWN_IDENTIFIER, rest[:4].replace(GS, SHOWN_GS[0]))
    return found


def _exactly(ai: str) -> Identifier:
    found = next((row for row in load_pack_codes().identifiers if row.ai == ai), None)
    if found is None:
        raise _Refused(FaultId.UNKNOWN_IDENTIFIER, ai)
    return found


def _checked(pairs: Pairs, on: date) -> Pairs:
    known: dict[str, str] = {}
    kept: Pairs = []
    for row, value in pairs:
        if fault := _fault(row, value, on):
            raise _Refused(fault, row.ai)
        if known.setdefault(row.ai, value) != value:
            raise _Refused(FaultId.SAID_TWICE, row.ai)
        if (row, value) not in kept:
            kept.append((row, value))
    return kept


def _fault(row: Identifier, value: str, on: date) -> FaultId | None:
    if len(value) < row.shortest:
        return FaultId.CUT_OFF
    if len(value) > row.longest:
        return FaultId.VALUE_TOO_LONG
    if not (DIGITS if row.content is Content.DIGITS else TEXT).fullmatch(value):
        return FaultId.WRONG_CHARACTERS
    if row.holds is Holds.CHECK_DIGIT and not check_digit_is_right(value):
        return FaultId.WRONG_CHECK_DIGIT
    if row.holds is Holds.DATE and day_of(value, on=on) is None:
        return FaultId.NO_SUCH_DATE
    return None


def _refuse_swallowed_dates(pairs: Pairs, on: date) -> None:
    """Refuse a text that ends like the date of another element: the separators may have been left out."""
    said = {row.ai for row, _value in pairs}
    for row, value in pairs:
        if row.content is not Content.TEXT or len(value) <= 8:
            continue
        ai, digits = value[-8:-6], value[-6:]
        if ai in {"11", "17"} - said and DIGITS.fullmatch(digits) and day_of(digits, on=on) is not None:
            raise _Refused(FaultId.SEPARATOR_LOST, row.ai)


def _said(pairs: Pairs, on: date) -> PackCode:
    values = {row.gives: value for row, value in pairs if row.gives is not None}
    counts = {int(value) for row, value in pairs if row.gives is Gives.COUNT}
    expires, made = values.get(Gives.EXPIRES), values.get(Gives.MADE)
    return PackCode(
        gtin=values.get(Gives.GTIN, ""),
        lot=values.get(Gives.LOT, ""),
        expires=day_of(expires, on=on) if expires else None,
        made=day_of(made, on=on) if made else None,
        serial=values.get(Gives.SERIAL, ""),
        count=counts.pop() if len(counts) == 1 else None,
        elements=tuple(Element(ai=row.ai, value=value) for row, value in pairs),
    )
