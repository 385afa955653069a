"""Reassessment: the three ratings, and rows for motion and for other measures, before and after."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drypoint.clinic.episodes.models import BodySide
from drypoint.clinic.visits import measures
from drypoint.clinic.visits.actions.measurements import Reading
from drypoint.clinic.visits.models import MeasuredWhen, Measurement, MovedBy
from drypoint.clinic.visits.queries.measurements import Key, key_of
from drypoint.web.forms import fields
from drypoint.web.forms.base import ClinicForm
from drypoint.web.forms.rows import Rows, as_typed, asks_for_row
from drypoint.web.presenters.measurements import measure_names, motion_choices, names_with_unit

RATINGS = ("nprs", "tightness_nrs", "soreness_nprs")
MOMENTS = (MeasuredWhen.BEFORE, MeasuredWhen.AFTER)
_ENDS = {
    "nprs": {},
    "tightness_nrs": {
        "lowest": gettext_lazy("0: not tight"),
        "highest": gettext_lazy("10: as tight as can be"),
    },
    "soreness_nprs": {
        "lowest": gettext_lazy("0: not sore"),
        "highest": gettext_lazy("10: as sore as can be"),
    },
}
_ROM = "rom_deg"
Facts = Mapping[tuple[Key, str], Measurement]


def _rating(instrument: str, label: Any) -> fields.Rating:
    return fields.Rating(label=label, required=False, **_ENDS[instrument])


class RatingsForm(ClinicForm):
    """Pain, tightness and soreness, 0 to 10."""

    marks_required = True

    nprs_before = _rating("nprs", gettext_lazy("Pain before"))
    nprs_after = _rating("nprs", gettext_lazy("Pain after"))
    tightness_nrs_before = _rating("tightness_nrs", gettext_lazy("Tightness before"))
    tightness_nrs_after = _rating("tightness_nrs", gettext_lazy("Tightness after"))
    soreness_nprs_before = _rating("soreness_nprs", gettext_lazy("Soreness before"))
    soreness_nprs_after = _rating("soreness_nprs", gettext_lazy("Soreness after"))
    nprs_before_shown = forms.UUIDField(widget=forms.HiddenInput, required=False)
    nprs_after_shown = forms.UUIDField(widget=forms.HiddenInput, required=False)
    tightness_nrs_before_shown = forms.UUIDField(widget=forms.HiddenInput, required=False)
    tightness_nrs_after_shown = forms.UUIDField(widget=forms.HiddenInput, required=False)
    soreness_nprs_before_shown = forms.UUIDField(widget=forms.HiddenInput, required=False)
    soreness_nprs_after_shown = forms.UUIDField(widget=forms.HiddenInput, required=False)

    theirs: Sequence[tuple[Any, Any]] = ()

    @property
    def pairs(self) -> list[tuple[str, forms.BoundField, forms.BoundField]]:
        """Each rating's name with its field before and after."""
        names = measure_names()
        return [(names[one], self[f"{one}_before"], self[f"{one}_after"]) for one in RATINGS]

    @property
    def readings(self) -> Iterator[tuple[str, Reading]]:
        """What was given, each with the name of the hidden field that says what was shown in its place."""
        for instrument in RATINGS:
            for when in MOMENTS:
                value = self.cleaned_data[f"{instrument}_{when}"]
                name = f"{instrument}_{when}_shown"
                if value is not None:
                    yield (
                        name,
                        Reading(key=Key(instrument), value=value, when=when, shown=self.cleaned_data[name]),
                    )


class MeasureRow(forms.Form):
    """One thing that is measured before and after; a row without a number says nothing."""

    marks_required = True

    side = forms.ChoiceField(
        label=gettext_lazy("Side"), choices=[("", gettext_lazy("No side")), *BodySide.choices], required=False
    )
    before = fields.Measurement(label=gettext_lazy("Before"), unit="", required=False)
    after = fields.Measurement(label=gettext_lazy("After"), unit="", required=False)
    device = forms.CharField(
        label=gettext_lazy("Device"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"list": "devices"}),
    )
    rater = forms.CharField(label=gettext_lazy("Measured by"), max_length=100, required=False)
    before_shown = forms.UUIDField(widget=forms.HiddenInput, required=False)
    after_shown = forms.UUIDField(widget=forms.HiddenInput, required=False)

    what = ""
    """The field that says what is measured."""

    def clean(self) -> dict[str, Any]:
        """A number needs its place, and lies on its scale."""
        found = self.cleaned_data
        given = [when for when in MOMENTS if found.get(when.value) is not None]
        for when in MOMENTS:
            if when not in given and found.get(f"{when}_shown") and when.value not in self.errors:
                self.add_error(when.value, _("A recorded value can be corrected, not taken away."))
        if given and not found.get(self.what):
            self.add_error(self.what, _("Say what was measured."))
        elif given and self.what in found:
            scale = measures.measure(self.key.instrument)
            for when in given:
                self._check(when.value, float(found[when.value]), scale)
        return found

    def _check(self, name: str, value: float, scale: measures.Measure) -> None:
        if scale.low is not None and value < scale.low:
            self.add_error(name, _("The lowest value is %(low)s.") % {"low": f"{scale.low:g}"})
        if scale.high is not None and value > scale.high:
            self.add_error(name, _("The highest value is %(high)s.") % {"high": f"{scale.high:g}"})

    @property
    def key(self) -> Key:
        """What the row measures."""
        raise NotImplementedError

    @property
    def readings(self) -> Iterator[tuple[str, Reading]]:
        """As for the ratings."""
        for when in MOMENTS:
            value = self.cleaned_data.get(when.value)
            if value is not None:
                yield (
                    self.add_prefix(f"{when}_shown"),
                    Reading(
                        key=self.key,
                        value=float(value),
                        when=when,
                        device=self.cleaned_data["device"],
                        rater=self.cleaned_data["rater"],
                        shown=self.cleaned_data[f"{when}_shown"],
                    ),
                )


class MotionRow(MeasureRow):
    """A joint's motion in degrees."""

    field_order = ("motion", "side", "moved_by", "before", "after", "device", "rater")
    what = "motion"

    before = fields.Measurement(label=gettext_lazy("Before"), unit="°", required=False)
    after = fields.Measurement(label=gettext_lazy("After"), unit="°", required=False)
    motion = forms.ChoiceField(label=gettext_lazy("Joint and motion"), required=False)
    moved_by = forms.ChoiceField(
        label=gettext_lazy("Active or passive"),
        choices=MovedBy.choices,
        initial=MovedBy.ACTIVE,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["motion"].choices = [("", _("Choose")), *motion_choices()]  # type: ignore[attr-defined]

    @property
    def key(self) -> Key:
        """Degrees at the motion."""
        found = self.cleaned_data
        return Key(_ROM, found["motion"], found["side"], found["moved_by"])


class OtherRow(MeasureRow):
    """Strength, grip, pressure pain threshold, or a questionnaire's score."""

    field_order = ("instrument", "place", "side", "before", "after", "device", "rater")
    what = "instrument"

    instrument = forms.ChoiceField(label=gettext_lazy("Measure"), required=False)
    place = forms.CharField(label=gettext_lazy("Muscle or place"), max_length=100, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = {name: said for name, said in names_with_unit().items() if name not in {*RATINGS, _ROM}}
        for name, other in measures.OTHER_UNITS.items():
            names[name] = f"{measure_names()[other.measure]} ({other.unit})"
        self.fields["instrument"].choices = [("", _("Choose")), *names.items()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A pressure in another unit becomes kPa, to one decimal; then as for any row."""
        found = self.cleaned_data
        other = measures.OTHER_UNITS.get(found.get("instrument") or "")
        if other is not None:
            found["instrument"] = other.measure
            for when in MOMENTS:
                if found.get(when.value) is not None:
                    found[when.value] = round(float(found[when.value]) * other.factor, 1)
        return super().clean()

    @property
    def key(self) -> Key:
        """The measure where it was taken."""
        found = self.cleaned_data
        return Key(found["instrument"], found["place"].strip(), found["side"])


class Reassessment:
    """The whole form of the page."""

    def __init__(self, data: Mapping[str, Any] | None, **given: Any) -> None:
        adds_row = data is not None and asks_for_row(data)
        self.is_posted = data is not None and not adds_row
        if data is not None and adds_row:
            self.ratings = RatingsForm(initial=as_typed(RatingsForm, data))
        else:
            self.ratings = RatingsForm(data, initial=given.get("ratings"))
        self.motions = Rows(MotionRow, prefix="motion", data=data, given=given.get("motions", ()))
        self.others = Rows(OtherRow, prefix="other", data=data, given=given.get("others", ()))

    @classmethod
    def of(cls, standing: Facts, proposed: Sequence[Measurement], *, rater: str) -> "Reassessment":
        """The form with what stands; what the last visit measured is proposed without numbers."""
        ratings: dict[str, Any] = {}
        rows: dict[Key, dict[str, Any]] = {}
        for one in proposed:
            if one.instrument not in RATINGS:
                rows[key_of(one)] = {**_place(one), "device": one.device, "rater": rater}
        for (key, when), one in standing.items():
            if when not in MOMENTS:
                continue
            if key.instrument in RATINGS:
                ratings |= {
                    f"{key.instrument}_{when}": _number(one),
                    f"{key.instrument}_{when}_shown": one.pk,
                }
            else:
                row = rows.setdefault(key, _place(one))
                row |= {"device": one.device, "rater": one.rater}
                row |= {str(when): _number(one), f"{when}_shown": one.pk}
        motions = [row for key, row in rows.items() if key.instrument == _ROM]
        others = [row for key, row in rows.items() if key.instrument != _ROM]
        return cls(None, ratings=ratings, motions=motions, others=others)

    def is_valid(self) -> bool:
        """Whether all of it fits."""
        fits = self.ratings.is_valid()
        return self.motions.are_valid(self.ratings) and self.others.are_valid(self.ratings) and fits

    @property
    def readings(self) -> dict[str, Reading]:
        """Every number given, by the hidden field that says what was shown in its place."""
        rows = (*self.motions.forms, *self.others.forms)
        return {
            **dict(self.ratings.readings),
            **{name: reading for row in rows for name, reading in row.readings},  # type: ignore[attr-defined]
        }

    def meet(self, data: Mapping[str, Any], standing: Facts) -> "Reassessment":
        """The form again with what was typed, carrying what stands now, and theirs to compare."""
        typed = data.copy()  # type: ignore[attr-defined]
        theirs = []
        for name, reading in self.readings.items():
            there = standing.get((reading.key, reading.when))
            typed[name] = "" if there is None else str(there.pk)
            if there is not None and there.value != reading.value:
                theirs.append((there, reading.when))
        again = Reassessment(typed)
        again.is_valid()
        again.ratings.has_conflict = True
        again.ratings.theirs = [
            (f"{measure_names()[one.instrument]}, {MeasuredWhen(when).label}", _number(one))
            for one, when in theirs
        ]
        return again


def _place(one: Measurement) -> dict[str, Any]:
    what = (
        {"motion": one.place}
        if one.instrument == _ROM
        else {"instrument": one.instrument, "place": one.place}
    )
    return {**what, "side": one.side, "moved_by": one.moved_by or MovedBy.ACTIVE}


def _number(one: Measurement) -> str:
    return f"{one.value:g}"
