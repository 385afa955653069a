"""After-care by the regions needled, and the questions on which a clinic may choose."""

from typing import Any

import msgspec
import pytest
from tests.safety.reading import english_grade, spanish_inflesz

from drypoint.safety import aftercare, load_aftercare
from drypoint.safety.aftercare import check_aftercare
from drypoint.terms import KnowledgeError

FILE = load_aftercare()


def told(*regions: str) -> set[str]:
    return {row.id for row in aftercare((), regions=regions).advice}


def test_advice_follows_the_region_and_signs_are_told_for_all() -> None:
    assert "turn_head" in told("neck_back") and "turn_head" not in told("foot")
    assert "leg_use" in told("foot") and "soft_food" in told("jaw")
    everything = {row.id for row in aftercare(()).advice}
    assert {"turn_head", "leg_use", "soft_food", "arm_use", "sit_less"} <= everything
    signs = {row.id for row in FILE.advice if row.urgency is not None and not row.structures}
    assert signs <= told("foot")


def test_training_competition_warmth_and_what_makes_it_worse_are_said_and_unverified() -> None:
    rows = {row.id: row for row in FILE.advice}
    for name in ("training", "competition", "warm_or_cold", "more_after_more"):
        assert rows[name].verification.is_unverified and rows[name].text.es
        assert name in told("thigh")


def test_what_is_new_reads_as_easily_as_the_questions() -> None:
    new = [row for row in FILE.advice if row.regions or row.id in {"training", "competition", "warm_or_cold"}]
    assert len(new) == 8
    for row in new:
        assert english_grade(row.text.en) <= 7.0, row.text.en
        assert spanish_inflesz(row.text.in_language("es")) >= 55.0, row.text.es


def test_a_clinic_chooses_on_practice_and_not_on_facts() -> None:
    assert {one.id for one in FILE.disagreements if one.for_clinic} == {"heat_or_ice", "restrictions"}


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"regions": ("moon",)}, "unknown region moon"),
        ({"regions": ("foot",), "topic": "not_normal", "urgency": "emergency"}, "whatever region"),
    ],
)
def test_a_broken_region_is_named(changes: dict[str, Any], fault: str) -> None:
    first, *rest = FILE.advice
    broken = msgspec.structs.replace(FILE, advice=(msgspec.structs.replace(first, **changes), *rest))
    with pytest.raises(KnowledgeError, match=fault):
        check_aftercare(broken)


def test_an_answer_that_stands_twice_is_refused() -> None:
    first, *rest = FILE.disagreements
    doubled = msgspec.structs.replace(first, positions=(first.positions[0], first.positions[0]))
    with pytest.raises(KnowledgeError, match="stands twice"):
        check_aftercare(msgspec.structs.replace(FILE, disagreements=(doubled, *rest)))
