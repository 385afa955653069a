"""Needle lots: receive by hand or by code, adjust, recall, tell people."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from drypoint.clinic.accounts import queries as accounts
from drypoint.clinic.accounts.models import Clinic, Membership
from drypoint.clinic.incidents.models import ToldHow
from drypoint.clinic.visits.languages import engine_language
from drypoint.supplies import LONGEST, PackCode, read
from drypoint.terms import InvalidInput
from drypoint.web.forms.base import ClinicForm, RevisedForm
from drypoint.web.forms.facts import FactForm
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
    gtin = forms.CharField(
        label=_("Article number (GTIN)"),
        help_text=_("Filled in from the code. The next pack with it fills in size and maker."),
        max_length=14,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    packs = forms.IntegerField(label=_("Packs"), min_value=1, max_value=10_000)
    needles_per_pack = forms.IntegerField(
        label=_("Needles per pack"), min_value=1, max_value=10_000, required=False
    )

    def clean_gtin(self) -> str:
        """Fourteen digits, of an article number whose check digit is right."""
        typed = "".join(self.cleaned_data["gtin"].split())
        if not typed:
            return ""
        try:
            return read(f"]E0{typed}", on=timezone.localdate(), language=engine_language()).gtin
        except InvalidInput as refused:
            raise forms.ValidationError(
                _("This is no article number: a digit is missing or wrong. Empty the field if there is none.")
            ) from refused


class CodeForm(ClinicForm):
    """The whole code of a pack, from a scanner or typed."""

    code = forms.CharField(
        label=_("Code of the pack"),
        help_text=_("From a hand scanner, or typed as it stands under the code, with its brackets."),
        max_length=LONGEST,
        strip=False,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false", "data-code": ""}
        ),
    )

    def clean_code(self) -> PackCode:
        """What the code says; nothing of it is guessed."""
        try:
            return read(self.cleaned_data["code"], on=timezone.localdate(), language=engine_language())
        except InvalidInput as refused:
            raise forms.ValidationError(refused.message) from refused


class ToldForm(FactForm):
    """Somebody told a person of a recall, or tried to."""

    told_on = DayField(label=_("When"))
    told_by = forms.ModelChoiceField(label=_("Who told them"), queryset=Membership.objects.none())
    how = forms.ChoiceField(label=_("How"), choices=ToldHow.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, clinic: Clinic, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        staff: Any = self.fields["told_by"]
        staff.queryset = accounts.staff(clinic)
        staff.label_from_instance = lambda member: member.user.name

    @property
    def details(self) -> dict[str, Any]:
        """What the action takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "supersedes"}


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
