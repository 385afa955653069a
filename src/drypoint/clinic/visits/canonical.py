"""One spelling for a piece of JSON, so that the same content has the same hash."""

from hashlib import sha256
from typing import Any

import msgspec


def plain(content: Any) -> Any:
    """``content`` as the JSON that a database gives back: lists, never tuples."""
    return msgspec.json.decode(msgspec.json.encode(content))


def fingerprint(content: Any) -> str:
    """Hexadecimal sha256 of the canonical JSON (sorted keys, no spaces, UTF-8)."""
    return sha256(msgspec.json.encode(content, order="deterministic")).hexdigest()
