"""Patients read the screening questions: a twelve-year-old could."""

from statistics import mean

from tests.safety.reading import english_grade, spanish_inflesz

from drypoint.safety import Audience, load_rules

TWELVE_YEARS = 7.0
"""Flesch-Kincaid grade, for which twelve years is usual."""
QUITE_EASY = 65.0
"""INFLESZ."""
ASKED = [one for one in load_rules().questions_for("first") if one.answered_by is Audience.PATIENT]


def test_known_texts_are_graded_as_published_examples_are() -> None:
    assert english_grade("The cat sat on the mat.") < 1
    assert english_grade("Comprehensive pharmacological anticoagulation necessitates supervision.") > 18
    assert spanish_inflesz("El sol sale por la mañana.") > 80
    assert spanish_inflesz("Anticoagulación farmacológica multidisciplinaria intrahospitalaria.") < 0


def test_questions_as_a_whole_are_for_twelve_years_and_easy_in_spanish() -> None:
    assert mean(english_grade(one.text.en) for one in ASKED) <= TWELVE_YEARS
    assert english_grade(" ".join(one.text.en for one in ASKED)) <= TWELVE_YEARS
    assert spanish_inflesz(" ".join(one.text.es for one in ASKED)) >= QUITE_EASY


def test_harder_questions_are_few_and_name_an_illness_or_a_medicine() -> None:
    harder = {one.id for one in ASKED if english_grade(one.text.en) > TWELVE_YEARS + 1}
    assert len(harder) <= len(ASKED) // 6
    assert harder <= {
        "antiplatelet",
        "anticoagulant",
        "bleeding_disorder",
        "bleeding_disorder_severe",
        "cardiac_unstable",
        "immunosuppressed",
        "metal_allergy_severe",
        "other_bleed_drugs",
        "pacemaker_icd",
        "pregnancy_high_risk",
        "psychological_state",
        "thoracic_surgery_lung_disease_lung_disease",
    }
