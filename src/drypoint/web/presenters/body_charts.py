"""The body chart in words: views with the patient's own sides, figures, and what is said while one draws."""

import json
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drypoint.atlas.body import Panel, View, body
from drypoint.painmap.request import Quality
from drypoint.web.presenters.zones import QUALITIES

VIEWS: dict[str, str | Promise] = {
    "front": gettext_lazy("Front"),
    "back": gettext_lazy("Back"),
    "right": gettext_lazy("Right side"),
    "left": gettext_lazy("Left side"),
    "head_front": gettext_lazy("Face"),
    "head_back": gettext_lazy("Back of the head"),
    "head_right": gettext_lazy("Head, right"),
    "head_left": gettext_lazy("Head, left"),
    "head_top": gettext_lazy("Top of the head"),
    "hands_palm": gettext_lazy("Palms"),
    "hands_back": gettext_lazy("Backs of the hands"),
    "feet_top": gettext_lazy("Feet from above"),
    "feet_sole": gettext_lazy("Soles"),
    "feet_inner": gettext_lazy("Inner sides of the feet"),
}

FIRST_QUALITIES = (Quality.ACHE, Quality.SHARP, Quality.BURNING, Quality.NUMB, Quality.TINGLING)
"""The ones that are always in sight; the others are folded away."""

SKINS = 5
"""Swatches; their colours stand in ``tokens.css``."""


@dataclass(frozen=True, slots=True)
class ViewButton:
    """One view of the strip, with the sides as the viewer sees them, from left to right."""

    name: str
    label: str
    sides: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A code with its words."""

    code: str
    label: str


def views() -> list[ViewButton]:
    """Every view, in the order in which it is looked for."""
    known = {view.name: view for view in body().figures[0].views}
    return [
        ViewButton(name=name, label=str(label), sides=_sides(known[name])) for name, label in VIEWS.items()
    ]


def figures() -> list[Choice]:
    """The figures of average build."""
    return [
        Choice("female", _("Female")),
        Choice("male", _("Male")),
        Choice("neutral", _("Neutral")),
    ]


def qualities() -> tuple[list[Choice], list[Choice]]:
    """The first ones and the rest."""
    said = {code: Choice(code, str(words)) for code, words in QUALITIES.items()}
    first = [said[code] for code in FIRST_QUALITIES]
    return first, [choice for code, choice in said.items() if code not in FIRST_QUALITIES]


def words(*, chart: str) -> str:
    """What the element says, as JSON: ``{…}`` is filled in by it."""
    return json.dumps(
        {
            "chart": chart,
            "views": [[view.name, view.label, list(view.sides)] for view in views()],
            "qualities": {code: str(label) for code, label in QUALITIES.items()},
            "said": {
                "not_said": _("Strength not said"),
                "strength": _("{strength} of 10"),
                "marked": _("Marked: {zones}."),
                "unmarked": _("No longer marked: {zones}."),
                "more": _("and {count} more"),
                "missed": _("That stroke did not touch the body."),
                "none": _("Nothing is marked yet."),
                "total": _("Marked places: {count}. Area: {area} cm²."),
                "inside": _("inside the body"),
                "full": _("The drawing is full. Undo some of it before you draw on."),
                "unread": _(
                    "The figure could not be loaded. Tick the places in the list; "
                    "they are saved all the same."
                ),
                "undone": _("Undone."),
                "redone": _("Redone."),
                "pain": _("Pain {number}"),
                "chosen": _("{pain} is drawn now."),
                "removed": _("{pain} is removed. Undo brings it back."),
                "cleared": _("The drawing is empty. Undo brings it back."),
                "figure": _("The figure is changed. Undo brings the drawing back."),
                "view": _("You see: {view}."),
            },
        }
    )


def _sides(view: View) -> tuple[str, ...]:
    """Whose side stands where, as the person says it of the own body."""
    right, left = _("your right"), _("your left")
    panels = sorted(view.panels, key=lambda panel: panel.at[0])
    if len(panels) > 1:
        return tuple(right if panel.side == "right" else left for panel in panels)
    return _of_one(panels[0], right, left)


def _of_one(panel: Panel, right: str, left: str) -> tuple[str, ...]:
    if panel.source in {"right", "left"}:
        return (right if panel.source == "right" else left,)
    return (right, left) if panel.source in {"front", "below"} else (left, right)
