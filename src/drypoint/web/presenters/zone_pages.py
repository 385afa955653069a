"""Where does it hurt? Zones of the body, and the trigger points that refer pain there."""

from dataclasses import dataclass, field
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drypoint import atlas
from drypoint.atlas import TriggerPoint, Zone
from drypoint.atlas.body import neighbours
from drypoint.figures import Figure, ZoneLink, zone_map
from drypoint.terms import Side, ZoneCode
from drypoint.web.presenters.atlas_pictures import language, point_picture, skin_at, zone_picture
from drypoint.web.presenters.atlas_places import Place
from drypoint.web.presenters.muscle_pages import Link
from drypoint.web.presenters.muscles import muscle_name
from drypoint.web.presenters.parts import Tab
from drypoint.web.presenters.zones import PARTS, SIDES, zone_name, zones

NEAR = 8
"""Of the neighbours so many are named, nearest first."""


@dataclass(frozen=True, slots=True)
class MapSet:
    """Views that are shown together."""

    label: str | Promise
    views: tuple[str, ...]


MAPS = {
    "body": MapSet(gettext_lazy("Front and back"), ("front", "back")),
    "sides": MapSet(gettext_lazy("From the side"), ("right", "left")),
    "head": MapSet(gettext_lazy("Head and face"), ("head_front", "head_back", "head_right", "head_left")),
    "hands": MapSet(gettext_lazy("Hands"), ("hands_palm", "hands_back")),
    "feet": MapSet(gettext_lazy("Feet"), ("feet_top", "feet_sole", "feet_inner")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneLine:
    """One zone of the list: one link, or one for each side."""

    name: str
    links: list[Link]
    points: int
    """How many trigger points have it as an essential zone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ZonePart:
    """One part of the body."""

    name: str | Promise
    zones: list[ZoneLine]


@dataclass(slots=True, kw_only=True)
class Referring:
    """A trigger point whose pain is felt here."""

    name: str
    everyday: str
    number: int
    url: str
    sides: list[str] = field(default_factory=list)
    """On which sides it lies; empty for a muscle on the midline."""
    crosses: bool = False
    """Whether the pain is felt here from the other side."""
    figure: Figure | None = None
    unverified: bool
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ZonePage:
    """One zone on one side."""

    code: str
    name: str
    inner: bool
    figure: Figure
    tabs: list[Tab]
    essential: list[Referring]
    spillover: list[Referring]
    near: list[Link]


def tabs(here: str, place: Place) -> list[Tab]:
    """The sets of pictures."""
    return [
        Tab(one.label, place.zones + ("" if name == "body" else f"?view={name}"), name == here)
        for name, one in MAPS.items()
    ]


def maps(name: str, place: Place) -> list[SafeString]:
    """The pictures of a set, each zone a link."""
    links = {
        (one.zone, one.side): ZoneLink(
            href=place.zone(one.zone, one.side), label=_capital(zone_name(one.zone, one.side, language()))
        )
        for one in atlas.load().zone_sides
    }
    drawn = (zone_map(view, links, language=language(), skin_at=skin_at()) for view in MAPS[name].views)
    return [mark_safe(svg) for svg in drawn]  # noqa: S308


def parts(place: Place) -> list[ZonePart]:
    """Every zone as a list, by part of the body."""
    return [
        ZonePart(
            name=name,
            zones=[_line(zone, place) for zone in zones().values() if zone.code.split(".")[0] in prefixes],
        )
        for name, prefixes in PARTS
    ]


def side_of(zone: Zone, asked: str) -> Side:
    """The side to show: the one asked for where the zone has it, else the right or the midline."""
    return Side(asked) if asked in zone.sides else zone.sides[-1]


def present(zone: Zone, side: Side, place: Place) -> ZonePage:
    """Trigger points that refer to a zone on a side, essential before spillover, and its neighbours."""
    essential, spillover = _referring(zone.code, side)
    return ZonePage(
        code=zone.code,
        name=_capital(zone_name(zone.code, side, language())),
        inner=zone.inner,
        figure=zone_picture(zone.code, side),
        tabs=[
            Tab(_capital(str(SIDES[one])), place.zone(zone.code, one), one == side)
            for one in reversed(zone.sides)
            if not zone.midline
        ],
        essential=_lines(essential, side, place, drawn=True),
        spillover=_lines(spillover, side, place, drawn=False),
        near=[
            Link(
                name=_capital(zone_name(one.code, one.side, language())),
                url=place.zone(one.code, one.side),
                note=_("shares a border") if one.touches else "",
            )
            for one in neighbours(zone.code, side)[:NEAR]
        ],
    )


def _lines(found: tuple[TriggerPoint, ...], side: Side, place: Place, *, drawn: bool) -> list[Referring]:
    """One line for a trigger point, whichever sides it refers from."""
    body = atlas.load()
    lines: dict[tuple[str, int], Referring] = {}
    for unit in found:
        muscle, pattern = body.muscle(unit.muscle), body.pattern(unit.muscle, unit.trp)
        line = lines.setdefault(
            (unit.muscle, unit.trp),
            Referring(
                name=muscle_name(unit.muscle),
                everyday=muscle.everyday.in_language(language()) if muscle.everyday else "",
                number=unit.trp,
                url=place.muscle(unit.muscle, unit.trp),
                figure=point_picture(unit.muscle, unit.trp, unit.side) if drawn else None,
                unverified=pattern.verification.is_unverified,
                sources=body.cited(pattern.sources),
            ),
        )
        if muscle.paired:
            line.sides.append(str(SIDES[unit.side]))
            line.crosses = line.crosses or (side is not Side.MIDLINE and unit.side != side)
    return list(lines.values())


@lru_cache(maxsize=512)
def _referring(code: ZoneCode, side: Side) -> tuple[tuple[TriggerPoint, ...], tuple[TriggerPoint, ...]]:
    """Trigger points with this place among their essential zones, and among their spillover."""
    body = atlas.load()
    essential: list[TriggerPoint] = []
    spillover: list[TriggerPoint] = []
    for unit in body.units:
        referral = body.referral(unit)
        for places, into in ((referral.essential, essential), (referral.spillover, spillover)):
            if any(one.zone == code and one.side == side for one in places):
                into.append(unit)
                break
    return tuple(essential), tuple(spillover)


def _line(zone: Zone, place: Place) -> ZoneLine:
    links = [
        Link(
            name=_capital(str(SIDES[side])) if not zone.midline else _("Show"),
            url=place.zone(zone.code, side),
        )
        for side in reversed(zone.sides)
    ]
    essential, _spillover = _referring(zone.code, zone.sides[-1])
    return ZoneLine(
        name=_capital(zone.label.in_language(language())),
        links=links,
        points=len({(unit.muscle, unit.trp) for unit in essential}),
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
