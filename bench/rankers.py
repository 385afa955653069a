"""Methods that order muscles by a drawing, and how their order is scored."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from math import exp, log
from typing import Any

import msgspec
import numpy as np
from drawings import ATLAS, Case, Places

from drypoint.atlas import MuscleSide
from drypoint.painmap import RankRequest, ZoneCover, rank
from drypoint.painmap.assumptions import ASSUMED, Assumptions
from drypoint.painmap.evidence import prior_weights
from drypoint.painmap.network import marks, network, prior_odds, wiring
from drypoint.terms import Side

ALL = 500
NAIVE = {"essential": 0.7, "spillover": 0.25, "elsewhere": 0.01}

Scores = Mapping[MuscleSide, float]
Method = Callable[[Places], Scores]


def ranking(assumed: Assumptions) -> Method:
    """The engine under these assumptions."""

    def scores(places: Places) -> Scores:
        zones = tuple(ZoneCover(code=place.zone, side=place.side) for place in places)
        found = rank(RankRequest(zones=zones, top=ALL), atlas=ATLAS, assumed=assumed)
        return {MuscleSide(muscle=one.muscle, side=one.side): one.probability for one in found.candidates}

    return scores


def one_at_a_time(places: Places) -> Scores:
    """The same network, each trigger point alone against the drawing: nothing is explained away."""
    weights, _own = prior_weights(None, ATLAS, ASSUMED)
    wired = wiring(ATLAS, ASSUMED)
    marked = marks(wired, dict.fromkeys(places, 1.0), ASSUMED)
    odds = prior_odds(wired, weights, ASSUMED)
    net = network(wired, odds=odds, marked=marked, ratios=np.ones(len(wired.muscle_sides)), assumed=ASSUMED)
    drawn = (1 - (1 - net.background) * (1 - net.strength)).prod(axis=1)
    weight = net.odds * net.silence * drawn
    share = weight / (weight.sum() + net.background ** len(places))
    by_muscle = np.bincount(wired.muscle, share)
    return dict(zip(wired.muscle_sides, by_muscle.tolist(), strict=True))


def naive(places: Places) -> Scores:
    """The best of a muscle's points: 0.7 essential, 0.25 spillover, 0.01 else, zones independent."""
    weights: dict[MuscleSide, float] = {}
    for unit in ATLAS.units:
        referral = ATLAS.referral(unit)
        total = 0.0
        for place in ATLAS.zone_sides:
            chance = NAIVE["elsewhere"]
            if place in referral.essential:
                chance = NAIVE["essential"]
            elif place in referral.spillover:
                chance = NAIVE["spillover"]
            total += log(chance if place in places else 1 - chance)
        weights[unit.muscle_side] = max(total, weights.get(unit.muscle_side, -1e9))
    top = max(weights.values())
    likelihoods = {place: exp(weight - top) for place, weight in weights.items()}
    whole = sum(likelihoods.values())
    return {place: one / whole for place, one in likelihoods.items()}


def prevalence_alone(_places: Places) -> Scores:
    """Whatever was drawn, the muscles in the order of their prior; on the right first, as all cases are."""
    weights, _own = prior_weights(None, ATLAS, ASSUMED)
    whole = sum(weights[place.muscle] for place in ATLAS.muscle_sides if place.side is not Side.LEFT)
    return {
        place: weights[place.muscle] / whole if place.side is not Side.LEFT else 0.0
        for place in ATLAS.muscle_sides
    }


METHODS: dict[str, Method] = {
    "Drypoint": ranking(ASSUMED),
    "naive likelihood": naive,
    "prevalence alone": prevalence_alone,
}


def _with(**changed: float) -> Method:
    return ranking(msgspec.structs.replace(ASSUMED, **changed))


PARTS: dict[str, Method] = {
    "all parts": ranking(ASSUMED),
    "no spread to neighbours": _with(spread=0.0),
    "no prior from prevalence": _with(prior_range=1.0),
    "no sparsity (odds ten times as high)": _with(odds=ASSUMED.odds * 10),
    "nothing explained away": one_at_a_time,
    "disputed patterns weigh the same": _with(disputed_weight=1.0),
}


def quick_naive(places: Places) -> Scores:
    """``naive`` with arrays."""
    wired, silent, spoken = _naive_arrays()
    columns = [wired.index[place] for place in places]
    weights = silent.sum(axis=1) + (spoken[:, columns] - silent[:, columns]).sum(axis=1)
    best = np.full(len(wired.muscle_sides), -np.inf)
    np.maximum.at(best, wired.muscle, weights)
    return dict(zip(wired.muscle_sides, np.exp(best - best.max()).tolist(), strict=True))


@lru_cache(maxsize=1)
def _naive_arrays() -> tuple[Any, Any, Any]:
    plain = msgspec.structs.replace(
        ASSUMED, essential=NAIVE["essential"], spillover=NAIVE["spillover"], spread=0.0
    )
    wired = wiring(ATLAS, plain)
    chance = np.where(wired.strength > 0, wired.strength, NAIVE["elsewhere"])
    return wired, np.log1p(-chance), np.log(chance)


def position(scores: Scores, case: Case) -> int:
    """Rank of the best of the case's muscles; ties count in its favour, for every method alike."""
    best = max((scores[place] for place in scores if named(place, case)), default=None)
    return ALL if best is None else 1 + sum(one > best for one in scores.values())


def brier(scores: Scores, case: Case) -> float:
    """Squared errors of "the source names this muscle", summed over all muscle-sides; one that the method
    does not list counts as impossible."""
    missed = [place for place in ATLAS.muscle_sides if place not in scores and named(place, case)]
    return sum((one - named(place, case)) ** 2 for place, one in scores.items()) + len(missed)


def named(place: MuscleSide, case: Case) -> float:
    """1 if the source names this muscle on the side of the pain, else 0."""
    return float(place.muscle in case.muscles and place.side in {Side.RIGHT, Side.MIDLINE})
