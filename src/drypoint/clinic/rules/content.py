"""The whole content of a rule set as rows, and what differs between two of them, field by field."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import msgspec

from drypoint.safety.packaged import DATA
from drypoint.safety.rules import FILES, load_rules

Content = dict[str, Any]
"""``{"version": ..., "files": {file name: its JSON}}``: exactly what the version's hash is made of."""
_KEYS = ("id", "code")
_NOT_CONTENT = frozenset({"schema", "version"})


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One field of a row, before and after; ``None`` where it was or is not there."""

    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RowChange:
    """One row of the rule set that is not what it was."""

    part: str
    """Where the row stands, such as ``rules``, ``questions`` or ``signs``."""
    row: str
    kind: Literal["added", "removed", "changed"]
    fields: tuple[FieldChange, ...]


def content_of_today() -> Content:
    """The rule set as it ships now."""
    files = {name: msgspec.json.decode((DATA / name).read_bytes()) for name in FILES}
    return {"version": load_rules().version, "files": files}


def changes(before: Content, after: Content) -> tuple[RowChange, ...]:
    """Every row that was added, removed or changed, in the order of the newer content, removed rows last."""
    old, new = _rows(before), _rows(after)
    found = []
    for key in (*new, *(key for key in old if key not in new)):
        was, now = old.get(key, {}), new.get(key, {})
        fields = tuple(
            FieldChange(field=field, before=was.get(field), after=now.get(field))
            for field in dict.fromkeys((*now, *was))
            if was.get(field) != now.get(field)
        )
        if fields:
            kind: Literal["added", "removed", "changed"]
            kind = "added" if key not in old else "removed" if key not in new else "changed"
            found.append(RowChange(part=key[0], row=key[1], kind=kind, fields=fields))
    return tuple(found)


def _rows(content: Content) -> dict[tuple[str, str], dict[str, str]]:
    """Each row's fields as text, by part and name of the row."""
    return {
        (f"{file.removesuffix('.json')}.{part}" if part != file.removesuffix(".json") else part, row): dict(
            _flat("", value)
        )
        for file, parts in content["files"].items()
        for part, whole in parts.items()
        if part not in _NOT_CONTENT
        for row, value in _named(whole)
    }


def _named(whole: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(whole, list) and all(isinstance(one, dict) for one in whole):
        for number, one in enumerate(whole, 1):
            yield next((str(one[key]) for key in _KEYS if key in one), str(number)), one
    elif isinstance(whole, dict) and all(isinstance(one, dict) for one in whole.values()):
        yield from whole.items()
    else:
        yield "", whole


def _flat(name: str, value: Any) -> Iterator[tuple[str, str]]:
    """``because.en`` and the like; lists of plain values in one line, other lists by number."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _flat(f"{name}.{key}".lstrip("."), inner)
    elif isinstance(value, list) and any(isinstance(one, dict | list) for one in value):
        for number, inner in enumerate(value, 1):
            yield from _flat(f"{name}.{number}".lstrip("."), inner)
    elif isinstance(value, list):
        yield name or "value", ", ".join(map(str, value))
    else:
        yield name or "value", value if isinstance(value, str) else msgspec.json.encode(value).decode()
