"""What lies under, triage, consent, after-care and cards."""

import msgspec
import pytest
from msgspec.structs import replace
from tests.atlas.unmapped import atlas_without

from drypoint import atlas
from drypoint.safety import (
    Insertion,
    Level,
    NeedlingPlan,
    ReviewRequest,
    ScreenRequest,
    TriageAnswers,
    TriageRequest,
    action_cards,
    aftercare,
    consent_risks,
    load_places,
    load_rules,
    load_triage,
    review,
    screen,
    triage,
    warning_signs,
)
from drypoint.safety.aftercare import check_aftercare, load_aftercare
from drypoint.safety.beneath import Under
from drypoint.terms import InvalidInput, KnowledgeError, MuscleId, Side, ZoneCode

BODY = atlas.load()
UNREVIEWED = ("trapezius_middle", "diaphragm", "soleus")
"""Said to be not reviewed here; the packaged atlas has a row for each."""
UNMAPPED = atlas_without(*UNREVIEWED)


def under(body: atlas.Atlas = BODY, **insertion: object) -> Under:
    given = {"plan": {"insertions": [{"side": "left", **insertion}]}}
    return review(msgspec.convert(given, ReviewRequest), atlas=body).under[0]


def test_what_lies_under_is_shown_with_what_was_measured() -> None:
    rhomboid = under(muscle="rhomboid_major")
    assert "pleura" in rhomboid.structures
    assert rhomboid.worst_event == "pneumothorax"
    assert rhomboid.reviewed
    assert {"skin_to_rib", "skin_to_muscle"} <= {depth.what for depth in rhomboid.reported_depths}
    assert all(depth.source for depth in rhomboid.reported_depths)


def test_every_feared_event_of_a_place_is_named_and_not_the_first_alone() -> None:
    chest = under(muscle="pectoralis_major_sternal")
    assert {"pneumothorax", "cardiac_tamponade"} <= set(chest.worst_events)
    assert chest.worst_events[0] == chest.worst_event
    assert chest.worst_event_label == chest.worst_event_labels[0]
    for muscle in BODY.muscles:
        named = {code for hazard in BODY.hazards_of(muscle.id) for code in hazard.worst_events}
        assert set(under(muscle=muscle.id).worst_events) == named


def test_muscle_without_a_hazard_row_says_not_reviewed() -> None:
    shown = under(UNMAPPED, muscle=UNREVIEWED[0])
    assert not shown.reviewed
    assert shown.note is not None
    assert "Unknown does not mean harmless" in shown.note
    assert shown.worst_event is None
    assert shown.worst_events == ()


def test_zone_alone_lists_what_is_known_under_it() -> None:
    shown = under(zone="bk.interscapular")
    assert "pleura" in shown.structures
    assert shown.note is not None
    assert "No muscle named" in shown.note


def test_unreviewed_muscle_over_the_lungs_still_meets_the_chest_rules() -> None:
    over_lungs = [muscle for muscle in UNREVIEWED if "chest" in load_places().muscles[muscle]]
    assert over_lungs
    person = ScreenRequest(answers={"thoracic_surgery_lung_disease_lung_disease": True})
    for muscle in over_lungs:
        plan = NeedlingPlan(insertions=(Insertion(muscle=MuscleId(muscle), side=Side.LEFT),))
        result = review(ReviewRequest(person=person, plan=plan), atlas=UNMAPPED)
        found = {finding.id for finding in result.findings}
        assert "thoracic_surgery_lung_disease_lung_disease" in found


def test_training_may_name_muscles_zones_and_regions() -> None:
    plan = NeedlingPlan(
        insertions=(
            Insertion(muscle=MuscleId("soleus"), side=Side.LEFT),
            Insertion(zone=ZoneCode("fa.volar_radial"), side=Side.LEFT),
            Insertion(muscle=MuscleId("masseter_deep"), side=Side.LEFT),
        )
    )
    trained = ("soleus", "fa.volar_radial", "head")
    found = review(ReviewRequest(plan=plan, training=trained)).findings
    assert "outside_training" not in {finding.id for finding in found}
    with pytest.raises(InvalidInput):
        review(ReviewRequest(plan=plan, training=("moon",)))


def test_every_atlas_muscle_and_zone_has_a_place() -> None:
    places = load_places()
    assert {muscle.id for muscle in BODY.muscles} == set(places.muscles)
    assert {zone.code for zone in BODY.zones} == set(places.zones)
    known = {row.id for row in BODY.knowledge.hazards.structures}
    rules = load_rules()
    assert {code for rule in (*rules.rules, *rules.plan_rules) for code in rule.structures} <= known


def test_place_labels_are_in_both_languages() -> None:
    places = load_places()
    assert places.label("upper_back", "es") == "parte alta de la espalda"
    assert places.label("thorax", "en") == "chest and upper back"
    assert places.label("soleus", "en") == "soleus"


SIGNS = load_triage()


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("hours", [1, 100])
def test_every_say_ends_with_the_safety_net_and_names_silence(language: str, hours: float) -> None:
    net = SIGNS.safety_net.in_language(language)
    for answers in (TriageAnswers(), TriageAnswers(soreness_nprs=3), TriageAnswers(fever=True)):
        person = ScreenRequest(language=language)  # pyright: ignore[reportArgumentType]
        said = triage(TriageRequest(hours_since=hours, answers=answers, person=person))
        assert said.say.endswith(net)
        assert "breathless" in said.unanswered
        assert SIGNS.signs[0].question.in_language(language) in said.say


def test_lungs_under_the_needle_are_said() -> None:
    near = triage(TriageRequest(hours_since=1, under=("pleura",), language="es"))
    assert "cerca de un pulmón" in near.say
    assert "pulmón" not in triage(TriageRequest(hours_since=1, under=("sciatic_nerve",))).say


def test_report_of_zero_is_no_report() -> None:
    said = triage(TriageRequest(hours_since=100, answers=TriageAnswers(pain_nprs=0, soreness_nprs=0)))
    assert said.level is Level.NOTHING_REPORTED


def test_consent_names_the_lung_only_where_a_needle_may_reach_it() -> None:
    calf = consent_risks((Insertion(muscle=MuscleId("soleus"), side=Side.LEFT),))
    assert calf.region_risks == ()
    assert calf.site_risks[0].structures
    chest = consent_risks((Insertion(muscle=MuscleId("rhomboid_major"), side=Side.LEFT),))
    assert [risk.id for risk in chest.region_risks] == ["pneumothorax"]
    rate = chest.region_risks[0].rates[0]
    assert (rate.count, rate.of, rate.percent) == (0, 7629, None)


def test_consent_says_every_risk_while_the_site_is_unknown() -> None:
    assert consent_risks(()).region_risks
    unreviewed = consent_risks((Insertion(muscle=MuscleId(UNREVIEWED[0]), side=Side.LEFT),), atlas=UNMAPPED)
    assert unreviewed.region_risks
    assert not unreviewed.site_risks[0].reviewed


def test_consent_carries_published_rates_with_their_denominators() -> None:
    effects = {effect.id: effect for effect in consent_risks(()).common_effects}
    brady = {
        name: next(rate for rate in effects[name].rates if rate.sources == ("brady_2014",))
        for name in ("bruise", "bleeding", "pain_during")
    }
    assert {name: (rate.percent, rate.of) for name, rate in brady.items()} == {
        "bruise": (7.55, 7629),
        "bleeding": (4.65, 7629),
        "pain_during": (3.01, 7629),
    }
    soreness = effects["soreness"].rates[0]
    assert (soreness.low_percent, soreness.high_percent) == (29.4, 91)
    major = effects["major"].rates[0]
    assert (major.count, major.of) == (20, 20464)


def test_consent_names_this_persons_own_risks_in_both_languages() -> None:
    screening = screen(ScreenRequest(answers={"spinal_deformity": True}))
    content = consent_risks((), screening)
    assert [risk.id for risk in content.own_risks] == ["spinal_deformity"]
    assert content.own_risks[0].because.es
    assert {"none", "exercise"} <= {row.id for row in content.alternatives}
    assert {"not_acupuncture", "right_to_stop", "driving"} <= {row.id for row in content.statements}
    assert all(content.citations[key] for row in content.statements for key in row.sources)


def test_aftercare_says_how_soon_to_get_help() -> None:
    content = load_aftercare()
    assert {row.id for row in content.advice if row.urgency == "same_day"} == {"infection"}
    assert all(row.urgency for row in aftercare(()).on("not_normal"))
    silent = tuple(replace(row, urgency=None) for row in content.advice)
    with pytest.raises(KnowledgeError, match="lungs"):
        check_aftercare(replace(content, advice=silent))


def test_aftercare_follows_what_lay_under() -> None:
    leg = {row.id for row in aftercare(("tibial_nerve",)).advice}
    chest = {row.id for row in aftercare(("pleura",)).advice}
    unknown = {row.id for row in aftercare((), reviewed=False).advice}
    assert chest - leg == {"lungs", "no_flight"}
    assert unknown == chest
    assert {row.topic for row in aftercare(()).on("whom_to_call")} == {"whom_to_call"}
    assert {row.id for row in aftercare(()).disagreements} == {
        "heat_or_ice",
        "restrictions",
        "soreness_peak",
    }


def test_cards_and_signs_are_whole() -> None:
    cards = {card.id for card in action_cards()}
    assert {
        "pneumothorax",
        "faint",
        "seizure",
        "bleeding",
        "nerve_pain",
        "broken_needle",
        "missing_needle",
        "infection",
        "anaphylaxis",
    } <= cards
    assert {"pneumothorax", "infection", "spinal_haematoma"} <= {sign.id for sign in warning_signs()}
    for card in action_cards():
        assert all(step.es and step.en for step in card.steps)


def test_nothing_tells_anyone_to_stop_a_medicine() -> None:
    rules = load_rules()
    for rule in rules.rules:
        words = rule.action.en.lower()
        assert "stop the medicine" not in words
        assert "stop taking" not in words
