"""Recognises medicines in free text. What it does not know it asks about, never takes for harmless."""

import re
import unicodedata
from difflib import get_close_matches
from functools import cache

from drypoint.safety.packaged import check_sources, read
from drypoint.terms import KnowledgeError, Text, Value, Verification


class MedicineClass(Value, frozen=True):
    """Drugs that answer a screening question, or that make us ask one."""

    id: str
    label: Text
    sources: tuple[str, ...]
    verification: Verification
    names: tuple[str, ...]
    """International generic names."""
    brands: tuple[str, ...] = ()
    """Common brands where we are certain."""
    other_spellings: tuple[str, ...] = ()
    """Names in other languages and scripts, abbreviations, and words for the class."""
    answers: tuple[str, ...] = ()
    """Questions that taking it answers with yes. None: known, and none of our questions is about it."""
    asks_about: tuple[str, ...] = ()
    """Questions that taking it makes necessary."""

    @property
    def all_names(self) -> tuple[str, ...]:
        """Every spelling that is recognised."""
        return (*self.names, *self.brands, *self.other_spellings)


class MedicinesFile(Value, frozen=True):
    """``medicines.json``."""

    schema: int
    none_words: tuple[str, ...]
    """Ways to say that no medicine is taken."""
    dose_words: tuple[str, ...]
    """Words of dose, time and form that are no drug."""
    classes: tuple[MedicineClass, ...]


class RecognisedMedicine(Value, frozen=True):
    """One drug found in the text."""

    name: str
    """The spelling that matched."""
    medicine_class: str


class MedicineList(Value, frozen=True):
    """What was understood of a list of medicines."""

    recognised: tuple[RecognisedMedicine, ...] = ()
    unknown: tuple[str, ...] = ()
    """As written; ask about each."""
    looks_like: dict[str, str] = {}
    """For an unknown one, the known name that its spelling is close to."""
    suspected: tuple[RecognisedMedicine, ...] = ()
    """What an unknown one may be by its spelling. Counts as not known: like yes, until somebody asks."""
    entries: int = 0


@cache
def load_medicines() -> MedicinesFile:
    """The drug classes, cross-checked."""
    medicines = read("medicines.json", MedicinesFile)
    check_medicines(medicines)
    return medicines


def check_medicines(medicines: MedicinesFile) -> None:
    """``KnowledgeError`` on a class without a source or a name that stands in two classes."""
    seen: dict[str, str] = {}
    for drug in medicines.classes:
        check_sources("medicines.json", drug.id, drug.sources)
        for name in {_plain(name) for name in drug.all_names}:
            if name in seen:
                raise KnowledgeError(f"safety/data/medicines.json, {drug.id}: {name} also in {seen[name]}")
            seen[name] = drug.id


def recognise(entries: tuple[str, ...]) -> MedicineList:
    """The drugs in ``entries``; commas, semicolons, plus signs and "and" separate drugs within one entry.

    Any script. Nothing that is written counts as harmless because it was not understood: it is unknown.
    """
    recognised: dict[tuple[str, str], RecognisedMedicine] = {}
    suspected: dict[tuple[str, str], RecognisedMedicine] = {}
    unknown: dict[str, None] = {}
    looks_like: dict[str, str] = {}
    count = 0
    for part in _parts(entries):
        count += 1
        found, rest = _found_in(_plain(part))
        for one in found:
            recognised[one.name, one.medicine_class] = one
        if found and (not rest or any(_class(one).answers or _class(one).asks_about for one in found)):
            continue
        written = part.strip()
        unknown[written] = None
        for word in rest:
            if close := _close_to(word):
                looks_like[written] = close.name
                suspected[close.name, close.medicine_class] = close
    return MedicineList(
        recognised=_in_order(recognised),
        unknown=tuple(sorted(unknown)),
        looks_like=looks_like,
        suspected=_in_order(suspected),
        entries=count,
    )


def _parts(entries: tuple[str, ...]) -> list[str]:
    """The parts of the entries that name a drug; an entry of which nothing was understood is one part."""
    parts: list[str] = []
    none_words = {_plain(word) for word in load_medicines().none_words}
    for entry in entries:
        pieces = re.split(r"[,;+/\n、،，；]|\band\b|\by\b|\bи\b|\bκαι\b", entry)
        told = [piece for piece in pieces if _plain(piece) and _plain(piece) not in none_words]
        named = [piece for piece in told if _drug_words(_plain(piece))]
        if named:
            parts.extend(named)
        elif entry.strip() and (told or not _plain(entry)):
            parts.append(entry)  # a dose without a name, or signs that are no words
    return parts


def _found_in(words: str) -> tuple[list[RecognisedMedicine], list[str]]:
    """Every known name in ``words``, and the words that are left once names and doses are taken out."""
    names = _names()
    found: list[RecognisedMedicine] = []
    for name in _run_together():
        if name in words:
            found.append(RecognisedMedicine(name=name, medicine_class=names[name]))
            words = words.replace(name, " ")
    tokens = [_without_article(token) for token in words.split()]
    for length in range(min(len(tokens), _longest_name()), 0, -1):
        at = 0
        while at + length <= len(tokens):
            name = " ".join(tokens[at : at + length])
            if name in names:
                found.append(RecognisedMedicine(name=name, medicine_class=names[name]))
                tokens[at : at + length] = []
            else:
                at += 1
    return found, _drug_words(" ".join(tokens))


def _without_article(token: str) -> str:
    """An Arabic word without its article, where the bare word is a name."""
    bare = token.removeprefix("ال")
    return bare if bare in _names() else token


def _close_to(word: str) -> RecognisedMedicine | None:
    """The known name that ``word`` misspells; short words are too alike to tell."""
    if len(word) < SHORTEST_MISSPELT:
        return None
    names = _names()
    alike = [name for name in names if _may_be(word, name)]
    close = get_close_matches(word, alike, n=1, cutoff=ALIKE)
    return RecognisedMedicine(name=close[0], medicine_class=names[close[0]]) if close else None


def _may_be(word: str, name: str) -> bool:
    """A quick look before the slow one: about as long, and alike at the beginning or at the end."""
    about_as_long = abs(len(word) - len(name)) <= MISSING_LETTERS
    return about_as_long and (word[0] == name[0] or word[1:3] == name[1:3] or word[-3:] == name[-3:])


MISSING_LETTERS = 2
SHORTEST_MISSPELT = 5
ALIKE = 0.82
"""Share of letters in common from which a word may be a slip of the pen. Ours: too low asks too often."""

_WITHOUT_SPACES = re.compile(r"[\u0e00-\u0e7f\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff]")
"""Thai, Korean letters as decomposed, Japanese and Chinese: words run together, or carry endings."""


def _class(found: RecognisedMedicine) -> MedicineClass:
    return next(drug for drug in load_medicines().classes if drug.id == found.medicine_class)


def _in_order(found: dict[tuple[str, str], RecognisedMedicine]) -> tuple[RecognisedMedicine, ...]:
    return tuple(found[key] for key in sorted(found))


@cache
def _names() -> dict[str, str]:
    """Plain spelling to class id."""
    return {_plain(name): drug.id for drug in load_medicines().classes for name in drug.all_names}


@cache
def _longest_name() -> int:
    """Words in the longest name."""
    return max(len(name.split()) for name in _names())


@cache
def _run_together() -> tuple[str, ...]:
    """Names in scripts without spaces, longest first."""
    return tuple(sorted(filter(_WITHOUT_SPACES.search, _names()), key=len, reverse=True))


def _plain(text: str) -> str:
    """Lower case, no accents, single spaces, whatever the script."""
    bare = (c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    kept = (c if c.isalnum() or unicodedata.category(c).startswith("M") else " " for c in bare)
    return " ".join("".join(kept).split())


def _drug_words(words: str) -> list[str]:
    """The words that are neither numbers nor words of a dose."""
    doses = _doses()
    return [word for word in words.split() if word not in doses and not re.fullmatch(r"\d+\w{0,3}", word)]


@cache
def _doses() -> frozenset[str]:
    return frozenset(_plain(word) for word in load_medicines().dose_words)
