"""What cannot be understood is refused by name in one sentence; what is absurd never passes as harmless."""

from typing import Any

import msgspec
import pytest

from drypoint.safety import (
    Answer,
    ClinicThresholds,
    Insertion,
    NeedlingPlan,
    Outcome,
    Place,
    ReviewRequest,
    ScreenRequest,
    TriageAnswers,
    TriageRequest,
    load_rules,
    recognise,
    review,
    screen,
    triage,
)
from drypoint.safety.questions import Audience
from drypoint.terms import InvalidInput, Side


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("age", 212),
        ("age", -1),
        ("age", float("nan")),
        ("bmi", 3),
        ("height_cm", 17),
        ("weight_kg", 900),
        ("pregnancy_weeks", 60),
    ],
)
def test_absurd_number_is_refused_by_name(field: str, value: float) -> None:
    with pytest.raises(InvalidInput, match="cannot be right") as refused:
        screen(ScreenRequest(**{field: value}))
    assert refused.value.where == field


@pytest.mark.parametrize(
    ("person", "where"),
    [
        ({"height_cm": 250, "weight_kg": 10}, "height_cm, weight_kg"),
        ({"bmi": 3}, "bmi"),
        ({"age": 212}, "age"),
    ],
)
def test_numbers_of_nobody_are_refused(person: dict[str, float], where: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        screen(ScreenRequest(**person))  # pyright: ignore[reportArgumentType]
    assert refused.value.where == where


def test_body_mass_index_is_computed_from_height_and_weight() -> None:
    slender = screen(ScreenRequest(height_cm=180, weight_kg=50))
    assert "low_bmi_thorax" in {finding.id for finding in slender.findings}
    agreeing = screen(ScreenRequest(height_cm=170, weight_kg=60, bmi=20.8))
    assert "low_bmi_thorax" not in {finding.id for finding in agreeing.findings}


@pytest.mark.parametrize(
    ("answers", "where", "says"),
    [
        ({"epilepsi": True}, "answers.epilepsi", "Did you mean “epilepsy”"),
        ({"zzzzzzzz": True}, "answers.zzzzzzzz", "no such question"),
        (
            {"recent_surgery": Answer(value=True, places=(Place(region="left arm"),))},
            "answers.recent_surgery.places[0].region",
            "no known place",
        ),
        ({"epilepsy": Answer(value=True, since="May 2019")}, "answers.epilepsy.since", "2019-05"),
        ({"epilepsy": Answer(value=True, degree="a bit")}, "answers.epilepsy.degree", "controlled"),
    ],
)
def test_answer_that_nobody_understands_is_refused(answers: dict[str, Any], where: str, says: str) -> None:
    with pytest.raises(InvalidInput, match=says) as refused:
        screen(ScreenRequest(answers=answers))
    assert refused.value.where == where


def test_common_degree_and_date_are_kept_without_effect() -> None:
    place = (Place(region="upper_limb", side=Side.LEFT),)
    bare = screen(ScreenRequest(answers={"lymphoedema_limb": Answer(value=True, places=place)}))
    answer = Answer(value=True, places=place, since="2019-05", degree="severe")
    assert screen(ScreenRequest(answers={"lymphoedema_limb": answer})) == bare


def test_unknown_fields_and_wrong_sides_are_refused_when_decoded() -> None:
    for wrong in ({"agee": 4}, {"answers": {"epilepsy": "maybe"}}, {"visit": "third"}):
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert(wrong, ScreenRequest)
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"plan": {"insertions": [{"muscle": "soleus", "side": "front"}]}}, ReviewRequest)


def ids(request: ScreenRequest, **known: Any) -> set[str]:
    return {finding.id for finding in screen(request, **known).findings}


def test_forty_medicines_are_a_finding() -> None:
    many = screen(ScreenRequest(medicines=tuple(f"warfarin {number}" for number in range(40))))
    assert "medicines_many" in {finding.id for finding in many.findings}


@pytest.mark.parametrize(
    ("written", "medicine_class"),
    [
        ("Warfarin 5 mg daily", "vitamin_k_antagonist"),
        ("SINTROM", "vitamin_k_antagonist"),
        ("apixabán", "direct_factor_xa_inhibitor"),
        ("stopped clopidogrel last week", "antiplatelet"),
        ("fish-oil capsules", "supplements"),
        ("Humira pen", "anti_tnf"),
        ("варфарин 5 мг", "vitamin_k_antagonist"),
        ("βαρφαρίνη", "vitamin_k_antagonist"),
        ("الوارفارين 5", "vitamin_k_antagonist"),
        ("华法林5毫克", "vitamin_k_antagonist"),
        ("ワーファリン錠1mg", "vitamin_k_antagonist"),
        ("와파린을 먹어요", "vitamin_k_antagonist"),
        ("वारफेरिन", "vitamin_k_antagonist"),
        ("a blood thinner", "vitamin_k_antagonist"),
        ("anticoagulante", "vitamin_k_antagonist"),
        ("Эликвис", "direct_factor_xa_inhibitor"),
        ("阿司匹林", "antiplatelet"),
        ("плавикс 75", "antiplatelet"),
        ("インスリン", "hypoglycaemia_risk"),
        ("метотрексат", "csdmard"),
        ("blood pressure tablets", "ace_inhibitor_or_arb"),
        ("omeprazole 20 mg every morning", "known_without_question"),
    ],
)
def test_medicine_is_recognised(written: str, medicine_class: str) -> None:
    understood = recognise((written,))
    assert [found.medicine_class for found in understood.recognised] == [medicine_class]
    assert not understood.unknown


def test_unknown_medicine_is_asked_about_and_a_slip_of_spelling_counts_until_it_is() -> None:
    understood = recognise(("warfrin", "foozumab; 5 mg, none", "ninguna"))
    assert understood.unknown == ("foozumab", "warfrin")
    assert understood.looks_like == {"warfrin": "warfarin"}
    assert [one.medicine_class for one in understood.suspected] == ["vitamin_k_antagonist"]
    slip = screen(ScreenRequest(medicines=("warfrin",)))
    assert {"anticoagulant", "medicine_unknown"} <= {finding.id for finding in slip.findings}
    assert "anticoagulant" in slip.unanswered


@pytest.mark.parametrize("written", ["5 mg daily", "💊", "???", "xyz", "фууз", "calcium channel thing"])
def test_what_was_not_understood_is_never_taken_for_no_medicine(written: str) -> None:
    assert recognise((written,)).unknown == (written,)
    assert "medicine_unknown" in ids(ScreenRequest(medicines=(written,)))


@pytest.mark.parametrize(
    ("misspelt", "meant"),
    [
        ("warferin", "warfarin"),
        ("elaquis", "eliquis"),
        ("clopidogral", "clopidogrel"),
        ("cumadin", "coumadin"),
    ],
)
def test_misspelt_blood_medicine_is_suspected(misspelt: str, meant: str) -> None:
    assert [one.name for one in recognise((misspelt,)).suspected] == [meant]


@pytest.mark.parametrize(
    "words", ["none", "ninguna", "нет", "لا", "没有", "なし", "없음", "कोई नहीं", " ", ""]
)
def test_words_for_none_are_no_medicine(words: str) -> None:
    assert recognise((words,)).unknown == ()


def test_medicine_against_fits_makes_the_question_of_fits_necessary() -> None:
    later = screen(ScreenRequest(medicines=("levetiracetam",), visit="later"))
    assert "epilepsy" in later.unanswered
    assert "epilepsy" not in screen(ScreenRequest(visit="later")).unanswered


def test_platelet_medicine_with_a_blood_thinner_counts_as_two() -> None:
    assert "antiplatelet_dual" in ids(ScreenRequest(medicines=("aspirin", "warfarin")))
    assert "antiplatelet_dual" not in ids(ScreenRequest(medicines=("aspirin",)))


@pytest.mark.parametrize(
    ("person", "asked"),
    [
        (ScreenRequest(age=30, sex="male"), False),
        (ScreenRequest(age=80, sex="female"), False),
        (ScreenRequest(age=30, sex="female"), True),
        (ScreenRequest(), True),
    ],
)
def test_pregnancy_is_required_of_whoever_may_be(person: ScreenRequest, asked: bool) -> None:
    assert ("pregnancy" in screen(person).unanswered) is asked


EARLY = {"pregnancy_t1", "pregnancy_t1_trunk"}
LATE = {"pregnancy_t2_t3", "pregnancy_t2_t3_places"}


@pytest.mark.parametrize(
    ("answers", "weeks", "expected", "weeks_asked"),
    [
        ({"pregnancy_t1": True}, None, EARLY, False),
        ({"pregnancy_t2_t3": True}, None, LATE, False),
        ({"pregnancy_t1": False, "pregnancy_t2_t3": False}, None, set[str](), False),
        ({"pregnancy": False}, 30, LATE, False),
        ({"pregnancy": True, "pregnancy_t1": False, "pregnancy_t2_t3": False}, None, EARLY, True),
        ({"pregnancy_t1": "unknown"}, None, EARLY, True),
    ],
)
def test_trimester_is_settled_on_the_strict_side(
    answers: dict[str, Any], weeks: float | None, expected: set[str], weeks_asked: bool
) -> None:
    result = screen(ScreenRequest(answers=answers, pregnancy_weeks=weeks, age=30))
    assert {finding.id for finding in result.findings} == expected
    assert ("pregnancy_weeks" in result.unanswered) is weeks_asked


def test_clinic_setting_replaces_the_figure_of_a_rule() -> None:
    of_17 = ScreenRequest(age=17)
    assert "children" in ids(of_17)
    assert "children" not in ids(of_17, thresholds=ClinicThresholds(guardian_consent_below_years=16))
    of_bmi_22 = ScreenRequest(age=30, bmi=22)
    assert "low_bmi_thorax" not in ids(of_bmi_22)
    assert "low_bmi_thorax" in ids(of_bmi_22, thresholds=ClinicThresholds(low_bmi_below=23))


def test_later_visit_asks_only_what_changes() -> None:
    first, later = load_rules().questions_for("first"), load_rules().questions_for("later")
    assert {question.id for question in later} < {question.id for question in first}
    assert [question.stage for question in first] == sorted(question.stage for question in first)
    patient = load_rules().questions_for("first", Audience.PATIENT)
    assert {question.answered_by for question in patient} == {Audience.PATIENT}
    assert "first_visit" not in {line.id for line in screen(ScreenRequest(visit="later")).checklist}


def test_spoken_yes_follows_the_polarity_of_the_words() -> None:
    consent, fits = load_rules().question("no_consent"), load_rules().question("epilepsy")
    assert consent is not None
    assert consent.answer_for(yes=True) is False
    assert fits is not None
    assert fits.answer_for(yes=True) is True


def test_two_answers_about_one_thing_keep_the_stricter() -> None:
    mild = Answer(value=True, degree="mild")
    both = screen(ScreenRequest(answers={"needle_phobia": mild, "needle_phobia_mild": False}))
    assert "nervous" in {line.id for line in both.checklist}


def test_detail_of_an_operation_opens_the_operation() -> None:
    place = Place(region="knee", side=Side.LEFT)
    open_wound = ScreenRequest(answers={"recent_surgery_not_healed": Answer(value=True, places=(place,))})
    found = {finding.id: finding.places for finding in screen(open_wound).findings}
    assert found == {"recent_surgery_not_healed": (place,), "recent_surgery": (place,)}


def planned(**insertion: Any) -> ReviewRequest:
    return ReviewRequest(plan=NeedlingPlan(insertions=(Insertion(side=Side.LEFT, **insertion),)))


@pytest.mark.parametrize(
    ("insertion", "where"),
    [
        ({}, "plan.insertions[0]"),
        ({"muscle": "soleusus"}, "plan.insertions[0]"),
        ({"zone": "bk.moon"}, "plan.insertions[0]"),
        ({"muscle": "soleus", "zone": "bk.moon"}, "plan.insertions[0]"),
        (
            {"muscle": "soleus", "length_mm": 30, "planned_depth_mm": 40},
            "plan.insertions[0].planned_depth_mm",
        ),
    ],
)
def test_insertion_that_cannot_be_is_refused(insertion: dict[str, Any], where: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        review(planned(**insertion))
    assert refused.value.where == where


@pytest.mark.parametrize(
    ("request_", "where"),
    [
        (TriageRequest(hours_since=-1), "hours_since"),
        (TriageRequest(hours_since=float("inf")), "hours_since"),
        (TriageRequest(hours_since=1, answers=TriageAnswers(pain_nprs=12)), "answers.pain_nprs"),
    ],
)
def test_report_that_cannot_be_is_refused(request_: TriageRequest, where: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        triage(request_)
    assert refused.value.where == where


def test_spanish_reaches_every_sentence() -> None:
    in_spanish = ScreenRequest(answers={"anticoagulant": "unknown"}, language="es")
    finding = next(found for found in screen(in_spanish).findings if found.id == "anticoagulant")
    assert finding.because == "Toma un anticoagulante. No se sabe: cuenta como sí hasta preguntarlo."
    assert screen(in_spanish).outcome is Outcome.INCOMPLETE
