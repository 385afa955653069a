"""Who is on call."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from drypoint.clinic.accounts.models import Clinic
from drypoint.web.forms.facts import FactForm

PLACES = 5
"""How many one may name."""


class OnCallForm(FactForm):
    """Up to ``PLACES`` members in order, each with the minutes to wait before telling them."""

    marks_required = True

    def __init__(self, *args: Any, clinic: Clinic, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        working = clinic.memberships.filter(active=True).select_related("user").order_by("user__name")
        choices = [("", _("nobody")), *((str(one.pk), one.user.name) for one in working)]
        for place in range(1, PLACES + 1):
            self.fields[f"member_{place}"] = forms.ChoiceField(
                label=_("%(place)d. Who is told") % {"place": place}, choices=choices, required=False
            )
            self.fields[f"minutes_{place}"] = forms.IntegerField(
                label=_("Minutes to wait before that"),
                min_value=0,
                max_value=1440,
                initial=0 if place == 1 else 15,
                required=False,
            )
            self.fields[f"mobile_{place}"] = forms.CharField(
                label=_("Mobile, for a text message beside the mail"),
                max_length=40,
                required=False,
                widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
            )

    @property
    def entries(self) -> list[tuple[UUID, int]]:
        """What the action takes; places without a name are left out."""
        said = self.cleaned_data
        return [
            (UUID(said[f"member_{place}"]), said[f"minutes_{place}"] or 0)
            for place in range(1, PLACES + 1)
            if said.get(f"member_{place}")
        ]

    @property
    def mobiles(self) -> dict[UUID, str]:
        """Numbers by member."""
        said = self.cleaned_data
        return {
            UUID(said[f"member_{place}"]): said[f"mobile_{place}"]
            for place in range(1, PLACES + 1)
            if said.get(f"member_{place}") and said.get(f"mobile_{place}")
        }


def initial_of(entries: list[dict[str, Any]]) -> dict[str, Any]:
    """The form's initial values for a list that stands."""
    initial: dict[str, Any] = {}
    for place, entry in enumerate(entries, start=1):
        initial |= {
            f"member_{place}": entry["member"],
            f"minutes_{place}": entry["minutes"],
            f"mobile_{place}": entry.get("mobile", ""),
        }
    return initial
