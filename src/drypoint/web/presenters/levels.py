"""How each level of the safety engines looks and is called, worst first."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Level(NamedTuple):
    """A level's colour family, icon and word."""

    look: str
    icon: str
    word: str | Promise


LEVELS: dict[str, Level] = {
    "emergency": Level("emergency", "alert", _("Emergency")),
    "stop": Level("stop", "stop", _("Stop")),
    "refer": Level("refer", "refer", _("Refer")),
    "incomplete": Level("incomplete", "question", _("Incomplete")),
    "reasons_needed": Level("reasons_needed", "edit", _("Reasons needed")),
    "modify": Level("modify", "info", _("Modify")),
    "clear": Level("clear", "check", _("Clear")),
    # Levels of triage after a session.
    "same_day": Level("stop", "phone", _("Same day")),
    "call_clinic": Level("refer", "phone", _("Call the clinic")),
    "expected": Level("modify", "info", _("Expected")),
    "nothing_reported": Level("clear", "check", _("Nothing reported")),
    # Plain notes.
    "note": Level("modify", "info", _("Note")),
    "done": Level("clear", "check", _("Done")),
}
"""Levels by code. Colour never stands alone: each has its icon and its word."""
