"""Recording a pain drawing."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from drypoint import atlas
from drypoint.clinic.actors import Actor
from drypoint.clinic.visits.access import append_unsigned, require_visit_or_own
from drypoint.clinic.visits.canonical import plain
from drypoint.clinic.visits.models import DrawnBy, PainDrawing, Visit
from drypoint.clinic.visits.rows import DrawnZone
from drypoint.terms import InvalidInput


def record(
    *,
    by: Actor,
    visit: Visit,
    chart_version: str,
    figure: str,
    drawn_by: DrawnBy,
    zones: Sequence[DrawnZone | dict[str, Any]],
    marks: Sequence[dict[str, Any]] = (),
    words: str = "",
    supersedes: PainDrawing | None = None,
) -> PainDrawing:
    """Record where it hurts, whole. ``InvalidInput`` names a zone that the atlas lacks or lacks on a side."""
    require_visit_or_own(by, visit)
    for number, zone in enumerate(plain(tuple(zones))):
        where = f"zones[{number}]"
        try:
            known = atlas.load().zone(str(zone.get("code")))
        except InvalidInput as unknown:
            raise InvalidInput(_("Choose a zone from the list."), where=f"{where}.code") from unknown
        if zone.get("side") not in {side.value for side in known.sides}:
            raise InvalidInput(_("Choose the side."), where=f"{where}.side")
    return append_unsigned(
        PainDrawing,
        by=by,
        verb="pain_drawing.recorded",
        supersedes=supersedes,
        chain=("visit",),
        visit=visit,
        chart_version=chart_version,
        figure=figure,
        marks=list(marks),
        zones=tuple(zones),
        words=words,
        drawn_by=drawn_by,
    )
