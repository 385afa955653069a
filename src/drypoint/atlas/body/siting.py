"""Trigger-point sites and the skin over the belly of a muscle, declared from landmarks and resolved to faces.

A muscle without a row is not drawn yet, which says nothing about it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from drypoint.atlas.body.marking import Anchor, anchors, between, decoded, landmarks_file
from drypoint.atlas.body.skin import Floats, Ints, surface
from drypoint.atlas.body.spots import REFERENCE, Look, Spot, Zones, mirrored, patch, spot_at, zone_of
from drypoint.atlas.rows import Row
from drypoint.terms import KnowledgeError, MuscleId, Side, Source, Text, Value, Verification, ZoneCode


class SiteRow(Row, frozen=True):
    """Where one trigger point is sought."""

    trp: int
    at: Anchor
    words: Text
    """The same for a reader with a finger on the skin."""
    look: Look | None = None
    """Whence the point is cast on the skin; None: as the muscle's outline."""


class MuscleRow(Row, frozen=True):
    """One muscle that is drawn."""

    muscle: MuscleId
    covered: bool
    """Whether other muscle lies over it: then the outline is the skin above it."""
    look: Look
    zones: Zones
    """Beginnings of the zones in which its skin lies; all else is left out."""
    outline: tuple[Anchor, ...]
    sites: tuple[SiteRow, ...]


class SitesFile(Value, frozen=True):
    """``sites.json``."""

    schema: int
    sources: dict[str, Source]
    muscles: tuple[MuscleRow, ...]


class Site(Value, frozen=True):
    """The place of one trigger point on one side."""

    muscle: MuscleId
    trp: int
    side: Side
    spot: Spot
    zone: ZoneCode
    words: Text
    sources: tuple[str, ...]
    verification: Verification


@dataclass(frozen=True)
class Belly:
    """The skin over a muscle on one side."""

    muscle: MuscleId
    side: Side
    covered: bool
    edge: tuple[Spot, ...]
    """Corners of its outline, in order."""
    faces: Ints
    sources: tuple[str, ...]
    verification: Verification


@lru_cache(maxsize=1)
def sites_file() -> SitesFile:
    """The packaged file.

    Raises KnowledgeError where it is broken.
    """
    return decoded("sites.json", SitesFile)


@lru_cache(maxsize=1)
def sites() -> tuple[Site, ...]:
    """Every site, right before left.

    Raises KnowledgeError where one does not lie on the skin.
    """
    known = _known()
    return tuple(
        site
        for row in sites_file().muscles
        for one in row.sites
        for site in _both_sides(row, one, site_spot(row, one, known))
    )


def site_of(muscle: str, trp: int, side: str) -> Site | None:
    """The site of a trigger point; None: not drawn yet."""
    return _by_point().get((muscle, trp, side))


def sites_of(muscle: str, side: str) -> tuple[Site, ...]:
    """The sites of a muscle; none: not drawn yet."""
    return tuple(site for site in sites() if site.muscle == muscle and site.side == side)


@lru_cache(maxsize=512)
def belly_of(muscle: str, side: str) -> Belly | None:
    """The skin over a muscle on the right or left; None: not drawn yet."""
    row = next((row for row in sites_file().muscles if row.muscle == muscle), None)
    if row is None or side not in {Side.RIGHT, Side.LEFT}:
        return None
    known = _known()
    edge = edge_spots(row, known)
    faces = belly_faces(row, known)
    if side == Side.LEFT:
        half, count = surface(REFERENCE).half, len(surface(REFERENCE).faces)
        edge, faces = tuple(mirrored(spot) for spot in edge), (faces + half) % count
    return Belly(row.muscle, Side(side), row.covered, edge, faces, row.sources, row.verification)


def site_spot(row: MuscleRow, site: SiteRow, known: Mapping[str, Floats]) -> Spot:
    """A site's place on the right half.

    Raises KnowledgeError where it does not lie on the skin.
    """
    return _cast(row, site.at, site.look or row.look, known, f"trigger point {site.trp}")


def edge_spots(row: MuscleRow, known: Mapping[str, Floats]) -> tuple[Spot, ...]:
    """The corners of the outline on the right half.

    Raises KnowledgeError where one does not lie on the skin.
    """
    return tuple(
        _cast(row, anchor, row.look, known, f"outline point {number}")
        for number, anchor in enumerate(row.outline, start=1)
    )


def belly_faces(row: MuscleRow, known: Mapping[str, Floats]) -> Ints:
    """The faces inside the outline on the right half, with those of the sites."""
    outline = np.array([between(anchor, known) for anchor in row.outline])
    return patch(outline, row.look, row.zones, (site_spot(row, site, known) for site in row.sites))


def _cast(row: MuscleRow, anchor: Anchor, look: Look, known: Mapping[str, Floats], what: str) -> Spot:
    spot = spot_at(between(anchor, known), look, row.zones)
    if spot is None:
        raise KnowledgeError(f"sites.json: {row.muscle}: {what} does not lie on the skin of its zones")
    return spot


def _both_sides(row: MuscleRow, site: SiteRow, spot: Spot) -> tuple[Site, Site]:
    code, _ = zone_of(spot)
    right, left = (
        Site(
            muscle=row.muscle,
            trp=site.trp,
            side=side,
            spot=found,
            zone=code,
            words=site.words,
            sources=site.sources,
            verification=site.verification,
        )
        for side, found in ((Side.RIGHT, spot), (Side.LEFT, mirrored(spot)))
    )
    return right, left


@lru_cache(maxsize=1)
def _known() -> Mapping[str, Floats]:
    return anchors(landmarks_file())


@lru_cache(maxsize=1)
def _by_point() -> Mapping[tuple[str, int, str], Site]:
    return {(site.muscle, site.trp, site.side): site for site in sites()}
