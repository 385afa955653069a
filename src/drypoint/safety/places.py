"""Places on the body as safety rules speak of them, and when two of them meet.

A place is a region, a group of regions, a zone or a muscle, with a side. Which muscle and zone lies in which
region is our reading of anatomy (unverified), wide on purpose: a place that might be meant counts.
"""

from collections.abc import Iterable
from functools import cache

from drypoint.safety.packaged import check_sources, read
from drypoint.terms import InvalidInput, KnowledgeError, Millimetres, Side, Text, Value, Verification


class Place(Value, frozen=True):
    """A region, group, zone or muscle; no side, or the midline, means both sides."""

    region: str
    side: Side | None = None


class Region(Value, frozen=True):
    """The smallest place that a rule names."""

    code: str
    label: Text


class RegionGroup(Value, frozen=True):
    """Several regions under one name."""

    code: str
    label: Text
    members: tuple[str, ...]


class UsualNeedle(Value, frozen=True):
    """Needle lengths that are commonly chosen there, in millimetres; a habit, not a recommendation."""

    shortest_mm: Millimetres
    longest_mm: Millimetres
    sources: tuple[str, ...]
    verification: Verification
    regions: tuple[str, ...] = ()
    muscles: tuple[str, ...] = ()


class BodyPlaces(Value, frozen=True):
    """``places.json``."""

    schema: int
    regions: tuple[Region, ...]
    groups: tuple[RegionGroup, ...]
    neighbours: dict[str, tuple[str, ...]]
    """The part of the trunk that drains with a limb, by the limb's group."""
    muscles: dict[str, tuple[str, ...]]
    zones: dict[str, tuple[str, ...]]
    usual_needles: tuple[UsualNeedle, ...]

    def regions_of(self, code: str, *, where: str) -> frozenset[str]:
        """Regions that ``code`` covers; ``InvalidInput`` names the field ``where`` for an unknown code."""
        for region in self.regions:
            if region.code == code:
                return frozenset((code,))
        for group in self.groups:
            if group.code == code:
                return frozenset(group.members)
        found = self.muscles.get(code) or self.zones.get(code)
        if found is None:
            raise InvalidInput(
                f"“{code}” is no known place. Use a body region, a zone or a muscle of the atlas.",
                where=where,
            )
        return frozenset(found)

    def regions_of_all(self, codes: Iterable[str], *, where: str) -> frozenset[str]:
        """Regions that any of ``codes`` covers."""
        return frozenset[str]().union(*(self.regions_of(code, where=where) for code in codes))

    def with_neighbours(self, place: Place) -> tuple[Place, ...]:
        """``place`` and, where it touches a limb, the part of the trunk beside that limb."""
        covered = self.regions_of(place.region, where="places")
        beside: set[str] = set()
        for limb, trunk in self.neighbours.items():
            if covered & self.regions_of(limb, where="neighbours"):
                beside.update(trunk)
        return (place, *(Place(region=code, side=place.side) for code in sorted(beside - covered)))

    def label(self, code: str, language: str) -> str:
        """The name of a region or group, else the code itself."""
        for named in (*self.regions, *self.groups):
            if named.code == code:
                return named.label.in_language(language)
        return code

    def longest_usual_needle_mm(self, muscle: str | None, regions: frozenset[str]) -> float | None:
        """The longest needle commonly chosen for the muscle, else in any of the regions; None if unknown."""
        named = [row.longest_mm for row in self.usual_needles if muscle in row.muscles]
        there = [row.longest_mm for row in self.usual_needles if regions & set(row.regions)]
        return max(named or there, default=None)


def sides_meet(one: Side | None, other: Side | None) -> bool:
    """Whether two sides overlap; no side and the midline overlap with everything."""
    both = (None, Side.MIDLINE)
    return one in both or other in both or one == other


@cache
def load_places() -> BodyPlaces:
    """The room's places, cross-checked; ``KnowledgeError`` names the row that is broken."""
    places = read("places.json", BodyPlaces)
    check_places(places)
    return places


def check_places(places: BodyPlaces) -> None:
    """``KnowledgeError`` on a doubled code or a row that names an unknown region."""
    codes = [region.code for region in places.regions]
    names = [*codes, *(group.code for group in places.groups)]
    doubled = sorted({name for name in names if names.count(name) > 1})
    if doubled:
        raise KnowledgeError(f"safety/data/places.json: doubled codes {doubled}")
    rows: dict[str, tuple[str, ...]] = {
        **{group.code: group.members for group in places.groups},
        **places.neighbours,
        **places.muscles,
        **places.zones,
    }
    for needle in places.usual_needles:
        check_sources("places.json", "usual_needles", needle.sources)
        rows[f"usual_needles {needle.longest_mm}"] = needle.regions
        for muscle in needle.muscles:
            if muscle not in places.muscles:
                raise KnowledgeError(f"safety/data/places.json, usual_needles: unknown muscle {muscle}")
    for row, regions in rows.items():
        unknown = sorted(set(regions) - set(codes))
        if unknown:
            raise KnowledgeError(f"safety/data/places.json, {row}: unknown regions {unknown}")
