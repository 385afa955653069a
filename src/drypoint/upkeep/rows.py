"""Rows as JSON lines that mean the same on SQLite and on PostgreSQL."""

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models
from django.utils.duration import duration_string

_BATCH = 1000


def lines_of(model: type[models.Model], using: str) -> Iterator[bytes]:
    """Each row of a table as one line, a JSON object of column values; order is the key's."""
    names = [field.attname for field in model._meta.concrete_fields]
    rows = model._base_manager.using(using).order_by("pk").values_list(*names)
    for row in rows.iterator(chunk_size=_BATCH):
        values = {name: _plain(value) for name, value in zip(names, row, strict=True)}
        yield json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def load(model: type[models.Model], lines: Iterable[bytes], using: str) -> None:
    """Insert the rows of ``lines``; raises ``ValueError`` or ``KeyError`` on a line that does not fit."""
    fields = model._meta.concrete_fields
    batch: list[models.Model] = []
    for line in lines:
        values = json.loads(line)
        instance = model()
        for field in fields:
            setattr(instance, field.attname, _typed(field, values[field.attname]))
        batch.append(instance)
        if len(batch) == _BATCH:
            _insert(model, batch, using)
            batch = []
    _insert(model, batch, using)


def content_digest(lines: Iterable[bytes]) -> tuple[int, str]:
    """How many rows, and a digest of what they say that ignores order and the engine's way of storing.

    It is the sum of the rows' SHA-256 modulo 2**256: engines sort text keys and JSON members differently.
    """
    rows, total = 0, 0
    for line in lines:
        canonical = json.dumps(_same_numbers(json.loads(line)), sort_keys=True).encode()
        total += int.from_bytes(hashlib.sha256(canonical).digest())
        rows += 1
    return rows, f"{total % 2**256:064x}"


def _insert(model: type[models.Model], batch: list[models.Model], using: str) -> None:
    model._base_manager.using(using).bulk_create(batch, batch_size=_BATCH)


def _plain(value: Any) -> Any:
    match value:
        case None | bool() | int() | float() | str() | dict() | list():
            return value
        case bytes() | memoryview():
            return base64.b64encode(value).decode()
        case _ if hasattr(value, "isoformat"):
            return value.isoformat()
        case _ if hasattr(value, "total_seconds"):
            return duration_string(value)
        case _:
            return str(value)


def _typed(field: "models.Field[Any, Any]", value: Any) -> Any:
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    if value is None:
        return None
    return field.to_python(value)


def _same_numbers(value: Any) -> Any:
    match value:
        case float() if value.is_integer():
            return int(value)
        case dict():
            return {name: _same_numbers(member) for name, member in value.items()}
        case list():
            return [_same_numbers(member) for member in value]
        case _:
            return value
