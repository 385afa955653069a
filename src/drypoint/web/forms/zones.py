"""The body chart as a form field. Its contract stands in ``docs/reference/pain-chart.md``."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from drypoint.atlas import load
from drypoint.atlas.body import FIGURES, body
from drypoint.clinic.visits.rows import DrawnZone
from drypoint.painmap import cover
from drypoint.painmap.request import Drawing, Mark
from drypoint.painmap.strokes import simpler_marks
from drypoint.terms import InvalidInput, Side, ZoneCode
from drypoint.web.presenters import body_charts
from drypoint.web.presenters import zones as presenter

LONGEST = 60_000
"""Characters of the posted list: every zone on both sides takes about half of this."""
LONGEST_DRAWING = 1_500_000
"""Characters of the posted drawing: hours of drawing take less."""
NO_FIGURE = "neutral"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart's answer: the zones, and the marks that they were found from where it was drawn."""

    zones: tuple[DrawnZone, ...] = ()
    marks: tuple[dict[str, Any], ...] = ()
    figure: str = NO_FIGURE
    chart: str = ""

    def __bool__(self) -> bool:
        return bool(self.zones)

    @property
    def record(self) -> dict[str, Any]:
        """What ``pain_drawings.record`` takes of it."""
        return {
            "zones": self.zones,
            "marks": self.marks,
            "figure": self.figure,
            "chart_version": self.chart or body().chart,
        }


class BodyChart(forms.Widget):
    """A figure to draw on, in step with an equal list of tick boxes; without JavaScript the list alone."""

    template_name = "components/body_chart.html"
    use_fieldset = True

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        posted: dict[str, Any] = (
            value if isinstance(value, dict) else _stored(value if value is not None else Drawn())
        )
        language = get_language() or "en"
        first, more = body_charts.qualities()
        context["widget"] |= {
            "drawing": posted["drawing"],
            "json": posted["text"],
            "figure": posted["figure"],
            "from_list": posted["from_list"],
            "parts": presenter.parts(posted["ticks"], language),
            "views": body_charts.views(),
            "figures": body_charts.figures(),
            "skins": range(1, body_charts.SKINS + 1),
            "words": body_charts.words(chart=body().chart),
            "first_qualities": first,
            "more_qualities": more,
            "covers": presenter.COVERS,
            "now": posted["now"],
            "intensities": [str(score) for score in range(11)],
        }
        return context

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> dict[str, Any]:
        ticks = data.getlist(f"{name}_tick") if hasattr(data, "getlist") else data.get(f"{name}_tick", [])
        now = {part: data.get(f"{name}_{part}", "") for part in ("cover", "intensity", "quality")}
        figure = data.get(f"{name}_figure", "")
        return {
            "drawing": data.get(f"{name}_drawing", ""),
            "text": data.get(name, ""),
            "ticks": ticks,
            "now": now,
            "figure": figure if figure in FIGURES else NO_FIGURE,
            "from_list": False,
        }


class ZonesField(forms.Field):
    """Where it hurts; cleans to ``Drawn``, false when nothing is marked.

    A drawing decides alone: its zones are computed here. Without one, a ticked zone keeps what the JSON says
    of it; one that is ticked only takes cover, intensity and quality of the pain at hand; one that is not
    ticked is dropped.
    """

    widget = BodyChart
    default_error_messages = {
        "required": _("Mark at least one place that hurts."),
        "unreadable": _("The chart could not be read. Tick the places in the list and save again."),
        "unknown": _("This chart has a place that is not known here. Load the page again."),
        "chart": _(
            "This drawing was made on another version of the chart. It is kept on this page; load the page "
            "in a new window to draw on the present one."
        ),
        "too_long": _("This drawing has more line than can be read. Undo some of it and save again."),
    }

    def clean(self, value: Any) -> Drawn:
        drawn = self._drawn(value["drawing"]) if value["drawing"] else None
        found = drawn or self._listed(value)
        if self.required and not found:
            raise self._wrong("required")
        return found

    def _drawn(self, text: str) -> Drawn | None:
        """The drawing with the zones that it covers; None where it has no marks."""
        if len(text) > LONGEST_DRAWING:
            raise self._wrong("too_long")
        try:
            if msgspec.json.decode(text.encode(), type=_OfChart).chart != body().chart:
                raise self._wrong("chart")
            drawing = msgspec.json.decode(text.encode(), type=Drawing)
        except (msgspec.DecodeError, UnicodeEncodeError):
            raise self._wrong("unreadable") from None
        if not drawing.marks:
            return None
        try:
            zones = cover(drawing, atlas=load()).zones
        except InvalidInput as wrong:
            raise self._wrong("too_long" if wrong.where == "drawing.marks" else "unreadable") from None
        figure = drawing.figure or NO_FIGURE
        return Drawn(
            zones=tuple(
                DrawnZone(
                    code=zone.code,
                    side=zone.side,
                    cover=max(round(zone.cover, 4), 0.0001),
                    intensity=zone.intensity,
                    quality=zone.quality,
                )
                for zone in zones
            ),
            marks=tuple(map(_plain, simpler_marks(drawing.marks, figure=figure))),
            figure=figure,
            chart=drawing.chart,
        )

    def _listed(self, value: Mapping[str, Any]) -> Drawn:
        told = {(row.code, row.side): row for row in self._told(value["text"])}
        now = self._now(value["now"])
        found = tuple(
            told.get(key) or DrawnZone(code=key[0], side=key[1], **now)
            for key in dict.fromkeys(self._ticked(value["ticks"]))
        )
        return Drawn(zones=found, figure=value["figure"])

    def _told(self, text: str) -> tuple[DrawnZone, ...]:
        if not text:
            return ()
        if len(text) > LONGEST:
            raise self._wrong("unreadable")
        try:
            rows = msgspec.json.decode(text.encode(), type=tuple[DrawnZone, ...])
        except (msgspec.DecodeError, UnicodeEncodeError):
            raise self._wrong("unreadable") from None
        for row in rows:
            self._check(row.code, row.side)
            if row.quality is not None and row.quality not in presenter.QUALITIES:
                raise self._wrong("unreadable")
        return rows

    def _ticked(self, ticks: Iterable[str]) -> Iterable[tuple[ZoneCode, Side]]:
        for tick in ticks:
            text, _colon, said = tick.partition(":")
            code = ZoneCode(text)
            try:
                side = Side(said)
            except ValueError:
                raise self._wrong("unknown") from None
            self._check(code, side)
            yield code, side

    def _check(self, code: str, side: Side) -> None:
        zone = presenter.zones().get(code)
        if zone is None or side not in zone.sides:
            raise self._wrong("unknown")

    def _now(self, now: Mapping[str, str]) -> dict[str, Any]:
        cover_said, intensity, quality = (now.get(part) or None for part in ("cover", "intensity", "quality"))
        allowed = (
            (cover_said is None or cover_said in presenter.COVERS)
            and (intensity is None or intensity in {str(score) for score in range(11)})
            and (quality is None or quality in presenter.QUALITIES)
        )
        if not allowed:
            raise self._wrong("unreadable")
        return {
            "cover": float(cover_said or 1),
            "intensity": None if intensity is None else float(intensity),
            "quality": quality,
        }

    def _wrong(self, code: str) -> forms.ValidationError:
        return forms.ValidationError(self.error_messages[code], code=code)


class _OfChart(msgspec.Struct):
    """Of a drawing only its chart, whatever else another version holds."""

    chart: str


def drawing_json(drawn: Drawn) -> str:
    """A stored drawing as the element reads it; one that is a list of zones becomes whole zones."""
    marks = drawn.marks if drawn.chart == body().chart and drawn.marks else map(_whole_zone, drawn.zones)
    figure = drawn.figure if drawn.figure in FIGURES else NO_FIGURE
    shown = {"chart": body().chart, "figure": figure, "marks": [*marks]}
    return msgspec.json.encode(shown).decode()


def _whole_zone(zone: DrawnZone) -> dict[str, Any]:
    return _plain(
        Mark(zone=zone.code, side=zone.side, intensity=zone.intensity, quality=zone.quality)  # type: ignore[arg-type]
    )


def _plain(mark: Mark) -> dict[str, Any]:
    """A mark as it is stored: what was not said is left out."""
    said: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(mark))
    return {
        name: value for name, value in said.items() if not (value is None or value is False or value == [])
    }


def _stored(drawn: Drawn) -> dict[str, Any]:
    """What a stored drawing would have posted."""
    as_drawn = drawn.chart == body().chart and drawn.marks
    return {
        "drawing": drawing_json(drawn) if drawn.zones else "",
        "text": msgspec.json.encode(drawn.zones).decode(),
        "ticks": [f"{row.code}:{row.side}" for row in drawn.zones],
        "now": {},
        "figure": drawn.figure if drawn.figure in FIGURES else NO_FIGURE,
        "from_list": bool(drawn.zones) and not as_drawn,
    }
