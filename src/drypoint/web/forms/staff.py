"""Staff: who works here in which role, and the credentials that entitle them."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from drypoint.clinic.accounts.models import Membership
from drypoint.clinic.accounts.models.memberships import CredentialKind
from drypoint.clinic.permissions import STAFF_ROLE_CHOICES
from drypoint.safety import load_places
from drypoint.web.forms.base import ClinicForm, RevisedForm
from drypoint.web.forms.facts import FactForm
from drypoint.web.forms.fields import DayField, Measurement
from drypoint.web.templatetags.drypoint import localised


def _title() -> forms.CharField:
    return forms.CharField(
        label=_("Title"),
        help_text=_("As it stands under a signature, such as PT, DPT."),
        max_length=80,
        required=False,
    )


class AddForm(ClinicForm):
    """Somebody new."""

    name = forms.CharField(label=_("Name"), max_length=150)
    email = forms.EmailField(label=_("E-mail"), help_text=_("They sign in with it."))
    role = forms.ChoiceField(label=_("Role"), choices=STAFF_ROLE_CHOICES, widget=forms.RadioSelect)
    title = _title()
    language = forms.ChoiceField(label=_("Language of their pages"), choices=settings.LANGUAGES)


class RoleForm(RevisedForm):
    """Another role or title."""

    role = forms.ChoiceField(label=_("Role"), choices=STAFF_ROLE_CHOICES, widget=forms.RadioSelect)
    title = _title()

    @classmethod
    def of(cls, membership: Membership) -> "RoleForm":
        """The form with what stands now."""
        return cls(initial={name: getattr(membership, name) for name in cls.base_fields})


class SureForm(RevisedForm):
    """A button that acts on a row with a revision."""


class CredentialForm(FactForm):
    """A licence or training, as seen on paper."""

    kind = forms.ChoiceField(label=_("What it is"), choices=CredentialKind.choices, widget=forms.RadioSelect)
    profession = forms.CharField(label=_("Profession"), max_length=80, required=False)
    number = forms.CharField(label=_("Number"), max_length=60, required=False)
    jurisdiction = forms.CharField(
        label=_("Where it holds"), help_text=_("State, region or country."), max_length=80, required=False
    )
    valid_from = DayField(label=_("Valid from"))
    expires = DayField(label=_("Last valid day"), help_text=_("Empty if it does not expire."), required=False)
    training_hours = Measurement(
        label=_("Hours of training"), unit=_("h"), min_value=0, max_value=10_000, required=False
    )
    trained_at = forms.CharField(label=_("Trained at"), max_length=160, required=False)
    regions = forms.MultipleChoiceField(
        label=_("Regions trained"),
        help_text=_(
            "As the certificate says; a plan outside of them asks for a reason. None ticked: not stated."
        ),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = load_places()
        regions: Any = self.fields["regions"]
        regions.choices = _once(
            [(one.code, localised(one.label)) for one in (*places.groups, *places.regions)],
            keep=self.initial.get("regions") or (),
        )


def _once(choices: list[tuple[str, str]], *, keep: Collection[str]) -> list[tuple[str, str]]:
    """Each label once, by its first code; ``keep`` are codes on record, which stay choices."""
    first = {label: code for code, label in reversed(choices)}
    return [(code, label) for code, label in choices if first[label] == code or code in keep]


class RevokeForm(ClinicForm):
    """End a credential today."""

    reason = forms.CharField(label=_("Why"), help_text=_("It stays on record."), max_length=300)
