"""Finding a muscle or a complaint by any of its names."""

import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TypeVar

from drypoint.atlas.complaints import Complaint
from drypoint.atlas.muscles import Muscle
from drypoint.atlas.zones import Zone

_Row = TypeVar("_Row")


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Lower case without accents, with single spaces for punctuation: how names are compared."""
    letters = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    plain = (letter for letter in letters if not unicodedata.combining(letter))
    return " ".join("".join(letter if letter.isalnum() else " " for letter in plain).split())


def matching(text: str, muscles: Sequence[Muscle]) -> tuple[Muscle, ...]:
    """Muscles that have a name in which every word of ``text`` begins a word; the closest names first.

    A whole name comes before the beginning of a name, and that before words anywhere in it. An empty text
    matches nothing.
    """
    return _closest(text, muscles, _names)


def matching_complaints(text: str, complaints: Sequence[Complaint]) -> tuple[Complaint, ...]:
    """Complaints found by their English or Spanish words, by the same comparison as muscles."""
    return _closest(text, complaints, _complaint_names)


def matching_zones(text: str, zones: Sequence[Zone]) -> tuple[Zone, ...]:
    """Zones found by their English or Spanish words, by the same comparison as muscles."""
    return _closest(text, zones, _zone_names)


def nearly(text: str, muscles: Sequence[Muscle], also: Callable[[str], Sequence[str]]) -> tuple[Muscle, ...]:
    """Muscles for a search box: by any name or by ``also`` (further names of an id), else misspelt.

    Only where nothing has the letters as typed does a word count with a slip: one in four to six letters,
    two in longer words (inserted, left out, changed, or two neighbours swapped). The fewest slips come first.
    """

    def names(muscle: Muscle) -> list[str]:
        return [*_names(muscle), *(folded(name) for name in also(muscle.id))]

    found = _closest(text, muscles, names)
    if found or not folded(text):
        return found
    parts = folded(text).split()
    scored = [(min(_slips(parts, name.split()) for name in names(muscle)), muscle) for muscle in muscles]
    near = [(slips, muscle) for slips, muscle in scored if slips < _TOO_MANY]
    near.sort(key=lambda pair: pair[0])
    return tuple(muscle for _, muscle in near)


_NO_MATCH = 3
_TOO_MANY = 99


def _slips(parts: Sequence[str], words: Sequence[str]) -> int:
    """Slips over all typed words, each against the word nearest to it; ``_TOO_MANY`` where one has none."""
    total = 0
    for part in parts:
        allowed = 0 if len(part) < 4 else 1 if len(part) < 7 else 2
        least = min((_edits(part, word, allowed) for word in words), default=_TOO_MANY)
        if least > allowed:
            return _TOO_MANY
        total += least
    return total


@lru_cache(maxsize=8192)
def _edits(part: str, word: str, allowed: int) -> int:
    """Edits from ``part`` to the nearest beginning of ``word``; a swap of two neighbours is one."""
    before: list[int] = []
    row = list(range(len(word) + 1))
    for number, letter in enumerate(part, start=1):
        last, before = before, row
        row = [number]
        for index, other in enumerate(word, start=1):
            cost = min(before[index] + 1, row[index - 1] + 1, before[index - 1] + (letter != other))
            if last and index > 1 and letter == word[index - 2] and part[number - 2] == other:
                cost = min(cost, last[index - 2] + 1)
            row.append(cost)
        if min(*row, *before) > allowed:
            return _TOO_MANY
    return min(row)


def _closest(text: str, rows: Sequence[_Row], names: Callable[[_Row], list[str]]) -> tuple[_Row, ...]:
    wanted = folded(text)
    if not wanted:
        return ()
    scored = [(min(_distance(wanted, name) for name in names(row)), row) for row in rows]
    found = [(distance, row) for distance, row in scored if distance < _NO_MATCH]
    found.sort(key=lambda pair: pair[0])
    return tuple(row for _, row in found)


def _complaint_names(complaint: Complaint) -> list[str]:
    return [folded(name) for name in (complaint.id, complaint.label.en, complaint.label.es or "")]


def _zone_names(zone: Zone) -> list[str]:
    return [folded(name) for name in (zone.code, zone.label.en, zone.label.es or "")]


def _names(muscle: Muscle) -> list[str]:
    texts = [muscle.name] if muscle.everyday is None else [muscle.name, muscle.everyday]
    names = [muscle.id, muscle.latin, *(name for text in texts for name in (text.en, text.es or ""))]
    return [folded(name) for name in names]


def _distance(wanted: str, name: str) -> int:
    if name == wanted:
        return 0
    if name.startswith(wanted):
        return 1
    words = name.split()
    if all(any(word.startswith(part) for word in words) for part in wanted.split()):
        return 2
    return _NO_MATCH
