"""From outside into a typed request, or one plain sentence that names the field."""

import json
import re
from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import inspect

from drypoint.engines.table import engine_named
from drypoint.terms import InvalidInput, Value

_AT = re.compile(r"^(?P<what>.*?) - at `\$\.?(?P<where>[^`]*)`$", re.DOTALL)
_FIELD = re.compile(r"`(?P<field>[^`]*)`")
_STEP = re.compile(r"\[(?P<index>\d+|\.\.\.)\]|(?P<name>[^.\[\]]+)")

_KINDS = {
    "array": "a list",
    "bool": "true or false",
    "datetime": "a time",
    "float": "a number",
    "int": "a whole number",
    "null": "null",
    "object": "an object",
    "str": "text",
}


def decode(name: str, raw: bytes | str | Mapping[str, Any] | Value) -> Value:
    """The request of the engine ``name`` from JSON, a mapping of the same form, or a typed request.

    Raises:
        InvalidInput: not JSON, an unknown or missing field, a wrong type or a number out of range. ``where``
            is the field as a path such as ``zones[0].side``.
    """
    request = engine_named(name).request
    if isinstance(raw, (Mapping, Value)):
        raw = _as_json(raw)
    try:
        return msgspec.json.decode(raw, type=request)
    except msgspec.ValidationError as fault:
        raise _explained(_with_key(str(fault), raw, request), request) from fault
    except (msgspec.DecodeError, UnicodeDecodeError) as fault:
        raise InvalidInput(f"This is not JSON ({fault}). Send one JSON object.") from fault


def _as_json(given: Mapping[str, Any] | Value) -> bytes:
    """JSON of a mapping, so that Python and HTTP callers are checked alike; not-a-number is no number."""
    try:
        return json.dumps(msgspec.to_builtins(given), allow_nan=False).encode()
    except (TypeError, ValueError, RecursionError) as fault:
        raise InvalidInput(f"This cannot be written as JSON: {fault}.") from fault


def _with_key(fault: str, raw: bytes | str, request: type[Value]) -> str:
    """msgspec writes ``[...]`` for the key of a mapping: find the key by leaving out all the others."""
    at = _AT.match(fault)
    if at is None or "[...]" not in at["where"]:
        return fault
    content = msgspec.json.decode(raw)
    before = at["where"].partition("[...]")[0]
    held = content
    for step in _STEP.finditer(before):
        held = held[int(step["index"]) if step["index"] else step["name"]]
    whole = dict(held)

    def fault_with_only(key: str) -> str:
        held.clear()
        held[key] = whole[key]
        try:
            msgspec.convert(content, request)
        except msgspec.ValidationError as again:
            return str(again)
        return ""

    key = next(key for key in whole if fault_with_only(key) == fault)
    return fault.replace(f"{before}[...]", f"{before}.{key}", 1)


def _explained(fault: str, request: type[Value]) -> InvalidInput:
    """msgspec's message as a sentence and a path."""
    at = _AT.match(fault)
    what, where = (at["what"], at["where"]) if at else (fault, "")
    field = _FIELD.search(what)
    if what.startswith("Object contains unknown field") and field:
        known = ", ".join(_fields(request, where))
        return InvalidInput(f"There is no such field. Use {known}.", where=_join(where, field["field"]))
    if what.startswith("Object missing required field") and field:
        return InvalidInput("This field is required.", where=_join(where, field["field"]))
    if what.startswith("Invalid enum value"):
        allowed = ", ".join(_allowed(request, where))
        return InvalidInput(f"Use one of {allowed}.", where=where)
    return InvalidInput(_sentence(what), where=where)


def _sentence(what: str) -> str:
    expected = re.fullmatch(r"Expected `(?P<kinds>[^`]+)`(?P<rest>.*)", what)
    if expected is None:
        return f"{what}."
    kinds = " or ".join(_KINDS.get(kind, kind) for kind in expected["kinds"].split(" | "))
    got = re.fullmatch(r", got `(?P<kind>[^`]+)`", expected["rest"])
    rest = f", not {_KINDS.get(got['kind'], got['kind'])}" if got else expected["rest"]
    return f"Give {kinds}{rest}."


def _join(where: str, field: str) -> str:
    return f"{where}.{field}" if where else field


def _fields(request: type[Value], where: str) -> list[str]:
    """Names of the fields of the objects that may stand at ``where``."""
    found = [node for node in _at(request, where) if isinstance(node, inspect.StructType)]
    return sorted({field.encode_name for node in found for field in node.fields})


def _allowed(request: type[Value], where: str) -> list[str]:
    """The values that may stand at ``where``."""
    values: list[str] = []
    for node in _at(request, where):
        if isinstance(node, inspect.EnumType):
            values += [str(member.value) for member in node.cls]
        elif isinstance(node, inspect.LiteralType):
            values += [str(value) for value in node.values]
        elif isinstance(node, inspect.BoolType):
            values += ["true", "false"]
    return values


def _at(request: type[Value], where: str) -> list[inspect.Type]:
    """The types that a request allows at a path."""
    nodes = _alternatives(inspect.type_info(request))
    for step in _STEP.finditer(where):
        nodes = [found for node in nodes for found in _inside(node, step)]
    return nodes


def _inside(node: inspect.Type, step: re.Match[str]) -> list[inspect.Type]:
    name = step["name"]
    if isinstance(node, inspect.StructType):
        return [
            one for field in node.fields if field.encode_name == name for one in _alternatives(field.type)
        ]
    if isinstance(node, inspect.DictType):
        return _alternatives(node.value_type)
    if isinstance(node, inspect.VarTupleType):
        return _alternatives(node.item_type)
    return []


def _alternatives(node: inspect.Type) -> list[inspect.Type]:
    if isinstance(node, inspect.UnionType):
        return [one for part in node.types for one in _alternatives(part)]
    return [node]
