"""The rules of GS1 codes as rows, from ``data/pack_codes.json``."""

from enum import StrEnum
from functools import cache
from importlib.resources import files
from itertools import pairwise

import msgspec

from drypoint.terms import KnowledgeError, Source, Text, Value, Verification


class Content(StrEnum):
    """Which characters a value is of."""

    DIGITS = "digits"
    TEXT = "text"


class Holds(StrEnum):
    """What else must be true of a value."""

    CHECK_DIGIT = "check_digit"
    DATE = "date"


class Gives(StrEnum):
    """What Drypoint takes from a value."""

    GTIN = "gtin"
    LOT = "lot"
    EXPIRES = "expires"
    MADE = "made"
    SERIAL = "serial"
    COUNT = "count"


class Form(StrEnum):
    """How a carrier writes what it carries."""

    ELEMENTS = "elements"
    ARTICLE_NUMBER = "article_number"
    LINK = "link"


class FaultId(StrEnum):
    """Why a code is refused."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    NOT_GS1 = "not_gs1"
    UNKNOWN_IDENTIFIER = "unknown_identifier"
    CUT_OFF = "cut_off"
    VALUE_TOO_LONG = "value_too_long"
    WRONG_CHARACTERS = "wrong_characters"
    WRONG_CHECK_DIGIT = "wrong_check_digit"
    NO_SUCH_DATE = "no_such_date"
    SAID_TWICE = "said_twice"
    TWO_READINGS = "two_readings"
    SEPARATOR_LOST = "separator_lost"
    BROKEN_LINK = "broken_link"


class Declared(Value, frozen=True):
    """A row with its sources and how far it has been checked."""

    sources: tuple[str, ...]
    verification: Verification


class Identifier(Declared, frozen=True):
    """One application identifier (AI). ``predefined``: no separator follows its value."""

    ai: str
    title: Text
    content: Content
    shortest: int
    longest: int
    predefined: bool
    holds: Holds | None
    gives: Gives | None


class Carrier(Declared, frozen=True):
    """A symbology identifier that a reader may send before the data, and what follows it."""

    id: str
    carrier: str
    form: Form


class Rule(Declared, frozen=True):
    """One rule of reading, in words."""

    says: str


class Fault(Value, frozen=True):
    """The sentence for one reason; ``{part}`` is where in the code it lies."""

    id: FaultId
    says: Text


class PackCodes(Value, frozen=True):
    """``pack_codes.json``."""

    schema: int
    version: str
    sources: dict[str, Source]
    identifiers: tuple[Identifier, ...]
    carriers: tuple[Carrier, ...]
    rules: tuple[Rule, ...]
    faults: tuple[Fault, ...]

    def sentence(self, fault: FaultId, *, part: str, language: str) -> str:
        """What a person reads when a code is refused."""
        found = next(one for one in self.faults if one.id is fault)
        return found.says.in_language(language).format(part=part)


@cache
def load_pack_codes() -> PackCodes:
    """The rules that ship with Drypoint, read once."""
    return decode_pack_codes(files("drypoint.supplies").joinpath("data", "pack_codes.json").read_bytes())


def decode_pack_codes(raw: bytes) -> PackCodes:
    """Decode and check: every fault once, no identifier that begins another, every source declared.

    Raises:
        KnowledgeError: the file has the wrong shape, or a row is missing, doubled or without a source.
    """
    try:
        codes = msgspec.json.decode(raw, type=PackCodes)
    except msgspec.ValidationError as fault:
        raise KnowledgeError(f"pack_codes.json: {fault}") from fault
    if sorted(row.id for row in codes.faults) != sorted(FaultId):
        raise KnowledgeError("pack_codes.json: each fault must stand in the file exactly once")
    names = sorted(row.ai for row in codes.identifiers)
    for shorter, longer in pairwise(names):
        if longer.startswith(shorter):
            raise KnowledgeError(f"pack_codes.json: identifier {shorter} begins or doubles {longer}")
    for row in (*codes.identifiers, *codes.carriers, *codes.rules):
        if not row.sources or not codes.sources.keys() >= set(row.sources):
            raise KnowledgeError("pack_codes.json: a row names a source that the file does not declare")
    for row in codes.identifiers:
        if row.predefined and row.shortest != row.longest:
            raise KnowledgeError(f"pack_codes.json: identifier {row.ai} is predefined but not of one length")
    return codes
