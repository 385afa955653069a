"""What a look back, and the report on findings gone ahead with, are narrowed by."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from drypoint import atlas
from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.visits.queries.look_back import Criteria
from drypoint.web.forms.base import ClinicForm
from drypoint.web.forms.fields import DayField
from drypoint.web.presenters.muscles import muscle_choices
from drypoint.web.templatetags.drypoint import localised


def zone_choices() -> list[tuple[str, str]]:
    """Every zone of the atlas, in its order."""
    return [(str(one.code), localised(one.label)) for one in atlas.load().zones]


class PeriodForm(ClinicForm):
    """From which day to which, both included."""

    marks_required = True

    first = DayField(label=_("From"), required=False)
    last = DayField(label=_("To"), required=False)

    def clean(self) -> dict[str, Any]:
        """Days in order."""
        said = super().clean() or {}
        if said.get("first") and said.get("last") and said["last"] < said["first"]:
            self.add_error("last", _now("The last day lies before the first."))
        return said


class LookBackForm(PeriodForm):
    """Who was needled under which rules, with which lot, by whom, where, when."""

    rules = forms.ChoiceField(label=_("Under rules"), required=False)
    lot = forms.ChoiceField(label=_("Needle lot"), required=False)
    therapist = forms.ChoiceField(label=_("Therapist"), required=False)
    muscle = forms.ChoiceField(
        label=_("Muscle"), choices=lambda: [("", _now("All")), *muscle_choices()], required=False
    )
    zone = forms.ChoiceField(
        label=_("Zone"), choices=lambda: [("", _now("All")), *zone_choices()], required=False
    )
    field_order = ("rules", "lot", "therapist", "muscle", "zone", "first", "last")

    def __init__(self, *args: Any, clinic: Clinic, versions: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._lots = {str(one.pk): one for one in clinic.needle_lots.order_by("maker", "lot")}
        self._therapists = {
            str(one.pk): one for one in clinic.memberships.select_related("user").order_by("user__name")
        }
        every = ("", _now("All"))
        self._choose("rules", [every, *((one, one) for one in versions)])
        self._choose("lot", [every, *((key, f"{one.maker} {one.lot}") for key, one in self._lots.items())])
        self._choose("therapist", [every, *((key, one.user.name) for key, one in self._therapists.items())])

    @property
    def criteria(self) -> Criteria:
        """As the query takes it."""
        said = self.cleaned_data
        return Criteria(
            **{name: said[name] for name in ("rules", "muscle", "zone", "first", "last")},
            lot=self._lots.get(said["lot"]),
            therapist=self._therapists.get(said["therapist"]),
        )

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field: Any = self.fields[name]
        field.choices = choices
