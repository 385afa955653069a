"""Looking things up in the atlas, and where trigger points refer pain."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.atlas.unmapped import atlas_without

from drypoint.atlas import MuscleSide, TriggerPoint, ZoneSide, assemble, load, packaged
from drypoint.terms import InvalidInput, MuscleId, Side, ZoneCode

ATLAS = load()
UNITS = st.sampled_from(ATLAS.units)


def at(code: str, side: Side) -> ZoneSide:
    return ZoneSide(zone=ZoneCode(code), side=side)


def test_load_is_cached_and_quick() -> None:
    assert load() is ATLAS
    seconds: list[float] = []
    for _ in range(5):
        start = time.process_time()
        assemble(packaged())
        seconds.append(time.process_time() - start)
    assert min(seconds) < 0.06


def test_atlas_refuses_change() -> None:
    with pytest.raises(AttributeError):
        ATLAS.muscles = ()  # pyright: ignore[reportAttributeAccessIssue]
    with pytest.raises(AttributeError):
        ATLAS.muscle("piriformis").region = "knee"  # pyright: ignore[reportAttributeAccessIssue]


def test_version_names_the_data() -> None:
    stated, digest = ATLAS.version.split("+")
    assert stated.count(".") == 1
    assert len(digest) == 8
    changed = packaged()
    changed["zones.json"] = changed["zones.json"].replace(b"top of head", b"crown of head")
    assert assemble(changed).version.split("+")[1] != digest


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda: ATLAS.zone("head.tempel"), "unknown zone 'head.tempel'; did you mean head.temple"),
        (lambda: ATLAS.muscle("piriform"), "unknown muscle 'piriform'; did you mean piriformis"),
        (lambda: ATLAS.hazard("rhomboid"), "did you mean rhomboids"),
        (lambda: ATLAS.structure("plura"), "did you mean pleura"),
        (lambda: ATLAS.event("pneumothorx"), "did you mean pneumothorax"),
        (lambda: ATLAS.complaint("tension_headache"), "did you mean tension_type_headache"),
        (lambda: ATLAS.group("15_muscle"), "did you mean 15_muscles"),
        (lambda: ATLAS.source("kearns_202"), "did you mean kearns_2022"),
        (lambda: ATLAS.zone("§"), "unknown zone '§'"),
    ],
)
def test_unknown_code_names_the_closest(ask: object, message: str) -> None:
    assert callable(ask)
    with pytest.raises(InvalidInput) as refused:
        ask()
    assert str(refused.value).startswith("unknown ")
    assert message in str(refused.value)


def test_hint_is_left_out_when_nothing_is_close() -> None:
    with pytest.raises(InvalidInput) as refused:
        ATLAS.zone("§")
    assert str(refused.value) == "unknown zone '§'"


def test_hazards_of_a_muscle_name_it_first() -> None:
    rows = ATLAS.hazards_of("suboccipitals")
    assert [row.id for row in rows] == ["suboccipital_OCI", "rectus_capitis_posterior_major"]
    assert ATLAS.hazards_of("rhomboid_major")[0].structure_ids[0] == "pleura"
    assert ATLAS.hazards_of("rhomboid_major")[0].worst_event == "pneumothorax"


def test_muscle_without_hazard_row_is_said_to_be_not_reviewed() -> None:
    unmapped = atlas_without("longus_colli")
    assert unmapped.hazards_of("longus_colli") == ()
    assert not unmapped.muscle("longus_colli").is_reviewed
    assert ATLAS.muscle("piriformis").is_reviewed


def test_hazards_of_a_zone_hold_what_lies_under_it() -> None:
    assert "sternum_parasternal" in [row.id for row in ATLAS.hazards_of_zone("ch.sternum")]
    assert ATLAS.hazards_of_zone("head.teeth_upper_front") == ()


def test_prevalence_of_a_complaint_and_of_none() -> None:
    rows = ATLAS.prevalence_for("tension_type_headache")
    assert rows[0].muscles == ("suboccipitals",)
    assert rows[0].active_percent is not None
    assert rows[0].active_percent.middle == 65
    assert ATLAS.complaint("golfers_elbow").prevalence == "nothing_found"
    assert ATLAS.prevalence_for("golfers_elbow") == ()


def test_range_over_studies_keeps_both_ends() -> None:
    row = next(row for row in ATLAS.prevalence_for("low_back_pain") if row.muscles == ("quadratus_lumborum",))
    assert row.active_percent is not None
    assert (row.active_percent.low, row.active_percent.high, row.active_percent.middle) == (30, 55, 42.5)


def test_citation_carries_the_doi() -> None:
    with_doi, without = ATLAS.cited(("seol_2014", "gemt"))
    assert with_doi.endswith("DOI 10.5535/arm.2014.38.1.72")
    assert "DOI" not in without


def test_pattern_of_unknown_trigger_point_lists_those_there_are() -> None:
    assert ATLAS.pattern("trapezius_middle", 5).essential == ("bk.interscapular",)
    with pytest.raises(InvalidInput, match="trapezius_middle has no trigger point 1; it has 5, 6"):
        ATLAS.pattern("trapezius_middle", 1)


def test_units_are_every_trigger_point_on_every_side() -> None:
    assert len(ATLAS.units) == 368
    assert len(set(ATLAS.units)) == 368
    assert {unit.muscle_side for unit in ATLAS.units} == set(ATLAS.muscle_sides)
    assert len(ATLAS.zone_sides) == 231
    assert MuscleSide(muscle=MuscleId("diaphragm"), side=Side.MIDLINE) in ATLAS.muscle_sides
    assert MuscleSide(muscle=MuscleId("diaphragm"), side=Side.LEFT) not in ATLAS.muscle_sides


def test_referral_stays_on_the_side_of_the_muscle() -> None:
    referral = ATLAS.referral(TriggerPoint(muscle=MuscleId("multifidus_lumbar"), trp=1, side=Side.LEFT))
    assert referral.essential == (at("bk.lumbar", Side.LEFT), at("bk.sacrum", Side.MIDLINE))


def test_unpaired_muscle_refers_to_both_sides() -> None:
    referral = ATLAS.referral(TriggerPoint(muscle=MuscleId("diaphragm"), trp=1, side=Side.MIDLINE))
    assert referral.essential == (at("ch.costal_margin", Side.LEFT), at("ch.costal_margin", Side.RIGHT))


def test_frontal_pain_of_sternocleidomastoid_may_cross() -> None:
    unit = TriggerPoint(muscle=MuscleId("sternocleidomastoid_clavicular"), trp=1, side=Side.LEFT)
    referral = ATLAS.referral(unit)
    assert at("head.forehead", Side.LEFT) in referral.essential
    assert at("head.forehead", Side.RIGHT) in referral.spillover


@given(UNITS)
def test_referral_mirrors_with_its_trigger_point(unit: TriggerPoint) -> None:
    mirrored = ATLAS.referral(unit.mirrored)
    assert set(mirrored.essential) == set(ATLAS.referral(unit).mirrored.essential)
    assert set(mirrored.spillover) == set(ATLAS.referral(unit).mirrored.spillover)
    assert unit.mirrored.mirrored == unit
    assert unit.muscle_side.mirrored == unit.mirrored.muscle_side


@given(UNITS)
def test_referral_names_only_places_that_exist(unit: TriggerPoint) -> None:
    referral = ATLAS.referral(unit)
    assert set(referral.essential) | set(referral.spillover) <= set(ATLAS.zone_sides)
    assert not set(referral.essential) & set(referral.spillover)
