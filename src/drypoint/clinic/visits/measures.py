"""What can be measured in a visit: the outcome room's instruments, and values with a unit in their name."""

from drypoint.outcomes import load_instruments, load_rom
from drypoint.terms import InvalidInput, Side, Value


class Measure(Value, frozen=True):
    """One thing that is measured; ``low`` and ``high`` are the ends of its scale, ``None`` where open."""

    id: str
    unit: str
    low: float | None
    high: float | None
    needs_motion: bool = False
    """Measured at a joint's motion, such as ``cervical.rotation``."""


# Two 0-10 scales and physical quantities. Bounds are those of the scale or of geometry, not of health.
PHYSICAL: dict[str, Measure] = {
    measure.id: measure
    for measure in (
        Measure(id="tightness_nrs", unit="points", low=0, high=10),
        Measure(id="soreness_nprs", unit="points", low=0, high=10),
        Measure(id="rom_deg", unit="deg", low=-180, high=360, needs_motion=True),
        Measure(id="strength_grade", unit="grade 0-5", low=0, high=5),
        Measure(id="strength_kg", unit="kg", low=0, high=None),
        Measure(id="grip_kg", unit="kg", low=0, high=None),
        Measure(id="ppt_kpa", unit="kPa", low=0, high=None),
    )
}


class OtherUnit(Value, frozen=True):
    """A unit in which a measure may be read off; it is kept in the measure's own."""

    measure: str
    factor: float
    """Of the measure's own unit."""
    unit: str


OTHER_UNITS: dict[str, OtherUnit] = {
    "ppt_kgf_cm2": OtherUnit(measure="ppt_kpa", factor=98.0665, unit="kgf/cm²"),
    "ppt_n_cm2": OtherUnit(measure="ppt_kpa", factor=10.0, unit="N/cm²"),
}
"""Algometers show any of these. Exact: 1 kgf is 9.80665 N (standard gravity), 1 N/cm² is 10 kPa."""


def measure(instrument: str) -> Measure:
    """What ``instrument`` names; raises ``InvalidInput`` for an unknown one."""
    if (known := PHYSICAL.get(instrument)) is not None:
        return known
    for one in load_instruments().instruments:
        if one.id == instrument:
            return Measure(id=one.id, unit=one.unit.en, low=one.low, high=one.high)
    raise InvalidInput("Choose what was measured from the list.", where="instrument")


def check(instrument: str, *, value: float, place: str, side: str, moved_by: str) -> Measure:
    """The measure, if value and place fit it; else ``InvalidInput`` that names the field."""
    known = measure(instrument)
    below = known.low is not None and value < known.low
    if value != value or below or (known.high is not None and value > known.high):
        ends = f"from {known.low:g}" if known.high is None else f"from {known.low:g} to {known.high:g}"
        raise InvalidInput(f"Give a value {ends} {known.unit}.", where="value")
    if known.needs_motion:
        motions = {f"{joint}.{motion}" for joint, motion in load_rom().motions()}
        if place not in motions:
            raise InvalidInput("Choose the joint and motion from the list.", where="place")
        if not moved_by:
            raise InvalidInput("Say whether the motion was active or passive.", where="moved_by")
    elif moved_by:
        raise InvalidInput("Active or passive belongs to a motion.", where="moved_by")
    if side and side not in {one.value for one in Side}:
        raise InvalidInput("Choose the side.", where="side")
    return known
