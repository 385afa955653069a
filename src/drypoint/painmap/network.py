"""The noisy-OR network of an atlas: which zones each trigger point may explain, and how strongly."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from drypoint.atlas import Atlas, MuscleSide, TriggerPoint, ZoneSide
from drypoint.atlas.body import neighbours
from drypoint.painmap.assumptions import Assumptions, mark_of
from drypoint.painmap.posterior import Floats, Ints, Network
from drypoint.terms import MuscleId, Probability, Side


@dataclass(frozen=True, slots=True, kw_only=True)
class Wiring:
    """An atlas as arrays.

    Args:
        points: every trigger point on every side.
        places: every zone on every side.
        index: the number of each place.
        number: the number of each muscle-side.
        outer: which places lie on the skin, shape (places,).
        twin_place, twin_muscle, twin_point: the number of each one's mirror image.
        muscle_sides: every muscle on every side.
        points_of: the points of each muscle-side.
        muscle: the number of each point's muscle-side, shape (points,).
        essential: the essential places of each point.
        strength: P(zone is marked because of the point | active), shape (points, places).
        spread: the same for neighbours of referral zones, as far as they are marked, shape (points, places).
        touches: whether strength or spread says anything, shape (points, places).
        quiet: ``log(1 - strength)``, shape (points, places).
        quiet_everywhere: its sum over all places, shape (points,).
        trust: weight of each point by how far its pattern is settled, shape (points,).
    """

    points: tuple[TriggerPoint, ...]
    places: tuple[ZoneSide, ...]
    index: Mapping[ZoneSide, int]
    number: Mapping[MuscleSide, int]
    outer: NDArray[np.bool_]
    twin_place: Ints
    twin_muscle: Ints
    twin_point: Ints
    muscle_sides: tuple[MuscleSide, ...]
    points_of: tuple[tuple[int, ...], ...]
    muscle: Ints
    essential: tuple[tuple[int, ...], ...]
    strength: Floats
    spread: Floats
    touches: NDArray[np.bool_]
    quiet: Floats
    quiet_everywhere: Floats
    trust: Floats


@lru_cache(maxsize=8)
def wiring(atlas: Atlas, assumed: Assumptions) -> Wiring:
    """The arrays of an atlas under these assumptions; made once."""
    index = {place: number for number, place in enumerate(atlas.zone_sides)}
    strength = np.zeros((len(atlas.units), len(index)))
    spread = np.zeros_like(strength)
    points_of: dict[MuscleSide, list[int]] = {place: [] for place in atlas.muscle_sides}
    numbers = {place: number for number, place in enumerate(atlas.muscle_sides)}
    trust = np.ones(len(atlas.units))
    for number, point in enumerate(atlas.units):
        points_of[point.muscle_side].append(number)
        if atlas.pattern(point.muscle, point.trp).verification.is_disputed:
            trust[number] = assumed.disputed_weight
        referral = atlas.referral(point)
        for place in referral.spillover:
            strength[number, index[place]] = assumed.spillover
        for place in referral.essential:
            strength[number, index[place]] = assumed.essential
        for place in (*referral.essential, *referral.spillover):
            share = assumed.spread * strength[number, index[place]]
            for near in neighbours(place.zone, place.side):
                beside = index.get(ZoneSide(zone=near.code, side=near.side))
                # Across the midline only where a pattern says so.
                crosses = near.side not in {point.side, Side.MIDLINE} and point.side is not Side.MIDLINE
                if near.touches and beside is not None and not crosses and not strength[number, beside]:
                    spread[number, beside] = max(spread[number, beside], share)
    quiet = np.log1p(-strength)
    return Wiring(
        points=atlas.units,
        places=atlas.zone_sides,
        index=index,
        number=numbers,
        outer=np.array([not atlas.zone(place.zone).inner for place in atlas.zone_sides]),
        twin_place=_twins(atlas.zone_sides),
        twin_muscle=_twins(atlas.muscle_sides),
        twin_point=_twins(atlas.units),
        muscle_sides=atlas.muscle_sides,
        points_of=tuple(tuple(points_of[place]) for place in atlas.muscle_sides),
        muscle=np.array([numbers[point.muscle_side] for point in atlas.units], dtype=np.int64),
        essential=tuple(
            tuple(index[place] for place in atlas.referral(point).essential) for point in atlas.units
        ),
        strength=strength,
        spread=spread,
        touches=(strength + spread) > 0,
        quiet=quiet,
        quiet_everywhere=quiet.sum(axis=1),
        trust=trust,
    )


def _twins(all_: Sequence[ZoneSide] | Sequence[MuscleSide] | Sequence[TriggerPoint]) -> Ints:
    number = {one: position for position, one in enumerate(all_)}
    return np.array([number[one.mirrored] for one in all_], dtype=np.int64)


def marks(wired: Wiring, covers: Mapping[ZoneSide, Probability], assumed: Assumptions) -> Floats:
    """How far each place counts as marked, shape (places,), by painted share."""
    marked = np.zeros(len(wired.places))
    for place, cover in covers.items():
        marked[wired.index[place]] = mark_of(cover, assumed)
    return marked


def prior_odds(wired: Wiring, weights: Mapping[MuscleId, float], assumed: Assumptions) -> Floats:
    """Odds of each point before anything is seen, shape (points,), by the prior weight of its muscle."""
    return assumed.odds * wired.trust * np.array([weights[point.muscle] for point in wired.points])


def network(wired: Wiring, *, odds: Floats, marked: Floats, ratios: Floats, assumed: Assumptions) -> Network:
    """The network with one drawing and its palpation. Where nothing is marked, zones say nothing."""
    zones = np.flatnonzero(marked)
    strength = wired.strength[:, zones] + wired.spread[:, zones] * marked[zones]
    quiet = wired.quiet_everywhere - wired.quiet[:, zones].sum(axis=1)
    return Network(
        odds=odds,
        silence=np.exp(quiet) if len(zones) else np.ones(len(odds)),
        strength=strength,
        marked=marked[zones],
        background=assumed.elsewhere,
        muscle=wired.muscle,
        ratios=ratios,
    )
