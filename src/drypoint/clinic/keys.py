"""Keys of records: UUIDv7, so that they sort by time and can be made on any device."""

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """A fresh UUIDv7."""
    return uuid7()
