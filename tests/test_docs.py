"""Documentation under test: it names every command, setting, interface and target; its links resolve."""

import re
import subprocess
from importlib import import_module
from pathlib import Path

import msgspec
import pytest

from drypoint.config.environment import Environment

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted(
    path
    for path in (*ROOT.glob("*.md"), *DOCS.rglob("*.md"))
    if path.is_relative_to(DOCS) or path.parent == ROOT
)
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)(?:#[^)]*)?\)")
NAMED_TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


@pytest.mark.parametrize("setting", [field.encode_name for field in msgspec.structs.fields(Environment)])
def test_every_setting_is_documented_with_its_default(setting: str) -> None:
    page = (DOCS / "reference/settings.md").read_text()
    rows = [line for line in page.splitlines() if line.startswith(f"| `{setting}` |")]
    assert len(rows) == 1
    field = next(field for field in msgspec.structs.fields(Environment) if field.encode_name == setting)
    shown = {"": "empty", False: "`false`"}.get(field.default, f"`{field.default}`")
    assert rows[0].split(" | ")[1] == shown


def test_settings_page_names_no_setting_that_does_not_exist() -> None:
    page = (DOCS / "reference/settings.md").read_text()
    documented = set(re.findall(r"^\| `(\w+)` \|", page, flags=re.MULTILINE))
    assert documented == {field.encode_name for field in msgspec.structs.fields(Environment)}


def test_every_command_is_documented() -> None:
    page = (DOCS / "reference/commands.md").read_text()
    listed = _registered_commands()
    assert {"serve", "backup", "restore", "doctor", "demo"} <= set(listed)
    assert [name for name in listed if f"`drypoint {name}" not in page] == []


def _registered_commands() -> list[str]:
    """What ``drypoint --help`` offers."""
    main = import_module("drypoint.cli.main")
    parser = main.build_parser()
    return sorted(
        name for action in parser._actions if isinstance(action.choices, dict) for name in action.choices
    )


def test_every_target_of_make_is_documented() -> None:
    targets = re.findall(r"^([a-z]+):.*$", (ROOT / "Makefile").read_text(), flags=re.MULTILINE)
    page = (DOCS / "reference/commands.md").read_text()
    assert "setup" in targets
    assert [name for name in targets if name != "help" and f"`make {name}`" not in page] == []


def test_every_engine_has_schema_and_example() -> None:
    from drypoint.engines import ENGINES

    folder = DOCS / "reference/interfaces"
    for name in ENGINES:
        files = {path.name for path in folder.glob(f"{name}*")}
        assert files, f"{name} is not in {folder.relative_to(ROOT)}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    broken = [link for link in LINK.findall(page.read_text()) if not (page.parent / link).exists()]
    assert broken == []


def test_every_choice_is_numbered_once_and_listed() -> None:
    choices = sorted(path.name for path in (DOCS / "adr").glob("[0-9]*.md"))
    assert [int(name[:4]) for name in choices] == list(range(1, len(choices) + 1))
    listed = (DOCS / "adr/README.md").read_text()
    assert [name for name in choices if f"]({name})" not in listed] == []


def test_hazard_log_names_tests_that_exist() -> None:
    rows = [line for line in (DOCS / "hazards.md").read_text().splitlines() if re.match(r"\| H\d+ \|", line)]
    assert rows
    for row in rows:
        named = NAMED_TEST.findall(row)
        assert named or "open" in row, f"no test and not marked open: {row}"
        for file, test in named:
            assert f"def {test}(" in (ROOT / file).read_text(), f"{file}::{test}"


def test_documents_do_not_promise() -> None:
    """No page calls a depth safe, or needling safe, proven or painless."""
    promise = re.compile(
        r"\b(safe|maximal|recommended) depth|completely safe|guarantee[sd]?\b|painless", re.IGNORECASE
    )
    found = [
        f"{page.relative_to(ROOT)}: {match.group()}"
        for page in PAGES
        if page.name != "GLOSSARY.md" and (match := promise.search(page.read_text()))
    ]
    assert found == []


def test_make_help_lists_targets() -> None:
    shown = subprocess.run(["make", "help"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    assert "make demo" in shown
    assert "make test" in shown
