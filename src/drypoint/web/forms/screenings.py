"""The screening questions as a form: yes, no or not sure; where, since when and how bad after a yes."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from drypoint.clinic.visits.queries.screenings import value_of
from drypoint.safety.places import load_places
from drypoint.safety.questions import Polarity, Question
from drypoint.web.forms.facts import FactForm
from drypoint.web.forms.fields import Measurement, YesNoUnknown
from drypoint.web.forms.widgets import Segmented
from drypoint.web.templatetags.drypoint import localised

SINCE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
WEEKS = "pregnancy_weeks"
BOTH = "both"


class ScreeningForm(FactForm):
    """One field for each question, and after a yes those of its particulars, named ``question__place``.

    Nothing is required: what stays open is reported by the screen.
    """

    marks_required = True

    def __init__(self, *args: Any, questions: Iterable[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = tuple(questions)
        for question in self.questions:
            self.fields |= _fields(question)

    @property
    def answers(self) -> dict[str, Any]:
        """Answers as the screen engine takes them; what stayed open is left out."""
        found: dict[str, Any] = {}
        for question in self.questions:
            spoken = self.cleaned_data.get(question.id)
            if spoken is None or self.cleaned_data.get(question.asked_if or "") is False:
                continue
            value = spoken if spoken == "unknown" else question.answer_for(yes=spoken)
            particulars = self._particulars(question.id) if spoken is not False else {}
            found[question.id] = {"value": value, **particulars} if particulars else value
        return found

    @property
    def weeks(self) -> float | None:
        """Weeks of a pregnancy, if given."""
        given = self.cleaned_data.get(WEEKS)
        return None if given is None else float(given)

    def _particulars(self, asked: str) -> dict[str, Any]:
        said = self.cleaned_data
        side = said.get(f"{asked}__side") or BOTH
        places = [
            {"region": region} if side == BOTH else {"region": region, "side": side}
            for region in said.get(f"{asked}__places") or ()
        ]
        given = {
            "places": places,
            "since": said.get(f"{asked}__since"),
            "degree": said.get(f"{asked}__degree"),
        }
        return {name: value for name, value in given.items() if value}


def initial_of(
    answers: Mapping[str, Any], questions: Iterable[Question], weeks: float | None
) -> dict[str, Any]:
    """The form's initial values for answers that stand."""
    initial: dict[str, Any] = {WEEKS: weeks}
    for question in questions:
        if question.id not in answers:
            continue
        answer = answers[question.id]
        value = value_of(answer)
        turned = question.polarity is Polarity.YES_MEANS_FALSE and value != "unknown"
        initial[question.id] = (not value) if turned else value
        if isinstance(answer, dict):
            places = answer.get("places") or []
            sides = {place.get("side") for place in places}
            initial[f"{question.id}__places"] = [place["region"] for place in places]
            initial[f"{question.id}__side"] = next(iter(sides)) if len(sides) == 1 else BOTH
            initial[f"{question.id}__since"] = answer.get("since", "")
            initial[f"{question.id}__degree"] = answer.get("degree", "")
    return initial


def particulars_of(question: Question) -> list[str]:
    """Names of the fields that follow a yes."""
    names = [f"{question.id}__places", f"{question.id}__side"] if question.takes_places else []
    names += [f"{question.id}__since"] if question.takes_since else []
    names += [f"{question.id}__degree"] if question.degrees or question.takes_places else []
    return [*names, WEEKS] if question.id == "pregnancy" else names


def _fields(question: Question) -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {
        question.id: YesNoUnknown(label=localised(question.text), required=False)
    }
    degrees = [(one.code, localised(one.label)) for one in question.degrees]
    known: dict[str, forms.Field] = {
        f"{question.id}__places": forms.MultipleChoiceField(
            label=_("Where?"),
            help_text=_("Nothing chosen counts as everywhere."),
            choices=[(one.code, localised(one.label)) for one in load_places().regions],
            required=False,
            widget=forms.CheckboxSelectMultiple,
        ),
        f"{question.id}__side": forms.ChoiceField(
            label=_("Which side?"),
            choices=[("left", _("Left")), ("right", _("Right")), (BOTH, _("Both, or middle"))],
            required=False,
            widget=Segmented,
        ),
        f"{question.id}__since": forms.RegexField(
            SINCE,
            label=_("Since when?"),
            help_text=_("The year, or year and month: 2019 or 2019-05."),
            error_messages={"invalid": _("Give a year such as 2019, or year and month such as 2019-05.")},
            max_length=10,
            required=False,
        ),
        f"{question.id}__degree": forms.ChoiceField(
            label=_("How bad is it?"),
            choices=degrees or [("mild", _("Mild")), ("moderate", _("Moderate")), ("severe", _("Severe"))],
            required=False,
            widget=Segmented,
        ),
        WEEKS: Measurement(
            label=_("How many weeks?"), unit=_("weeks"), min_value=0, max_value=44, required=False
        ),
    }
    return fields | {name: known[name] for name in particulars_of(question)}
