"""Attachments and action of the muscles, how they are lengthened, and nerves that may be caught beside them.

Common anatomy written down from memory: no page was checked, and every screen says so. What is not certain,
or has no row, is left out; no number stands here.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from drypoint.atlas.atlas import Atlas
from drypoint.atlas.body.marking import decoded
from drypoint.atlas.rows import Row
from drypoint.terms import MuscleId, Source, Text, Value

_SEGMENT = re.compile(r"[CTLS]\d+")


class Statement(Row, frozen=True):
    """One thing said of a muscle."""

    says: Text


class Anatomy(Row, frozen=True):
    """One muscle. Its sources and verification speak of attachments and action."""

    muscle: MuscleId
    origin: Text
    insertion: Text
    action: Text
    lengthened: Statement | None
    """In which position it is long: the opposite of its action, our reading. Not an exercise, no dose."""
    entrapment: Statement | None
    """Nerves and vessels that run through or close by it, where it is taught that they may be pressed."""
    nerve_es: str
    """``Muscle.innervation`` in Spanish; sources and verification stand there."""
    also: tuple[str, ...]
    """Further names and short forms by which people seek it, in any language."""


class AnatomyFile(Value, frozen=True):
    """``anatomy.json``."""

    schema: int
    sources: dict[str, Source]
    muscles: tuple[Anatomy, ...]


@lru_cache(maxsize=1)
def anatomy_file() -> AnatomyFile:
    """The packaged file.

    Raises KnowledgeError where it is broken.
    """
    return decoded("anatomy.json", AnatomyFile)


def anatomy_of(muscle: str) -> Anatomy | None:
    """Attachments and action of a muscle; None where nothing is recorded."""
    return _by_muscle().get(muscle)


def also_called(muscle: str) -> tuple[str, ...]:
    """Further names of a muscle."""
    found = anatomy_of(muscle)
    return found.also if found else ()


def statements(file: AnatomyFile) -> Iterator[tuple[str, Row]]:
    """Every row that carries sources, with its name."""
    for row in file.muscles:
        yield f"{row.muscle}: attachments", row
        for name, said in (("lengthened", row.lengthened), ("entrapment", row.entrapment)):
            if said is not None:
                yield f"{row.muscle}: {name}", said


def anatomy_faults(file: AnatomyFile, atlas: Atlas) -> tuple[str, ...]:
    """Every unknown or doubled muscle, every statement without a declared source."""
    return (*_muscle_faults(file, atlas), *_source_faults(file))


def _muscle_faults(file: AnatomyFile, atlas: Atlas) -> Iterator[str]:
    known = {muscle.id: muscle for muscle in atlas.muscles}
    seen: set[str] = set()
    for row in file.muscles:
        if row.muscle not in known:
            yield f"anatomy.json: {row.muscle}: unknown muscle"
        elif _SEGMENT.findall(row.nerve_es) != _SEGMENT.findall(known[row.muscle].innervation.text):
            yield f"anatomy.json: {row.muscle}: the nerve's segments are not those of muscles.json"
        if row.muscle in seen:
            yield f"anatomy.json: {row.muscle}: stands twice"
        seen.add(row.muscle)


def _source_faults(file: AnatomyFile) -> Iterator[str]:
    for name, row in statements(file):
        if not row.sources:
            yield f"anatomy.json: {name}: no source"
        yield from _undeclared(name, row.sources, file.sources)


def _undeclared(name: str, keys: Iterable[str], declared: Mapping[str, Source]) -> Iterator[str]:
    for key in keys:
        if key not in declared:
            yield f"anatomy.json: {name}: unknown source {key!r}"


@lru_cache(maxsize=1)
def _by_muscle() -> Mapping[str, Anatomy]:
    return {row.muscle: row for row in anatomy_file().muscles}
