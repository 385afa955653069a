"""Where muscles and their trigger points lie on the body, in words and pictures."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language

from drypoint import atlas
from drypoint.atlas import Muscle
from drypoint.atlas.body import sites_file, sites_of
from drypoint.clinic.visits.rows import PlannedInsertion
from drypoint.terms import Side
from drypoint.web.presenters import under
from drypoint.web.presenters.muscles import muscle_name, muscle_url, region_name
from drypoint.web.presenters.zones import zones
from drypoint.web.site_pictures import Picture, pictures


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteLine:
    """One trigger point: where a finger begins to seek it."""

    number: int
    words: str
    zone: str
    refers_to: str
    unverified: bool
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MusclePage:
    """One muscle on the body."""

    name: str
    latin: str
    everyday: str
    is_drawn: bool
    covered: bool
    pictures: list[Picture]
    sites: list[SiteLine]
    under: under.UnderCard


@dataclass(frozen=True, slots=True, kw_only=True)
class MuscleLink:
    """One muscle of the list."""

    name: str
    latin: str
    url: str
    is_drawn: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionGroup:
    """The muscles of one region."""

    name: str
    muscles: list[MuscleLink]


def present(muscle: Muscle) -> MusclePage:
    """The page of one muscle."""
    row = next((row for row in sites_file().muscles if row.muscle == muscle.id), None)
    planned = [PlannedInsertion(side=muscle.sides[0], muscle=muscle.id)]
    (card,) = under.cards(under.from_atlas(planned), planned)
    return MusclePage(
        name=muscle_name(muscle.id),
        latin=muscle.latin,
        everyday=muscle.everyday.in_language(_language()) if muscle.everyday else "",
        is_drawn=row is not None,
        covered=row is not None and row.covered,
        pictures=pictures(muscle.id),
        sites=_sites(muscle),
        under=card,
    )


def by_region(found: Iterable[Muscle]) -> list[RegionGroup]:
    """Muscles in the order of the atlas, grouped by region."""
    drawn = {row.muscle for row in sites_file().muscles}
    regions: dict[str, list[MuscleLink]] = {}
    for muscle in found:
        link = MuscleLink(
            name=muscle_name(muscle.id),
            latin=muscle.latin,
            url=muscle_url(muscle.id),
            is_drawn=muscle.id in drawn,
        )
        regions.setdefault(muscle.region, []).append(link)
    return [RegionGroup(name=region_name(region), muscles=links) for region, links in regions.items()]


def _sites(muscle: Muscle) -> list[SiteLine]:
    body, language = atlas.load(), _language()
    return [
        SiteLine(
            number=site.trp,
            words=site.words.in_language(language),
            zone=_zones([site.zone]),
            refers_to=_zones(body.pattern(muscle.id, site.trp).essential),
            unverified=site.verification.is_unverified,
            sources=body_sources(site.sources),
        )
        for site in sites_of(muscle.id, Side.RIGHT)
    ]


def body_sources(keys: Iterable[str]) -> tuple[str, ...]:
    """Citations of the file of sites."""
    declared = sites_file().sources
    return tuple(declared[key].citation for key in keys)


def _zones(codes: Iterable[str]) -> str:
    return ", ".join(zones()[code].label.in_language(_language()) for code in codes)


def _language() -> str:
    return get_language() or "en"
