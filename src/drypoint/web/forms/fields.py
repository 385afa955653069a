"""Fields of the design system: what people answer and the value that an action receives."""

import json
import re
from typing import Any, Literal, NamedTuple

from django import forms
from django.utils.translation import gettext_lazy as _

from drypoint.web.forms import widgets

Answer = bool | Literal["unknown"] | None


class YesNoUnknown(forms.ChoiceField):
    """Yes, no or not sure; cleans to ``True``, ``False``, ``"unknown"``, or ``None`` where left open."""

    widget = widgets.Segmented
    values: dict[str, Answer] = {"yes": True, "no": False, "unknown": "unknown", "": None}

    def __init__(self, **options: Any) -> None:
        answers = [("yes", _("Yes")), ("no", _("No")), ("unknown", _("Not sure"))]
        super().__init__(choices=answers, **options)

    def clean(self, value: Any) -> Any:
        return self.values[super().clean(value)]

    def prepare_value(self, value: Any) -> Any:
        for word, meant in self.values.items():
            if word and value is meant:
                return word
        return value


class YesNoUntested(YesNoUnknown):
    """An examination finding: present, absent, or not tested (``None``)."""

    values: dict[str, Answer] = {"yes": True, "no": False, "untested": None, "": None}

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.choices = [("yes", _("Present")), ("no", _("Absent")), ("untested", _("Not tested"))]


class Rating(forms.TypedChoiceField):
    """A whole number from 0 to 10 as large buttons; cleans to ``int`` or ``None``."""

    def __init__(
        self,
        *,
        lowest: widgets.Words = widgets.NO_PAIN,
        highest: widgets.Words = widgets.WORST_PAIN,
        **options: Any,
    ) -> None:
        super().__init__(
            choices=[(score, str(score)) for score in range(11)],
            coerce=int,
            empty_value=None,
            widget=widgets.Scale(lowest=lowest, highest=highest),
            **options,
        )


class Measurement(forms.DecimalField):
    """A number with a unit; takes a comma or a point. Say the bounds with ``min_value`` and ``max_value``."""

    def __init__(self, *, unit: widgets.Words, **options: Any) -> None:
        super().__init__(widget=widgets.Measured(unit=unit, attrs={"inputmode": "decimal"}), **options)

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)


class DayField(forms.DateField):
    """A calendar day."""

    widget = widgets.Day


class ClockField(forms.TimeField):
    """A time of day."""

    widget = widgets.Clock


class MomentField(forms.DateTimeField):
    """A moment, typed in the clinic's time zone."""

    widget = widgets.DayAndClock


class Signed(NamedTuple):
    """A signature: the typed name, and strokes as lists of points on a 600 by 180 sheet, perhaps none."""

    name: str
    strokes: tuple[tuple[tuple[int, int], ...], ...]


class SignatureField(forms.Field):
    """A typed or drawn signature; cleans to ``Signed``. The typed name is always needed."""

    widget = widgets.Signature
    default_error_messages = {
        "required": _("Type your full name to sign."),
        "strokes": _("The drawing could not be read. Clear it and draw again."),
    }
    longest = 40_000

    def clean(self, value: Any) -> Signed | None:
        name, raw = value or ("", "")
        name = re.sub(r"\s+", " ", name).strip()
        if not name:
            if self.required or raw:
                raise forms.ValidationError(self.error_messages["required"], code="required")
            return None
        return Signed(name=name[:200], strokes=self._strokes(raw))

    def _strokes(self, raw: str) -> tuple[tuple[tuple[int, int], ...], ...]:
        if not raw:
            return ()
        try:
            strokes = json.loads(raw) if len(raw) <= self.longest else None
            read = tuple(
                tuple((_on_sheet(x, 600), _on_sheet(y, 180)) for x, y in stroke) for stroke in strokes
            )
        except (ValueError, TypeError):
            raise forms.ValidationError(self.error_messages["strokes"], code="strokes") from None
        return read


def _on_sheet(value: Any, size: int) -> int:
    if not isinstance(value, int) or not 0 <= value <= size:
        raise ValueError
    return value
