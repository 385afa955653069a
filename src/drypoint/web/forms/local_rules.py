"""Local rules: what a state, an insurer or the clinic itself asks, with its days."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from drypoint.clinic.rules.models import LOCAL_CHOICES, Authority
from drypoint.safety import Outcome, load_places
from drypoint.web.forms.base import ClinicForm
from drypoint.web.forms.facts import FactForm
from drypoint.web.forms.fields import DayField
from drypoint.web.forms.needling_plans import TECHNIQUES
from drypoint.web.presenters.levels import LEVELS
from drypoint.web.templatetags.drypoint import localised

TECHNIQUE_CHOICES = [
    ("", _("Any")),
    *TECHNIQUES.items(),
    ("electrical_stimulation", _("Electrical stimulation")),
]


def place_choices() -> list[tuple[str, str]]:
    """Groups of regions, then the regions, head to foot."""
    places = load_places()
    # Some groups differ only in which part of the trunk goes along: one of those that read alike is enough.
    labelled = {localised(one.label): one.code for one in (*places.groups, *places.regions)}
    return [(code, label) for label, code in labelled.items()]


class LocalRuleForm(FactForm):
    """A local rule, new or corrected."""

    marks_required = True

    authority = forms.ChoiceField(
        label=_("Who makes this rule?"), choices=Authority.choices, widget=forms.RadioSelect
    )
    name = forms.CharField(
        label=_("Name"), help_text=_("Of the state, the board, the insurer or the policy."), max_length=120
    )
    text = forms.CharField(
        label=_("What it says"),
        help_text=_("In your words, as it shall stand in the review of a plan."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    text_es = forms.CharField(
        label=_("What it says, in Spanish"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    outcome = forms.ChoiceField(label=_("It leads to"), widget=forms.RadioSelect)
    places = forms.MultipleChoiceField(
        label=_("Where on the body"),
        help_text=_("Choose none for everywhere."),
        choices=place_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    technique = forms.ChoiceField(label=_("Technique"), choices=TECHNIQUE_CHOICES, required=False)
    age_from = forms.IntegerField(label=_("Age from"), min_value=0, max_value=120, required=False)
    age_below = forms.IntegerField(label=_("Age below"), min_value=1, max_value=121, required=False)
    from_day = DayField(label=_("In force from"))
    until_day = DayField(label=_("Last day"), help_text=_("Empty: until it is ended."), required=False)
    source = forms.CharField(
        label=_("Where it is written"),
        help_text=_("Law, section, policy number or address, and the day on which you read it."),
        max_length=500,
    )
    note = forms.CharField(
        label=_("Why it is changed"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcomes: Any = self.fields["outcome"]
        outcomes.choices = [(one.value, LEVELS[one.value].word) for one in LOCAL_CHOICES]
        if is_new:
            del self.fields["note"]

    @property
    def details(self) -> dict[str, Any]:
        """As the action takes them."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "supersedes"}
        return {**said, "outcome": Outcome(said["outcome"]), "authority": Authority(said["authority"])}


class EndForm(ClinicForm):
    """End a local rule."""

    until_day = DayField(label=_("Last day on which it holds"))
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("It stays on record."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
