"""``drypoint exercises``: the same library as the pages, as lines, JSON and the reference page."""

import json
from pathlib import Path
from typing import Any

import pytest

from drypoint.cli import exercises as command
from drypoint.cli.main import main
from drypoint.exercises import load_library

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "exercises.md"


def test_check_counts_and_finds_nothing_broken(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["exercises", "check", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["exercises"] == len(load_library().exercises) and report["broken"] == []


def test_check_is_readable_on_a_terminal_and_names_what_is_broken(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert main(["exercises", "check"]) == 0
    assert "Every reference leads somewhere." in capsys.readouterr().out
    monkeypatch.setattr(
        command, "library_faults", lambda *_args, **_more: ("exercises.json: x: unknown muscle y",)
    )
    assert main(["exercises", "check"]) == 1
    assert "BROKEN exercises.json: x: unknown muscle y" in capsys.readouterr().out


def test_check_ends_in_one_sentence_on_a_file_of_the_wrong_shape(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_raw: bytes) -> Any:
        from drypoint.terms import KnowledgeError

        raise KnowledgeError("exercises.json: no")

    monkeypatch.setattr(command, "decode", broken)
    assert main(["exercises", "check"]) == 1
    assert capsys.readouterr().err == "exercises.json: no\n"


def test_list_of_one_joint(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert main(["exercises", "list", "--joint", "jaw", "--json"]) == 0
    assert {one["id"] for one in json.loads(capsys.readouterr().out)} == {"jaw_open", "jaw_rest", "jaw_press"}
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert main(["exercises", "list", "--joint", "jaw"]) == 0
    assert "Jaw at rest" in capsys.readouterr().out


def test_reference_page_holds_the_table_as_the_command_prints_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["exercises", "list", "--page"]) == 0
    assert capsys.readouterr().out.strip() in PAGE.read_text()
