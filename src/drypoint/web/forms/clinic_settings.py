"""Settings of the clinic: its details, places, services, thresholds and switches."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from drypoint.clinic.accounts.models import Clinic, Location
from drypoint.clinic.accounts.models.clinics import UnitRuleChoice, timezones
from drypoint.clinic.diary.actions.services import LONGEST_MINUTES, SHORTEST_MINUTES
from drypoint.clinic.diary.models import Service, ServiceKind
from drypoint.web.forms.base import ClinicForm, RevisedForm
from drypoint.web.forms.facts import FactForm


class DetailsForm(RevisedForm):
    """Name, numbers and habits of the clinic."""

    name = forms.CharField(label=_("Name"), max_length=120)
    legal_name = forms.CharField(label=_("Legal name"), max_length=200, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    after_hours_phone = forms.CharField(
        label=_("Phone after hours"),
        help_text=_("Stands on every after-care sheet: whom to call when the clinic is closed."),
        max_length=40,
        required=False,
    )
    on_call_name = forms.CharField(label=_("Who answers after hours"), max_length=120, required=False)
    emergency_number = forms.CharField(
        label=_("Emergency number"), help_text=_("Such as 112 or 911."), max_length=20, required=False
    )
    postal_address = forms.CharField(
        label=_("Postal address"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    country = forms.CharField(
        label=_("Country"),
        help_text=_("Two capital letters, such as ES or US."),
        max_length=2,
        required=False,
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    timezone = forms.ChoiceField(label=_("Time zone"))
    sides_count_twice = forms.BooleanField(
        label=_("Left and right of one muscle count as two muscles when billing"), required=False
    )
    unit_rule = forms.ChoiceField(
        label=_("How minutes become units of timed codes"),
        help_text=_("Payers differ: ask yours."),
        choices=UnitRuleChoice.choices,
    )
    currency = forms.CharField(
        label=_("Currency"), help_text=_("Three capital letters, such as USD or EUR."), max_length=3
    )
    billing_number = forms.CharField(
        label=_("Number of the clinic on bills"),
        help_text=_("Such as a tax or provider number."),
        max_length=60,
        required=False,
    )
    public_atlas = forms.BooleanField(
        label=_("The muscle atlas is open without sign-in"),
        help_text=_("Whoever has its address can read it. It holds no patient and sets no cookie."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones: Any = self.fields["timezone"]
        zones.choices = [(name, name) for name in sorted(timezones())]

    @classmethod
    def of(cls, clinic: Clinic) -> "DetailsForm":
        """The form with what stands now."""
        return cls(initial={name: getattr(clinic, name) for name in cls.base_fields})


class _Location(forms.Form):
    name = forms.CharField(label=_("Name"), help_text=_("Such as Main street, Room 2."), max_length=120)
    address = forms.CharField(
        label=_("Address"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)


class LocationForm(_Location, ClinicForm):
    """A new place."""


class LocationReviseForm(_Location, RevisedForm):
    """A changed place."""

    @classmethod
    def of(cls, location: Location) -> "LocationReviseForm":
        """The form with what stands now."""
        return cls(initial={name: getattr(location, name) for name in cls.base_fields})


class _Service(forms.Form):
    name = forms.CharField(label=_("Name"), help_text=_("Such as First visit, Treatment."), max_length=120)
    kind = forms.ChoiceField(label=_("Kind"), choices=ServiceKind.choices, widget=forms.RadioSelect)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=SHORTEST_MINUTES, max_value=LONGEST_MINUTES)


class ServiceForm(_Service, ClinicForm):
    """A new service."""


class ServiceReviseForm(_Service, RevisedForm):
    """A changed service."""

    @classmethod
    def of(cls, service: Service) -> "ServiceReviseForm":
        """The form with what stands now."""
        return cls(initial={name: getattr(service, name) for name in cls.base_fields})


class ThresholdForm(FactForm):
    """A number that nobody published, signed for the clinic."""

    value = forms.DecimalField(
        label=_("Number"),
        help_text=_("Empty takes it back: the rule's own figure holds again."),
        max_digits=12,
        decimal_places=4,
        required=False,
        localize=True,
    )
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("Shown wherever the number acts, with your name."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SwitchForm(FactForm):
    """Accept a switch of the intended use, or leave it off."""

    accepted = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[("yes", _("I accept this for our clinic")), ("no", _("It stays off"))],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
    )
