"""What is known of a person whatever the complaint: allergies, medicines, height and weight."""

from django import forms
from django.utils.translation import gettext_lazy as _

from drypoint.web.forms.base import ClinicForm
from drypoint.web.forms.facts import FactForm
from drypoint.web.forms.fields import DayField, Measurement


class AllergyForm(FactForm):
    """One allergy in the words given."""

    substance = forms.CharField(label=_("Allergic to"), max_length=200)
    reaction = forms.CharField(label=_("What happened"), max_length=300, required=False)


class MedicineForm(FactForm):
    """One medicine with its dose as given."""

    text = forms.CharField(
        label=_("Medicine"), help_text=_("As it stands on the pack, with the dose."), max_length=300
    )
    started_on = DayField(label=_("Since"), required=False)


class StopMedicineForm(ClinicForm):
    """The last day of a medicine."""

    stopped_on = DayField(label=_("Last day taken"))


class MeasureForm(FactForm):
    """Height and weight on a day."""

    height_cm = Measurement(
        label=_("Height"),
        unit=_("cm"),
        min_value=40,
        max_value=260,
        max_digits=4,
        decimal_places=1,
        required=False,
    )
    weight_kg = Measurement(
        label=_("Weight"),
        unit=_("kg"),
        min_value=2,
        max_value=500,
        max_digits=4,
        decimal_places=1,
        required=False,
    )
    measured_on = DayField(label=_("On"))
    as_told = forms.BooleanField(label=_("Told by the person, not measured"), required=False)


class AccessForm(ClinicForm):
    """Give the person a sign-in of their own."""

    email = forms.EmailField(
        label=_("Their e-mail"), help_text=_("They sign in with it and see their own care, nothing else.")
    )


class RevokeForm(ClinicForm):
    """End a sign-in."""
