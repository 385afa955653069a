"""Rules of a state, a payer or the clinic: dated, added to ours, never taking a finding away."""

from datetime import date
from typing import Any

import msgspec
import pytest

from drypoint.safety import ReviewRequest, review
from drypoint.terms import InvalidInput

TODAY = "2026-11-26"
RULE = {
    "id": "ny",
    "authority": "state",
    "name": "State board",
    "outcome": "stop",
    "text": "No needling by this profession.",
    "text_es": "Esta profesión no puede punzar.",
    "source": "Board notice 12",
    "from_day": "2026-01-01",
}
CALF = {"muscle": "soleus", "side": "left", "length_mm": 30}
NECK = {"muscle": "splenius_capitis", "side": "left", "length_mm": 25}


def found(
    rule: dict[str, Any], *insertions: dict[str, Any], today: str | None = TODAY, **person: Any
) -> list[tuple[int | None, str]]:
    request = {
        "person": {"answers": {}, **person},
        "plan": {"insertions": insertions or (CALF,)},
        "local_rules": [RULE | rule],
        **({"today": today} if today else {}),
    }
    result = review(msgspec.convert(request, ReviewRequest))
    return [(one.insertion, one.outcome.value) for one in result.findings if one.authority is not None]


@pytest.mark.parametrize(
    ("rule", "insertions", "person", "expected"),
    [
        ({}, (CALF, NECK), {}, [(0, "stop"), (1, "stop")]),
        ({"from_day": "2026-11-26"}, (CALF,), {}, [(0, "stop")]),
        ({"from_day": "2026-11-27"}, (CALF,), {}, []),
        ({"until_day": "2026-11-26"}, (CALF,), {}, [(0, "stop")]),
        ({"until_day": "2026-11-25"}, (CALF,), {}, []),
        ({"places": ["neck_back"], "outcome": "modify"}, (CALF, NECK), {}, [(1, "modify")]),
        ({"places": ["soleus"]}, (CALF, NECK), {}, [(0, "stop")]),
        ({"technique": "electrical_stimulation"}, (CALF,), {}, []),
        (
            {"technique": "electrical_stimulation"},
            (CALF | {"electrical_stimulation": True},),
            {},
            [(0, "stop")],
        ),
        ({"technique": "deep"}, (CALF | {"technique": "superficial"},), {}, []),
        ({"technique": "deep"}, (CALF,), {}, [(0, "stop")]),
        ({"age_below": 18}, (CALF,), {"age": 17}, [(0, "stop")]),
        ({"age_below": 18}, (CALF,), {"age": 18}, []),
        ({"age_from": 65}, (CALF,), {"age": 64}, []),
        ({"age_from": 65}, (CALF,), {}, [(0, "stop")]),
    ],
)
def test_local_rule_acts_in_its_days_places_technique_and_ages(
    rule: dict[str, Any],
    insertions: tuple[dict[str, Any], ...],
    person: dict[str, Any],
    expected: list[tuple[int | None, str]],
) -> None:
    assert found(rule, *insertions, **person) == expected


def test_finding_of_a_local_rule_says_whose_it_is_where_it_is_written_and_what_to_do() -> None:
    request = {
        "person": {"answers": {}, "language": "es"},
        "plan": {"insertions": [CALF]},
        "local_rules": [RULE | {"outcome": "reasons_needed", "age_below": 18}],
        "today": TODAY,
    }
    (finding,) = (
        one for one in review(msgspec.convert(request, ReviewRequest)).findings if one.authority is not None
    )
    assert (finding.id, finding.authority, finding.kind) == ("local_ny", "state", "relative")
    assert finding.sources == ("Board notice 12",)
    assert finding.because.startswith("Esta profesión no puede punzar. No se sabe la edad")
    assert "State board" in finding.action


def test_local_rule_without_the_day_or_with_an_outcome_of_ours_is_refused_in_one_sentence() -> None:
    with pytest.raises(InvalidInput, match="say which day"):
        found({}, today=None)
    with pytest.raises(InvalidInput, match="Use one of: modify, reasons_needed, refer, stop"):
        found({"outcome": "emergency"})
    with pytest.raises(InvalidInput, match="no known place"):
        found({"places": ["moon"]})
    assert date.fromisoformat(TODAY).year == 2026


def test_disagreements_of_a_site_stand_in_the_review_with_who_says_what() -> None:
    request = {
        "plan": {
            "insertions": [
                {"muscle": "piriformis", "side": "left"},
                {"muscle": "trapezius_upper", "side": "left"},
                CALF,
            ]
        }
    }
    piriformis, trapezius, calf = review(msgspec.convert(request, ReviewRequest)).under
    for one in (piriformis, trapezius):
        assert one.disagreements
        for row in one.disagreements:
            assert len(row.positions) >= 2, row.topic
            assert all(position.sources for position in row.positions)
    assert calf.disagreements == ()
