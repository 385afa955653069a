"""A pain drawing in words."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from drypoint import atlas
from drypoint.clinic.visits.models import PainDrawing
from drypoint.clinic.visits.queries.body_pictures import pain_picture
from drypoint.clinic.visits.rows import DrawnZone
from drypoint.figures import Figure
from drypoint.painmap import CoverAnswer, CoverRequest, Drawing, cover_with_change
from drypoint.terms import InvalidInput
from drypoint.web.forms.zones import Drawn, drawing_json
from drypoint.web.presenters.body_pictures import figure_of
from drypoint.web.presenters.parts import Cell, Table
from drypoint.web.presenters.zones import COVERS, QUALITIES, zone_name


def zones_table(zones: Sequence[DrawnZone]) -> Table:
    """Each marked zone with its intensity, quality and cover; what was not said stays open."""
    return Table(
        caption=_("Marked places"),
        head=[_("Place"), _("Strength, 0 to 10"), _("Feels"), _("How much of it")],
        rows=[
            [
                Cell(capital(zone_name(zone.code, zone.side, get_language() or "en"))),
                Cell("–" if zone.intensity is None else f"{zone.intensity:g}", number=True),
                Cell(QUALITIES.get(zone.quality or "", "–")),
                Cell(COVERS.get(f"{zone.cover:g}", f"{zone.cover:.0%}")),
            ]
            for zone in zones
        ],
    )


@dataclass(frozen=True, slots=True)
class Compared:
    """The last visit's drawing and this one, side by side."""

    before: Figure
    after: Figure
    change: str

    @property
    def pair(self) -> tuple[Figure, Figure]:
        """Both, in their order."""
        return self.before, self.after


def compared(earlier: PainDrawing, drawing: PainDrawing) -> Compared | None:
    """None where one of the two cannot be read on the present chart."""
    try:
        answer = cover_with_change(
            CoverRequest(drawing=_readable(drawing), before=_readable(earlier)), atlas=atlas.load()
        )
    except (InvalidInput, msgspec.ValidationError):
        return None
    return Compared(
        before=picture(earlier, title=_("Last visit"), name="before"),
        after=picture(drawing, title=_("This visit"), name="after"),
        change=_change(answer),
    )


def picture(drawing: PainDrawing, *, title: str, name: str) -> Figure:
    """A drawing as a figure of the page."""
    return figure_of(pain_picture(drawing, title=title, name=name))


def _readable(drawing: PainDrawing) -> Drawing:
    kept = Drawn(
        zones=drawing.zones,
        marks=tuple(drawing.marks),
        figure=drawing.figure,
        chart=drawing.chart_version,
    )
    return msgspec.json.decode(drawing_json(kept), type=Drawing)


def _change(answer: CoverAnswer) -> str:
    change = answer.change
    if change is None or change.percent is None:
        return _("Now %(now)d cm² hurt; nothing was marked at the last visit.") % {
            "now": round(answer.area_cm2)
        }
    return _("Now %(now)d cm² hurt: %(change)+d cm² (%(percent)+d %%) since the last visit.") % {
        "now": round(answer.area_cm2),
        "change": round(change.area_cm2),
        "percent": round(change.percent),
    }


def said(drawing: PainDrawing) -> list[tuple[str, str]]:
    """A drawing as somebody else saved it, to compare with one's own."""
    language = get_language() or "en"
    places = "; ".join(zone_name(zone.code, zone.side, language) for zone in drawing.zones)
    return [
        (_("Marked places"), places or _("Nothing hurts")),
        (_("Words"), drawing.words),
        (_("Drawn by"), str(drawing.get_drawn_by_display())),
    ]


def capital(text: str) -> str:
    """As the beginning of a line."""
    return text[:1].upper() + text[1:]
