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
    """Spanish names and abbreviations."""
    answers: tuple[str, ...] = ()
    """Questions that taking it answers with yes."""
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
    """For an unknown one, the known name that its spelling is close to. A hint, never an answer."""
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
    """The drugs in ``entries``; commas, semicolons, plus signs and "and" separate drugs within one entry."""
    names = _names()
    recognised: dict[tuple[str, str], RecognisedMedicine] = {}
    unknown: dict[str, None] = {}
    looks_like: dict[str, str] = {}
    count = 0
    for part in (part for entry in entries for part in re.split(r"[,;+/\n]|\band\b|\by\b", entry)):
        words = _plain(part)
        if not _drug_words(words) or words in load_medicines().none_words:
            continue
        count += 1
        found = [name for name in names if re.search(rf"\b{re.escape(name)}\b", words)]
        for name in found:
            recognised[name, names[name]] = RecognisedMedicine(name=name, medicine_class=names[name])
        if not found:
            written = part.strip()
            unknown[written] = None
            for word in _drug_words(words):
                for close in get_close_matches(word, list(names), n=1, cutoff=0.85):
                    looks_like[written] = close
    return MedicineList(
        recognised=tuple(recognised[key] for key in sorted(recognised)),
        unknown=tuple(sorted(unknown)),
        looks_like=looks_like,
        entries=count,
    )


@cache
def _names() -> dict[str, str]:
    """Plain spelling to class id."""
    return {_plain(name): drug.id for drug in load_medicines().classes for name in drug.all_names}


def _plain(text: str) -> str:
    """Lower case, no accents, single spaces."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[a-z0-9]+", bare))


def _drug_words(words: str) -> list[str]:
    """The words that are neither numbers nor words of a dose."""
    doses = load_medicines().dose_words
    return [word for word in words.split() if word not in doses and not re.fullmatch(r"\d+[a-z]{0,3}", word)]
