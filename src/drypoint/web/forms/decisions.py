"""The next step."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from drypoint.clinic.followup.models import Decision, NextStepChoice
from drypoint.clinic.visits.models import EngineResult
from drypoint.web.forms.facts import FactForm
from drypoint.web.forms.fields import DayField


class DecisionForm(FactForm):
    """What the therapist chooses; ``suggestion`` is the kept result that the page showed."""

    suggestion = forms.UUIDField(widget=forms.HiddenInput, required=False)
    chosen = forms.ChoiceField(
        label=_("Your decision"), choices=NextStepChoice.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("Needed when you choose another step than the suggested one."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    next_visit_on = DayField(label=_("Next visit on"), required=False)

    @classmethod
    def of(
        cls, standing: Decision | None, suggestion: EngineResult | None, *, proposed_day: date | None
    ) -> "DecisionForm":
        """The form with what stands, else with what is suggested."""
        initial: dict[str, Any] = {"next_visit_on": proposed_day}
        if suggestion is not None:
            initial |= {"suggestion": suggestion.pk, "chosen": suggestion.result["choice"]}
        if standing is not None:
            names = ("chosen", "reason", "next_visit_on")
            initial |= {name: getattr(standing, name) for name in names} | {"supersedes": standing.pk}
        return cls(initial=initial)

    @property
    def said(self) -> dict[str, Any]:
        """What the action takes, without the facts it refers to."""
        names = ("chosen", "reason", "next_visit_on")
        return {name: self.cleaned_data[name] for name in names}
