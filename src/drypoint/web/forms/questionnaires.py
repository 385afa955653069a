"""Answers to a questionnaire's items, and the items themselves."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drypoint.outcomes.scoring import ScoringRule
from drypoint.web.forms.facts import FactForm


class AnswersForm(FactForm):
    """One choice for each item; an item may be left out as far as the rule allows."""

    def __init__(self, *args: Any, rule: ScoringRule, texts: Sequence[str], **options: Any) -> None:
        super().__init__(*args, **options)
        values = rule.values or tuple(range(int(rule.low), int(rule.high) + 1))
        for number in range(1, rule.items + 1):
            words = _("Item %(n)d") % {"n": number}
            self.fields[f"item_{number}"] = forms.TypedChoiceField(
                label=f"{number}. {texts[number - 1]}" if texts else words,
                choices=[("", _("Left out")), *((f"{value:g}", f"{value:g}") for value in values)],
                coerce=float,
                empty_value=None,
                required=False,
                widget=forms.Select,
            )

    @property
    def answers(self) -> list[float | None]:
        """In the order of the items."""
        return [self.cleaned_data[name] for name in self.fields if name.startswith("item_")]


class TextsForm(FactForm):
    """The items of a questionnaire, as the clinic's licence gives them."""

    items = forms.CharField(
        label=gettext_lazy("Items"),
        help_text=gettext_lazy("One item on each line, in their order. Empty takes them back."),
        required=False,
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    licence = forms.CharField(
        label=gettext_lazy("Whose permission is this?"),
        help_text=gettext_lazy("Such as the licence's number, or that the instrument is free for clinics."),
        max_length=500,
    )

    @property
    def lines(self) -> list[str]:
        """The items that were pasted; empty lines are none."""
        return [line for line in self.cleaned_data["items"].splitlines() if line.strip()]
