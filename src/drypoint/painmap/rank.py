"""Rank muscle-sides by how probably a trigger point of theirs takes part in the pain that was drawn."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import fsum

import msgspec
import numpy as np

from drypoint.atlas import Atlas
from drypoint.atlas.anatomy import anatomy_of
from drypoint.painmap import sentences
from drypoint.painmap.assumptions import ASSUMED, Assumptions
from drypoint.painmap.evidence import Covers, Findings, covers_of, findings_of, prior_weights
from drypoint.painmap.explaining import Explained, because, explained_by
from drypoint.painmap.network import Wiring, marks, network, prior_odds, wiring
from drypoint.painmap.palpation import (
    PalpationAccuracy,
    contradict,
    expected_bits,
    likelihood_ratio,
    palpation_accuracy,
    verdict_of,
)
from drypoint.painmap.posterior import Floats, Ints, Posterior, posterior
from drypoint.painmap.ranking import (
    DECIMALS,
    Candidate,
    NextPalpation,
    PointProbability,
    Ranking,
    RedFlag,
    RedFlagId,
)
from drypoint.painmap.request import Quality, RankRequest
from drypoint.terms import MuscleId, Probability, Text

SUGGESTED_PALPATIONS = 5
LEAST_DETAILED = 20
"""Of so many muscle-sides the points are told apart, to say which muscle rather explains a zone."""
MUCH_OMITTED = 0.01
"""Above this, marks beside referral zones are no longer counted, so that fewer muscles are in question."""

GLUTEAL = ("gluteus_maximus", "gluteus_medius", "gluteus_minimus_anterior", "gluteus_minimus_posterior")
FIRST = 5
"""Among so many first candidates a gluteal muscle raises the nerve-root note (Adelmanesh 2016), and words of
a nerve name the nerves that may be caught."""

_NERVE_QUALITIES = frozenset(
    {Quality.NUMB, Quality.TINGLING, Quality.ELECTRIC, Quality.SHOOTING, Quality.WEAK}
)


def rank(request: RankRequest, *, atlas: Atlas, assumed: Assumptions = ASSUMED) -> Ranking:
    """Rank muscle-sides by the probability that any of their trigger points is active.

    Hidden are the trigger points on each side, any set of which may be active. A marked zone is explained by
    the active points that refer to it or to a zone beside it, or by the background (noisy-OR); an unmarked
    one speaks against the points that refer to it. Palpation findings multiply the odds of their
    muscle-side. The posterior is exact over all sets of the points that fit at all (``painmap.posterior``);
    what the others could add is reported as ``omitted_mass``. All numbers are assumptions
    (``painmap.assumptions``): the probabilities order a search, they are no frequencies.

    A mirrored request gives exactly the mirrored ranking.

    Raises:
        InvalidInput: no zones, a chart that is not known, or a code that the atlas does not have on that
            side.
    """
    covers = covers_of(request, atlas)
    findings = findings_of(request, atlas)
    weights, own_figures = prior_weights(request.complaint, atlas, assumed)
    wired = wiring(atlas, assumed)
    flags = _red_flags(request, covers, wired, assumed)
    odds = prior_odds(wired, weights, assumed)
    nothing_known = 1 / float((1 + odds).prod())
    if not covers and not findings:
        return _nothing(request, flags, sentences.NO_PAIN, nothing_known)
    if RedFlagId.WHOLE_BODY in flags:
        return _nothing(request, flags, sentences.WHOLE_BODY, nothing_known)

    accuracy = palpation_accuracy(atlas)
    ratios = np.ones(len(wired.muscle_sides))
    for place, found in findings.items():
        ratios[wired.number[place]] = likelihood_ratio(found, accuracy, assumed)
    marked = marks(wired, covers, assumed)
    detailed = max(request.top, LEAST_DETAILED)
    solved = _solve(wired, odds, marked, ratios, detailed, assumed)
    too_wide = solved.omitted > MUCH_OMITTED
    if too_wide:
        assumed = msgspec.structs.replace(assumed, spread=0.0)
        wired = wiring(atlas, assumed)
        solved = _solve(wired, odds, marked, ratios, detailed, assumed)
    solved = replace(
        solved, muscles=np.round(solved.muscles, DECIMALS), points=np.round(solved.points, DECIMALS)
    )
    listed = _listed(wired, solved, marked, ratios)
    if not listed:
        return _nothing(request, flags, sentences.UNEXPLAINED, solved.none)

    explained = explained_by(wired, covers, solved.points, assumed)
    candidates = tuple(
        _candidate(number, solved, ratios, explained, atlas)
        for number in _top(listed, request.top, solved, wired)
    )
    first = list(dict.fromkeys(one.muscle for one in candidates[:FIRST]))
    if RedFlagId.NERVE_ROOT in flags and (caught := _caught_nerves(first, atlas)):
        flags[RedFlagId.CAUGHT_NERVE] = caught
    if not set(first).isdisjoint(GLUTEAL):
        flags[RedFlagId.GLUTEAL_ROOT] = sentences.GLUTEAL_ROOT
    notes = [sentences.SEVERAL]
    if any(one.disputed for one in candidates):
        notes.append(sentences.DISPUTED)
    if request.complaint is not None and not own_figures:
        notes.append(sentences.NO_PREVALENCE)
    if any(contradict(found, accuracy, assumed) for found in findings.values()):
        notes.append(sentences.CONTRADICTORY)
    if too_wide:
        notes.append(sentences.NO_SPREAD)
    if solved.omitted > MUCH_OMITTED:
        notes.append(sentences.WIDESPREAD)
    return Ranking(
        candidates=candidates,
        next_palpation=_next_palpation(listed, solved, findings, wired, atlas, accuracy),
        red_flags=_said(flags, request),
        probability_none=solved.none,
        omitted_mass=solved.omitted,
        notes=tuple(note.in_language(request.language) for note in notes),
        unverified=True,
    )


def _nothing(
    request: RankRequest,
    flags: Mapping[RedFlagId, Text],
    why: Text,
    probability_none: Probability,
) -> Ranking:
    return Ranking(
        candidates=(),
        next_palpation=(),
        red_flags=_said(flags, request),
        probability_none=probability_none,
        omitted_mass=0.0,
        notes=(why.in_language(request.language),),
        unverified=True,
    )


def _solve(
    wired: Wiring, odds: Floats, marked: Floats, ratios: Floats, detailed: int, assumed: Assumptions
) -> Posterior:
    """Solved in the orientation that sorts first, so that both orientations give the same to the last bit."""
    here = (marked.tolist(), ratios.tolist())
    there = (marked[wired.twin_place].tolist(), ratios[wired.twin_muscle].tolist())
    if there < here:
        turned = _solve(wired, odds, marked[wired.twin_place], ratios[wired.twin_muscle], detailed, assumed)
        return _replaced(
            turned, turned.muscles[wired.twin_muscle], turned.points[wired.twin_point], wired.twin_muscle
        )
    found = posterior(
        network(wired, odds=odds, marked=marked, ratios=ratios, assumed=assumed), detailed=detailed
    )
    if here != there:
        return found
    return _replaced(
        found,
        np.maximum(found.muscles, found.muscles[wired.twin_muscle]),
        np.maximum(found.points, found.points[wired.twin_point]),
    )


def _replaced(found: Posterior, muscles: Floats, points: Floats, order: Ints | None = None) -> Posterior:
    return Posterior(
        muscles=muscles,
        points=points,
        none=found.none,
        omitted=found.omitted,
        kept=found.kept if order is None else found.kept[order],
    )


def _listed(wired: Wiring, solved: Posterior, marked: Floats, ratios: Floats) -> list[int]:
    """Numbers of the muscle-sides with any sign for them, most probable first."""
    touches = wired.touches[:, marked > 0].any(axis=1)
    signs = np.bincount(wired.muscle, touches, minlength=len(ratios)) > 0
    found: list[int] = np.flatnonzero(solved.kept & (signs | (ratios > 1))).tolist()
    return sorted(found, key=lambda number: -solved.muscles[number])


def _top(listed: Sequence[int], top: int, solved: Posterior, wired: Wiring) -> Sequence[int]:
    """The first ``top``, and the mirror twin of the last if only the order of the sides parts them."""
    kept, rest = listed[:top], listed[top:]
    if not rest or rest[0] != wired.twin_muscle[kept[-1]]:
        return kept
    return [*kept, rest[0]] if solved.muscles[rest[0]] == solved.muscles[kept[-1]] else kept


def _candidate(
    number: int, solved: Posterior, ratios: Floats, explained: Explained, atlas: Atlas
) -> Candidate:
    wired = explained.wired
    place = wired.muscle_sides[number]
    best = max(wired.points_of[number], key=lambda point: solved.points[point])
    verification = atlas.pattern(place.muscle, wired.points[best].trp).verification
    return Candidate(
        muscle=place.muscle,
        side=place.side,
        probability=min(1.0, float(solved.muscles[number])),
        because=because(best, explained),
        trigger_point=wired.points[best].trp,
        points=tuple(
            PointProbability(trp=wired.points[point].trp, probability=min(1.0, float(solved.points[point])))
            for point in wired.points_of[number]
        ),
        palpation=verdict_of(float(ratios[number])),
        unverified=verification.is_unverified,
        disputed=verification.is_disputed,
    )


def _next_palpation(
    listed: Sequence[int],
    solved: Posterior,
    findings: Findings,
    wired: Wiring,
    atlas: Atlas,
    accuracy: PalpationAccuracy,
) -> tuple[NextPalpation, ...]:
    """Among listed muscle-sides that can surely be palpated and have not been."""
    told: list[tuple[float, int]] = []
    for number in listed:
        place = wired.muscle_sides[number]
        if place not in findings and atlas.muscle(place.muscle).palpable is True:
            told.append((expected_bits(min(1.0, float(solved.muscles[number])), accuracy.point), number))
    told.sort(key=lambda one: one[0], reverse=True)
    suggested: list[NextPalpation] = []
    for bits, number in told[:SUGGESTED_PALPATIONS]:
        place = wired.muscle_sides[number]
        probable = min(1.0, float(solved.muscles[number]))
        suggested.append(
            NextPalpation(
                muscle=place.muscle,
                side=place.side,
                expected_bits=bits,
                expected_bits_low=expected_bits(probable, accuracy.point_low),
                expected_bits_high=expected_bits(probable, accuracy.point_high),
                route=atlas.muscle(place.muscle).palpability.route,
            )
        )
    return tuple(suggested)


def _red_flags(
    request: RankRequest, covers: Covers, wired: Wiring, assumed: Assumptions
) -> dict[RedFlagId, Text]:
    flags: dict[RedFlagId, Text] = {}
    if _NERVE_QUALITIES.intersection(request.qualities):
        flags[RedFlagId.NERVE_ROOT] = sentences.NERVE_ROOT
    covered = fsum(cover for place, cover in covers.items() if wired.outer[wired.index[place]])
    if covered >= assumed.whole_body_share * int(wired.outer.sum()):
        flags[RedFlagId.WHOLE_BODY] = sentences.WHOLE_BODY
    return flags


def _caught_nerves(muscles: Sequence[MuscleId], atlas: Atlas) -> Text | None:
    """Which nerves may be caught beside these muscles, in words; ``None`` if none is recorded."""
    caught: list[tuple[Text, Text]] = []
    for muscle in muscles:
        row = anatomy_of(muscle)
        if row is not None and row.entrapment is not None:
            caught.append((atlas.muscle(muscle).name, row.entrapment.says))
    return sentences.caught_nerves(caught) if caught else None


def _said(flags: Mapping[RedFlagId, Text], request: RankRequest) -> tuple[RedFlag, ...]:
    return tuple(RedFlag(id=flag, say=say.in_language(request.language)) for flag, say in flags.items())
