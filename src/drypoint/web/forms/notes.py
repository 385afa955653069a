"""Signing a note, and adding to it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from drypoint.clinic.followup.models import ProcedureCode
from drypoint.web.forms.base import ClinicForm, RevisedForm
from drypoint.web.forms.facts import FactForm
from drypoint.web.forms.widgets import Segmented


class SignForm(RevisedForm):
    """The language, and the procedure code that the therapist confirms; the revision that was read."""

    language = forms.ChoiceField(
        label=_("Language of the note"), choices=[("en", "English"), ("es", "Español")], widget=Segmented
    )
    procedure_code = forms.ChoiceField(
        label=_("Procedure code"),
        help_text=_("Proposed by the number of muscles. Payers differ: you confirm it."),
        choices=ProcedureCode.choices,
        widget=Segmented,
    )

    consent_copy_given = forms.BooleanField(
        label=_("The person has a signed copy of the consent"),
        help_text=_("Boards ask for it. The note says that you stated it."),
        required=False,
    )

    def __init__(self, *args: Any, with_code: bool, with_consent: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not with_consent:
            del self.fields["consent_copy_given"]
        if not with_code:
            del self.fields["procedure_code"]

    @property
    def confirmed(self) -> ProcedureCode | None:
        """The code, where there is one to confirm."""
        chosen = self.cleaned_data.get("procedure_code")
        return ProcedureCode(chosen) if chosen else None

    @property
    def states_copy_given(self) -> bool:
        """Whether the signer states it."""
        return bool(self.cleaned_data.get("consent_copy_given"))


class WordsForm(FactForm):
    """What the therapist adds under one topic."""

    text = forms.CharField(
        label=_("In your own words"),
        help_text=_("It stands below what is drafted from the record, marked as yours. Empty takes it out."),
        max_length=5_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class AddendumForm(ClinicForm):
    """What came later."""

    text = forms.CharField(
        label=_("Addendum"),
        help_text=_("The signed note stays as it is. This is added to it with your name and the time."),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
