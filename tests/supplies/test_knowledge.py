"""The rows of pack codes and gauges: a broken one is found on load."""

import json
from collections.abc import Callable
from decimal import Decimal
from importlib.resources import files
from typing import Any

import pytest

from drypoint.supplies import japanese_number
from drypoint.supplies.gauges import decode_gauges
from drypoint.supplies.rows import decode_pack_codes
from drypoint.terms import KnowledgeError

DATA = files("drypoint.supplies").joinpath("data")
Break = Callable[[dict[str, Any]], object]


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        (lambda rows: rows.pop("faults"), "missing required field"),
        (lambda rows: rows["faults"].pop(), "exactly once"),
        (lambda rows: rows["identifiers"].append(rows["identifiers"][0]), "doubles 00"),
        (lambda rows: rows["identifiers"][0].update(ai="1"), "begins or doubles"),
        (lambda rows: rows["rules"][0].update(sources=["nowhere"]), "does not declare"),
        (lambda rows: rows["carriers"][0].update(sources=[]), "does not declare"),
        (lambda rows: rows["identifiers"][0].update(shortest=1), "not of one length"),
    ],
)
def test_broken_code_rows_are_refused(broken: Break, says: str) -> None:
    rows = json.loads(DATA.joinpath("pack_codes.json").read_text())
    broken(rows)
    with pytest.raises(KnowledgeError, match=says):
        decode_pack_codes(json.dumps(rows).encode())


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        (lambda rows: rows.pop("japanese"), "missing required field"),
        (lambda rows: rows["japanese"][0].update(number="2"), "number stands there twice"),
        (lambda rows: rows["japanese"][0].update(diameter_mm="0.18"), "diameter_mm stands there twice"),
        (lambda rows: rows["japanese"][0].update(sources=["kanon"]), "two sources"),
        (lambda rows: rows["japanese"][0].update(sources=["kanon", "x"]), "two sources"),
    ],
)
def test_broken_gauges_are_refused(broken: Break, says: str) -> None:
    rows = json.loads(DATA.joinpath("gauges.json").read_text())
    broken(rows)
    with pytest.raises(KnowledgeError, match=says):
        decode_gauges(json.dumps(rows).encode())


def test_number_is_given_only_where_it_is_beyond_doubt() -> None:
    found = japanese_number(Decimal("0.20"))
    assert found is not None
    assert (found.number, found.verification.is_unverified) == ("3", True)
    assert japanese_number(Decimal("0.25")) is None, "4, 5 or none: sources differ"
    assert japanese_number(Decimal("0.2")) == found
