"""A planned insertion, and what the atlas says lies under it."""

from typing import Annotated, Literal

from msgspec import Meta

from drypoint.atlas import Atlas, DepthKind, Hazard, ReportedDepth
from drypoint.safety.places import BodyPlaces, Place, sides_meet
from drypoint.terms import InvalidInput, MuscleId, Side, Value, ZoneCode

NeedleLength = Annotated[float, Meta(ge=5, le=200)]
"""Millimetres; the longest on sale is 125."""
NeedleDiameter = Annotated[float, Meta(ge=0.1, le=1.0)]
"""Millimetres; up to 0.9 has been tried."""

DISTANCES_FROM_SKIN = frozenset(
    {
        DepthKind.SKIN_TO_RIB,
        DepthKind.SKIN_TO_PLEURA,
        DepthKind.SKIN_TO_THORACIC_CAVITY,
        DepthKind.SKIN_TO_HAZARDOUS_TISSUE,
        DepthKind.SKIN_TO_HEART,
        DepthKind.SKIN_TO_KIDNEY,
        DepthKind.SKIN_TO_PERITONEUM,
        DepthKind.SKIN_TO_NERVE,
    }
)
"""Kinds of reported length that run from the skin to something that a needle must not reach unawares."""


class Insertion(Value, frozen=True):
    """One planned insertion: a muscle or a zone, and a side; the rest as far as it is known."""

    side: Side
    muscle: MuscleId | None = None
    zone: ZoneCode | None = None
    length_mm: NeedleLength | None = None
    """Length of the needle; unknown: judged as the longest that is usual there."""
    diameter_mm: NeedleDiameter | None = None
    technique: Literal["deep", "superficial", "tangential", "pincer"] | None = None
    position: Literal["prone", "supine", "side_lying", "sitting"] | None = None
    planned_depth_mm: Annotated[float, Meta(gt=0, le=200)] | None = None
    electrical_stimulation: bool = False


class Depth(Value, frozen=True):
    """A length as one study reported it. Not a safe, maximal or recommended depth for anybody."""

    what: str
    """The atlas's kind of length; kinds are never compared or averaged."""
    detail: str
    mean_mm: float | None
    sd_mm: float | None
    """Standard deviation; None where the study reported none."""
    ci95_mm: tuple[float, float] | None
    min_mm: float | None
    figure_mm: float | None
    """A figure that is no mean: quoted, approximate or named by authors."""
    needle_mm: float | None
    """Length of the needle the row is about, where it reports needles."""
    reached: int | None
    n: int | None
    population: str | None
    source: str
    unverified: bool


class Said(Value, frozen=True):
    """What one side of a disagreement says."""

    says: str
    sources: tuple[str, ...]
    unverified: bool


class Disagreement(Value, frozen=True):
    """A question on which sources contradict each other here. Shown, never averaged or settled."""

    topic: str
    positions: tuple[Said, ...]


class Under(Value, frozen=True):
    """What lies under one insertion. Always shown; never an alert."""

    insertion: int
    structures: tuple[str, ...]
    structure_labels: tuple[str, ...]
    worst_event: str | None
    worst_event_label: str | None
    reported_depths: tuple[Depth, ...]
    reviewed: bool
    """False: nobody has reviewed what lies there. That means unknown, never harmless."""
    worst_events: tuple[str, ...] = ()
    """Every event that a row on this place names, ``worst_event`` first: none is worst everywhere."""
    worst_event_labels: tuple[str, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    note: str | None = None


class Site(Value, frozen=True):
    """An insertion with the regions and hazard rows that it meets."""

    index: int
    insertion: Insertion
    regions: frozenset[str]
    hazards: tuple[Hazard, ...]

    @property
    def structures(self) -> tuple[str, ...]:
        """Codes of the structures under it, each once, in the order of the rows."""
        return tuple(dict.fromkeys(code for hazard in self.hazards for code in hazard.structure_ids))

    @property
    def reviewed(self) -> bool:
        """Whether any hazard row speaks for it."""
        return bool(self.hazards)

    def meets(self, place: Place, places: BodyPlaces) -> bool:
        """Whether it lies in ``place``, on a side that ``place`` covers."""
        exact = place.region in (self.insertion.muscle, self.insertion.zone)
        region_codes = {region.code for region in places.regions} | {group.code for group in places.groups}
        named_elsewhere = place.region in places.muscles and self.insertion.muscle is not None
        if not exact and named_elsewhere and place.region not in region_codes:
            return False
        shared = bool(self.regions & places.regions_of(place.region, where="places"))
        return (exact or shared) and sides_meet(place.side, self.insertion.side)


def locate(index: int, insertion: Insertion, places: BodyPlaces, atlas: Atlas) -> Site:
    """Finds an insertion in the atlas; ``InvalidInput`` names the field of an impossible muscle or depth."""
    where = f"plan.insertions[{index}]"
    if insertion.muscle is None and insertion.zone is None:
        raise InvalidInput("Name the muscle or the zone of the insertion.", where=where)
    if (
        insertion.length_mm is not None
        and insertion.planned_depth_mm is not None
        and insertion.planned_depth_mm > insertion.length_mm
    ):
        raise InvalidInput(
            "The planned depth is more than the length of the needle. Correct one of them.",
            where=f"{where}.planned_depth_mm",
        )
    try:
        if insertion.muscle is not None:
            hazards = atlas.hazards_of(insertion.muscle)
        else:
            hazards = atlas.hazards_of_zone(str(insertion.zone))
        if insertion.zone is not None:
            atlas.zone(insertion.zone)
    except InvalidInput as unknown:
        raise InvalidInput(unknown.message, where=where) from unknown
    codes = [code for code in (insertion.muscle, insertion.zone) if code is not None]
    return Site(
        index=index,
        insertion=insertion,
        regions=places.regions_of_all(codes, where=where),
        hazards=hazards,
    )


def under(site: Site, atlas: Atlas, language: str) -> Under:
    """What the atlas's hazard rows say of a site."""
    if not site.reviewed:
        note = {
            "en": "Not reviewed: nobody has written down what lies here. Unknown does not mean harmless.",
            "es": "Sin revisar: nadie ha anotado qué hay aquí. Desconocido no significa inofensivo.",
        }[language]
    elif site.insertion.muscle is None:
        note = {
            "en": "No muscle named: everything known under this zone is listed.",
            "es": "Sin músculo indicado: se muestra todo lo conocido bajo esta zona.",
        }[language]
    else:
        note = None
    events = tuple(dict.fromkeys(code for hazard in site.hazards for code in hazard.worst_events))
    labels = tuple(atlas.event(code).label.in_language(language) for code in events)
    return Under(
        insertion=site.index,
        structures=site.structures,
        structure_labels=tuple(atlas.structure(code).label.in_language(language) for code in site.structures),
        worst_event=events[0] if events else None,
        worst_event_label=labels[0] if labels else None,
        reported_depths=tuple(
            _depth(row, atlas, language) for hazard in site.hazards for row in hazard.reported_depths
        ),
        reviewed=site.reviewed,
        worst_events=events,
        worst_event_labels=labels,
        disagreements=tuple(
            Disagreement(
                topic=row.topic.in_language(language),
                positions=tuple(
                    Said(
                        says=position.says.in_language(language),
                        sources=atlas.cited(position.sources),
                        unverified=position.verification.is_unverified,
                    )
                    for position in row.positions
                ),
            )
            for hazard in site.hazards
            for row in hazard.disagreements
        ),
        note=note,
    )


def _depth(row: ReportedDepth, atlas: Atlas, language: str) -> Depth:
    return Depth(
        what=row.what,
        detail=row.detail.in_language(language),
        mean_mm=row.mean_mm,
        sd_mm=row.sd_mm,
        ci95_mm=row.ci95_mm,
        min_mm=row.min_mm,
        figure_mm=row.figure_mm,
        needle_mm=row.needle_mm,
        reached=row.reached,
        n=row.n,
        population=row.population,
        source="; ".join(atlas.cited(row.sources)),
        unverified=row.verification.is_unverified,
    )


class Reach(Value, frozen=True):
    """The least length at which a study reported a structure, or a needle reaching it."""

    mm: float
    what: str


def least_reach(site: Site, language: str) -> Reach | None:
    """The least reported distance from the skin, or length of a needle that reached something; None if none.

    Only to ask for a shorter needle or a reason: a longer distance elsewhere never makes a needle safe.
    """
    found: list[Reach] = []
    for row in (row for hazard in site.hazards for row in hazard.reported_depths):
        lengths = [length for length in (row.min_mm, row.mean_mm, row.figure_mm) if length is not None]
        if row.what in DISTANCES_FROM_SKIN and lengths:
            found.append(Reach(mm=min(lengths), what=row.detail.in_language(language)))
        if row.what is DepthKind.NEEDLE_LENGTH_REACHING and row.needle_mm is not None and row.reached:
            found.append(Reach(mm=row.needle_mm, what=row.detail.in_language(language)))
    return min(found, key=lambda reach: (reach.mm, reach.what), default=None)
