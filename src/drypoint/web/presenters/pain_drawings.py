"""A pain drawing in words."""

from collections.abc import Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from drypoint.clinic.visits.models import PainDrawing
from drypoint.clinic.visits.rows import DrawnZone
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
