"""The case of ``docs/reference/demo.md`` says on the command line what the page prints."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from drypoint.cli.main import main
from drypoint.demo.cast import Stage, load_cast

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs/reference/demo.md").read_text()
SHOWN = re.findall(
    r"`drypoint (\w+) (docs/\S+\.json)` gives, in part\n```json\n(.*?)```", PAGE, flags=re.DOTALL
)


def holds(part: Any, whole: Any) -> bool:
    """Whether ``whole`` has all of ``part``: fields by name, rows from the first, numbers as rounded."""
    if isinstance(part, dict):
        return all(name in whole and holds(value, whole[name]) for name, value in part.items())
    if isinstance(part, list):
        return len(part) <= len(whole) and all(map(holds, part, whole)) and (bool(part) or not whole)
    if isinstance(part, float):
        return abs(part - whole) <= 0.0005
    return bool(part == whole)


def test_page_shows_the_whole_way() -> None:
    assert [command for command, _file, _part in SHOWN] == [
        "rank",
        "rank",
        "screen",
        "review",
        "session",
        "triage",
        "code",
        "change",
    ]


@pytest.mark.parametrize(("command", "file", "part"), SHOWN, ids=lambda value: Path(value).stem[:20])
def test_command_prints_what_the_page_shows(
    command: str, file: str, part: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, str(ROOT / file), "--json"]) == 0
    assert holds(json.loads(part), json.loads(capsys.readouterr().out))


def test_page_says_where_the_reported_muscle_ranks(capsys: pytest.CaptureFixture[str]) -> None:
    main(["rank", str(ROOT / "docs/reference/case-015/rank.json"), "--json"])
    ranked = [one["muscle"] for one in json.loads(capsys.readouterr().out)["candidates"]]
    assert ranked.index("supraspinatus") == 0
    assert "The supraspinatus comes first" in PAGE


def test_page_counts_the_cast() -> None:
    counted = {stage: sum(one.stage is stage for one in load_cast()) for stage in Stage}
    assert counted[Stage.IN_COURSE] == 20
    assert (counted[Stage.BOOKED], counted[Stage.HISTORY_ONLY], counted[Stage.SPACED_OUT]) == (2, 2, 2)
    others = set(Stage) - {Stage.IN_COURSE, Stage.BOOKED, Stage.HISTORY_ONLY, Stage.SPACED_OUT}
    assert {counted[stage] for stage in others} == {1}
