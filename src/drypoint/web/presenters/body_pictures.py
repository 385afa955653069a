"""Pictures of the body on a page: the pain drawing, a muscle's referral over it."""

from collections.abc import Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from drypoint import atlas
from drypoint.atlas import TriggerPoint
from drypoint.clinic.visits.models import PainDrawing
from drypoint.clinic.visits.queries.body_pictures import pain_picture
from drypoint.clinic.visits.rows import DrawnZone
from drypoint.figures import BodyPicture, Figure, Layer, ShownZone, body_picture
from drypoint.figures.body_picture import UNSAID
from drypoint.figures.drawing import Language
from drypoint.terms import MuscleId, Side
from drypoint.web.presenters.zones import zone_name


def figure_of(picture: BodyPicture) -> Figure:
    """The picture in the active language."""
    language: Language = "es" if get_language() == "es" else "en"
    names = {(zone.code, zone.side): zone_name(zone.code, zone.side, language) for zone in picture.zones}
    return body_picture(picture, zone_names=names, language=language)


def drawing_figure(drawing: PainDrawing) -> Figure:
    """A pain drawing as it was drawn."""
    return figure_of(pain_picture(drawing, title=_("Where it hurts")))


def zones_figure(zones: Sequence[DrawnZone], *, name: str) -> Figure:
    """Whole zones, as of a published case."""
    return figure_of(BodyPicture(name=name, title=_("Where it hurts"), zones=_pain(zones)))


def referral_figure(muscle: MuscleId, side: Side, zones: Sequence[DrawnZone], *, title: str) -> Figure:
    """Where a muscle's trigger points refer pain, drawn over the person's own pain."""
    known = atlas.load()
    essential: dict[tuple[str, Side], ShownZone] = {}
    spillover: dict[tuple[str, Side], ShownZone] = {}
    for pattern in known.muscle(muscle).patterns:
        referral = known.referral(TriggerPoint(muscle=muscle, trp=pattern.trp, side=side))
        for layer, places, found in (
            (Layer.REFERRAL, referral.essential, essential),
            (Layer.SPILLOVER, referral.spillover, spillover),
        ):
            for place in places:
                shown = ShownZone(
                    code=place.zone,
                    side=place.side,
                    layer=layer,
                    strength=0.55 if layer is Layer.REFERRAL else 0.0,
                )
                found.setdefault((place.zone, place.side), shown)
    outer = [zone for place, zone in spillover.items() if place not in essential]
    name = f"referral-{muscle}-{side}".replace("_", "-")
    return figure_of(BodyPicture(name=name, title=title, zones=(*_pain(zones), *outer, *essential.values())))


def _pain(zones: Sequence[DrawnZone]) -> tuple[ShownZone, ...]:
    return tuple(
        ShownZone(
            code=zone.code, side=zone.side, strength=UNSAID if zone.intensity is None else zone.intensity / 10
        )
        for zone in zones
    )
