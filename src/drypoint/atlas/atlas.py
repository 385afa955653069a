"""The atlas as one frozen value with typed lookups."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import TypeVar

from drypoint.atlas.complaints import Complaint, ComplaintsFile, MuscleGroup, Prevalence, PrevalenceFile
from drypoint.atlas.hazards import Hazard, HazardsFile, Structure, WorstEvent
from drypoint.atlas.muscles import Muscle, MusclesFile, ReferralPattern
from drypoint.atlas.palpation import PalpationFile
from drypoint.atlas.search import matching, matching_complaints
from drypoint.atlas.sides import MuscleSide, Referral, TriggerPoint, ZoneSide
from drypoint.atlas.zones import Zone, ZonesFile
from drypoint.terms import InvalidInput, Side, Source, Value, ZoneCode

_Found = TypeVar("_Found")


class Knowledge(Value, frozen=True):
    """The decoded files, as they stand."""

    zones: ZonesFile
    muscles: MusclesFile
    hazards: HazardsFile
    complaints: ComplaintsFile
    prevalence: PrevalenceFile
    palpation: PalpationFile


class Atlas:
    """Zones, muscles, hazards, complaints, prevalence and palpation, looked up by code.

    Lookups of an unknown code raise InvalidInput with the closest codes. Nothing changes after construction.
    """

    __slots__ = (
        "_complaints",
        "_groups",
        "_hazards",
        "_muscles",
        "_patterns",
        "_prevalence",
        "_sources",
        "_structures",
        "_worst_events",
        "_zones",
        "knowledge",
        "muscle_sides",
        "units",
        "version",
        "zone_sides",
    )

    knowledge: Knowledge
    version: str
    """Stated version and content hash of the data, such as ``1.0+3f2a91c0``."""
    zone_sides: tuple[ZoneSide, ...]
    """Every zone on every side on which it exists, in file order."""
    muscle_sides: tuple[MuscleSide, ...]
    """Every muscle on every side on which it exists, in file order."""
    units: tuple[TriggerPoint, ...]
    """Every trigger point on every side: what a ranking ranks."""

    def __init__(self, knowledge: Knowledge, *, version: str) -> None:
        self._zones: Mapping[str, Zone] = {zone.code: zone for zone in knowledge.zones.zones}
        self._muscles: Mapping[str, Muscle] = {muscle.id: muscle for muscle in knowledge.muscles.muscles}
        self._hazards: Mapping[str, Hazard] = {hazard.id: hazard for hazard in knowledge.hazards.hazards}
        self._structures: Mapping[str, Structure] = {row.id: row for row in knowledge.hazards.structures}
        self._worst_events: Mapping[str, WorstEvent] = {row.id: row for row in knowledge.hazards.worst_events}
        self._complaints: Mapping[str, Complaint] = {row.id: row for row in knowledge.complaints.complaints}
        self._prevalence: Mapping[str, Prevalence] = {row.id: row for row in knowledge.prevalence.rows}
        self._groups: Mapping[str, MuscleGroup] = {row.id: row for row in knowledge.prevalence.groups}
        self._patterns: Mapping[tuple[str, int], ReferralPattern] = {
            (muscle.id, pattern.trp): pattern
            for muscle in knowledge.muscles.muscles
            for pattern in muscle.patterns
        }
        self._sources: Mapping[str, Source] = {
            **knowledge.zones.sources,
            **knowledge.muscles.sources,
            **knowledge.hazards.sources,
            **knowledge.prevalence.sources,
            **knowledge.palpation.sources,
        }
        self.knowledge = knowledge
        self.version = version
        self.zone_sides = tuple(
            ZoneSide(zone=zone.code, side=side) for zone in knowledge.zones.zones for side in zone.sides
        )
        self.muscle_sides = tuple(
            MuscleSide(muscle=muscle.id, side=side)
            for muscle in knowledge.muscles.muscles
            for side in muscle.sides
        )
        self.units = tuple(
            TriggerPoint(muscle=muscle.id, trp=pattern.trp, side=side)
            for muscle in knowledge.muscles.muscles
            for pattern in muscle.patterns
            for side in muscle.sides
        )

    @property
    def zones(self) -> tuple[Zone, ...]:
        """All zones, head to foot as in the file."""
        return self.knowledge.zones.zones

    @property
    def muscles(self) -> tuple[Muscle, ...]:
        """All muscles, in file order."""
        return self.knowledge.muscles.muscles

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        """All hazard rows."""
        return self.knowledge.hazards.hazards

    @property
    def complaints(self) -> tuple[Complaint, ...]:
        """All complaints, grouped by body area."""
        return self.knowledge.complaints.complaints

    @property
    def prevalence(self) -> tuple[Prevalence, ...]:
        """All prevalence rows, those of pain-free people included."""
        return self.knowledge.prevalence.rows

    @property
    def palpation(self) -> PalpationFile:
        """Agreement on palpation signs, diagnostic criteria and figures on pain drawings."""
        return self.knowledge.palpation

    def zone(self, code: str) -> Zone:
        """The zone with this code."""
        return _look_up(self._zones, code, "zone")

    def muscle(self, muscle: str) -> Muscle:
        """The muscle with this id."""
        return _look_up(self._muscles, muscle, "muscle")

    def muscle_on(self, muscle: str, side: Side, *, where: str) -> Muscle:
        """The muscle, if it exists on that side.

        Raises:
            InvalidInput: an unknown muscle or side; ``where`` names the asked row, such as ``findings[0]``.
        """
        try:
            known = self.muscle(muscle)
        except InvalidInput as unknown:
            raise InvalidInput(unknown.message, where=f"{where}.muscle") from unknown
        if side not in known.sides:
            raise InvalidInput(f"{known.id} has the side {' or '.join(known.sides)}.", where=f"{where}.side")
        return known

    def hazard(self, hazard: str) -> Hazard:
        """The hazard row with this id."""
        return _look_up(self._hazards, hazard, "hazard")

    def structure(self, structure: str) -> Structure:
        """The structure with this code, for its label."""
        return _look_up(self._structures, structure, "structure")

    def event(self, event: str) -> WorstEvent:
        """The worst event with this code, for its label."""
        return _look_up(self._worst_events, event, "worst event")

    def complaint(self, complaint: str) -> Complaint:
        """The complaint with this id."""
        return _look_up(self._complaints, complaint, "complaint")

    def group(self, group: str) -> MuscleGroup:
        """The group of muscles that prevalence rows name."""
        return _look_up(self._groups, group, "muscle group")

    def source(self, key: str) -> Source:
        """The source with this key; keys mean the same in every file."""
        return _look_up(self._sources, key, "source")

    def cited(self, keys: Iterable[str]) -> tuple[str, ...]:
        """The citations of these source keys, each with its DOI where one is known."""
        sources = (self.source(key) for key in keys)
        return tuple(
            f"{source.citation}, DOI {source.doi}" if source.doi else source.citation for source in sources
        )

    def hazards_of(self, muscle: str) -> tuple[Hazard, ...]:
        """Hazard rows that speak for a muscle, the row that names it first. Empty means not reviewed."""
        return tuple(self._hazards[hazard] for hazard in self.muscle(muscle).hazard_ids)

    def hazards_of_zone(self, zone: str) -> tuple[Hazard, ...]:
        """Hazard rows of the sites under a zone. Empty means not reviewed."""
        code = self.zone(zone).code
        return tuple(hazard for hazard in self.hazards if code in hazard.zones)

    def prevalence_for(self, complaint: str) -> tuple[Prevalence, ...]:
        """Prevalence rows of a complaint; empty if nothing was found, which is not a prevalence of zero."""
        return tuple(self._prevalence[row] for row in self.complaint(complaint).prevalence_ids)

    def find_muscles(self, text: str) -> tuple[Muscle, ...]:
        """Muscles whose Latin, English, Spanish or everyday name matches, best first; accents ignored."""
        return matching(text, self.muscles)

    def find_complaints(self, text: str) -> tuple[Complaint, ...]:
        """Complaints whose English or Spanish words match, best first; accents ignored."""
        return matching_complaints(text, self.complaints)

    def pattern(self, muscle: str, trp: int) -> ReferralPattern:
        """The referral pattern of one trigger point."""
        known = self.muscle(muscle)
        if (known.id, trp) not in self._patterns:
            numbers = ", ".join(str(pattern.trp) for pattern in known.patterns)
            raise InvalidInput(f"{muscle} has no trigger point {trp}; it has {numbers}")
        return self._patterns[known.id, trp]

    def referral(self, unit: TriggerPoint) -> Referral:
        """Where a trigger point on one side refers pain.

        Zones lie on the muscle's side; midline zones on the midline; an unpaired muscle reaches both sides.
        A zone to which pain may cross is spillover on the other side.
        """
        pattern = self.pattern(unit.muscle, unit.trp)
        crossed = (ZoneSide(zone=code, side=unit.side.opposite) for code in pattern.crosses)
        return Referral(
            essential=self._on_side(pattern.essential, unit.side),
            spillover=(*self._on_side(pattern.spillover, unit.side), *crossed),
        )

    def _on_side(self, codes: Sequence[ZoneCode], side: Side) -> tuple[ZoneSide, ...]:
        placed: list[ZoneSide] = []
        for code in codes:
            sides = self._zones[code].sides
            reached = (side,) if side in sides else sides
            placed.extend(ZoneSide(zone=code, side=each) for each in reached)
        return tuple(placed)


def _look_up(known: Mapping[str, _Found], code: str, noun: str) -> _Found:
    found = known.get(code)
    if found is None:
        close = get_close_matches(code, known, n=3)
        hint = f"; did you mean {' or '.join(close)}?" if close else ""
        raise InvalidInput(f"unknown {noun} {code!r}{hint}")
    return found
