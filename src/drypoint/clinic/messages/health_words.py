"""The words that no message carries: of health, and the names of parts of the body, in both languages."""

import json
import re
import unicodedata
from functools import cache
from importlib import resources
from typing import Any

from drypoint import atlas

_WORD = re.compile(r"[^\W\d_]+")


def found_in(text: str) -> list[str]:
    """The words of ``text`` that may stand in no message, as they are written there, each once.

    Accents and capitals do not matter. Addresses are read too: a link's path says nothing of health either.
    """
    whole, beginnings = _forbidden()
    found = [
        word
        for word in _WORD.findall(text)
        if (plain := _plain(word)) in whole or plain.startswith(beginnings)
    ]
    return list(dict.fromkeys(found))


@cache
def _forbidden() -> tuple[frozenset[str], tuple[str, ...]]:
    """Whole words, and beginnings of words."""
    lists: dict[str, Any] = json.loads(
        (resources.files("drypoint.clinic.messages") / "data" / "health_words.json").read_text("utf-8")
    )
    entries = [_plain(word) for word in (*lists["en"], *lists["es"])]
    names = " ".join(f"{one.latin} {one.name.en} {one.name.es}" for one in atlas.load().muscles)
    of_muscles = {_plain(word) for word in _WORD.findall(names)} - set(lists["ordinary"])
    whole = {word for word in entries if not word.endswith("*")} | of_muscles
    return frozenset(whole), tuple(word[:-1] for word in entries if word.endswith("*"))


def _plain(word: str) -> str:
    folded = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in folded if not unicodedata.combining(letter))
