"""What the packaged knowledge promises its readers."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from drypoint.atlas import (
    BillingBasis,
    DepthKind,
    HazardBasis,
    IdentifierScope,
    PalpationRoute,
    Population,
    Together,
    load,
    packaged,
)
from drypoint.atlas.references import rows
from drypoint.atlas.rows import weakest
from drypoint.terms import Side, Verification

ATLAS = load()
ADVICE = re.compile(
    r"\b(safe(ly|r|st|ty)?|recommend\w*|maxim(um|al)|segur\w+|recomiend\w+|recomend\w+|máxim\w+)\b",
    re.IGNORECASE,
)
COMPLAINTS_OF_PATIENTS_PAGES = [
    "tension_type_headache",
    "cervicogenic_headache",
    "migraine",
    "jaw_pain",
    "neck_pain",
    "whiplash",
    "shoulder_pain",
    "shoulder_impingement",
    "upper_back_pain",
    "tennis_elbow",
    "golfers_elbow",
    "wrist_hand_pain",
    "chest_wall_pain",
    "mid_back_pain",
    "low_back_pain",
    "disc_problem",
    "sacroiliac_pain",
    "pelvic_pain",
    "hip_buttock_pain",
    "sciatica_like_pain",
    "groin_pain",
    "hamstring_pain",
    "outer_thigh_pain",
    "kneecap_pain",
    "knee_osteoarthritis",
    "hip_osteoarthritis",
    "calf_pain",
    "achilles_pain",
    "ankle_pain",
    "plantar_heel_pain",
    "foot_pain",
    "spasticity_after_stroke",
    "fibromyalgia",
    "post_surgical_pain",
    "post_mastectomy_pain",
    "tendon_trouble",
    "ligament_strain",
]


def texts(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a file with its path; citations are their authors' words."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in ("citation", "latin", "id", "muscle", "fma_term", "uberon_name"):
                yield from texts(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from texts(inner, f"{path}[{number}]")
    elif isinstance(value, str):
        yield path, value


def test_counts_are_those_of_the_gathered_knowledge() -> None:
    assert (len(ATLAS.zones), len(ATLAS.muscles), len(ATLAS.hazards)) == (122, 144, 72)
    assert len(ATLAS.prevalence) == 80


@pytest.mark.parametrize("name", packaged())
def test_no_text_of_ours_calls_a_depth_fit(name: str) -> None:
    names = {muscle.name.en for muscle in ATLAS.muscles}
    words = [text for _, text in texts(json.loads(packaged()[name])) if text not in names]
    assert [text for text in words if ADVICE.search(text)] == []


@pytest.mark.parametrize("name", packaged())
def test_every_text_for_people_is_in_english_and_spanish(name: str) -> None:
    def bilingual(value: Any) -> Iterator[dict[str, str]]:
        if isinstance(value, dict):
            if "en" in value:
                yield value
            for inner in value.values():
                yield from bilingual(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from bilingual(inner)

    assert [
        text for text in bilingual(json.loads(packaged()[name])) if not text["en"] or not text.get("es")
    ] == []


def test_every_row_has_a_source_and_unpublished_rows_are_never_verified() -> None:
    for _, name, row in rows(ATLAS.knowledge):
        assert row.sources, name
        if not row.is_published:
            assert row.verification is not Verification.VERIFIED, name


def test_second_hand_sources_never_make_a_row_verified() -> None:
    for _, name, row in rows(ATLAS.knowledge):
        if row.verification is Verification.VERIFIED:
            read = [ATLAS.source(key).verification for key in row.sources]
            assert Verification.VERIFIED in read, name


def test_complaints_cover_the_patients_pages() -> None:
    assert set(COMPLAINTS_OF_PATIENTS_PAGES) <= {complaint.id for complaint in ATLAS.complaints}


def test_inner_zones_are_those_without_skin() -> None:
    assert {zone.code for zone in ATLAS.zones if zone.inner} == {
        "head.teeth_upper_front",
        "head.teeth_upper_back",
        "head.teeth_lower_front",
        "head.teeth_lower_back",
        "head.mouth_throat",
        "pv.perineum",
        "pv.rectum",
    }


def test_zone_exists_on_its_sides() -> None:
    assert ATLAS.zone("bk.sacrum").sides == (Side.MIDLINE,)
    assert ATLAS.zone("head.temple").sides == (Side.LEFT, Side.RIGHT)


def test_every_muscle_over_the_chest_names_the_pleura() -> None:
    over_the_chest = [
        "trapezius_upper",
        "trapezius_middle",
        "trapezius_lower",
        "levator_scapulae",
        "supraspinatus",
        "infraspinatus",
        "rhomboid_major",
        "rhomboid_minor",
        "serratus_anterior",
        "serratus_posterior_superior",
        "serratus_posterior_inferior",
        "pectoralis_major_clavicular",
        "pectoralis_major_sternal",
        "pectoralis_major_costal",
        "pectoralis_minor",
        "subclavius",
        "intercostals",
        "iliocostalis_thoracis",
        "longissimus_thoracis",
        "multifidus_thoracic",
        "scalenus_anterior",
        "scalenus_medius",
        "scalenus_posterior",
        "scalenus_minimus",
        "latissimus_dorsi",
        "subscapularis",
        "sternalis",
        "sternocleidomastoid_clavicular",
        "quadratus_lumborum",
        "teres_major",
        "teres_minor",
        "omohyoid",
    ]
    for muscle in over_the_chest:
        under = {code for hazard in ATLAS.hazards_of(muscle) for code in hazard.structure_ids}
        assert "pleura" in under, muscle


def test_hazard_link_says_whether_the_row_names_the_muscle() -> None:
    links = ATLAS.muscle("omohyoid").hazards
    assert links != "not_reviewed"
    assert [(link.hazard, link.basis) for link in links] == [("scalenes", HazardBasis.SAME_STRUCTURES)]


def test_lengths_to_rib_pleura_and_muscle_are_apart() -> None:
    rhomboids = ATLAS.hazard("rhomboids").reported_depths
    lean = [row for row in rhomboids if row.population == "body mass index below 23"]
    assert [(row.what, row.mean_mm, row.sd_mm) for row in lean] == [
        (DepthKind.SKIN_TO_MUSCLE, 12, 2),
        (DepthKind.SKIN_TO_RIB, 21, 4),
    ]
    apex = [
        row.mean_mm for row in ATLAS.hazard("upper_trapezius").reported_depths if row.what == "skin_to_pleura"
    ]
    assert apex == [53.1, 53.5, 46.8, 46.7, None, None]


def test_figures_named_by_a_source_are_never_means() -> None:
    named = [
        depth
        for hazard in ATLAS.hazards
        for depth in hazard.reported_depths
        if depth.what is DepthKind.NAMED_BY_SOURCE
    ]
    assert named
    assert [depth for depth in named if depth.mean_mm is not None or depth.min_mm is not None] == []


def test_needles_that_reached_the_pleural_space_are_counted_by_length() -> None:
    reaching = [row for row in ATLAS.hazard("upper_trapezius").reported_depths if row.needle_mm is not None]
    assert [(row.needle_mm, row.reached, row.n) for row in reaching] == [
        (30, 0, 15),
        (40, 1, 15),
        (50, 4, 15),
        (60, 6, 15),
    ]


@pytest.mark.parametrize("hazard", ["piriformis", "upper_trapezius", "suboccipital_OCI"])
def test_disagreements_show_at_least_two_positions(hazard: str) -> None:
    (disagreement,) = ATLAS.hazard(hazard).disagreements
    assert len(disagreement.positions) >= 2


def test_parts_of_one_muscle_are_billed_once() -> None:
    parts = ("trapezius_upper", "trapezius_middle", "trapezius_lower")
    assert {ATLAS.muscle(part).billing_muscle for part in parts} == {"trapezius"}
    assert ATLAS.muscle("scalenus_anterior").billing.basis is BillingBasis.JUDGEMENT
    assert ATLAS.muscle("scalenus_anterior").billing.verification is Verification.UNVERIFIED
    for muscle in ATLAS.muscles:
        if muscle.billing.basis is BillingBasis.PART_OF_ONE:
            shared = [other for other in ATLAS.muscles if other.billing_muscle == muscle.billing_muscle]
            assert len(shared) > 1, muscle.id


def test_palpability_is_true_false_or_divided() -> None:
    assert ATLAS.muscle("vastus_intermedius").palpable is False
    assert ATLAS.muscle("psoas_major").palpable is None
    assert ATLAS.muscle("infraspinatus").palpable is True
    assert ATLAS.muscle("levator_ani").palpability.route is PalpationRoute.PELVIC
    divided = [muscle.palpability.verification for muscle in ATLAS.muscles if muscle.palpable is None]
    assert set(divided) == {Verification.UNVERIFIED}


def test_no_muscle_in_which_a_study_palpated_points_is_called_impalpable() -> None:
    examined = {muscle for row in ATLAS.prevalence for muscle in row.muscles}
    assert [muscle for muscle in examined if ATLAS.muscle(muscle).palpable is False] == []


def test_disputed_patterns_are_marked_and_the_weakest_counts() -> None:
    assert ATLAS.muscle("mylohyoid").pattern_verification is Verification.UNVERIFIED
    assert ATLAS.muscle("temporalis").pattern_verification is Verification.EXPERT_KNOWLEDGE
    assert weakest(Verification) is Verification.UNVERIFIED


def test_identifier_of_a_group_says_that_it_names_one_member() -> None:
    assert ATLAS.muscle("suboccipitals").identifiers.scope is IdentifierScope.MEMBER
    assert ATLAS.muscle("multifidus_lumbar").identifiers.scope is IdentifierScope.WHOLE
    assert ATLAS.muscle("piriformis").identifiers.scope is IdentifierScope.EXACT
    assert ATLAS.muscle("sternalis").identifiers.fma is None


def test_points_not_split_into_active_and_latent_are_not_called_active() -> None:
    (radiculopathy,) = ATLAS.prevalence_for("disc_problem")
    assert radiculopathy.active_percent is None
    assert radiculopathy.any_percent is not None
    assert radiculopathy.any_percent.low == 76.4
    assert radiculopathy.muscles_are is Together.ANY


def test_group_rows_give_numbers_of_points_and_no_share() -> None:
    grouped = [row for row in ATLAS.prevalence if row.group is not None]
    assert len(grouped) == 13
    assert [row.id for row in grouped if row.active_percent or row.latent_percent or row.any_percent] == []
    jaw = ATLAS.prevalence_for("jaw_pain")[0]
    assert (jaw.mean_active, jaw.sites) == (6, 10)
    assert ATLAS.group(str(jaw.group)).muscles is not None
    assert ATLAS.group("15_muscles").muscles is None


def test_people_without_pain_speak_for_no_complaint() -> None:
    linked = {row for complaint in ATLAS.complaints for row in complaint.prevalence_ids}
    healthy = {row.id for row in ATLAS.prevalence if row.population is Population.HEALTHY}
    assert healthy
    assert not linked & healthy


def test_palpation_agreement_is_kept_as_published() -> None:
    kappas = {row.id: row.kappa for row in ATLAS.palpation.agreement if row.kappa is not None}
    assert kappas == {
        "rathbone_any_trigger_point": 0.452,
        "rathbone_local_tenderness": 0.676,
        "rathbone_pain_recognition": 0.575,
    }
