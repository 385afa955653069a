"""Measures, units and places in the words of the active language."""

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from drypoint.clinic.episodes.models import BodySide
from drypoint.outcomes import load_instruments

JOINTS: dict[str, str | Promise] = {
    "cervical": gettext_lazy("Neck"),
    "shoulder": gettext_lazy("Shoulder"),
    "elbow": gettext_lazy("Elbow"),
    "wrist": gettext_lazy("Wrist"),
    "hip": gettext_lazy("Hip"),
    "knee": gettext_lazy("Knee"),
    "ankle": gettext_lazy("Ankle"),
}
MOTIONS: dict[str, str | Promise] = {
    "flexion": gettext_lazy("flexion"),
    "extension": gettext_lazy("extension"),
    "lateral_flexion": gettext_lazy("lateral flexion"),
    "rotation": gettext_lazy("rotation"),
    "internal_rotation": gettext_lazy("internal rotation"),
    "external_rotation": gettext_lazy("external rotation"),
    "abduction": gettext_lazy("abduction"),
    "dorsiflexion": gettext_lazy("dorsiflexion"),
    "plantar_flexion": gettext_lazy("plantar flexion"),
    "pronation": gettext_lazy("pronation"),
    "supination": gettext_lazy("supination"),
    "radial_deviation": gettext_lazy("radial deviation"),
    "ulnar_deviation": gettext_lazy("ulnar deviation"),
}
PHYSICAL: dict[str, str | Promise] = {
    "tightness_nrs": gettext_lazy("Tightness"),
    "soreness_nprs": gettext_lazy("Soreness"),
    "rom_deg": gettext_lazy("Range of motion"),
    "strength_grade": gettext_lazy("Strength, by grade"),
    "strength_kg": gettext_lazy("Strength"),
    "grip_kg": gettext_lazy("Grip"),
    "ppt_kpa": gettext_lazy("Pressure pain threshold"),
}
UNITS: dict[str, str | Promise] = {
    "deg": "°",
    "points": gettext_lazy("points"),
    "grade 0-5": gettext_lazy("grade 0–5"),
}


def measure_names() -> dict[str, str]:
    """Every measure by id, physical ones first."""
    language = get_language() or "en"
    instruments = {one.id: one.name.in_language(language) for one in load_instruments().instruments}
    return {**{name: str(said) for name, said in PHYSICAL.items()}, **instruments}


def measure_name(measure: str) -> str:
    """One measure by id; what is none, such as ``joint.motion.side``, as it can be read."""
    return measure_names().get(measure) or measure.replace(".", " ").replace("_", " ")


def unit_name(unit: str) -> str:
    """A unit as it is read."""
    return str(UNITS.get(unit, unit))


def place_name(place: str) -> str:
    """A joint's motion, such as ``Hip: flexion``; any other place as it was written."""
    joint, _dot, motion = place.partition(".")
    return f"{JOINTS[joint]}: {MOTIONS.get(motion, motion)}" if joint in JOINTS and motion else place


def measured_name(instrument: str, place: str, side: str, moved_by: str) -> str:
    """What was measured where; a motion needs no other name."""
    moved = {"active": _("active"), "passive": _("passive")}
    parts = (
        "" if instrument == "rom_deg" else measure_name(instrument),
        place_name(place),
        str(BodySide(side).label) if side else "",
        moved.get(moved_by, ""),
    )
    return ", ".join(part for part in parts if part)
