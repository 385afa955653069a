"""The ranking's probabilities by their definition, set by set: slow, obvious, for small atlases only.

Nothing is shared with the fast engine but the reading of the request; the tests hold both against each other
on generated atlases.
"""

from itertools import chain, combinations
from math import prod

from drypoint.atlas import Atlas, MuscleSide, TriggerPoint, ZoneSide
from drypoint.atlas.body import neighbours
from drypoint.painmap.assumptions import ASSUMED, Assumptions, mark_of
from drypoint.painmap.evidence import Covers, covers_of, findings_of, prior_weights
from drypoint.painmap.palpation import likelihood_ratio, palpation_accuracy
from drypoint.painmap.request import RankRequest
from drypoint.terms import Probability

MOST = 14
"""Trigger points of an atlas that can be enumerated: 2 ** 14 sets."""


def enumerate_all(
    request: RankRequest, *, atlas: Atlas, assumed: Assumptions = ASSUMED
) -> tuple[dict[MuscleSide, Probability], Probability]:
    """Of each muscle-side that any of its points is active, and that no point is, over all sets.

    Raises:
        InvalidInput: as ``rank``.
        ValueError: the atlas has more than 14 trigger points, both sides counted.
    """
    if len(atlas.units) > MOST:
        raise ValueError(f"{len(atlas.units)} trigger points are too many to enumerate: at most {MOST}")
    covers = covers_of(request, atlas)
    weights, _own = prior_weights(request.complaint, atlas, assumed)
    accuracy = palpation_accuracy(atlas)
    ratios = {
        place: likelihood_ratio(found, accuracy, assumed)
        for place, found in findings_of(request, atlas).items()
    }
    strengths = {
        place: {point: _strength(point, place, covers, atlas, assumed) for point in atlas.units}
        for place in (atlas.zone_sides if covers else ())
    }
    # A place that no point reaches has the same chance under every set.
    strengths = {place: by_point for place, by_point in strengths.items() if any(by_point.values())}
    total = none = 0.0
    probable = dict.fromkeys(atlas.muscle_sides, 0.0)
    points = atlas.units
    for active in chain.from_iterable(combinations(points, size) for size in range(len(points) + 1)):
        muscles = {point.muscle_side for point in active}
        weight = prod(
            assumed.odds * weights[point.muscle] * _trust(point, atlas, assumed) for point in active
        )
        weight *= prod(ratios.get(muscle, 1.0) for muscle in muscles)
        for place, by_point in strengths.items():
            mark = mark_of(covers.get(place, 0.0), assumed)
            silent = (1 - assumed.elsewhere) * prod(1 - by_point[point] for point in active)
            weight *= mark * (1 - silent) + (1 - mark) * silent
        total += weight
        none += 0.0 if active else weight
        for muscle in muscles:
            probable[muscle] += weight
    return {muscle: weight / total for muscle, weight in probable.items()}, none / total


def _trust(point: TriggerPoint, atlas: Atlas, assumed: Assumptions) -> float:
    is_disputed = atlas.pattern(point.muscle, point.trp).verification.is_disputed
    return assumed.disputed_weight if is_disputed else 1.0


def _strength(
    point: TriggerPoint, place: ZoneSide, covers: Covers, atlas: Atlas, assumed: Assumptions
) -> Probability:
    """P(the place is marked because of the point | the point is active)."""
    referral, mark = atlas.referral(point), mark_of(covers.get(place, 0.0), assumed)
    if place in referral.essential:
        return assumed.essential
    if place in referral.spillover:
        return assumed.spillover
    if place.side is point.side.opposite and place.side is not point.side:
        return 0.0
    near = (one for one in neighbours(place.zone, place.side) if one.touches)
    beside = {ZoneSide(zone=one.code, side=one.side) for one in near}
    if beside & set(referral.essential):
        return assumed.spread * assumed.essential * mark
    return assumed.spread * assumed.spillover * mark if beside & set(referral.spillover) else 0.0
