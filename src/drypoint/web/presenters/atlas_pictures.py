"""Pictures of the atlas. They never change while the server runs, so each is drawn once."""

from functools import lru_cache

from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from drypoint import atlas
from drypoint.atlas import TriggerPoint
from drypoint.atlas.body import seen_in, views_showing
from drypoint.figures import BodyPicture, Figure, Layer, ShownZone, body_picture
from drypoint.figures.body_picture import DETAIL_VIEWS, ENOUGH, MOST_VIEWS, WHOLE_VIEWS
from drypoint.figures.drawing import Language
from drypoint.terms import MuscleId, Side, ZoneCode
from drypoint.web import site_pictures
from drypoint.web.presenters.zones import zone_name

ESSENTIAL = 0.55
"""Strength of the colour of an essential zone; spillover is left empty within its dashed edge."""
NEARLY_ALL = 0.9
"""Share of what the whole figures show that a close look must show. Ours."""


def language() -> Language:
    """The page's language, as the engines name it."""
    return "es" if get_language() == "es" else "en"


def skin_at() -> str:
    """Where the views of the body are fetched, lightly shaded."""
    return reverse("body_view", args=["front"]).rpartition("/")[0]


def point_picture(muscle: MuscleId, trp: int, side: Side) -> Figure:
    """Where one trigger point refers pain."""
    return _point_picture(muscle, trp, side, language())


def zone_picture(code: ZoneCode, side: Side) -> Figure:
    """One zone on the body."""
    return _zone_picture(code, side, language())


def sites_on_the_body(muscle: MuscleId) -> list[site_pictures.Picture]:
    """Where the trigger points of a muscle are sought; none if it is not drawn yet."""
    return list(_sites(muscle, language()))


@lru_cache(maxsize=1024)
def _point_picture(muscle: MuscleId, trp: int, side: Side, said: Language) -> Figure:
    referral = atlas.load().referral(TriggerPoint(muscle=muscle, trp=trp, side=side))
    zones = [
        ShownZone(code=place.zone, side=place.side, layer=layer, strength=strength)
        for layer, strength, places in (
            (Layer.SPILLOVER, 0.0, referral.spillover),
            (Layer.REFERRAL, ESSENTIAL, referral.essential),
        )
        for place in places
    ]
    with override(said):
        title = _("Trigger point %(number)s: where its pain is felt") % {"number": trp}
    name = f"referral-{muscle}-{trp}-{side}".replace("_", "-")
    return _drawn(name, title, tuple(zones), said)


@lru_cache(maxsize=1024)
def _zone_picture(code: ZoneCode, side: Side, said: Language) -> Figure:
    name = f"zone-{code}-{side}".replace("_", "-").replace(".", "-")
    title = zone_name(code, side, said)
    return _drawn(name, title, (ShownZone(code=code, side=side, strength=0.7),), said)


@lru_cache(maxsize=512)
def _sites(muscle: MuscleId, said: Language) -> tuple[site_pictures.Picture, ...]:
    with override(said):
        return tuple(site_pictures.pictures(muscle, skin_at=skin_at()))


def _drawn(name: str, title: str, zones: tuple[ShownZone, ...], said: Language) -> Figure:
    with override(said):
        words = {(one.code, one.side): zone_name(one.code, one.side, said) for one in zones}
    picture = BodyPicture(name=name, title=title, zones=zones, views=_views(zones))
    return body_picture(picture, zone_names=words, language=said, skin_at=skin_at())


def _views(zones: tuple[ShownZone, ...]) -> tuple[str, ...]:
    """Of a close look at head, hands or feet, where it shows nearly all; else of the whole figure."""
    marked = [(one.code, one.side) for one in zones]
    whole = seen_in(marked, WHOLE_VIEWS)
    choice = next(
        (views for _starts, views in DETAIL_VIEWS if seen_in(marked, views) >= NEARLY_ALL * whole),
        WHOLE_VIEWS,
    )
    return views_showing(marked, choice, most=MOST_VIEWS, enough=ENOUGH) or choice[:1]
