"""The report on the atlas, its command and its reference page."""

import argparse
import json
import sys
from pathlib import Path

import msgspec
import pytest
from tests.atlas.unmapped import atlas_without

from drypoint.atlas import AtlasReport, assemble, check, load, packaged
from drypoint.atlas.counts import contents_table, counts_table
from drypoint.cli import atlas as command
from drypoint.terms import KnowledgeError

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "atlas.md"


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    command.register(parser.add_subparsers())
    args = parser.parse_args(["atlas", "check", *words])
    return args.run(args)


def report() -> AtlasReport:
    return check(load(), rules=7)


def test_report_counts_what_the_atlas_holds() -> None:
    found = report()
    assert found.is_sound
    assert (found.muscles, found.zones, found.patterns, found.hazards, found.rules) == (144, 122, 185, 72, 7)
    assert found.rows_with_source + found.rows_unverified > 0
    assert found.rows_with_source < found.rows
    assert check(atlas_without("longus_colli"), rules=7).not_reviewed == ("longus_colli",)
    assert "golfers_elbow" in found.nothing_found


def test_rows_resting_on_unpublished_knowledge_do_not_count_as_sourced() -> None:
    files = packaged()
    files["palpation.json"] = files["palpation.json"].replace(b'["bmc_2023"]', b'["rathbone_2017"]')
    assert check(assemble(files)).rows_with_source == report().rows_with_source
    content = json.loads(packaged()["palpation.json"])
    content["criteria"][1]["sources"] = ["expert_knowledge"]
    files["palpation.json"] = json.dumps(content).encode()
    assert check(assemble(files)).rows_with_source == report().rows_with_source - 1


def test_fault_of_another_room_makes_the_report_unsound() -> None:
    found = check(load(), elsewhere=("rules.json: moon: unknown muscle",))
    assert not found.is_sound
    assert found.unmapped == ("rules.json: moon: unknown muscle",)


def test_command_writes_json_where_there_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert run() == 0
    written = msgspec.json.decode(capsys.readouterr().out, type=AtlasReport)
    assert written.unmapped == ()
    assert written.rules > 0
    assert written.version == load().version


def test_command_writes_lines_on_a_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert run() == 0
    written = capsys.readouterr().out
    assert "muscles                        144" in written
    assert written.endswith("Every reference leads somewhere.\n")
    assert run("--json") == 0
    assert json.loads(capsys.readouterr().out)["muscles"] == 144


def test_command_fails_on_a_broken_reference(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    files = packaged()
    files["zones.json"] = files["zones.json"].replace(b'"ft.toes"', b'"ft.tows"')
    monkeypatch.setattr(command, "packaged", lambda: files)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert run() == 1
    written = capsys.readouterr().out
    assert "unknown zone 'ft.toes'" in written
    assert "BROKEN safety places.json: ft.toes: unknown zone" in written
    assert "BROKEN safety places.json: ft.tows: unmapped zone; it lies in no region" in written


def test_command_fails_in_one_sentence_on_an_unreadable_file(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "packaged", lambda: packaged() | {"zones.json": b"{"})
    assert run() == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("zones.json is not readable JSON")


def test_command_fails_when_the_safety_rules_are_broken(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise KnowledgeError("rules.json: moon: unknown question")

    monkeypatch.setattr("drypoint.safety.rules.load_rules", broken)
    assert run() == 1
    assert json.loads(capsys.readouterr().out)["unmapped"] == ["rules.json: moon: unknown question"]


@pytest.mark.parametrize("table", [contents_table, counts_table])
def test_reference_page_is_in_step_with_the_data(table: object) -> None:
    assert callable(table)
    assert table(load()) in PAGE.read_text(), f"paste this into docs/reference/atlas.md:\n{table(load())}"
