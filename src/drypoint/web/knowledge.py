"""What the packaged knowledge holds: rows, how many name a publication, how many are unverified."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

from drypoint.atlas.rows import UNPUBLISHED_SOURCES
from drypoint.terms import Source, Verification

ROOMS = ("atlas", "safety", "outcomes", "decision")
"""Rooms that keep knowledge under their ``data``."""

UNPUBLISHED = frozenset({*UNPUBLISHED_SOURCES, "memory"})
"""Keys of sources that name no publication."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnowledgeFile:
    """One packaged file in numbers, with the sources it declares."""

    room: str
    name: str
    rows: int
    """Statements with a verification of their own."""
    rows_published: int
    """Those with at least one source that a reader can look up."""
    rows_unverified: int
    sources: tuple[Source, ...]


NO_KNOWLEDGE = frozenset({"spec_cases.json"})
"""Beside the knowledge: cases that say what the rules do, no statements with sources."""


@cache
def knowledge_files() -> tuple[KnowledgeFile, ...]:
    """Every file of every room, by name."""
    return tuple(
        _count(room, file.name, json.loads(file.read_text(encoding="utf-8")))
        for room in ROOMS
        for file in sorted((files(f"drypoint.{room}") / "data").iterdir(), key=lambda file: file.name)
        if file.name.endswith(".json") and file.name not in NO_KNOWLEDGE
    )


def _count(room: str, name: str, content: dict[str, Any]) -> KnowledgeFile:
    declared = content.get("sources", {})
    statements = list(_statements({key: value for key, value in content.items() if key != "sources"}))
    return KnowledgeFile(
        room=room,
        name=name,
        rows=len(statements),
        rows_published=sum(_is_published(row) for row in statements),
        rows_unverified=sum(Verification(row["verification"]).is_unverified for row in statements),
        sources=tuple(msgspec.convert(one, Source) for one in declared.values())
        if isinstance(declared, dict)
        else (),
    )


def _is_published(row: dict[str, Any]) -> bool:
    keys = row.get("sources") or [row[name] for name in ("source",) if row.get(name)]
    return any(key not in UNPUBLISHED for key in keys)


def _statements(content: Any) -> Iterator[dict[str, Any]]:
    if isinstance(content, dict):
        if isinstance(content.get("verification"), str):
            yield content
        for part in content.values():
            yield from _statements(part)
    elif isinstance(content, list):
        for part in content:
            yield from _statements(part)
