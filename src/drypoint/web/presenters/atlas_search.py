"""Finding a muscle or a zone by any of its names, and the list of all muscles."""

from collections.abc import Iterable
from dataclasses import dataclass

from drypoint import atlas
from drypoint.atlas import Muscle
from drypoint.atlas.anatomy import also_called
from drypoint.atlas.body import sites_file
from drypoint.atlas.search import matching_zones, nearly
from drypoint.web.presenters.atlas_pictures import language
from drypoint.web.presenters.atlas_places import Place
from drypoint.web.presenters.muscle_pages import Link
from drypoint.web.presenters.muscles import muscle_name, region_name

MOST = 24
"""So many muscles, and half as many zones, are shown of what is found."""
LONGEST = 80
"""Letters of a search that are read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MuscleLink:
    """One muscle of the list."""

    name: str
    latin: str
    everyday: str
    url: str
    is_drawn: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionGroup:
    """The muscles of one region."""

    name: str
    muscles: list[MuscleLink]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a search found."""

    text: str
    muscles: list[MuscleLink]
    zones: list[Link]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was found."""
        return not self.muscles and not self.zones


def search(text: str, place: Place) -> Found | None:
    """Muscles and zones by any name, slips of spelling allowed; None where nothing was asked."""
    wanted = text[:LONGEST].strip()
    if not wanted:
        return None
    body = atlas.load()
    return Found(
        text=wanted,
        muscles=_links(nearly(wanted, body.muscles, also_called)[:MOST], place),
        zones=[
            Link(name=_capital(zone.label.in_language(language())), url=place.zone(zone.code))
            for zone in matching_zones(wanted, body.zones)[: MOST // 2]
        ],
    )


def by_region(place: Place) -> list[RegionGroup]:
    """Every muscle in the order of the atlas, grouped by region."""
    regions: dict[str, list[Muscle]] = {}
    for muscle in atlas.load().muscles:
        regions.setdefault(muscle.region, []).append(muscle)
    return [
        RegionGroup(name=region_name(region), muscles=_links(found, place))
        for region, found in regions.items()
    ]


def is_drawn(muscle: str) -> bool:
    """Whether its trigger points have places on the body."""
    return any(row.muscle == muscle for row in sites_file().muscles)


def _links(found: Iterable[Muscle], place: Place) -> list[MuscleLink]:
    return [
        MuscleLink(
            name=muscle_name(muscle.id),
            latin=muscle.latin,
            everyday=muscle.everyday.in_language(language()) if muscle.everyday else "",
            url=place.muscle(muscle.id),
            is_drawn=is_drawn(muscle.id),
        )
        for muscle in found
    ]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
