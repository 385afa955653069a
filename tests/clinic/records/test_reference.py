"""``record-of-the-house.md`` tells what is there: every model, action, query and its parameters."""

import ast
import importlib
import inspect
import pkgutil
import re
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from tests.clinic.records.world import LABELS

from drypoint import clinic

REFERENCE = (Path(__file__).parents[3] / "docs" / "reference" / "record-of-the-house.md").read_text(
    encoding="utf-8"
)


def _public(module_name: str) -> Iterator[tuple[str, Callable[..., Any]]]:
    module = importlib.import_module(module_name)
    for name, function in inspect.getmembers(module, inspect.isfunction):
        if function.__module__ == module_name and not name.startswith("_"):
            yield name, function


def _signature(function: Callable[..., Any]) -> str:
    (definition,) = ast.parse(textwrap.dedent(inspect.getsource(function))).body
    assert isinstance(definition, ast.FunctionDef)
    assert definition.returns is not None
    return f"({ast.unparse(definition.args)}) -> {ast.unparse(definition.returns)}"


def _documented() -> dict[str, str]:
    """What the page must show, by what it is."""
    lines = {}
    for app in LABELS:
        root = f"{clinic.__name__}.{app}"
        for name, function in _public(f"{root}.queries"):
            lines[f"{app}.queries.{name}"] = f"- `{name}{_signature(function)}`"
        actions = importlib.import_module(f"{root}.actions")
        nouns = [found.name for found in pkgutil.iter_modules(getattr(actions, "__path__", []))]
        for module, noun in [(f"{root}.actions.{noun}", noun) for noun in nouns] or [
            (f"{root}.actions", app)
        ]:
            for name, function in _public(module):
                lines[f"{app}.actions.{noun}.{name}"] = f"- `{noun}.{name}{_signature(function)}`"
    return lines


@pytest.mark.parametrize(("what", "line"), list(_documented().items()), ids=list(_documented()))
def test_reference_shows_every_action_and_query_as_it_is(what: str, line: str) -> None:
    assert line in REFERENCE, f"{what} changed: write its line anew"


def test_reference_shows_nothing_that_is_gone() -> None:
    shown = set(re.findall(r"^- `.*?`", REFERENCE, flags=re.MULTILINE))
    assert shown == set(_documented().values())


@pytest.mark.parametrize("label", LABELS)
def test_reference_shows_every_model_with_its_fields(label: str) -> None:
    for model in apps.get_app_config(label).get_models():
        (line,) = [line for line in REFERENCE.splitlines() if line.startswith(f"- **{model.__name__}**")]
        own = {field.name for field in model._meta.local_concrete_fields}
        unsaid = {"id", "clinic", "created_at", "recorded_by", "recorded_as", "recorded_at", "supersedes"}
        unsaid |= {"redacted_at", "redaction_reason"}
        missing = [name for name in own - unsaid if not re.search(rf"\b{name}\b", line)]
        assert not missing, model.__name__
