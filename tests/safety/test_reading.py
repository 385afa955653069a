"""Patients read the questions before and after needling: a twelve-year-old could."""

from statistics import mean

import pytest
from tests.safety.reading import NAMES_EN, NAMES_ES, english_grade, spanish_inflesz

from drypoint.safety import Audience, load_rules, load_triage
from drypoint.terms import Text

TWELVE_YEARS = 7.0
"""Flesch-Kincaid grade, for which twelve years is usual."""
USUAL, QUITE_EASY = 55.0, 65.0
"""INFLESZ."""
ASKED: dict[str, Text] = {
    one.id: one.text for one in load_rules().questions if one.answered_by is Audience.PATIENT
}
AFTER: dict[str, Text] = {sign.id: sign.question for sign in load_triage().signs}
TOLD: dict[str, Text] = {
    **{level.value: text for level, text in load_triage().says.items()},
    **{f"{sign.id}, because": sign.because for sign in load_triage().signs},
}
ALL = {**ASKED, **{f"{name}, after": text for name, text in AFTER.items()}}


def test_known_texts_are_graded_as_published_examples_are() -> None:
    assert english_grade("The cat sat on the mat.") < 1
    assert english_grade("Comprehensive pharmacological anticoagulation necessitates supervision.") > 18
    assert spanish_inflesz("El sol sale por la mañana.") > 80
    assert spanish_inflesz("Anticoagulación farmacológica multidisciplinaria intrahospitalaria.") < 0


@pytest.mark.parametrize("name", ALL)
def test_each_question_is_for_twelve_years_names_set_aside(name: str) -> None:
    text = ALL[name]
    assert english_grade(text.in_language("en"), aside=NAMES_EN) <= TWELVE_YEARS, text.in_language("en")
    assert spanish_inflesz(text.in_language("es"), aside=NAMES_ES) >= USUAL, text.in_language("es")


def test_names_that_are_set_aside_are_read_somewhere() -> None:
    for names, words in (
        (NAMES_EN, " ".join(text.in_language("en") for text in ALL.values()).lower()),
        (NAMES_ES, " ".join(text.in_language("es") for text in ALL.values()).lower()),
    ):
        assert {name for name in names if name not in words} == set()


@pytest.mark.parametrize("texts", [ASKED, AFTER, TOLD], ids=["before", "after", "told"])
def test_questions_as_a_whole_are_for_twelve_years_names_counted(texts: dict[str, Text]) -> None:
    assert mean(english_grade(text.in_language("en")) for text in texts.values()) <= TWELVE_YEARS
    assert english_grade(" ".join(text.in_language("en") for text in texts.values())) <= TWELVE_YEARS
    assert spanish_inflesz(" ".join(text.in_language("es") for text in texts.values())) >= QUITE_EASY
