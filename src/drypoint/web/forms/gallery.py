"""One of each field."""

from django import forms
from django.utils.translation import gettext_lazy as _

from drypoint.web.forms.base import ClinicForm
from drypoint.web.forms.fields import (
    ClockField,
    DayField,
    Measurement,
    Rating,
    SignatureField,
    YesNoUnknown,
    YesNoUntested,
)
from drypoint.web.forms.zones import ZonesField

_TREATMENTS = [
    ("exercise", _("Exercise")),
    ("manual", _("Manual therapy")),
    ("education", _("Explaining and advice")),
]


class GalleryForm(ClinicForm):
    """Asks for everything and saves nothing."""

    words = forms.CharField(
        label=_("Words"), help_text=_("A hint says what is asked and why."), max_length=100
    )
    story = forms.CharField(label=_("A longer story"), widget=forms.Textarea, required=False)
    day = DayField(label=_("Day"))
    clock = ClockField(label=_("Time"), required=False)
    rotation = Measurement(label=_("Neck rotation"), unit="°", min_value=0, max_value=180)
    treatment = forms.ChoiceField(
        label=_("One of several"), choices=_TREATMENTS, widget=forms.RadioSelect, required=False
    )
    treatments = forms.MultipleChoiceField(
        label=_("Any of several"), choices=_TREATMENTS, widget=forms.CheckboxSelectMultiple, required=False
    )
    chosen = forms.ChoiceField(label=_("From a list"), choices=_TREATMENTS)
    bleeding = YesNoUnknown(label=_("Do you bleed easily?"))
    taut_band = YesNoUntested(label=_("Taut band"), required=False)
    pain = Rating(label=_("How strong is the pain now?"))
    understood = forms.BooleanField(label=_("I have read this"))
    zones = ZonesField(label=_("Where does it hurt?"))
    signature = SignatureField(label=_("Your full name"))
