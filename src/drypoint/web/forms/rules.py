"""Safety rules: look through them, approve a version, depart from one."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from drypoint.clinic.rules.models import SETTABLE
from drypoint.safety import Kind, PlanRule, Rule
from drypoint.web.forms.base import ClinicForm
from drypoint.web.forms.facts import FactForm
from drypoint.web.presenters.levels import LEVELS

KINDS = {
    Kind.ABSOLUTE: _("Contraindication"),
    Kind.RELATIVE: _("Relative contraindication"),
    Kind.PRECAUTION: _("Precaution"),
    Kind.RED_FLAG: _("Red flag"),
}
ONLY = {
    "unverified": _("Unverified"),
    "ours": _("Handled differently here"),
}
AS_SHIPPED = "as_shipped"
GROUPS: dict[str, str | Promise] = {
    **{kind.value: name for kind, name in KINDS.items()},
    "plan": _("About the plan"),
    "sign": _("Signs after the session"),
    "habit": _("Habits of the session"),
}
"""The parts of the list, in its order."""


class FilterForm(ClinicForm):
    """Which rules to show."""

    marks_required = True

    q = forms.CharField(label=_("Words"), max_length=100, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("All")), *GROUPS.items()], required=False)
    only = forms.ChoiceField(label=_("Only"), choices=[("", _("All")), *ONLY.items()], required=False)


class ApproveForm(FactForm):
    """A signature under one version in one language."""

    statement = forms.CharField(
        label=_("What you sign"), max_length=2000, widget=forms.Textarea(attrs={"rows": 6})
    )
    bilingual = forms.BooleanField(
        label=_("I treat people in this language and in English, and read both texts of the rules."),
        error_messages={"required": _("Only somebody who treats in both languages can approve it.")},
    )
    name = forms.CharField(
        label=_("Your full name"), help_text=_("Typed, as your signature."), max_length=150
    )

    def __init__(self, *args: Any, signer: str, translated: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._signer = signer
        if not translated:
            del self.fields["bilingual"]

    def clean_name(self) -> str:
        """The name of who is signed in, nobody else's."""
        name = " ".join(self.cleaned_data["name"].split())
        if name.casefold() != self._signer.casefold():
            raise forms.ValidationError(
                _now("Type the name with which you are signed in: %(name)s.") % {"name": self._signer}
            )
        return name


class WithdrawForm(ClinicForm):
    """Take an approval back."""

    reason = forms.CharField(
        label=_("Why"),
        help_text=_("It stays on record."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SettingForm(FactForm):
    """What the findings of one rule lead to here."""

    outcome = forms.ChoiceField(label=_("In our clinic its findings lead to"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("Shown wherever the setting acts, with your name."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, rule: Rule | PlanRule, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = _now("As the rule ships: %(outcome)s") % {"outcome": LEVELS[rule.outcome].word}
        outcomes: Any = self.fields["outcome"]
        outcomes.choices = [
            (AS_SHIPPED, own),
            *((one.value, LEVELS[one].word) for one in SETTABLE if one != rule.outcome),
        ]
