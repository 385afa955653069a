"""Triage of what is reported after needling: who is asked what, how urgent it is, what is said."""

from typing import Any, Literal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drypoint import atlas
from drypoint.safety import (
    Level,
    ScreenRequest,
    Triage,
    TriageAnswers,
    TriageRequest,
    aftercare,
    load_triage,
    triage,
    warning_signs,
)

KNOWN = load_triage()
SIGNS = {sign.id: sign for sign in KNOWN.signs}
ALWAYS_EMERGENCY = (
    "breathless",
    "chest_pain",
    "collapse",
    "thunderclap_headache",
    "new_weakness_or_numbness",
    "bladder_or_bowel_change",
    "growing_swelling",
)
INFECTION = ("fever", "spreading_redness")
ALL_NO = dict.fromkeys(SIGNS, False)
LANGUAGES: tuple[Literal["en", "es"], ...] = ("en", "es")
UNDER = st.lists(st.sampled_from(["pleura", "heart", "spinal_canal", "tibial_nerve", "kidney"]), max_size=3)
PEOPLE = st.dictionaries(
    st.sampled_from(["diabetes", "immunosuppressed", "joint_replacement", "anticoagulant", "pregnancy"]),
    st.sampled_from([True, False, "unknown"]),
)
REPORTS = st.fixed_dictionaries(
    {},
    optional={
        **{name: st.sampled_from([True, False, "unknown"]) for name in SIGNS},
        "pain_nprs": st.integers(0, 10),
        "soreness_nprs": st.integers(0, 10),
    },
)
HOURS = st.sampled_from([0.0, 2.0, 24.0, 71.0, 73.0, 300.0, 672.0, 673.0, 2000.0])
REASSURING = {
    "en": ("normal", "don't worry", "do not worry", "no need to", "you are fine", "all is well", "harmless"),
    "es": (
        "normal",
        "no se preocupe",
        "no hace falta",
        "no es grave",
        "tranquil",
        "todo va bien",
        "inofensiv",
    ),
}


def told(
    answers: dict[str, Any],
    *,
    hours: float = 20,
    under: tuple[str, ...] = ("tibial_nerve",),
    person: dict[str, Any] | None = None,
    language: Literal["en", "es"] = "en",
) -> Triage:
    given_ = {"hours_since": hours, "answers": answers, "under": under, "language": language}
    return triage(msgspec.convert({**given_, "person": person or {}}, TriageRequest))


def urgency(level: Level) -> int:
    return -list(Level).index(level)


@given(st.sampled_from(ALWAYS_EMERGENCY), st.sampled_from([True, "unknown"]), REPORTS, UNDER, PEOPLE, HOURS)
def test_signs_of_lung_brain_cord_and_inner_bleeding_are_an_emergency_whoever_wherever_whenever(
    sign: str, said: Any, report: dict[str, Any], under: list[str], person: dict[str, Any], hours: float
) -> None:
    result = told({**report, sign: said}, hours=hours, under=tuple(under), person={"answers": person})
    assert result.level is Level.EMERGENCY
    assert SIGNS[sign].because.en in result.because


@given(REPORTS, UNDER, PEOPLE, HOURS, st.sampled_from(LANGUAGES))
def test_no_answer_reassures_and_every_one_ends_with_the_safety_net(
    report: dict[str, Any],
    under: list[str],
    person: dict[str, Any],
    hours: float,
    language: Literal["en", "es"],
) -> None:
    result = told(report, hours=hours, under=tuple(under), person={"answers": person}, language=language)
    assert result.say.endswith(KNOWN.safety_net.in_language(language))
    words = " ".join((result.say, *result.because)).lower()
    assert not [word for word in REASSURING[language] if word in words]
    asked = [name for name, sign in SIGNS.items() if sign.level is not Level.EXPECTED]
    assert set(result.unanswered) == {name for name in asked if report.get(name) not in (True, False)}


@given(REPORTS, st.sampled_from(sorted(SIGNS)), UNDER, PEOPLE, HOURS)
def test_a_sign_more_is_never_less_urgent_and_unknown_is_as_urgent_as_yes(
    report: dict[str, Any], sign: str, under: list[str], person: dict[str, Any], hours: float
) -> None:
    def level(said: Any) -> int:
        answers = {**report, sign: said}
        return urgency(told(answers, hours=hours, under=tuple(under), person={"answers": person}).level)

    assert level("unknown") == level(True) >= level(False)


@given(
    REPORTS,
    st.sampled_from(sorted(KNOWN.late_infection.questions)),
    PEOPLE,
    HOURS,
)
def test_a_risk_of_the_person_more_is_never_less_urgent(
    report: dict[str, Any], risk: str, person: dict[str, Any], hours: float
) -> None:
    before = told(report, hours=hours, person={"answers": {**person, risk: False}})
    for said in (True, "unknown"):
        after = told(report, hours=hours, person={"answers": {**person, risk: said}})
        assert urgency(after.level) >= urgency(before.level)


def test_signs_that_are_always_emergencies_are_so_in_the_data_and_first() -> None:
    assert tuple(sign.id for sign in KNOWN.signs if sign.level is Level.EMERGENCY) == ALWAYS_EMERGENCY
    assert tuple(SIGNS)[: len(ALWAYS_EMERGENCY)] == ALWAYS_EMERGENCY


@pytest.mark.parametrize("sign", INFECTION)
@pytest.mark.parametrize(
    "risk",
    [
        "diabetes",
        "diabetes_unstable",
        "immunosuppressed",
        "immunosuppressed_severe",
        "malignancy_site_treatment",
        "joint_replacement",
        "heart_valve",
        "pacemaker_icd",
        "vascular_disease_graft",
    ],
)
def test_infection_is_an_emergency_in_whom_it_turns_dangerous(sign: str, risk: str) -> None:
    answers = {**ALL_NO, sign: True}
    assert told(answers, hours=600).level is Level.SAME_DAY
    for said in (True, "unknown"):
        assert told(answers, hours=600, person={"answers": {risk: said}}).level is Level.EMERGENCY


@pytest.mark.parametrize("medicine", ["methotrexate", "prednisone"])
def test_infection_under_a_medicine_that_weakens_the_defences_is_an_emergency(medicine: str) -> None:
    answers = {**ALL_NO, "fever": True}
    assert told(answers, person={"medicines": [medicine]}).level is Level.EMERGENCY


@pytest.mark.parametrize(
    "person",
    [
        {"medicines": ["warfarin"]},
        {"medicines": ["aspirin", "clopidogrel"]},
        {"answers": {"bleeding_disorder": True}},
        {"answers": {"bleeding_disorder_severe": True}},
        {"answers": {"anticoagulant": "unknown"}},
    ],
)
def test_bleeding_is_an_emergency_where_blood_clots_less_well(person: dict[str, Any]) -> None:
    assert told({**ALL_NO, "bleeding": True}).level is Level.SAME_DAY
    assert told({**ALL_NO, "bleeding": True}, person=person).level is Level.EMERGENCY
    assert told({**ALL_NO, "bruise": True}, person=person).level is Level.CALL_CLINIC


@pytest.mark.parametrize("language", LANGUAGES)
def test_people_in_whom_infection_is_dangerous_are_told_to_watch_for_four_weeks(
    language: Literal["en", "es"],
) -> None:
    watch = KNOWN.late_infection.watch.in_language(language)
    person = {"answers": {"joint_replacement": True}}
    assert watch in told(ALL_NO, hours=48, person=person, language=language).say
    assert watch in told(ALL_NO, hours=4 * 7 * 24, person=person, language=language).say
    assert watch not in told(ALL_NO, hours=4 * 7 * 24 + 1, person=person, language=language).say
    assert watch not in told(ALL_NO, hours=48, language=language).say


def test_pain_that_lasts_is_seen_the_same_day_where_a_joint_was_replaced() -> None:
    pain = {**ALL_NO, "pain_nprs": 3}
    person = {"answers": {"joint_replacement": True}}
    assert told(pain, hours=336).level is Level.CALL_CLINIC
    assert told(pain, hours=336, person=person).level is Level.SAME_DAY
    assert told(pain, hours=48, person=person).level is Level.EXPECTED
    assert told(pain, hours=800, person=person).level is Level.CALL_CLINIC


def test_cough_is_an_emergency_where_a_lung_may_have_been_near() -> None:
    cough = {**ALL_NO, "cough": True}
    assert told(cough).level is Level.SAME_DAY
    assert told(cough, under=("pleura",)).level is Level.EMERGENCY
    assert told(cough, under=()).level is Level.EMERGENCY, "nothing named is unknown"


@pytest.mark.parametrize("structure", ["pleura", "spinal_canal", "spinal_cord", "dura"])
def test_strong_pain_near_lung_or_cord_is_seen_the_same_day(structure: str) -> None:
    assert told({**ALL_NO, "pain_nprs": 8}).level is Level.CALL_CLINIC
    assert told({**ALL_NO, "pain_nprs": 8}, under=(structure,)).level is Level.SAME_DAY
    assert told({**ALL_NO, "pain_nprs": 6}, under=(structure,)).level is Level.EXPECTED


def test_structures_that_raise_urgency_are_the_atlas_own() -> None:
    body = atlas.load()
    known = {
        code for muscle in body.muscles for one in body.hazards_of(muscle.id) for code in one.structure_ids
    }
    raised = [one for row in (*KNOWN.signs, KNOWN.severe_pain) for one in row.raised_under]
    assert {code for one in raised for code in one.structures} <= known
    assert set(KNOWN.under_lungs.structures) <= known


def test_sheet_and_triage_agree_how_urgent_a_swelling_that_grows_is() -> None:
    sheet = {advice.id: advice.urgency for advice in aftercare(("pleura",)).advice}
    assert sheet["bleeding"] == SIGNS["growing_swelling"].level.value
    assert sheet["infection"] == SIGNS["fever"].level.value
    warned = {row.id: row.level for row in warning_signs()}
    assert warned["csf_leak"] is SIGNS["postural_headache"].level
    assert warned["subarachnoid_haemorrhage"] is SIGNS["thunderclap_headache"].level


def test_nothing_answered_says_so_and_names_each_open_question() -> None:
    result = triage(TriageRequest(hours_since=6, answers=TriageAnswers(), person=ScreenRequest()))
    assert result.level is Level.NOTHING_REPORTED
    assert all(sign.question.en in result.say for sign in KNOWN.signs if sign.level is not Level.EXPECTED)


def test_what_is_common_is_not_said_beside_what_needs_somebody() -> None:
    common = {KNOWN.sore.because.en, SIGNS["bruise"].because.en}
    sore = {**ALL_NO, "soreness_nprs": 4, "bruise": True}
    assert common == set(told(sore).because)
    assert not common & set(told({**sore, "breathless": True}).because)
    assert told({**sore, "fever": True, "breathless": True}).because == (
        SIGNS["breathless"].because.en,
        SIGNS["fever"].because.en,
    )
    raised = told({**sore, "cough": True}, under=("pleura",))
    assert raised.because[0] == SIGNS["cough"].raised_under[0].because.en
