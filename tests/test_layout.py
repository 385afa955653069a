"""The shape of the tree: names that say something, short files, scope and writes where they belong."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CAUGHT_WHOLE = {
    "src/drypoint/upkeep/scheduler.py": "a broken record must not silence another clinic's alerts",
    "src/drypoint/clinic/messages/actions/outbox.py": "a broken message must not hold up an alert",
}
"""Where every exception is caught and not raised again, with the reason."""
SAVED_BY_HOOK = {
    "src/drypoint/web/forms/sign_in.py": "a form of allauth, whose save is its hook for what follows",
}
"""Where ``save`` is overridden, with the reason. Never of a model."""
SOURCE = ROOT / "src" / "drypoint"

JUNK_DRAWERS = frozenset(
    {
        "common",
        "core",
        "data",
        "helper",
        "helpers",
        "info",
        "manager",
        "managers",
        "misc",
        "stuff",
        "util",
        "utils",
    }
)
LONGEST_FILE_LINES = 400
LONGER_FOR_A_REASON: dict[str, str] = {}
"""Path from the root to why splitting it would read worse."""

TEXT_SUFFIXES = frozenset(
    {
        ".py",
        ".md",
        ".toml",
        ".json",
        ".html",
        ".css",
        ".js",
        ".txt",
        ".sh",
        ".typ",
        ".yaml",
        ".yml",
        ".po",
        ".csv",
        "",
    }
)
MACHINE_PATH = re.compile(r"(?<![\w.:/])/(?:work|home|root|Users)/[\w.-]+/")
# Put together here, so that this file passes its own test.
REGISTRY = re.compile(
    "|".join(["py" + "pi.org", "files." + "pythonhosted", "registry." + "npmjs", "--" + "index-url"])
)


def tracked() -> Iterator[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    for name in listed.stdout.split("\0"):
        path = ROOT / name
        if name and path.is_file() and "vendor" not in path.parts:
            yield path


def python_sources() -> list[Path]:
    return sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)


def test_names_of_files_say_what_is_in_them() -> None:
    named_badly = [
        str(path.relative_to(ROOT))
        for path in (*SOURCE.rglob("*.py"), *(ROOT / "tests").rglob("*.py"))
        if path.stem in JUNK_DRAWERS
    ]
    assert named_badly == []


def test_folders_of_code_say_what_is_in_them() -> None:
    # "data" is a folder of knowledge files, never of code.
    folders = {path.parent for path in SOURCE.rglob("*.py")}
    assert [folder.name for folder in folders if folder.name in JUNK_DRAWERS] == []


def test_files_are_short_enough_to_read() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text().splitlines())
        for folder in (SOURCE, ROOT / "tests", ROOT / "tools", ROOT / "bench")
        for path in folder.rglob("*.py")
        if "migrations" not in path.parts
    }
    too_long = {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE_LINES}
    assert set(too_long) == set(LONGER_FOR_A_REASON), too_long


def test_tracked_files_name_no_machine_and_no_registry() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in tracked()
        if path.suffix in TEXT_SUFFIXES
        for pattern in (MACHINE_PATH, REGISTRY)
        if (match := pattern.search(path.read_text(errors="replace")))
    ]
    assert found == []


def _reads_through_managers(tree: ast.AST) -> list[int]:
    # ``Model.objects.none()`` reads nothing: a form field is given its choices by the clinic of the request.
    nothing = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == "none"
    }
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in {"objects", "_default_manager", "_base_manager"}
        and id(node) not in nothing
    ]


@pytest.mark.parametrize("room", ["web", "api", "documents"])
def test_pages_reach_records_only_through_the_clinic_of_the_request(room: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in python_sources()
        if path.is_relative_to(SOURCE / room)
        for line in _reads_through_managers(ast.parse(path.read_text()))
    ]
    assert found == []


def test_no_signals_and_no_overridden_save() -> None:
    found = []
    for path in python_sources():
        for node in ast.walk(ast.parse(path.read_text())):
            imported = isinstance(node, ast.ImportFrom) and (node.module or "").endswith(".signals")
            receives = isinstance(node, ast.Name) and node.id == "receiver"
            overrides = isinstance(node, ast.FunctionDef) and node.name in {"save", "delete", "bulk_create"}
            overrides = overrides and str(path.relative_to(ROOT)) not in SAVED_BY_HOOK
            if imported or receives or overrides:
                found.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert found == []


def test_nobody_catches_everything() -> None:
    found = []
    for path in python_sources():
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.ExceptHandler):
                continue
            everything = node.type is None or (
                isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"}
            )
            kept_going = str(path.relative_to(ROOT)) in CAUGHT_WHOLE
            if (
                everything
                and not kept_going
                and not any(isinstance(inner, ast.Raise) for inner in ast.walk(node))
            ):
                found.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert found == []
