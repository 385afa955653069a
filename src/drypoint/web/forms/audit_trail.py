"""Which part of the audit trail to show."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from drypoint.clinic.accounts import queries as accounts
from drypoint.clinic.accounts.models import Clinic, Membership
from drypoint.web.forms.base import ClinicForm
from drypoint.web.forms.fields import DayField


class TrailForm(ClinicForm):
    """Who did it, about whom, when."""

    marks_required = True

    member = forms.ModelChoiceField(
        label=_("Done by"), queryset=Membership.objects.none(), required=False, empty_label=_("Everybody")
    )
    person_number = forms.IntegerField(label=_("Patient's number"), min_value=1, required=False)
    day = DayField(label=_("Day"), required=False)

    def __init__(self, *args: Any, clinic: Clinic, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members: Any = self.fields["member"]
        members.queryset = accounts.staff(clinic)
        members.label_from_instance = lambda member: member.user.name
