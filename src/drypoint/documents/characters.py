"""Which characters the shipped fonts can show, and what is printed for the others."""

import re
import struct
import unicodedata
from functools import cache
from importlib import resources
from pathlib import Path

_INVISIBLE_BUT_MEANT = frozenset("\n\u00ad\u200b\u200c\u200d\u200e\u200f")
_TURNS_DIRECTION = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_VARIATION_SELECTORS = re.compile("[\ufe00-\ufe0f]")


def font_folder() -> Path:
    """The folder of the shipped fonts."""
    return Path(str(resources.files("drypoint.documents").joinpath("fonts")))


def printable(text: str) -> str:
    """``text`` with each character that no shipped font has written as its number, ``[U+4E2D]``.

    Only variation selectors are dropped: they choose between looks of the same character.
    """
    plain = _VARIATION_SELECTORS.sub("", text.replace("\r\n", "\n").replace("\t", " "))
    return "".join(character if _can_show(character) else f"[U+{ord(character):04X}]" for character in plain)


def _can_show(character: str) -> bool:
    if character in _INVISIBLE_BUT_MEANT:
        return True
    # Controls, private characters (refused by PDF/A) and marks that turn the reading direction could make the
    # paper say what was not written.
    if unicodedata.category(character) in {"Cc", "Co"} or character in _TURNS_DIRECTION:
        return False
    return ord(character) in shown_characters()


@cache
def shown_characters() -> frozenset[int]:
    """The code points that at least one shipped upright font has a picture for."""
    fonts = ("AtkinsonHyperlegibleNext_400Regular.ttf", "DejaVuSans.ttf")
    none: frozenset[int] = frozenset()
    return none.union(*(_covered((font_folder() / name).read_bytes()) for name in fonts))


def _covered(font: bytes) -> frozenset[int]:
    """Code points of a font's Unicode ``cmap`` subtables, formats 4 and 12 (OpenType specification)."""
    (table_count,) = struct.unpack_from(">H", font, 4)
    records = (struct.unpack_from(">4sIII", font, 12 + 16 * index) for index in range(table_count))
    cmap = next(offset for tag, _checksum, offset, _length in records if tag == b"cmap")
    (subtable_count,) = struct.unpack_from(">H", font, cmap + 2)
    found: set[int] = set()
    for index in range(subtable_count):
        (offset,) = struct.unpack_from(">I", font, cmap + 8 + 8 * index)
        for first, last in _ranges(font, cmap + offset):
            found.update(range(first, last + 1))
    return frozenset(found - {0xFFFF})


def _ranges(font: bytes, start: int) -> list[tuple[int, int]]:
    (subtable_format,) = struct.unpack_from(">H", font, start)
    if subtable_format == 4:
        (twice,) = struct.unpack_from(">H", font, start + 6)
        ends = struct.unpack_from(f">{twice // 2}H", font, start + 14)
        starts = struct.unpack_from(f">{twice // 2}H", font, start + 16 + twice)
        return list(zip(starts, ends, strict=True))
    if subtable_format == 12:
        (count,) = struct.unpack_from(">I", font, start + 12)
        return [struct.unpack_from(">II", font, start + 16 + 12 * group) for group in range(count)]
    return []
