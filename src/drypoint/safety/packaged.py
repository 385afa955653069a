"""Reads the room's own knowledge files, once, into typed values."""

from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TypeVar

import msgspec

from drypoint.terms import KnowledgeError, Source, Value

T = TypeVar("T")

DATA = files("drypoint.safety") / "data"


def read(name: str, shape: type[T]) -> T:
    """The file ``name`` under ``data/`` as ``shape``; ``KnowledgeError`` names a file that does not fit."""
    try:
        return msgspec.json.decode((DATA / name).read_bytes(), type=shape)
    except (OSError, msgspec.DecodeError) as fault:
        raise KnowledgeError(f"safety/data/{name}: {fault}") from fault


class SourcesFile(Value, frozen=True):
    """``sources.json``: every source of this room, declared once."""

    schema: int
    sources: dict[str, Source]


@cache
def load_sources() -> dict[str, Source]:
    """Sources by key."""
    return read("sources.json", SourcesFile).sources


def check_sources(file: str, row: str, keys: tuple[str, ...]) -> None:
    """Every key is a declared source, and there is at least one, else ``KnowledgeError``."""
    missing = [key for key in keys if key not in load_sources()]
    if missing or not keys:
        raise KnowledgeError(f"safety/data/{file}, {row}: unknown or no source {missing}")


def citations(keys: tuple[str, ...]) -> tuple[str, ...]:
    """The sources as a reader can find them, with the digital object identifier where one is known."""
    sources = load_sources()
    return tuple(
        f"{sources[key].citation}, DOI {sources[key].doi}" if sources[key].doi else sources[key].citation
        for key in keys
    )


def content_hash(*names: str) -> str:
    """Twelve hexadecimal digits that change whenever one of the files changes."""
    digest = sha256()
    for name in names:
        digest.update((DATA / name).read_bytes())
    return digest.hexdigest()[:12]
