"""The body with what a visit says of it: for pages and for documents."""

from collections.abc import Iterable

import msgspec

from drypoint import atlas
from drypoint.atlas.body import body, places
from drypoint.clinic.visits.models import PainDrawing
from drypoint.figures import BodyPicture, Layer, ShownZone, drawing_picture
from drypoint.figures.body_picture import UNSAID
from drypoint.painmap import Drawing
from drypoint.safety import load_places
from drypoint.terms import Side


def pain_picture(drawing: PainDrawing, *, title: str, name: str = "pain-drawing") -> BodyPicture:
    """A pain drawing as it was drawn; one of an older chart shows its zones, whole."""
    if drawing.marks and drawing.chart_version == body().chart:
        kept = {"chart": drawing.chart_version, "figure": drawing.figure or None, "marks": drawing.marks}
        read = msgspec.convert(kept, Drawing, strict=False)
        return drawing_picture(read, name=name, title=title, atlas=atlas.load())
    zones = tuple(
        ShownZone(
            code=zone.code,
            side=zone.side,
            strength=UNSAID if zone.intensity is None else zone.intensity / 10,
        )
        for zone in drawing.zones
    )
    return BodyPicture(name=name, title=title, zones=zones)


def needled_picture(needled: Iterable[tuple[str, Side]], *, title: str, name: str = "needled") -> BodyPicture:
    """The regions of the needled muscles, each on its side; a muscle on the midline shows both."""
    known = load_places()
    chosen = [(known.regions_of(muscle, where="muscle"), side) for muscle, side in needled]
    zones = tuple(
        ShownZone(code=code, side=side, layer=Layer.NEEDLED, strength=0.4)
        for code, side in places()
        if any(
            known.zones[code][0] in regions and (side is on or Side.MIDLINE in {side, on})
            for regions, on in chosen
        )
    )
    return BodyPicture(name=name, title=title, zones=zones)


def regions_picture(regions: Iterable[str], *, title: str, name: str = "regions") -> BodyPicture:
    """Regions of the body on both sides; a zone that lies in several counts to the first."""
    chosen = load_places().regions_of_all(sorted(regions), where="regions")
    by_zone = load_places().zones
    zones = tuple(
        ShownZone(code=code, side=side, layer=Layer.NEEDLED, strength=0.4)
        for code, side in places()
        if by_zone[code][0] in chosen
    )
    return BodyPicture(name=name, title=title, zones=zones)
