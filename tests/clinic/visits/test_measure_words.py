"""Measures in words."""

from django.utils import translation

from drypoint.clinic.visits import measures
from drypoint.clinic.visits.measure_words import (
    JOINTS,
    MOTIONS,
    PHYSICAL,
    measure_name,
    measured_name,
    place_name,
    unit_name,
)
from drypoint.outcomes import load_rom


def test_every_measure_and_motion_has_words() -> None:
    assert PHYSICAL.keys() == measures.PHYSICAL.keys()
    for joint, motion in load_rom().motions():
        assert joint in JOINTS
        assert motion in MOTIONS


def test_measure_reads_well_with_its_place() -> None:
    assert measured_name("rom_deg", "hip.flexion", "left", "passive") == "Hip: flexion, left, passive"
    assert measured_name("ppt_kpa", "gluteus medius", "", "") == "Pressure pain threshold, gluteus medius"
    assert measured_name("nprs", "", "", "") == "Numeric Pain Rating Scale"
    assert measure_name("shoulder.flexion.left") == "shoulder flexion left"
    assert (unit_name("deg"), unit_name("kPa"), place_name("a.b")) == ("°", "kPa", "a.b")


def test_instruments_are_named_in_the_active_language() -> None:
    with translation.override("es"):
        assert measure_name("nprs") != "Numeric Pain Rating Scale"
