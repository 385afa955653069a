"""Numbers that a clinic sets, because nobody published them, and the limits of what can be a human being.

A threshold that is None is not set. Where a rule has a figure of its own (the widest that a source states), a
clinic's setting replaces it; a laxer one is for the clinic to sign, and pages show it where it acts.
"""

from typing import Annotated

from msgspec import Meta

from drypoint.terms import Value

GUARDIAN_BELOW_YEARS = 18.0
"""The highest age that a source states: common US law (unverified); the New Zealand code says 16."""


class ClinicThresholds(Value, frozen=True):
    """Settings signed by a named clinician; None: not set, the rule's own figure holds if it has one."""

    guardian_consent_below_years: Annotated[float, Meta(ge=0, le=120)] | None = None
    """Age below which a guardian must consent. Law differs by place; unset, GUARDIAN_BELOW_YEARS."""
    low_bmi_below: Annotated[float, Meta(ge=8, le=100)] | None = None
    """Body mass index (kg/m²) below which build is a finding over the lungs. Unset, 18.5 (underweight)."""
    severe_pain_nprs: Annotated[float, Meta(ge=0, le=10)] | None = None
    """Pain after needling (0-10) from which the clinic wants a call before 72 h. Unset, 7 (unverified)."""

    @property
    def guardian_below(self) -> float:
        """The age in years that holds."""
        set_age = self.guardian_consent_below_years
        return GUARDIAN_BELOW_YEARS if set_age is None else set_age


class Plausible(Value, frozen=True):
    """Limits beyond which a number is a slip of the pen, not a person. Not clinical thresholds."""

    low: float
    high: float
    unit: str


PLAUSIBLE: dict[str, Plausible] = {
    "age": Plausible(low=0, high=120, unit="years"),
    "height_cm": Plausible(low=40, high=260, unit="cm"),
    "weight_kg": Plausible(low=2, high=500, unit="kg"),
    "bmi": Plausible(low=8, high=120, unit="kg/m²"),
    "pregnancy_weeks": Plausible(low=0, high=44, unit="weeks"),
}

BMI_MAY_DIFFER_BY = 1.0
"""kg/m² by which a given body mass index may differ from height and weight before we ask which is right."""

PREGNANCY_ASKED_FROM_YEARS = 9
PREGNANCY_ASKED_TO_YEARS = 60
"""Outside these ages, or for a man, the question is not required. Wide on purpose; no source (unverified)."""

MEDICINES_MANY = 30
"""A longer list is returned for checking: a limit of plausibility, not a clinical one."""
