"""Finding a muscle or a complaint by any of its names."""

import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TypeVar

from drypoint.atlas.complaints import Complaint
from drypoint.atlas.muscles import Muscle

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


_NO_MATCH = 3


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
