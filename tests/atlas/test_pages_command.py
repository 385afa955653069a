"""``drypoint atlas muscle``, ``zone`` and ``search``."""

import argparse
import json
import sys

import msgspec
import pytest

from drypoint.atlas import load
from drypoint.cli import atlas as command
from drypoint.cli.atlas_pages import MusclePage, Referring
from drypoint.terms import InvalidInput


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    command.register(parser.add_subparsers())
    args = parser.parse_args(["atlas", *words])
    return int(args.run(args))


def test_every_muscle_has_its_page(capsys: pytest.CaptureFixture[str]) -> None:
    for muscle in load().muscles:
        assert run("muscle", muscle.id) == 0
        page = msgspec.json.decode(capsys.readouterr().out, type=MusclePage)
        assert [point.trp for point in page.points] == [pattern.trp for pattern in muscle.patterns]
        assert page.origin
        assert page.under
        assert "attachments and action" in page.unverified


def test_muscle_is_readable_and_says_what_is_not_recorded(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert run("muscle", "sternocleidomastoid_clavicular") == 0
    said = capsys.readouterr().out
    assert "may cross: forehead" in said
    assert "long with     nothing recorded yet with a source" in said
    assert "tests         nothing recorded yet with a source" in said
    assert "spillover: cheek and upper jaw" in said
    assert run("muscle", "psoas_major") == 0
    assert "on the body   not drawn yet" in capsys.readouterr().out


def test_muscle_goes_by_a_name_that_only_it_bears(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("muscle", "sóleo") == 0
    assert json.loads(capsys.readouterr().out)["id"] == "soleus"
    with pytest.raises(InvalidInput, match="names several muscles"):
        run("muscle", "glúteo")
    with pytest.raises(InvalidInput, match="unknown muscle"):
        run("muscle", "moon")


def test_zone_lists_essential_before_spillover_and_the_side_asked_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run("zone", "head.temple", "--side", "left") == 0
    found = msgspec.json.decode(capsys.readouterr().out, type=list[Referring])
    assert {one.side for one in found} == {"left"}
    assert [one.zone_is for one in found] == sorted(one.zone_is for one in found)
    assert ("temporalis", 2) in {(one.muscle, one.trp) for one in found}
    with pytest.raises(InvalidInput, match="did you mean"):
        run("zone", "head.tempel")


def test_zone_on_the_midline_is_readable(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert run("zone", "ch.sternum") == 0
    said = capsys.readouterr().out
    assert said.startswith("breastbone, midline: ")
    assert "(unverified)" in said


def test_search_forgives_and_says_when_nothing_is_found(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert run("search", "trapecious") == 0
    assert "muscle trapezius_upper" in capsys.readouterr().out
    assert run("search", "temple") == 0
    assert "zone   head.temple" in capsys.readouterr().out
    assert run("search", "xyzq") == 1
    assert "try fewer letters" in capsys.readouterr().err
    assert run("search", "SCM", "--json") == 0
    assert json.loads(capsys.readouterr().out)["muscles"] == [
        "sternocleidomastoid_sternal",
        "sternocleidomastoid_clavicular",
    ]
