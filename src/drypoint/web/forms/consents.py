"""Where needling is planned, the signature under a consent, and its withdrawal."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from drypoint.safety.places import load_places
from drypoint.web.forms.base import ClinicForm
from drypoint.web.forms.facts import FactForm
from drypoint.web.forms.fields import SignatureField
from drypoint.web.templatetags.drypoint import localised


def region_choices() -> list[tuple[str, str]]:
    """The regions of the safety rules, head to foot."""
    return [(one.code, localised(one.label)) for one in load_places().regions]


class RegionsForm(ClinicForm):
    """The regions to be needled."""

    regions = forms.MultipleChoiceField(
        label=_("Where may needles go?"),
        help_text=_("Needling elsewhere needs a new consent."),
        choices=region_choices,
        widget=forms.CheckboxSelectMultiple,
    )


class SignForm(FactForm):
    """The signature under what was read; ``regions`` travel along."""

    regions = forms.MultipleChoiceField(choices=region_choices, widget=forms.MultipleHiddenInput)
    understood = forms.BooleanField(
        label=_("I have read this or it was read to me. I could ask questions. I want dry needling."),
        error_messages={"required": _("Tick this to agree. Without it there is no consent.")},
    )
    signature = SignatureField(label=_("Your full name"))
    guardian_relationship = forms.CharField(
        label=_("If you sign for somebody else: what are you to them?"),
        help_text=_("Such as mother or legal guardian."),
        max_length=100,
        required=False,
    )
    interpreter = forms.CharField(label=_("Interpreter, if there was one"), max_length=200, required=False)

    def __init__(self, *args: Any, guardian_needed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if guardian_needed:
            field = self.fields["guardian_relationship"]
            field.required = True
            field.error_messages = {"required": _("A parent or guardian must sign here.")}

    @property
    def path(self) -> str:
        """The drawn signature as an SVG path, empty where it was only typed."""
        strokes = self.cleaned_data["signature"].strokes
        return " ".join(
            "M" + " L".join(f"{x} {y}" for x, y in (stroke if len(stroke) > 1 else stroke * 2))
            for stroke in strokes
            if stroke
        )


class WithdrawForm(ClinicForm):
    """Take a consent back. A reason is never asked for; words may be noted."""

    words = forms.CharField(
        label=_("In their words"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class MyWithdrawForm(ClinicForm):
    """The person takes their consent back: one tap."""
