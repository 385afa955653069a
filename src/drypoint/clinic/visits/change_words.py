"""What a change of a measure may mean by published figures, in the words of the active language."""

from django.utils.translation import gettext as _

from drypoint.outcomes import Change, ChangeRequest, MDCVerdict, MICVerdict, change, load_instruments
from drypoint.terms import InvalidInput

_ENGINE_NAME = {"ppt_kpa": "ppt", "rom_deg": "rom"}
"""Measures of the record that the outcome room knows by another name."""
ENGINE_ONLY = frozenset(_ENGINE_NAME.values())
"""Those other names: nothing is recorded by them."""


def engine_name(instrument: str) -> str:
    """The name by which the outcome room knows a measure of the record."""
    return _ENGINE_NAME.get(instrument, instrument)


_POPULATIONS = {
    "whiplash": "neck_pain",
    "neck_pain_with_arm_pain": "neck_pain",
    "shoulder_impingement": "shoulder_pain",
    "frozen_shoulder": "shoulder_pain",
    "tennis_elbow": "lateral_elbow_pain",
    "plantar_heel_pain": "foot_ankle_pain",
    "ankle_pain": "foot_ankle_pain",
    "foot_pain": "foot_ankle_pain",
}
"""Whose published figures serve for a complaint that has none of its own; our reading."""


def population_of(complaint: str) -> str | None:
    """The people for whom figures were published that serve for ``complaint``; ``None`` for all figures."""
    known = {one.id for one in load_instruments().populations}
    serving = _POPULATIONS.get(complaint, complaint)
    return serving if serving in known else None


def engine_change(instrument: str, before: float, after: float, *, complaint: str) -> Change | None:
    """What the change engine says; ``None`` where nobody's figure for this measure was found."""
    try:
        return change(
            ChangeRequest(
                instrument=engine_name(instrument),
                before=before,
                after=after,
                population=population_of(complaint),
            )
        )
    except InvalidInput:
        return None


def verdicts(said: Change | None) -> tuple[str, ...]:
    """Against measurement error, then against what people call important."""
    if said is None:
        return (_("Nobody's figure for this measure was found."),)
    return error_verdict(said.reliable_change, said.mdc), importance_verdict(said.important_change, said.mic)


def error_verdict(reliable: bool | None, rows: tuple[MDCVerdict, ...]) -> str:
    """Whether the change is more than measurement error."""
    if not any(row.applies for row in rows):
        return _("No published figure for measurement error was found for these people.")
    if reliable is None:
        return _("Published figures disagree on whether this is more than measurement error.")
    if reliable:
        return _("More than measurement error by every published figure found.")
    return _("Could be measurement error by every published figure found.")


def importance_verdict(important: bool | None, rows: tuple[MICVerdict, ...]) -> str:
    """Whether people call such a change important."""
    if not any(row.applies for row in rows):
        return _("No published figure for an important change was found for these people.")
    if important is None:
        return _("Published figures disagree on whether people call this important.")
    if important:
        return _("An important change by every published figure found.")
    return _("Less than an important change by every published figure found.")
