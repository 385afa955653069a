"""The history of an episode, as the person tells it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from drypoint.clinic.episodes.models import History
from drypoint.web.forms.base import ClinicForm
from drypoint.web.forms.facts import FactForm
from drypoint.web.forms.fields import DayField

LONGEST_MEDICINE = 200


def words(label: Any, *, rows: int = 2, help_text: Any = "", longest: int = 2000) -> forms.CharField:
    """Some lines of free text."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=longest,
        required=False,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class LinesField(forms.CharField):
    """One entry a line; cleans to a tuple without blank lines."""

    def __init__(self, *, longest: int, **options: Any) -> None:
        self.longest = longest
        super().__init__(widget=forms.Textarea(attrs={"rows": 3}), **options)

    def clean(self, value: Any) -> tuple[str, ...]:
        lines = tuple(line.strip() for line in super().clean(value).splitlines() if line.strip())
        if any(len(line) > self.longest for line in lines):
            raise forms.ValidationError(_("One line is too long. Put each entry on a line of its own."))
        return lines

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, tuple | list) else value


class HistoryForm(FactForm):
    """What the person tells. Everything may be left open: it then counts as not asked."""

    marks_required = True

    onset_on = DayField(label=_("Since when?"), help_text=_("The day, as near as known."), required=False)
    onset = forms.CharField(
        label=_("How did it begin?"),
        help_text=_("Suddenly, slowly, after what?"),
        max_length=2000,
        required=False,
    )
    mechanism = words(_("What brings it on, what happened?"))
    pain_behaviour = words(
        _("How does the pain behave?"), help_text=_("Over the day and night; what makes it worse or better.")
    )
    occupation = forms.CharField(label=_("Work"), max_length=300, required=False)
    sport_and_load = words(_("Sport and load"))
    stress = words(_("Stress"), rows=1)
    sleep = words(_("Sleep"), rows=1)
    goals_own_words = words(
        _("What do they want to be able to do again?"), help_text=_("In their own words.")
    )
    medicines = LinesField(
        label=_("Medicines"),
        help_text=_("One a line, with the dose, as on the pack. The screening reads them."),
        longest=LONGEST_MEDICINE,
        max_length=4000,
        required=False,
    )
    red_flag_words = words(
        _("Anything that worries you or them?"),
        help_text=_("Red flags in words. The screening asks them one by one."),
    )

    @classmethod
    def of(cls, history: History | None) -> "HistoryForm":
        """The form with what stands now."""
        if history is None:
            return cls()
        names = [name for name in cls.base_fields if name != "supersedes"]
        return cls(initial={"supersedes": history.pk, **{name: getattr(history, name) for name in names}})


class TriedTreatmentForm(ClinicForm):
    """One treatment that was tried before, and what came of it."""

    kind = forms.CharField(label=_("What was tried"), max_length=200)
    result = forms.CharField(
        label=_("With what result"), help_text=_("“Not known” is an answer too."), max_length=200
    )
    when = forms.CharField(label=_("When"), max_length=200, required=False)
    visits = forms.IntegerField(label=_("How many times"), min_value=0, max_value=1000, required=False)
