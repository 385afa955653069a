"""The plan of care, of which needling may be a part, and its goals."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from drypoint.clinic.episodes.models import PlanOfCare
from drypoint.clinic.visits import measures
from drypoint.outcomes import load_instruments, load_rom
from drypoint.web.forms.base import ClinicForm
from drypoint.web.forms.facts import FactForm
from drypoint.web.forms.fields import DayField
from drypoint.web.forms.widgets import Measured, Segmented
from drypoint.web.presenters.courses import measure_name, motion_name, unit_name


def _needling(value: str) -> bool:
    return value == "yes"


class PlanForm(FactForm):
    """Why this care, whether to needle and why, how often, until when."""

    indication = forms.CharField(
        label=_("Indication"),
        help_text=_("Why this care: what was found and what it keeps the person from doing."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    needling = forms.TypedChoiceField(
        label=_("Is dry needling part of it?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=_needling,
        widget=Segmented,
    )
    needling_reason = forms.CharField(
        label=_("Why, or why not?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    planned_visits = forms.IntegerField(label=_("How many visits?"), min_value=1, max_value=100)
    interval_days = forms.IntegerField(
        label=_("How far apart?"),
        min_value=1,
        max_value=365,
        widget=Measured(unit=_("days"), attrs={"inputmode": "numeric"}),
    )
    review_on = DayField(label=_("Look at the plan again on"), required=False)

    @classmethod
    def of(cls, plan: PlanOfCare | None) -> "PlanForm":
        """The form with what stands now."""
        if plan is None:
            return cls()
        names = ("indication", "needling_reason", "planned_visits", "interval_days", "review_on")
        return cls(
            initial={
                "supersedes": plan.pk,
                "needling": "yes" if plan.needling else "no",
                **{name: getattr(plan, name) for name in names},
            }
        )


class PlannedTreatmentForm(ClinicForm):
    """One treatment beside needling."""

    kind = forms.CharField(label=_("Treatment"), max_length=200)
    words = forms.CharField(label=_("In words"), max_length=2000, required=False)


class GoalForm(FactForm):
    """A goal in the person's words, and where possible as a number on a measure by a day."""

    words = forms.CharField(label=_("Goal"), help_text=_("What they want to do again."), max_length=500)
    measure = forms.ChoiceField(label=_("Measured by"), required=False)
    target_value = forms.FloatField(label=_("Target"), required=False)
    by_on = DayField(label=_("By"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["measure"].choices = measure_choices()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A target needs its measure, and fits its scale; the unit comes with the measure."""
        said = super().clean() or self.cleaned_data
        measure, target = said.get("measure"), said.get("target_value")
        if bool(measure) != (target is not None):
            missing = "target_value" if measure else "measure"
            self.add_error(missing, _("A target needs both: what is measured, and the number."))
            return said
        said["unit"] = ""
        if measure and target is not None:
            known = measures.measure(measure if "." not in measure else "rom_deg")
            said["unit"] = known.unit
            low, high = known.low, known.high
            if (low is not None and target < low) or (high is not None and target > high):
                self.add_error("target_value", _("This number is not on the scale."))
        return said


class MeetForm(ClinicForm):
    """A goal is met."""

    met_on = DayField(label=_("Met on"))


def measure_choices() -> list[tuple[Any, Any]]:
    """Instruments, physical values and joints' motions, as the course of the episode reads them."""
    scores = [(one.id, measure_name(one.id)) for one in load_instruments().instruments]
    physical = [
        (one.id, f"{measure_name(one.id)} ({unit_name(one.unit)})")
        for one in measures.PHYSICAL.values()
        if not one.needs_motion
    ]
    motions = [
        (f"{joint}.{motion}.{side}", motion_name(f"{joint}.{motion}", side, ""))
        for joint, motion in load_rom().motions()
        for side in ("left", "right")
    ]
    return [
        ("", _("In words only")),
        (_("Scores"), scores),
        (_("Values"), physical),
        (_("Range of motion"), motions),
    ]
