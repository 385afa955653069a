"""How probable it is, given a drawing, that a trigger point is active: a noisy-OR network, solved exactly.

Hidden are the points, each active or not. A marked zone is explained by at least one active point or by the
background; its chance of staying unexplained is the product of ``1 - strength`` over the active points. Sets
of points are not enumerated: they are summed over by passing, from point to point, the weight of every state
"which marked zones are explained so far" (variable elimination; Koller and Friedman 2009, chapter 9). Only
products and sums of positive numbers occur, so nothing cancels. ``painmap.reference`` enumerates instead.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import prod

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SMALL = 14
"""Up to so many points all are kept: a set of them can be enumerated by hand."""

NEGLIGIBLE = 5e-3
"""Summed bound of what points that hardly fit may take with them when they are left out."""

NARROW, WIDEST = 6, 14
"""Up to how many zones open at once any order will do, and how many may be: 2 ** 14 states."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """What is assumed and what was seen.

    Args:
        odds: prior odds of each point, shape (points,).
        silence: P(every unmarked zone stays so | the point is active), shape (points,).
        strength: P(zone is marked because of the point | active) for the zones that are marked at all, shape
            (points, zones), each below 1.
        marked: how far each of these zones is marked, above 0 to 1, shape (zones,). Below 1 it is soft
            evidence: with that probability marked, else not.
        background: P(zone is marked for another reason), above 0.
        muscle: the number of each point's muscle-side, shape (points,).
        ratios: likelihood ratio of what palpation found in each muscle-side, positive, shape (muscles,).
    """

    odds: Floats
    silence: Floats
    strength: Floats
    marked: Floats
    background: float
    muscle: Ints
    ratios: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Posterior:
    """Probabilities given the evidence.

    Args:
        muscles: that any point of the muscle-side is active, shape (muscles,).
        points: that the point is, shape (points,).
        none: that no point is.
        omitted: upper bound of the probability that a point is active which was left out as hardly fitting.
        kept: whether the muscle-side was computed, shape (muscles,); those left out stand at 0.
    """

    muscles: Floats
    points: Floats
    none: float
    omitted: float
    kept: NDArray[np.bool_]


@dataclass(slots=True)
class _Muscle:
    """A muscle-side of which a point can explain a marked zone."""

    number: int
    ratio: float
    bound: float
    """At most so probable."""
    points: list[int]
    odds: list[float]
    """Of each point, after the zones that it leaves unmarked."""
    reaches: list[list[tuple[int, float]]]
    """Marked zones of each point, with their strength."""
    zones: set[int]


def posterior(network: Network, *, detailed: int | None = None) -> Posterior:
    """The posterior of every point and muscle-side over all sets of points.

    Args:
        detailed: of so many of the most probable muscle-sides that reach a marked zone, and ties with the
            last, the points are told apart; those of others stand at 0. All if left out.
    """
    odds = network.odds * network.silence
    marks, reach = network.marked, network.strength
    unexplained = network.background * marks + (1 - network.background) * (1 - marks)
    # Another active point only lessens what a point gains by a marked zone: its gain alone is the most.
    gains = np.maximum(1.0, 1 + reach * (marks / unexplained - 1)).prod(axis=1)
    count = len(network.ratios)
    bounds = np.maximum(1.0, network.ratios) * _any(odds * gains, network.muscle, count)

    found = _apart(odds, network)
    numbers: list[int] = np.flatnonzero(reach.any(axis=1)).tolist()
    groups = _connected(_touching(numbers, odds, bounds, network), len(marks))
    factors = list(zip(unexplained.tolist(), marks.tolist(), strict=True))
    omitted, solved = 0.0, list[_Group]()
    for group in groups:
        kept, left_out = _fitting(group, NEGLIGIBLE / len(groups))
        for one in left_out:
            omitted += one.bound
            found.kept[one.number] = False
            found.muscles[one.number] = found.points[one.points] = 0.0
        solved.append(_solve(kept, factors, found.muscles))
    _tell_points(solved, found, detailed)
    return Posterior(
        muscles=found.muscles,
        points=found.points,
        none=found.none * prod(group.none for group in solved),
        omitted=min(1.0, omitted),
        kept=found.kept,
    )


def _tell_points(groups: Sequence["_Group"], found: Posterior, detailed: int | None) -> None:
    """Fill in the probabilities of the points."""
    steps = [(group, step) for group in groups for step in group.steps]
    least = 0.0
    if detailed is not None and len(steps) > detailed:
        reached = sorted(float(found.muscles[step.muscle.number]) for _group, step in steps)
        least = reached[-detailed]
    for group, step in steps:
        told = found.muscles[step.muscle.number] >= least
        for number, point in enumerate(step.muscle.points):
            share = step.muscle.ratio / group.total
            found.points[point] = share * _alone(number, step, step.after) if told else 0.0


def _any(odds: Floats, muscle: Ints, count: int) -> Floats:
    """``product(1 + odds) - 1`` over the points of each muscle-side."""
    return np.expm1(np.bincount(muscle, np.log1p(odds), minlength=count))


def _apart(odds: Floats, network: Network) -> Posterior:
    """Every muscle-side as if it reached no marked zone: then each is independent of all others."""
    any_active = _any(odds, network.muscle, len(network.ratios))
    weights = network.ratios * any_active
    muscles = weights / (1 + weights)
    others = (1 + any_active[network.muscle]) / (1 + odds)
    reaches = np.bincount(network.muscle, network.strength.any(axis=1)) > 0
    return Posterior(
        muscles=muscles,
        points=network.ratios[network.muscle] * odds * others / (1 + weights[network.muscle]),
        none=float(1 / (1 + weights[~reaches]).prod()),
        omitted=0.0,
        kept=np.ones(len(weights), dtype=bool),
    )


def _touching(numbers: list[int], odds: Floats, bounds: Floats, network: Network) -> list[_Muscle]:
    """The muscle-sides of these points, with all their points."""
    muscles: dict[int, _Muscle] = {}
    wanted = set(network.muscle[numbers].tolist())
    rows: list[list[float]] = network.strength.tolist()
    of_point: list[int] = network.muscle.tolist()
    for point, number in enumerate(of_point):
        if number not in wanted:
            continue
        if number not in muscles:
            ratio, bound = float(network.ratios[number]), float(bounds[number])
            muscles[number] = _Muscle(number, ratio, bound, [], [], [], set())
        muscle = muscles[number]
        muscle.points.append(point)
        muscle.odds.append(float(odds[point]))
        reaches = [(zone, strength) for zone, strength in enumerate(rows[point]) if strength]
        muscle.reaches.append(reaches)
        muscle.zones.update(zone for zone, _strength in reaches)
    return list(muscles.values())


def _connected(muscles: Sequence[_Muscle], zones: int) -> list[list[_Muscle]]:
    """Muscle-sides that share marked zones, directly or through others; the groups are independent."""
    parent = list(range(zones))

    def root(zone: int) -> int:
        while parent[zone] != zone:
            zone = parent[zone]
        return zone

    for muscle in muscles:
        first, *others = muscle.zones
        for other in others:
            parent[root(other)] = root(first)
    groups: dict[int, list[_Muscle]] = {}
    for muscle in muscles:
        groups.setdefault(root(min(muscle.zones)), []).append(muscle)
    return list(groups.values())


def _fitting(group: list[_Muscle], negligible: float) -> tuple[list[_Muscle], list[_Muscle]]:
    """The muscle-sides to compute, in order along the body, and those that may be left out."""
    by_bound = sorted(group, key=lambda one: one.bound)
    points = sum(len(one.points) for one in group)
    spent, first = 0.0, 0
    while points > SMALL and spent + by_bound[first].bound <= negligible:
        spent += by_bound[first].bound
        points -= len(by_bound[first].points)
        first += 1
    kept = _along(by_bound[first:])
    while _width(kept) > WIDEST:
        first += max(1, len(kept) // 8)
        kept = _along(by_bound[first:])
    return kept, by_bound[:first]


def _along(muscles: list[_Muscle]) -> list[_Muscle]:
    """In an order that keeps few zones open at once: along the body, or always the next that opens least."""
    along = sorted(muscles, key=lambda one: (sum(one.zones) / len(one.zones), one.number))
    if _width(along) <= NARROW:
        return along
    left = dict(Counter(zone for one in muscles for zone in one.zones))
    opened: set[int] = set()
    ordered: list[_Muscle] = []
    while along:
        best = min(
            along,
            key=lambda one: (
                sum((zone not in opened) - (left[zone] == 1) for zone in one.zones),
                -len(one.zones),
            ),
        )
        along.remove(best)
        ordered.append(best)
        for zone in best.zones:
            left[zone] -= 1
            opened.add(zone)
        opened = {zone for zone in opened if left[zone]}
    return ordered


def _spans(muscles: Sequence[_Muscle]) -> dict[int, tuple[int, int]]:
    """The first and the last muscle-side that reaches each zone."""
    spans: dict[int, tuple[int, int]] = {}
    for position, muscle in enumerate(muscles):
        for zone in muscle.zones:
            spans[zone] = (spans.get(zone, (position, position))[0], position)
    return spans


def _width(muscles: Sequence[_Muscle]) -> int:
    """The most zones that are open at once."""
    steps = [0] * (len(muscles) + 1)
    for first, last in _spans(muscles).values():
        steps[first] += 1
        steps[last + 1] -= 1
    return max(accumulate(steps))


@dataclass(slots=True)
class _Step:
    """A muscle-side in the order of the sum, with the open zones as bits of a state (1: explained)."""

    muscle: _Muscle
    points: list[tuple[float, list[tuple[int, float]]]]
    """Odds of each point, and for each zone that it reaches the stride of its bit and the strength."""
    before: Floats
    active: Floats
    after: Floats
    """Filled in on the way back."""
    fresh: int
    closing: list[tuple[int, int]]
    """Bit and zone, highest bit first."""


@dataclass(slots=True)
class _Group:
    """Muscle-sides that were solved together."""

    steps: list[_Step]
    total: float
    none: float
    """Probability that none of them has an active point."""


def _solve(muscles: Sequence[_Muscle], factors: Sequence[tuple[float, float]], found: Floats) -> _Group:
    """Fill in the probabilities of the muscle-sides of one group."""
    spans = _spans(muscles)
    opened: list[int] = []
    steps: list[_Step] = []
    message = np.ones(1)
    for position, muscle in enumerate(muscles):
        fresh = [zone for zone in muscle.zones if spans[zone][0] == position]
        opened.extend(fresh)
        if fresh:
            before = np.zeros(len(message) << len(fresh))
            before[: len(message)] = message
        else:
            before = message
        bit = {zone: number for number, zone in enumerate(opened)}
        points = [
            (odds, [(1 << bit[zone], strength) for zone, strength in reaches])
            for odds, reaches in zip(muscle.odds, muscle.reaches, strict=True)
        ]
        active = _active(before, points)
        closing = [(bit[zone], zone) for zone in reversed(opened) if spans[zone][1] == position]
        steps.append(_Step(muscle, points, before, active, before, len(fresh), closing))
        message = before + muscle.ratio * active
        for number, zone in closing:
            no, yes = factors[zone]
            message = _closed(message, 1 << number, no, yes)
            opened.pop(number)
    total = float(message[0])

    after = np.ones(1)
    for step in reversed(steps):
        for number, zone in reversed(step.closing):
            after = _reopened(after, 1 << number, *factors[zone])
        step.after = after
        muscle = step.muscle
        found[muscle.number] = muscle.ratio / total * float(step.active @ after)
        after = after + muscle.ratio * _foreseen(after, step.points)
        after = after[: len(after) >> step.fresh]
    return _Group(steps, total, prod(factors[zone][0] for zone in spans) / total)


def _closed(message: Floats, stride: int, no: float, yes: float) -> Floats:
    """Without the bit of this stride, for a zone that nothing further reaches."""
    states = message.reshape(-1, 2, stride)
    return np.ravel(no * states[:, 0] + yes * states[:, 1])


def _reopened(after: Floats, stride: int, no: float, yes: float) -> Floats:
    """The transpose of ``_closed``."""
    states = after.reshape(-1, 1, stride)
    return np.ravel(np.concatenate([no * states, yes * states], axis=1))


_Points = Sequence[tuple[float, Sequence[tuple[int, float]]]]


def _active(message: Floats, points: _Points) -> Floats:
    """Weight of every state after a muscle-side, over the sets with at least one of its points active.

    Each zone that an active point reaches, and that is not yet explained, may become so.
    """
    total = np.zeros(len(message))
    for odds, reaches in points:
        moved = odds * (message + total)
        for stride, strength in reaches:
            states = moved.reshape(-1, 2, stride)
            no = states[:, 0]
            states[:, 1] += strength * no
            no *= 1 - strength
        total += moved
    return total


def _foreseen(after: Floats, points: _Points) -> Floats:
    """The transpose of ``_active``: what the states after are worth, seen from before."""
    total = np.zeros(len(after))
    for odds, reaches in points:
        moved = odds * (after + total)
        for stride, strength in reaches:
            states = moved.reshape(-1, 2, stride)
            no = states[:, 0]
            no *= 1 - strength
            no += strength * states[:, 1]
        total += moved
    return total


def _alone(number: int, step: _Step, after: Floats) -> float:
    """Weight of the sets with this point of the muscle-side active, whatever its others do."""
    if len(step.points) == 1:
        return float(step.active @ after)
    others = [point for other, point in enumerate(step.points) if other != number]
    without = step.before + _active(step.before, others)
    return float(_active(without, [step.points[number]]) @ after)
