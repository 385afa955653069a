"""What fingers find at one trigger point."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from drypoint.clinic.visits.models import PalpationFinding, TriggerPointStatus
from drypoint.clinic.visits.queries.rankings import SIGNS
from drypoint.web.forms.base import ClinicForm
from drypoint.web.forms.facts import FactForm
from drypoint.web.forms.fields import Measurement, YesNoUntested
from drypoint.web.forms.widgets import Segmented


class PalpationForm(FactForm):
    """One tap for each sign; a status is the therapist's own choice."""

    marks_required = True
    taps = (*SIGNS, "status", "ppt_kpa")
    """Fields that are saved one at a time, as each is tapped."""

    taut_band = YesNoUntested(label=_("Taut band"), required=False)
    spot_tenderness = YesNoUntested(label=_("Spot tenderness"), required=False)
    recognised_pain = YesNoUntested(label=_("Recognised pain"), required=False)
    local_twitch_response = YesNoUntested(label=_("Local twitch response"), required=False)
    referred_pain = YesNoUntested(label=_("Referred pain"), required=False)
    # Django takes a declared field off the class: ``form.status`` stays the one of the answer.
    status = forms.ChoiceField(  # type: ignore[assignment]
        label=_("Status"),
        choices=TriggerPointStatus.choices,
        widget=Segmented,
        initial=TriggerPointStatus.UNSAID,
    )
    ppt_kpa = Measurement(
        label=_("Pressure pain threshold"),
        unit="kPa",
        required=False,
        min_value=0.1,
        max_value=2000,
        decimal_places=1,
    )

    @property
    def details(self) -> dict[str, Any]:
        """What the action takes."""
        kpa = self.cleaned_data["ppt_kpa"]
        return {
            **{sign: self.cleaned_data[sign] for sign in SIGNS},
            "status": self.cleaned_data["status"],
            "ppt_kpa": None if kpa is None else float(kpa),
        }

    def tapped(self, name: str) -> dict[str, Any]:
        """What one tap changes: ``name``, one of ``taps``. Empty where the form has an error in it."""
        self.full_clean()
        if name in self.errors or name not in self.cleaned_data:
            return {}
        value = self.cleaned_data[name]
        return {name: float(value) if name == "ppt_kpa" and value is not None else value}

    @classmethod
    def of(cls, finding: PalpationFinding | None, *, prefix: str) -> "PalpationForm":
        """The form of a card, with what was found in this visit already."""
        if finding is None:
            return cls(prefix=prefix)
        shown = {name: getattr(finding, name) for name in (*SIGNS, "status", "ppt_kpa")}
        return cls(prefix=prefix, initial={**shown, "supersedes": finding.pk})


class MuscleSearchForm(ClinicForm):
    """Find a muscle by any of its names."""

    marks_required = True

    q = forms.CharField(label=_("Find another muscle"), max_length=60, required=False)
