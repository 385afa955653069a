"""Needle lots: receive, adjust, recall."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from drypoint.web.forms.base import ClinicForm, RevisedForm
from drypoint.web.forms.fields import DayField, Measurement


class ReceiveForm(ClinicForm):
    """Packs that came, as the pack says."""

    maker = forms.CharField(label=_("Maker"), max_length=120)
    product = forms.CharField(label=_("Product"), max_length=120)
    length_mm = Measurement(label=_("Length"), unit=_("mm"), min_value=1, max_value=300, decimal_places=1)
    diameter_mm = Measurement(
        label=_("Diameter"), unit=_("mm"), min_value=0.05, max_value=3, decimal_places=2
    )
    lot = forms.CharField(label=_("Lot"), help_text=_("As printed on the pack."), max_length=60)
    expires = DayField(label=_("Expires"))
    packs = forms.IntegerField(label=_("Packs"), min_value=1, max_value=10_000)
    needles_per_pack = forms.IntegerField(
        label=_("Needles per pack"), min_value=1, max_value=10_000, required=False
    )


class AdjustForm(RevisedForm):
    """A count that differs, a loss, a disposal: what stands on the shelf now."""

    counted = forms.IntegerField(label=_("Packs on the shelf now"), min_value=0, max_value=100_000)
    reason = forms.CharField(
        label=_("Why"), help_text=_("Such as counted, thrown away, given to the other room."), max_length=300
    )

    def __init__(self, *args: Any, stands: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._stands = stands

    def clean_counted(self) -> int:
        """Another number than the one that stands."""
        counted: int = self.cleaned_data["counted"]
        if counted == self._stands:
            raise forms.ValidationError(_("That is the number that stands already."))
        return counted


class RecallForm(RevisedForm):
    """Block a lot."""

    reason = forms.CharField(
        label=_("Why is it recalled?"),
        help_text=_("Such as the number of the maker's notice."),
        max_length=300,
    )
