"""The examination: findings by part, neurological findings, special tests."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from drypoint.clinic.visits.models import Examination
from drypoint.web.forms.base import ClinicForm
from drypoint.web.forms.facts import FactForm
from drypoint.web.forms.histories import words
from drypoint.web.forms.widgets import Segmented

RESULTS = {"positive": True, "negative": False, "unclear": None}


class ExaminationForm(FactForm):
    """What stands beside the rows of findings and tests."""

    marks_required = True

    neuro = words(
        _("Neurological findings"), help_text=_("Sensation, strength, reflexes, nerve tension."), longest=4000
    )
    summary = words(_("Summary"), help_text=_("What you think is going on, in two sentences."), longest=4000)

    @classmethod
    def of(cls, examination: Examination | None) -> "ExaminationForm":
        """The form with what stands now."""
        if examination is None:
            return cls()
        return cls(
            initial={
                "supersedes": examination.pk,
                "neuro": examination.neuro,
                "summary": examination.summary,
            }
        )


class PartForm(ClinicForm):
    """What was seen, felt or moved at one part of the body."""

    part = forms.CharField(label=_("Part"), max_length=200)
    words = forms.CharField(label=_("Finding"), max_length=2000)


class SpecialTestForm(ClinicForm):
    """One named clinical test."""

    name = forms.CharField(label=_("Test"), max_length=200)
    side = forms.ChoiceField(
        label=_("Side"),
        choices=[("", "–"), ("left", _("left")), ("right", _("right")), ("midline", _("midline"))],
        required=False,
    )
    result = forms.ChoiceField(
        label=_("Result"),
        choices=[("positive", _("Positive")), ("negative", _("Negative")), ("unclear", _("Unclear"))],
        widget=Segmented,
    )
    words = forms.CharField(label=_("In words"), max_length=2000, required=False)


def tests_of(rows: tuple[dict[str, Any], ...]) -> list[dict[str, Any]]:
    """Rows of the form as the examination keeps them."""
    return [
        {
            **{name: value for name, value in row.items() if name != "result"},
            "positive": RESULTS[row["result"]],
        }
        for row in rows
    ]
