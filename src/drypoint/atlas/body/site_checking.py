"""Whether landmarks and sites lead somewhere. Each fault names its file and row."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from drypoint.atlas.atlas import Atlas
from drypoint.atlas.body.marking import Anchor, LandmarksFile, spot_of
from drypoint.atlas.body.siting import MuscleRow, SitesFile, belly_faces, edge_spots, site_spot
from drypoint.atlas.body.skin import Floats, body
from drypoint.atlas.body.spots import REFERENCE, Zones, connected, point_of
from drypoint.terms import KnowledgeError, Source

_TOLERANCE = 1e-6
"""By how much the shares of an anchor may miss 1."""


def site_faults(marks: LandmarksFile, drawn: SitesFile, atlas: Atlas) -> tuple[str, ...]:
    """Every broken or doubled reference, share that does not add up and place beside the skin."""
    known: dict[str, Floats] = {}
    return (
        *_doubled("landmarks.json", "the landmark", (one.id for one in marks.landmarks)),
        *_landmark_faults(marks, known),
        *_doubled("sites.json", "the muscle", (row.muscle for row in drawn.muscles)),
        *(fault for row in drawn.muscles for fault in _muscle_faults(row, drawn, known, atlas)),
    )


def _doubled(file: str, noun: str, ids: Iterable[str]) -> Iterator[str]:
    for each, count in Counter(ids).items():
        if count > 1:
            yield f"{file}: {each}: {noun} stands {count} times"


def _landmark_faults(marks: LandmarksFile, known: dict[str, Floats]) -> Iterator[str]:
    """Faults of landmarks; those that lie on the skin are put into ``known``."""
    for one in marks.landmarks:
        where = f"landmarks.json: {one.id}"
        yield from _sources(where, one.sources, marks.sources)
        yield from _zones(where, one.zones)
        try:
            known[one.id] = point_of(REFERENCE, spot_of(one))
        except KnowledgeError as fault:
            yield str(fault)


def _muscle_faults(
    row: MuscleRow, drawn: SitesFile, known: Mapping[str, Floats], atlas: Atlas
) -> Iterator[str]:
    where = f"sites.json: {row.muscle}"
    found = [
        *_points(where, row, atlas),
        *_zones(where, row.zones),
        *_sources(where, row.sources, drawn.sources),
        *(fault for site in row.sites for fault in _sources(where, site.sources, drawn.sources)),
    ]
    named = [
        *((f"{where}: outline point {number}", anchor) for number, anchor in enumerate(row.outline, start=1)),
        *((f"{where}: trigger point {site.trp}", site.at) for site in row.sites),
    ]
    anchored = [fault for place, anchor in named for fault in _anchor(place, anchor, known)]
    yield from (*found, *anchored)
    if not anchored:
        yield from _places(row, known)


def _points(where: str, row: MuscleRow, atlas: Atlas) -> Iterator[str]:
    wanted = {muscle.id: [pattern.trp for pattern in muscle.patterns] for muscle in atlas.muscles}.get(
        row.muscle
    )
    if wanted is None:
        yield f"{where}: unknown muscle"
    elif sorted(site.trp for site in row.sites) != sorted(wanted):
        yield f"{where}: has not one site for each of its trigger points {sorted(wanted)}"


def _anchor(where: str, anchor: Anchor, known: Mapping[str, Floats]) -> Iterator[str]:
    for name in anchor:
        if name not in known:
            yield f"{where}: unknown landmark {name!r}"
    if abs(sum(anchor.values()) - 1) > _TOLERANCE:
        yield f"{where}: shares add up to {sum(anchor.values()):g}, not 1"


def _places(row: MuscleRow, known: Mapping[str, Floats]) -> Iterator[str]:
    try:
        edge_spots(row, known)
        for site in row.sites:
            site_spot(row, site, known)
        if not connected(belly_faces(row, known)):
            yield f"sites.json: {row.muscle}: a site lies apart from the outline"
    except KnowledgeError as fault:
        yield str(fault)


def _sources(where: str, wanted: Iterable[str], declared: Mapping[str, Source]) -> Iterator[str]:
    for key in wanted:
        if key not in declared:
            yield f"{where}: unknown source {key!r}"


def _zones(where: str, wanted: Zones) -> Iterator[str]:
    for beginning in wanted:
        if not any(zone.code.startswith(beginning) for zone in body().zones):
            yield f"{where}: no zone begins with {beginning!r}"
