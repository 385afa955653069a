"""Register a person and change their details."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from drypoint.clinic.people.models import Person, Sex
from drypoint.web.forms.base import ClinicForm, RevisedForm
from drypoint.web.forms.fields import DayField


class SearchForm(ClinicForm):
    """Find people by the beginning of a name, number, phone or date of birth."""

    marks_required = True

    q = forms.CharField(label=_("Name, number, phone or date of birth"), max_length=100, required=False)


class PersonDetails(forms.Form):
    """Who a person is and how to reach them."""

    marks_required = True

    given_name = forms.CharField(label=_("Given name"), max_length=100)
    family_name = forms.CharField(label=_("Family name"), max_length=100)
    preferred_name = forms.CharField(label=_("Preferred name"), max_length=100, required=False)
    birth_date = DayField(label=_("Date of birth"), required=False)
    sex_recorded = forms.ChoiceField(
        label=_("Sex as recorded"),
        help_text=_("Some safety questions depend on it."),
        choices=Sex.choices,
        initial=Sex.UNKNOWN,
    )
    gender = forms.CharField(label=_("Gender in their own words"), max_length=60, required=False)
    pronouns = forms.CharField(label=_("Pronouns"), max_length=40, required=False)
    phone = forms.CharField(
        label=_("Phone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    email = forms.EmailField(label=_("E-mail"), required=False)
    may_email = forms.BooleanField(
        label=_("Agreed to reminders by e-mail"),
        help_text=_("A link to the check-in, no word of health. They can take it back at any time."),
        required=False,
    )
    may_text = forms.BooleanField(
        label=_("Agreed to reminders by text message"),
        help_text=_("To the number above, which must be a mobile's. Texts go before e-mails."),
        required=False,
    )
    address = forms.CharField(
        label=_("Address"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    language = forms.ChoiceField(
        label=_("Language"), help_text=_("For their forms and after-care sheets."), choices=settings.LANGUAGES
    )
    interpreter_needed = forms.BooleanField(label=_("Needs an interpreter"), required=False)
    emergency_name = forms.CharField(label=_("Emergency contact"), max_length=120, required=False)
    emergency_relation = forms.CharField(
        label=_("Relation"), help_text=_("Such as partner or mother."), max_length=60, required=False
    )
    emergency_phone = forms.CharField(label=_("Emergency contact's phone"), max_length=40, required=False)
    desk_note = forms.CharField(
        label=_("Note for the front desk"),
        help_text=_("Nothing about health: that belongs into the chart."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class RegisterForm(PersonDetails, ClinicForm):
    """A new person. When somebody alike is known, ``not_a_double`` must be ticked to go on."""

    not_a_double = forms.BooleanField(
        label=_("This is somebody else: register a new person"), required=False, widget=forms.HiddenInput
    )

    @property
    def details(self) -> dict[str, Any]:
        """What the action takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "not_a_double"}

    def ask_about_doubles(self) -> None:
        """Show the tick box."""
        self.fields["not_a_double"].widget = forms.CheckboxInput()


class ReviseForm(PersonDetails, RevisedForm):
    """Changed details of a known person."""

    @classmethod
    def of(cls, person: Person) -> "ReviseForm":
        """The form with what stands now."""
        return cls(initial={name: getattr(person, name) for name in cls.base_fields})
