"""The base of every value that crosses a room's border: frozen, named fields only, no unknown fields."""

from collections.abc import Iterator

import msgspec
from msgspec import Struct


class Value(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An immutable value that is valid once built; msgspec checks types and ranges where it is decoded."""


class Versions(Value, frozen=True):
    """What produced a result, so that it can be replayed."""

    engine: str
    """Drypoint's version."""
    atlas: str
    """Version of the atlas data."""
    rules: str
    """Version of the safety rule set."""


def build_types() -> int:
    """Let msgspec prepare every ``Value`` imported so far; the number of them.

    Two threads that decode a type for the first time at once can end the whole process (seen with msgspec on
    CPython 3.11), so whatever serves in several threads calls this before it starts the second.
    """
    kinds = set(_below(Value))
    for kind in kinds:
        msgspec.json.Decoder(kind)
    return len(kinds)


def _below(kind: type[Struct]) -> Iterator[type[Struct]]:
    for one in kind.__subclasses__():
        yield one
        yield from _below(one)
