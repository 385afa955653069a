"""Controls that Django does not have, each usable by keyboard and without JavaScript."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


class Segmented(forms.RadioSelect):
    """A few exclusive answers side by side, such as yes, no, not sure."""

    template_name = "forms/widgets/segmented.html"


class Scale(forms.RadioSelect):
    """A 0 to 10 rating as eleven large buttons; ``lowest`` and ``highest`` say what the ends mean."""

    template_name = "forms/widgets/scale.html"

    def __init__(self, *, lowest: Words, highest: Words, **options: Any) -> None:
        super().__init__(**options)
        self.lowest, self.highest = lowest, highest

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"lowest": self.lowest, "highest": self.highest}
        return context


class Measured(forms.NumberInput):
    """A number with its unit beside it."""

    template_name = "forms/widgets/measure.html"

    def __init__(self, *, unit: Words, **options: Any) -> None:
        super().__init__(**options)
        self.unit = unit

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["unit"] = self.unit
        return context


class Day(forms.DateInput):
    """A calendar day; browsers bring their own picker and the value travels as year-month-day."""

    input_type = "date"

    def __init__(self, **options: Any) -> None:
        super().__init__(format="%Y-%m-%d", **options)


class Clock(forms.TimeInput):
    """A time of day."""

    input_type = "time"

    def __init__(self, **options: Any) -> None:
        super().__init__(format="%H:%M", **options)


class DayAndClock(forms.DateTimeInput):
    """A moment in the clinic's time zone."""

    input_type = "datetime-local"

    def __init__(self, **options: Any) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M", **options)


class Signature(forms.TextInput):
    """A typed name, and where there is JavaScript a drawing beside it, posted as strokes."""

    template_name = "forms/widgets/signature.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        typed, strokes = value if isinstance(value, list | tuple) else (value, "")
        context = super().get_context(name, typed, {**(attrs or {}), "autocomplete": "name"})
        context["widget"]["strokes"] = strokes or ""
        return context

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[str]:
        return [data.get(name, ""), data.get(f"{name}_strokes", "")]


NO_PAIN, WORST_PAIN = _("0: no pain"), _("10: worst pain you can imagine")
