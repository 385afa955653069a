"""The base of every value that crosses a room's border: frozen, named fields only, no unknown fields."""

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
