"""Pictures of the body on a page: the pain drawing, a muscle's referral over it."""

from collections.abc import Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from drypoint import atlas
from drypoint.atlas import TriggerPoint
from drypoint.atlas.body import site_of, surface
from drypoint.clinic.visits.models import PainDrawing
from drypoint.clinic.visits.queries.body_pictures import pain_picture
from drypoint.clinic.visits.rows import DrawnZone, PlannedInsertion
from drypoint.figures import BodyPicture, Figure, Layer, ShownSite, ShownZone, body_picture
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


def plan_figure(insertions: Sequence[PlannedInsertion]) -> Figure | None:
    """Where the planned insertions are sought; None where none of them is drawn yet."""
    sites = tuple(
        ShownSite(muscle=one.muscle, trp=one.site or 1, side=one.side, label=str(number))
        for number, one in enumerate(insertions, start=1)
        if one.muscle is not None and site_of(one.muscle, one.site or 1, one.side) is not None
    )
    zones = tuple(
        ShownZone(code=one.zone, side=one.side, layer=Layer.NEEDLED, strength=0.3)
        for one in insertions
        if one.zone is not None and surface("neutral").number(one.zone, one.side) is not None
    )
    if not sites and not zones:
        return None
    title = _("Where the planned points are sought")
    return figure_of(BodyPicture(name="plan-places", title=title, zones=zones, sites=sites))


def _pain(zones: Sequence[DrawnZone]) -> tuple[ShownZone, ...]:
    return tuple(
        ShownZone(
            code=zone.code, side=zone.side, strength=UNSAID if zone.intensity is None else zone.intensity / 10
        )
        for zone in zones
    )
