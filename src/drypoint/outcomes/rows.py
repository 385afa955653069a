"""What every row of outcome knowledge carries, and how its files are read."""

from collections.abc import Iterator
from importlib.resources import files
from typing import TypeVar

import msgspec

from drypoint.terms import KnowledgeError, Source, Value, Verification


class Sourced(Value, frozen=True):
    """A row with the keys of its sources (in the file's ``sources`` table) and its verification."""

    sources: tuple[str, ...]
    verification: Verification


class KnowledgeFile(Value, frozen=True):
    """A file of rows; ``sources`` declares each source once."""

    schema: int
    sources: dict[str, Source]


FileType = TypeVar("FileType", bound=KnowledgeFile)


def load(name: str, file_type: type[FileType]) -> FileType:
    """Read one of this room's data files.

    Raises:
        KnowledgeError: the file has the wrong shape, or a row names a source that the file does not declare.
    """
    return decode(name, files("drypoint.outcomes").joinpath("data", name).read_bytes(), file_type)


def decode(name: str, raw: bytes, file_type: type[FileType]) -> FileType:
    """Decode a data file's bytes and check its sources; ``name`` is for the message. Raises as ``load``."""
    try:
        file = msgspec.json.decode(raw, type=file_type)
    except msgspec.ValidationError as fault:
        raise KnowledgeError(f"{name}: {fault}") from fault
    for where, row in _rows(file, ""):
        for key in row.sources:
            if key not in file.sources:
                raise KnowledgeError(f"{name}{where}: the source {key!r} is not declared in this file")
    return file


def _rows(value: object, where: str) -> Iterator[tuple[str, Sourced]]:
    if isinstance(value, Sourced):
        yield where, value
    if isinstance(value, msgspec.Struct):
        for field in value.__struct_fields__:
            yield from _rows(getattr(value, field), f"{where}.{field}")
    elif isinstance(value, tuple):
        for number, one in enumerate(value):  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
            yield from _rows(one, f"{where}[{number}]")  # pyright: ignore[reportUnknownArgumentType]
