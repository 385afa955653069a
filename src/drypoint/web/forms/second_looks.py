"""What a second examiner feels at each place, and the two sentences without which it is no blind look."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from drypoint.clinic.visits.queries.second_looks import JUDGED
from drypoint.web.forms.base import ClinicForm
from drypoint.web.forms.fields import YesNoUntested


class LookForm(ClinicForm):
    """One place; whatever is not felt for stays not tested."""

    marks_required = True

    trigger_point = YesNoUntested(label=_("A trigger point"), required=False)
    taut_band = YesNoUntested(label=_("Taut band"), required=False)
    spot_tenderness = YesNoUntested(label=_("Spot tenderness"), required=False)
    recognised_pain = YesNoUntested(label=_("Recognised pain"), required=False)
    referred_pain = YesNoUntested(label=_("Referred pain"), required=False)
    local_twitch_response = YesNoUntested(label=_("Local twitch response"), required=False)

    @property
    def said(self) -> dict[str, Any]:
        """The answers; empty where nothing was felt for."""
        found = {name: self.cleaned_data[name] for name in JUDGED}
        return found if any(value is not None for value in found.values()) else {}


class ConfirmForm(ClinicForm):
    """What the examiner says of themselves and of the person."""

    marks_required = True

    unaware = forms.BooleanField(
        label=_("I do not know what the first examiner found: I have neither seen nor heard it.")
    )
    agreed = forms.BooleanField(
        label=_("The person knows that this second palpation is not part of their care, and agrees to it.")
    )
