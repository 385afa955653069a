"""What does not fit each other is taken in, the stricter holds, and it is asked about once."""

from typing import Any

import msgspec
import pytest

from drypoint.safety import Screening, ScreenRequest, screen


def asked(**person: Any) -> Screening:
    return screen(msgspec.convert(person, ScreenRequest))


@pytest.mark.parametrize(
    ("person", "contradiction", "finding"),
    [
        ({"sex": "male", "answers": {"pregnancy": True}}, "pregnancy_and_sex", "pregnancy_t1"),
        ({"sex": "male", "pregnancy_weeks": 20}, "pregnancy_and_sex", "pregnancy_t2_t3"),
        ({"age": 71, "answers": {"pregnancy": True}}, "pregnancy_and_age", "pregnancy_t1"),
        ({"answers": {"pregnancy": False}, "pregnancy_weeks": 20}, "pregnancy_and_weeks", "pregnancy_t2_t3"),
        ({"age": 30, "answers": {"children": True}}, "children_and_age", "children"),
        ({"height_cm": 170, "weight_kg": 50, "bmi": 24}, "bmi_and_measures", "low_bmi_thorax"),
        (
            {"answers": {"anticoagulant": False}, "medicines": ["warfarin"]},
            "medicine:anticoagulant",
            "anticoagulant",
        ),
        (
            {"answers": {"epilepsy": False, "epilepsy_uncontrolled": True}},
            "detail:epilepsy",
            "epilepsy_uncontrolled",
        ),
        (
            {"answers": {"red_flag_undiagnosed": False, "red_flag_undiagnosed_weight_loss": True}},
            "detail:red_flag_undiagnosed",
            "red_flag_undiagnosed_weight_loss",
        ),
    ],
)
def test_contradiction_is_asked_about_and_the_stricter_holds(
    person: dict[str, Any], contradiction: str, finding: str
) -> None:
    result = asked(**person)
    assert [one.id for one in result.to_confirm] == [contradiction]
    assert all(one.say and one.about for one in result.to_confirm)
    assert finding in {one.id for one in result.findings}


def test_confirmed_contradiction_is_not_asked_about_again_and_its_rules_still_hold() -> None:
    person = {"sex": "male", "answers": {"pregnancy": True}, "confirmed": ["pregnancy_and_sex"]}
    result = asked(**person)
    assert result.to_confirm == ()
    assert "pregnancy_t1" in {one.id for one in result.findings}


def test_contradiction_names_the_medicine_in_the_language_asked_for() -> None:
    (one,) = asked(answers={"diabetes": False}, medicines=["insulin", "metformin"], language="es").to_confirm
    assert one.say.startswith("La lista de medicamentos nombra insulin, metformin")
    assert one.about == ("diabetes", "medicines")


@pytest.mark.parametrize(
    "person",
    [
        {"sex": "female", "age": 30, "answers": {"pregnancy": True}},
        {"sex": "male", "answers": {"pregnancy": "unknown"}},
        {"age": 17, "answers": {"children": True}},
        {"answers": {"children": "unknown"}, "age": 40},
        {"height_cm": 170, "weight_kg": 60, "bmi": 20.8},
        {"answers": {"anticoagulant": True}, "medicines": ["warfarin"]},
        {"answers": {"epilepsy": True, "epilepsy_uncontrolled": True}},
    ],
)
def test_answers_that_fit_are_not_asked_about(person: dict[str, Any]) -> None:
    assert asked(**person).to_confirm == ()
