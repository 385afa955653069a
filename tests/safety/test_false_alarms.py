"""A finding must be worth reading: routine plans in ordinary adults hardly ever have one."""

import re
from pathlib import Path
from random import Random

from tests.safety.routine_plans import Alarms, alarms, table

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "false-alarms.md"
MOST_MEAN, MOST_STOPS = 0.3, 0.005


def is_calm(found: Alarms) -> bool:
    return found.median == 0 and found.mean <= MOST_MEAN and found.stops <= MOST_STOPS


def test_routine_plans_in_ordinary_adults_are_hardly_ever_alarmed() -> None:
    found = alarms(600, Random(1))
    assert is_calm(found), table(found)
    assert found.by_rule, "they are not so harmless that no rule ever speaks"


def test_page_holds_a_run_of_ten_thousand_plans_within_the_same_bounds() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert "10000 routine plans" in page
    mean, stops = (re.search(rf"{word} (\d+\.\d+)", page) for word in ("mean", "signed:"))
    assert mean is not None
    assert stops is not None
    assert float(mean[1]) <= MOST_MEAN
    assert float(stops[1]) / 100 <= MOST_STOPS
