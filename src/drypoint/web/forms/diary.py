"""Book an appointment, move it, cancel it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from drypoint.clinic.accounts import queries as accounts
from drypoint.clinic.accounts.models import Clinic, Location, Membership
from drypoint.clinic.diary import queries
from drypoint.clinic.diary.models import Appointment, Service
from drypoint.clinic.people.models import Person
from drypoint.web.forms.base import ClinicForm, RevisedForm
from drypoint.web.forms.fields import DayField, MomentField


class DayForm(ClinicForm):
    """Which day of whose diary."""

    marks_required = True

    day = DayField(label=_("Day"), required=False)
    therapist = forms.ModelChoiceField(
        label=_("Therapist"), queryset=Membership.objects.none(), required=False, empty_label=_("Everybody")
    )

    def __init__(self, *args: Any, clinic: Clinic, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "therapist", accounts.therapists(clinic))


class BookForm(ClinicForm):
    """A new appointment."""

    marks_required = True

    person = forms.ModelChoiceField(
        label=_("Person"), queryset=Person.objects.none(), widget=forms.HiddenInput
    )
    service = forms.ModelChoiceField(
        label=_("Service"), queryset=Service.objects.none(), widget=forms.RadioSelect, empty_label=None
    )
    therapist = forms.ModelChoiceField(
        label=_("Therapist"), queryset=Membership.objects.none(), widget=forms.RadioSelect, empty_label=None
    )
    starts_at = MomentField(label=_("Starts"))
    minutes = forms.IntegerField(
        label=_("Minutes"),
        help_text=_("Empty: as long as the service."),
        min_value=5,
        max_value=480,
        required=False,
    )
    location = forms.ModelChoiceField(label=_("Place"), queryset=Location.objects.none(), required=False)
    note = forms.CharField(
        label=_("Note for the front desk"),
        help_text=_("Nothing about health: that belongs into the chart."),
        max_length=300,
        required=False,
    )

    def __init__(self, *args: Any, clinic: Clinic, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "person", clinic.people.filter(archived_at__isnull=True))
        _offer(self, "service", queries.services(clinic))
        _offer(self, "therapist", accounts.therapists(clinic))
        _offer(self, "location", accounts.locations(clinic))


class MoveForm(RevisedForm):
    """Another time, therapist or place for a booked appointment."""

    starts_at = MomentField(label=_("Starts"))
    therapist = forms.ModelChoiceField(
        label=_("Therapist"), queryset=Membership.objects.none(), empty_label=None
    )
    location = forms.ModelChoiceField(label=_("Place"), queryset=Location.objects.none(), required=False)
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)

    def __init__(self, *args: Any, clinic: Clinic, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "therapist", accounts.therapists(clinic))
        _offer(self, "location", accounts.locations(clinic))

    @classmethod
    def of(cls, appointment: Appointment, clinic: Clinic) -> "MoveForm":
        """The form with what stands now."""
        initial = {
            name: getattr(appointment, name) for name in ("revision", "starts_at", "therapist", "location")
        }
        return cls(initial=initial, clinic=clinic)


class StepForm(RevisedForm):
    """One button of an appointment: arrived, not arrived after all, did not come."""


class CancelForm(RevisedForm):
    """Cancel, with a reason if one was given."""

    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)


def _offer(form: forms.Form, name: str, choices: Any) -> None:
    field: Any = form.fields[name]
    field.queryset = choices
    field.label_from_instance = _named


def _named(record: Any) -> str:
    match record:
        case Membership():
            return record.user.name
        case Person():
            return record.full_name
        case _:
            return record.name
