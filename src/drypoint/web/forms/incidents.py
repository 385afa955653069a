"""Report an incident, review and close it; what became of an adverse event."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from drypoint.clinic.accounts import queries as accounts
from drypoint.clinic.accounts.models import Clinic, Location
from drypoint.clinic.incidents.models import IncidentKind
from drypoint.clinic.incidents.severity import Scheme
from drypoint.clinic.people.models import Person
from drypoint.clinic.stock import queries as stock
from drypoint.clinic.stock.models import NeedleLot
from drypoint.web.forms.base import ClinicForm, RevisedForm
from drypoint.web.forms.facts import FactForm
from drypoint.web.forms.fields import DayField, MomentField
from drypoint.web.forms.widgets import Segmented
from drypoint.web.presenters.stock import name as lot_name


class ReportForm(ClinicForm):
    """Something that went wrong, or nearly did."""

    kind = forms.ChoiceField(label=_("What kind"), choices=IncidentKind.choices, widget=forms.RadioSelect)
    title = forms.CharField(label=_("In one line"), max_length=160)
    happened_at = MomentField(label=_("When"))
    what_happened = forms.CharField(
        label=_("What happened"),
        help_text=_("What you saw, and what was done at once. No blame: the clinic learns from it."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    person_number = forms.IntegerField(
        label=_("Patient's number"),
        help_text=_("If a patient was involved. The number stands at their name."),
        min_value=1,
        required=False,
    )
    location = forms.ModelChoiceField(label=_("Where"), queryset=Location.objects.none(), required=False)
    needle_lot = forms.ModelChoiceField(
        label=_("Needle lot"), queryset=NeedleLot.objects.none(), required=False
    )

    def __init__(self, *args: Any, clinic: Clinic, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._clinic = clinic
        places: Any = self.fields["location"]
        places.queryset = accounts.locations(clinic)
        places.label_from_instance = lambda place: place.name
        lots: Any = self.fields["needle_lot"]
        lots.queryset = stock.lots(clinic)
        lots.label_from_instance = lambda lot: f"{lot_name(lot)} · {lot.lot}"

    def clean_person_number(self) -> Person | None:
        """The patient with this number."""
        number = self.cleaned_data["person_number"]
        if number is None:
            return None
        found = self._clinic.people.filter(number=number).first()
        if found is None:
            raise forms.ValidationError(_("Nobody has this number. Look it up on the people page."))
        return found

    @property
    def details(self) -> dict[str, Any]:
        """What the action takes."""
        said = dict(self.cleaned_data)
        return {"person": said.pop("person_number"), **said}


class StepForm(RevisedForm):
    """What was found and what changes."""

    note = forms.CharField(
        label=_("What was found, what changes"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6})
    )


class AdverseEventForm(FactForm):
    """What became known later of an adverse event, and its grade where it has none yet."""

    grade = forms.ChoiceField(label=_("How bad?"), widget=Segmented)
    action_taken = forms.CharField(
        label=_("What was done"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    outcome = forms.CharField(
        label=_("How it ended"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    resolved_on = DayField(label=_("Over since"), required=False)

    def __init__(self, *args: Any, grades: Scheme | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if grades is None:
            del self.fields["grade"]
            return
        asked = self.fields["grade"]
        asked.choices = [(step.code, step.name) for step in grades.grades]  # type: ignore[attr-defined]
        asked.help_text = grades.source
