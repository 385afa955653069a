"""Ask a doctor first, and record the answer."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from drypoint.clinic.episodes.models import ClearanceAnswer
from drypoint.web.forms.base import ClinicForm
from drypoint.web.forms.facts import FactForm
from drypoint.web.forms.fields import DayField


class AskForm(ClinicForm):
    """To whom, about which findings, and the question."""

    asked_whom = forms.CharField(
        label=_("To whom?"),
        help_text=_("Name and address, a line each, as on an envelope."),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    finding_ids = forms.MultipleChoiceField(label=_("About what?"), widget=forms.CheckboxSelectMultiple)
    question = forms.CharField(
        label=_("The question"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    agreed = forms.BooleanField(
        label=_("The person agreed that this goes to the doctor."),
        error_messages={"required": _("Ask the person first. Without their word nothing is sent.")},
    )

    def __init__(self, *args: Any, findings: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["finding_ids"].choices = findings  # type: ignore[attr-defined]


class AnswerForm(FactForm):
    """What the doctor said."""

    answer = forms.ChoiceField(
        label=_("What did the doctor say?"),
        choices=[choice for choice in ClearanceAnswer.choices if choice[0] != ClearanceAnswer.PENDING],
        widget=forms.RadioSelect,
    )
    conditions = forms.CharField(
        label=_("Conditions"),
        help_text=_("Exactly when there are some."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    valid_until = DayField(label=_("Valid until"), help_text=_("If the doctor named a day."), required=False)
