"""A needling plan: one row for each insertion, and the signature under its review."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from drypoint import atlas
from drypoint.clinic.visits.rows import PlannedInsertion
from drypoint.web.forms.base import ClinicForm
from drypoint.web.forms.facts import FactForm
from drypoint.web.forms.fields import Measurement
from drypoint.web.forms.rows import MOST, as_typed
from drypoint.web.forms.widgets import Segmented
from drypoint.web.presenters.muscles import muscle_choices
from drypoint.web.presenters.zones import SIDES

Size = tuple[float, float]
"""Length and diameter of a needle in millimetres."""

OTHER = "other"
TECHNIQUES = {
    "deep": _("Deep"),
    "superficial": _("Superficial"),
    "tangential": _("Tangential"),
    "pincer": _("Pincer grip"),
}
POSITIONS = {
    "prone": _("Prone"),
    "supine": _("Supine"),
    "side_lying": _("Lying on the side"),
    "sitting": _("Sitting"),
}


class InsertionForm(forms.Form):
    """One planned insertion."""

    marks_required = True

    muscle = forms.ChoiceField(
        label=_("Muscle"), choices=lambda: [("", "–"), *muscle_choices()], required=False
    )
    zone = forms.CharField(widget=forms.HiddenInput, required=False)
    side = forms.ChoiceField(label=_("Side"), choices=list(SIDES.items()), widget=Segmented)
    site = forms.IntegerField(label=_("Site"), min_value=1, max_value=99, initial=1)
    needle = forms.ChoiceField(label=_("Needle"), required=False)
    length_mm = Measurement(label=_("Length"), unit="mm", required=False, min_value=5, max_value=200)
    diameter_mm = Measurement(
        label=_("Diameter"), unit="mm", required=False, min_value=Decimal("0.1"), max_value=1
    )
    technique = forms.ChoiceField(
        label=_("Technique"), choices=list(TECHNIQUES.items()), widget=Segmented, required=False
    )
    position = forms.ChoiceField(
        label=_("Position"), choices=[("", _("Not said")), *POSITIONS.items()], required=False
    )
    planned_depth_mm = Measurement(
        label=_("Planned depth"), unit="mm", required=False, min_value=1, max_value=200
    )
    dwell_minutes = forms.IntegerField(
        label=_("Planned time in (minutes)"),
        help_text=_("0: fast in, fast out."),
        min_value=0,
        max_value=120,
        required=False,
    )
    electrical_stimulation = forms.BooleanField(label=_("Electrical stimulation"), required=False)

    def __init__(self, *args: Any, sizes: Sequence[Size] = (), **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        kwargs.setdefault("use_required_attribute", False)
        super().__init__(*args, **kwargs)
        self.fields["needle"].choices = [  # type: ignore[attr-defined]
            ("", _("Not chosen: judged as the longest usual there")),
            *((size_key(size), size_words(size)) for size in sizes),
            (OTHER, _("Another size")),
        ]

    def clean(self) -> dict[str, Any]:
        """A muscle on a side that it has, and a whole size."""
        said = super().clean() or {}
        muscle = said.get("muscle")
        if not muscle and not said.get("zone"):
            self.add_error("muscle", _("Choose a muscle."))
        elif muscle and said.get("side") and said["side"] not in atlas.load().muscle(muscle).sides:
            self.add_error("side", _("Choose the side."))
        if said.get("needle") == OTHER and not said.get("length_mm") and "length_mm" not in self.errors:
            self.add_error("length_mm", _("Give the length."))
        return said

    @property
    def insertion(self) -> dict[str, Any]:
        """The row as the action takes it; what was not said is left out."""
        said = self.cleaned_data
        length, diameter = said["length_mm"], said["diameter_mm"]
        if said["needle"] != OTHER:
            length, diameter = size_of(said["needle"])
        found = {
            "side": said["side"],
            "muscle": said["muscle"] or None,
            "zone": None if said["muscle"] else said["zone"],
            "site": said["site"],
            "length_mm": _number(length),
            "diameter_mm": _number(diameter),
            "technique": said["technique"] or None,
            "position": said["position"] or None,
            "planned_depth_mm": _number(said["planned_depth_mm"]),
            "electrical_stimulation": said["electrical_stimulation"],
            "dwell_minutes": said["dwell_minutes"],
        }
        return {name: value for name, value in found.items() if value is not None}


class PlanForm(FactForm):
    """Why these insertions."""

    indication = forms.CharField(
        label=_("Indication"),
        help_text=_("Why needling, and why here."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class InsertionRows:
    """The rows of a plan, as posted, or as they stand."""

    prefix = "insertion"

    def __init__(
        self,
        *,
        sizes: Sequence[Size],
        data: Mapping[str, Any] | None = None,
        given: Iterable[Mapping[str, Any]] = (),
    ) -> None:
        self._sizes = sizes
        if data is None:
            self.forms = [self._row(number, initial=row) for number, row in enumerate(given)]
        else:
            self.forms = [self._row(number, data=data) for number in range(_posted(data))]

    @classmethod
    def rearranged(
        cls,
        data: Mapping[str, Any],
        *,
        sizes: Sequence[Size],
        more: Sequence[Mapping[str, Any]] = (),
        without: int | None = None,
    ) -> "InsertionRows":
        """What was typed so far, not judged, with rows added or one taken away."""
        typed = [
            as_typed(InsertionForm, data, prefix=f"{cls.prefix}-{number}")
            for number in range(_posted(data))
            if number != without
        ]
        return cls(sizes=sizes, given=[*typed, *more][:MOST])

    @property
    def are_valid(self) -> bool:
        """Whether every row fits."""
        return all(form.is_valid() for form in self.forms)

    @property
    def insertions(self) -> list[dict[str, Any]]:
        """The rows as the action takes them."""
        return [form.insertion for form in self.forms]

    def _row(self, number: int, **content: Any) -> InsertionForm:
        return InsertionForm(prefix=f"{self.prefix}-{number}", sizes=self._sizes, **content)


class SignForm(ClinicForm):
    """A reason or a modification for each finding that asks for one, and the signature."""

    plan = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, ask: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for finding in ask:
            self.fields[f"reason_{finding}"] = forms.CharField(
                label=_("Why go ahead, or what you change"),
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 2}),
                error_messages={"required": _("Say why to go ahead, or what you change.")},
            )

    @property
    def reasons(self) -> dict[str, str]:
        """By finding."""
        return {
            name.removeprefix("reason_"): words
            for name, words in self.cleaned_data.items()
            if name.startswith("reason_")
        }


def row_of(insertion: PlannedInsertion, sizes: Sequence[Size]) -> dict[str, Any]:
    """A planned insertion as the content of a row."""
    size = (insertion.length_mm, insertion.diameter_mm)
    in_list = None not in size and size in sizes
    listed = size_key((float(size[0] or 0), float(size[1] or 0))) if in_list else ""
    return {
        "muscle": insertion.muscle or "",
        "zone": insertion.zone or "",
        "side": insertion.side.value,
        "site": insertion.site or 1,
        "needle": listed or (OTHER if insertion.length_mm is not None else ""),
        "length_mm": None if in_list else insertion.length_mm,
        "diameter_mm": None if in_list else insertion.diameter_mm,
        "technique": insertion.technique or "",
        "position": insertion.position or "",
        "planned_depth_mm": insertion.planned_depth_mm,
        "electrical_stimulation": insertion.electrical_stimulation,
        "dwell_minutes": insertion.dwell_minutes,
    }


def size_key(size: Size) -> str:
    """A size as a choice's value."""
    return f"{size[0]:g}x{size[1]:g}"


def size_of(key: str) -> tuple[float | None, float | None]:
    """The size of a choice's value."""
    if not key:
        return None, None
    length, _x, diameter = key.partition("x")
    return float(length), float(diameter)


def size_words(size: Size) -> str:
    """As packs print it: diameter by length."""
    return f"{size[1]:.2f} × {size[0]:g} mm"


def _posted(data: Mapping[str, Any]) -> int:
    count = str(data.get(f"{InsertionRows.prefix}-count", ""))
    return min(int(count), MOST) if count.isdecimal() else 0


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
