"""The session's buttons and its quick entry."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from drypoint.clinic.incidents.models import AdverseEventKind
from drypoint.clinic.incidents.severity import WHITE
from drypoint.clinic.stock.models import NeedleLot
from drypoint.needling import Sensation
from drypoint.web.forms.base import ClinicForm, RevisedForm
from drypoint.web.forms.fields import ClockField, MomentField
from drypoint.web.forms.widgets import Segmented
from drypoint.web.presenters.stock import choice as lot_choice

SENSATIONS = {
    Sensation.ACHE: _("Ache"),
    Sensation.CRAMP: _("Cramp"),
    Sensation.SHARP: _("Sharp"),
    Sensation.ELECTRIC: _("Electric"),
    Sensation.EASED: _("Eased"),
}
MOST_NEEDLES = 20
"""Of one row of the quick entry; more are typed as a second row's worth another time."""


class PressForm(ClinicForm):
    """One press. ``press`` says which button; the rest is what that button needs."""

    PRESSES = (
        "in",
        "twitch",
        "sensation",
        "manipulated",
        "estim_on",
        "estim_off",
        "out",
        "removed_all",
        "dropped",
        "broken",
        "paused",
        "resumed",
        "count",
        "closed",
        "undo",
    )

    press = forms.ChoiceField(choices=[(name, name) for name in PRESSES])
    seed = forms.UUIDField()
    place = forms.CharField(max_length=80, required=False)
    needle = forms.CharField(max_length=64, required=False)
    insertion = forms.CharField(max_length=64, required=False)
    event = forms.UUIDField(required=False)
    sensation = forms.ChoiceField(choices=list(SENSATIONS.items()), required=False)
    pain_nprs = forms.TypedChoiceField(
        choices=[(score, str(score)) for score in range(11)], coerce=int, empty_value=None, required=False
    )
    sharps = forms.IntegerField(
        label=_("Used needles in the sharps container"), min_value=0, max_value=1000, required=False
    )
    lot: "forms.ModelChoiceField[NeedleLot]" = forms.ModelChoiceField(queryset=None, required=False)

    def __init__(self, *args: Any, lots: QuerySet[NeedleLot], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lot"].queryset = lots  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A count needs its number, a sensation its name."""
        said = super().clean() or {}
        if said.get("press") == "count" and said.get("sharps") is None and "sharps" not in self.errors:
            self.add_error("sharps", _("Type how many you counted."))
        if said.get("press") == "sensation" and not said.get("sensation"):
            self.add_error(None, _("Choose what it feels like."))
        return said


class QuickRow(forms.Form):
    """What was done at one planned place, typed when the hands are free."""

    marks_required = True

    needles = forms.IntegerField(
        label=_("Needles"), min_value=0, max_value=MOST_NEEDLES, initial=0, required=False
    )
    minutes = forms.IntegerField(label=_("Minutes in"), min_value=0, max_value=120, initial=0, required=False)
    twitches = forms.IntegerField(label=_("Twitches"), min_value=0, max_value=1000, initial=0, required=False)
    sensations = forms.MultipleChoiceField(
        label=_("Response"),
        choices=[(felt, words) for felt, words in SENSATIONS.items() if felt is not Sensation.EASED],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        kwargs.setdefault("use_required_attribute", False)
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Twitches and sensations belong to a needle."""
        said = super().clean() or {}
        if (said.get("twitches") or said.get("sensations")) and not said.get("needles"):
            self.add_error("needles", _("Type how many needles."))
        return said


class QuickForm(ClinicForm):
    """The whole quick entry: when the last needle came out, and the lot."""

    seed = forms.UUIDField(widget=forms.HiddenInput)
    ended_at = ClockField(label=_("Last needle out at"))
    lot: "forms.ModelChoiceField[NeedleLot]" = forms.ModelChoiceField(
        label=_("Needle lot"), queryset=None, required=False, empty_label=_("Not noted")
    )

    def __init__(self, *args: Any, lots: QuerySet[NeedleLot], on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["lot"]
        choice.queryset = lots if self.is_bound else lots.filter(packs__gt=0)
        choice.label_from_instance = lambda lot: lot_choice(lot, on=on)


class IncidentCloseForm(ClinicForm):
    """Close although needles are missing: which ones, and what was done to find them."""

    seed = forms.UUIDField(widget=forms.HiddenInput)
    missing = forms.MultipleChoiceField(
        label=_("Which needles are missing?"), widget=forms.CheckboxSelectMultiple
    )
    what_happened = forms.CharField(
        label=_("What happened, and what was searched"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, needles: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["missing"].choices = needles  # type: ignore[attr-defined]


class HarmForm(ClinicForm):
    """Something unwanted happened to the person."""

    kind = forms.ChoiceField(
        label=_("What happened?"), choices=AdverseEventKind.choices, widget=forms.RadioSelect
    )
    grade = forms.ChoiceField(
        label=_("How bad?"),
        help_text=WHITE.source,
        choices=[(step.code, step.name) for step in WHITE.grades],
        widget=Segmented,
    )
    description = forms.CharField(
        label=_("In a few words"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    action_taken = forms.CharField(
        label=_("What was done"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class TroubleForm(HarmForm):
    """During a session: a press of its log too."""

    seed = forms.UUIDField(widget=forms.HiddenInput)


class LaterHarmForm(HarmForm):
    """After the visit, as far as it is known when it began."""

    onset_at = MomentField(label=_("Began"), required=False)
    field_order = ("kind", "grade", "onset_at")


class DetailsForm(RevisedForm):
    """What no event says."""

    skin_preparation = forms.CharField(label=_("Skin preparation"), max_length=200, required=False)
    stimulation = forms.CharField(label=_("Electrical stimulation: settings"), max_length=300, required=False)
    tolerance = forms.CharField(label=_("How it was borne"), max_length=500, required=False)
