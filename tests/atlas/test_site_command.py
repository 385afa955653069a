"""``drypoint atlas site`` and what ``drypoint atlas check`` says of sites."""

import argparse
import json
import sys

import msgspec
import pytest

from drypoint.atlas.body import landmarks_file, sites, sites_file
from drypoint.cli import atlas as command
from drypoint.terms import InvalidInput, KnowledgeError


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    command.register(parser.add_subparsers())
    args = parser.parse_args(["atlas", *words])
    return args.run(args)


def test_command_prints_each_site_with_zone_side_view_and_millimetres(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run("site", "infraspinatus") == 0
    lines = msgspec.json.decode(capsys.readouterr().out, type=list[command.SiteLine])
    assert [(one.trp, one.side) for one in lines] == [(1, "right"), (3, "right"), (1, "left"), (3, "left")]
    assert {(one.zone, one.view, one.verification) for one in lines} == {("sc.infrasp", "back", "unverified")}
    assert lines[0].x_mm is not None
    assert lines[2].x_mm is not None
    assert lines[0].x_mm > lines[2].x_mm, "the right side is on the right when seen from behind"


def test_command_writes_lines_on_a_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert run("site", "piriformis", "--figure", "female") == 0
    written = capsys.readouterr().out
    assert "piriformis (unverified)" in written
    assert "1 right  bt.mid" in written
    assert "mm, " in written
    assert run("site", "psoas_major") == 0
    assert capsys.readouterr().out == "psoas major: not drawn yet.\n"
    assert run("site", "piriformis", "--json") == 0
    assert len(json.loads(capsys.readouterr().out)) == 2


def test_site_that_no_view_shows_is_still_printed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("drypoint.atlas.body.best_views", lambda _spot, _figure: ())
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert run("site", "piriformis") == 0
    assert "seen in no view" in capsys.readouterr().out


def test_command_finds_a_muscle_by_a_name_that_only_it_bears(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("site", "piriforme") == 0
    assert json.loads(capsys.readouterr().out)[0]["muscle"] == "piriformis"
    with pytest.raises(InvalidInput, match="several muscles: trapezius_upper"):
        run("site", "trapecio")
    with pytest.raises(InvalidInput, match="unknown muscle 'moon'"):
        run("site", "moon")
    with pytest.raises(InvalidInput, match="Choose a figure"):
        run("site", "piriformis", "--figure", "moon")


def test_check_counts_sites_and_names_a_broken_file(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("check") == 0
    report = json.loads(capsys.readouterr().out)
    assert report["sites"] == len(sites())
    assert report["landmarks"] == len(landmarks_file().landmarks)
    assert report["muscles_drawn"] == len(sites_file().muscles)

    def broken() -> None:
        raise KnowledgeError("sites.json: moon")

    monkeypatch.setattr("drypoint.atlas.body.sites_file", broken)
    assert run("check") == 1
    assert json.loads(capsys.readouterr().out)["unmapped"] == ["sites.json: moon"]
