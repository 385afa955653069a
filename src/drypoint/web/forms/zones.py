"""The pain chart as a form field. Its contract stands in ``docs/reference/pain-chart.md``."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from drypoint.clinic.visits.rows import DrawnZone
from drypoint.terms import Side, ZoneCode
from drypoint.web.presenters import zones as presenter

LONGEST = 60_000
"""Characters of the posted JSON: every zone on both sides takes about half of this."""


class ZoneChart(forms.Widget):
    """Figures to tap, in step with an equal list of tick boxes; the list alone works without JavaScript."""

    template_name = "components/zone_chart.html"
    use_fieldset = True

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        posted: dict[str, Any] = value if isinstance(value, dict) else _stored(value or ())
        language = get_language() or "en"
        context["widget"] |= {
            "json": posted["text"],
            "parts": presenter.parts(posted["ticks"], language),
            "figures": presenter.figures(),
            "qualities": presenter.QUALITIES,
            "covers": presenter.COVERS,
            "now": posted["now"],
            "intensities": [str(score) for score in range(11)],
        }
        return context

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> dict[str, Any]:
        ticks = data.getlist(f"{name}_tick") if hasattr(data, "getlist") else data.get(f"{name}_tick", [])
        now = {part: data.get(f"{name}_{part}", "") for part in ("cover", "intensity", "quality")}
        return {"text": data.get(name, ""), "ticks": ticks, "now": now}


class ZonesField(forms.Field):
    """Where it hurts; cleans to a tuple of ``DrawnZone``, empty when nothing is ticked.

    A ticked zone keeps what the JSON says of it; one that is ticked only takes cover, intensity and quality
    of the pain at hand; one that is not ticked is dropped.
    """

    widget = ZoneChart
    default_error_messages = {
        "required": _("Tap or tick at least one place that hurts."),
        "unreadable": _("The chart could not be read. Tick the places in the list and save again."),
        "unknown": _("This chart has a place that is not known here. Load the page again."),
    }

    def clean(self, value: Any) -> tuple[DrawnZone, ...]:
        told = {(row.code, row.side): row for row in self._told(value["text"])}
        now = self._now(value["now"])
        found = tuple(
            told.get(key) or DrawnZone(code=key[0], side=key[1], **now)
            for key in dict.fromkeys(self._ticked(value["ticks"]))
        )
        if self.required and not found:
            raise self._wrong("required")
        return found

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
        cover, intensity, quality = (now.get(part) or None for part in ("cover", "intensity", "quality"))
        allowed = (
            (cover is None or cover in presenter.COVERS)
            and (intensity is None or intensity in {str(score) for score in range(11)})
            and (quality is None or quality in presenter.QUALITIES)
        )
        if not allowed:
            raise self._wrong("unreadable")
        return {
            "cover": float(cover or 1),
            "intensity": None if intensity is None else float(intensity),
            "quality": quality,
        }

    def _wrong(self, code: str) -> forms.ValidationError:
        return forms.ValidationError(self.error_messages[code], code=code)


def _stored(zones: Iterable[DrawnZone]) -> dict[str, Any]:
    """What a stored drawing would have posted."""
    rows = tuple(zones)
    return {
        "text": msgspec.json.encode(rows).decode(),
        "ticks": [f"{row.code}:{row.side}" for row in rows],
        "now": {},
    }
