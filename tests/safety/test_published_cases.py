"""Published harms: with what was known beforehand, the engines would have asked for something."""

from typing import Any

import msgspec
import pytest

from drypoint.safety import ReviewRequest, TriageRequest, review, triage

KNOWN_BEFORE: list[tuple[str, dict[str, Any], list[dict[str, Any]], str]] = [
    (
        "Steentjes K et al 2016, Ned Tijdschr Geneeskd 160:A9364: hip prosthesis of 7 months",
        {"joint_replacement": {"value": True, "places": [{"region": "hip"}], "since": "2015"}},
        [{"muscle": "gluteus_medius", "side": "right"}],
        "joint_replacement",
    ),
    (
        "Reviewed in McCulloch M et al 2015, Perm J 19(1):68-73: hip haematoma on warfarin",
        {"anticoagulant": True},
        [{"muscle": "gluteus_minimus_anterior", "side": "left"}],
        "anticoagulant_deep_muscle",
    ),
    (
        "Bilateral pneumothoraces after needling both shoulders at GB21 (regulator's finding, New Zealand)",
        {},
        [{"muscle": "trapezius_upper", "side": "left"}, {"muscle": "trapezius_upper", "side": "right"}],
        "bilateral_thorax",
    ),
    (
        "Shah N et al 2002, Acupunct Med 20(2-3):105-106: diabetes, calf",
        {"diabetes": True},
        [{"muscle": "gastrocnemius_medial", "side": "left"}],
        "diabetes",
    ),
    (
        "Popliteal pseudoaneurysm, J Surg Case Rep 2025(1):rjae837: aneurysm and diabetes known",
        {"vascular_disease_aneurysm": {"value": True, "places": [{"region": "abdomen"}]}, "diabetes": True},
        [{"muscle": "popliteus", "side": "left"}],
        "diabetes",
    ),
]


@pytest.mark.parametrize(("case", "answers", "insertions", "finding"), KNOWN_BEFORE)
def test_what_was_known_before_is_a_finding(
    case: str, answers: dict[str, Any], insertions: list[dict[str, Any]], finding: str
) -> None:
    request = {"person": {"answers": answers}, "plan": {"insertions": insertions}}
    found = review(msgspec.convert(request, ReviewRequest)).findings
    assert finding in {each.id for each in found}, case


ARTIFICIAL_JOINT = {"answers": {"joint_replacement": True}}
# Hours: as reported, or ours where the report says none.
SYMPTOMS: list[tuple[str, float, dict[str, Any], str]] = [
    ("Uzar T et al 2018, Radiol Case Rep: right chest pain", 2, {"chest_pain": True}, "emergency"),
    ("Grusche 2017, case 1: breathless after 30 minutes", 0.5, {"breathless": True}, "emergency"),
    (
        "Chen CL et al 2020, J Emerg Med 58(4):e185: weak arm and leg, driving home",
        1,
        {"new_weakness_or_numbness": True},
        "emergency",
    ),
    (
        "Chan JJ, Oh JJ 2016, Int J Emerg Med 9:22: cannot void",
        48,
        {"bladder_or_bowel_change": True},
        "emergency",
    ),
    ("Tseng YC et al 2014, Acupunct Med 32(1):77: fever on day 3", 72, {"fever": True}, "same_day"),
    ("Steentjes 2016: pain two weeks later", 336, {"pain_nprs": 5}, "call_clinic"),
    ("Karavis 2015: short of breath, chest discomfort", 12, {"breathless": True}, "emergency"),
    ("Lee 2011: quadriparesis, neck pain", 2, {"new_weakness_or_numbness": True}, "emergency"),
    ("Murata 1990: sudden occipital headache", 0, {"thunderclap_headache": True}, "emergency"),
    ("McManus 2018: wrist drop", 24, {"new_weakness_or_numbness": True}, "emergency"),
    ("Raissi 2016: numb, painful back of the foot", 24, {"new_weakness_or_numbness": True}, "emergency"),
    ("Ma 2020: swelling, ecchymosis, pain", 24, {"growing_swelling": True, "bruise": True}, "emergency"),
    ("Zeng 2022: weak hip after a haematoma", 48, {"new_weakness_or_numbness": True}, "emergency"),
    ("Shah 2002: calf pain that grows", 48, {"spreading_redness": True}, "same_day"),
    ("Singapore Med J: postural headache, vomiting", 24, {"postural_headache": True}, "same_day"),
    ("Noh 2020: low-pressure headache", 72, {"postural_headache": True}, "same_day"),
]


@pytest.mark.parametrize(("case", "hours", "answers", "level"), SYMPTOMS)
def test_published_symptoms_are_sorted_by_urgency(
    case: str, hours: float, answers: dict[str, Any], level: str
) -> None:
    request = {"hours_since": hours, "answers": answers}
    assert triage(msgspec.convert(request, TriageRequest)).level == level, case


def test_published_infection_of_a_hip_prosthesis_is_seen_the_same_day_at_least() -> None:
    request = {"hours_since": 336, "person": ARTIFICIAL_JOINT}
    late = triage(msgspec.convert({**request, "answers": {"pain_nprs": 5}}, TriageRequest))
    scar = triage(msgspec.convert({**request, "answers": {"spreading_redness": True}}, TriageRequest))
    assert (late.level, scar.level) == ("same_day", "emergency"), "Steentjes 2016"
