"""Other treatments with their minutes, and the exercises that the person takes home."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from drypoint.clinic.visits.models import OtherTreatment, TreatmentKind
from drypoint.clinic.visits.rows import PrescribedExercise
from drypoint.web.forms.facts import FactForm


class TreatmentForm(FactForm):
    """One treatment."""

    kind = forms.ChoiceField(
        label=_("What was done"), choices=TreatmentKind.choices, widget=forms.RadioSelect
    )
    minutes = forms.IntegerField(
        label=_("Minutes, one to one"),
        help_text=_("Leave it open where it is not timed."),
        min_value=1,
        max_value=480,
        required=False,
    )
    words = forms.CharField(label=_("In a few words"), max_length=500, required=False)

    @property
    def details(self) -> dict[str, Any]:
        """What the action takes."""
        return {name: self.cleaned_data[name] for name in ("kind", "minutes", "words")}

    @classmethod
    def of(cls, treatment: OtherTreatment) -> "TreatmentForm":
        """The form that corrects ``treatment``."""
        return cls(
            initial={
                "kind": treatment.kind,
                "minutes": treatment.minutes,
                "words": treatment.words,
                "supersedes": treatment.pk,
            }
        )


class PrescriptionForm(FactForm):
    """Carries which list the exercises correct."""


class ExerciseRow(forms.Form):
    """One exercise with its dose."""

    name = forms.CharField(label=_("Exercise"), max_length=200)
    exercise = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    """Id in the library; empty for the therapist's own."""
    sets = forms.IntegerField(label=_("Sets"), min_value=1, max_value=100, required=False)
    repetitions = forms.IntegerField(label=_("Repetitions"), min_value=1, max_value=1000, required=False)
    hold_seconds = forms.IntegerField(label=_("Hold, seconds"), min_value=1, max_value=3600, required=False)
    times_per_day = forms.IntegerField(label=_("Times a day"), min_value=1, max_value=24, required=False)
    days_per_week = forms.IntegerField(label=_("Days a week"), min_value=1, max_value=7, required=False)
    load = forms.CharField(label=_("Band or weight"), max_length=200, required=False)
    words = forms.CharField(label=_("How, in words for the person"), max_length=2000, required=False)
    progression = forms.CharField(
        label=_("When it is easy"),
        help_text=_("Empty: as the library says."),
        max_length=2000,
        required=False,
    )

    marks_required = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})


def row_of(exercise: PrescribedExercise) -> dict[str, Any]:
    """An exercise as the content of a row."""
    return {name: getattr(exercise, name) for name in ExerciseRow.base_fields}
