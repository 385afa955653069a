"""Ticking exercises at home, and the clinic's choice where after-care texts disagree."""

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from drypoint.web.forms.facts import FactForm
from drypoint.web.forms.fields import Rating


class TickForm(FactForm):
    """One day of a programme. Nothing must be answered: a day with nothing done is told too."""

    marks_required = True

    on = forms.TypedChoiceField(coerce=datetime.date.fromisoformat, widget=forms.HiddenInput)
    done = forms.MultipleChoiceField(
        label=_("What did you do?"), widget=forms.CheckboxSelectMultiple, required=False
    )
    effort = Rating(
        label=_("How hard was it?"),
        lowest=_("0: no effort"),
        highest=_("10: the hardest"),
        required=False,
    )
    pain = Rating(label=_("How much did it hurt, while or after?"), required=False)
    words = forms.CharField(
        label=_("Anything to say? Which one was hard or hurt?"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self, *args: Any, days: list[tuple[str, str]], exercises: list[tuple[str, str]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["on"].choices = days  # type: ignore[attr-defined]
        self.fields["done"].choices = exercises  # type: ignore[attr-defined]

    @property
    def said(self) -> dict[str, Any]:
        """What the action takes."""
        return {name: self.cleaned_data[name] for name in ("on", "done", "effort", "pain", "words")}


class AfterCareChoiceForm(FactForm):
    """Which answer the clinic's sheets give."""

    position = forms.ChoiceField(label=_("Our sheets say"), widget=forms.RadioSelect, required=False)
    reason = forms.CharField(label=_("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, positions: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["position"].choices = positions  # type: ignore[attr-defined]
