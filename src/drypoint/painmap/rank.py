"""The rank engine in its simplest honest form: each muscle-side alone against the drawing."""

from collections.abc import Mapping, Sequence
from math import exp, fsum, log

from drypoint.atlas import Atlas, MuscleSide, Referral, TriggerPoint, ZoneSide
from drypoint.painmap import sentences
from drypoint.painmap.assumptions import (
    ELSEWHERE,
    ESSENTIAL,
    PRIOR_NONE,
    SPILLOVER,
    WHOLE_BODY_SHARE,
    prevalence_weight,
)
from drypoint.painmap.cover import cover
from drypoint.painmap.palpation import (
    PalpationAccuracy,
    expected_bits,
    likelihood_ratio,
    palpation_accuracy,
    verdict_of,
)
from drypoint.painmap.ranking import (
    Because,
    Candidate,
    NextPalpation,
    Ranking,
    RedFlag,
    RedFlagId,
    ZoneEvidence,
)
from drypoint.painmap.request import PalpationFinding, Quality, RankRequest
from drypoint.terms import InvalidInput, MuscleId, Probability, Side, Text, Value

SUGGESTED_PALPATIONS = 5

_NERVE_QUALITIES = frozenset(
    {Quality.NUMB, Quality.TINGLING, Quality.ELECTRIC, Quality.SHOOTING, Quality.WEAK}
)

Covers = Mapping[ZoneSide, Probability]


class _Scored(Value, frozen=True):
    """One muscle-side with its weight relative to "no active point", and its best fitting trigger point."""

    place: MuscleSide
    weight: float
    trp: int
    referral: Referral
    ratio: float


def rank(request: RankRequest, *, atlas: Atlas) -> Ranking:
    """Rank muscle-sides by how well their referral zones explain the marked ones.

    The hypotheses are "one muscle-side has an active trigger point" for every muscle-side, and "none". Zones
    are taken as independent given the hypothesis; a muscle's trigger points are equally likely; a cover c
    counts as c of a marked zone and 1 - c of an unmarked one. Palpation findings multiply the odds. All
    numbers are assumptions (``painmap.assumptions``): the probabilities order a search, they are no
    frequencies.

    A mirrored request gives exactly the mirrored ranking.

    Raises:
        InvalidInput: no zones, a chart that is not known, or a code that the atlas does not have on that
            side.
    """
    covers = _covers(request, atlas)
    findings = _findings(request, atlas)
    weights, notes = _prior(request, atlas)
    flags = _red_flags(request, covers, atlas)
    if not any(covers.values()) and not findings:
        return _nothing(request, flags, sentences.NO_PAIN)
    if any(flag.id is RedFlagId.WHOLE_BODY for flag in flags):
        return _nothing(request, flags, sentences.WHOLE_BODY)

    accuracy = palpation_accuracy(atlas)
    scored = [
        _score(place, covers, weights[place.muscle], findings.get(place, ()), atlas, accuracy)
        for place in atlas.muscle_sides
    ]
    # fsum rounds once, whatever the order, so that left and right come out equal to the last bit.
    prior_scale = (1 - PRIOR_NONE) / fsum(weights[place.muscle] for place in atlas.muscle_sides)
    total = fsum([PRIOR_NONE, *(prior_scale * one.weight for one in scored)])
    probable = {one.place: prior_scale * one.weight / total for one in scored}

    listed = sorted(
        (one for one in scored if _has_sign(one, covers)), key=lambda one: probable[one.place], reverse=True
    )
    if not listed:
        return _nothing(request, flags, sentences.UNEXPLAINED, PRIOR_NONE / total)
    return Ranking(
        candidates=tuple(
            _candidate(one, probable[one.place], covers, atlas) for one in _top(listed, request.top, probable)
        ),
        next_palpation=_next_palpation(listed, probable, findings, atlas, accuracy),
        red_flags=flags,
        probability_none=PRIOR_NONE / total,
        omitted_mass=0.0,
        notes=tuple(note.in_language(request.language) for note in (sentences.ONE_MUSCLE, *notes)),
        unverified=True,
    )


def _nothing(
    request: RankRequest,
    flags: tuple[RedFlag, ...],
    why: Text,
    probability_none: Probability = PRIOR_NONE,
) -> Ranking:
    return Ranking(
        candidates=(),
        next_palpation=(),
        red_flags=flags,
        probability_none=probability_none,
        omitted_mass=0.0,
        notes=(why.in_language(request.language),),
        unverified=True,
    )


def _covers(request: RankRequest, atlas: Atlas) -> Covers:
    """Cover by zone-side; a zone given twice counts by its larger cover."""
    if request.drawing is not None:
        if request.zones is not None:
            raise InvalidInput("Send zones or a drawing, not both.", where="drawing")
        drawn = cover(request.drawing, atlas=atlas)
        return {ZoneSide(zone=zone.code, side=zone.side): zone.cover for zone in drawn.zones}
    if request.zones is None:
        raise InvalidInput("Send zones or a drawing: where it hurts.", where="zones")
    covers: dict[ZoneSide, Probability] = {}
    for number, given in enumerate(request.zones):
        try:
            sides = atlas.zone(given.code).sides
        except InvalidInput as unknown:
            raise InvalidInput(unknown.message, where=f"zones[{number}].code") from unknown
        side = Side.MIDLINE if sides == (Side.MIDLINE,) else given.side
        if side not in sides:
            raise InvalidInput(
                f"{given.code} has a left and a right side: say which.", where=f"zones[{number}].side"
            )
        place = ZoneSide(zone=given.code, side=side)
        covers[place] = max(given.cover, covers.get(place, 0.0))
    return covers


def _findings(request: RankRequest, atlas: Atlas) -> dict[MuscleSide, list[PalpationFinding]]:
    found: dict[MuscleSide, list[PalpationFinding]] = {}
    for number, finding in enumerate(request.findings):
        try:
            muscle = atlas.muscle(finding.muscle)
        except InvalidInput as unknown:
            raise InvalidInput(unknown.message, where=f"findings[{number}].muscle") from unknown
        if finding.side not in muscle.sides:
            sides = " or ".join(muscle.sides)
            raise InvalidInput(f"{muscle.id} has the side {sides}.", where=f"findings[{number}].side")
        found.setdefault(MuscleSide(muscle=muscle.id, side=finding.side), []).append(finding)
    return found


def _prior(request: RankRequest, atlas: Atlas) -> tuple[dict[MuscleId, float], tuple[Text, ...]]:
    """Relative prior weight by muscle. Rows that name several muscles together say nothing of one of them."""
    weights = {muscle.id: 1.0 for muscle in atlas.muscles}
    if request.complaint is None:
        return weights, ()
    try:
        rows = atlas.prevalence_for(request.complaint)
    except InvalidInput as unknown:
        raise InvalidInput(unknown.message, where="complaint") from unknown
    shares: dict[MuscleId, list[float]] = {}
    for row in rows:
        if len(row.muscles) == 1 and row.active_percent is not None:
            shares.setdefault(row.muscles[0], []).append(row.active_percent.middle)
    for muscle, percents in shares.items():
        weights[muscle] = prevalence_weight(fsum(percents) / len(percents))
    return weights, () if shares else (sentences.NO_PREVALENCE,)


def _score(
    place: MuscleSide,
    covers: Covers,
    weight: float,
    findings: Sequence[PalpationFinding],
    atlas: Atlas,
    accuracy: PalpationAccuracy,
) -> _Scored:
    fits: list[tuple[float, int, Referral]] = []
    for pattern in atlas.muscle(place.muscle).patterns:
        referral = atlas.referral(TriggerPoint(muscle=place.muscle, trp=pattern.trp, side=place.side))
        fits.append((_fit(referral, covers), pattern.trp, referral))
    best = max(fits, key=lambda fit: fit[0])
    ratio = likelihood_ratio(findings, accuracy)
    return _Scored(
        place=place,
        weight=weight * ratio * fsum(fit for fit, _, _ in fits) / len(fits),
        trp=best[1],
        referral=best[2],
        ratio=ratio,
    )


def _fit(referral: Referral, covers: Covers) -> float:
    """Likelihood of the drawing if this point is active, over that if none is; other zones cancel."""
    return exp(
        fsum(
            _log_ratio(marked, covers.get(place, 0.0))
            for marked, places in ((ESSENTIAL, referral.essential), (SPILLOVER, referral.spillover))
            for place in places
        )
    )


def _log_ratio(marked: Probability, cover: Probability) -> float:
    return cover * log(marked / ELSEWHERE) + (1 - cover) * log((1 - marked) / (1 - ELSEWHERE))


def _has_sign(one: _Scored, covers: Covers) -> bool:
    return one.ratio > 1 or any(covers.get(place) for place in _zones(one.referral))


def _zones(referral: Referral) -> tuple[ZoneSide, ...]:
    return (*referral.essential, *referral.spillover)


def _top(listed: Sequence[_Scored], top: int, probable: Mapping[MuscleSide, float]) -> Sequence[_Scored]:
    """The first ``top``, and the mirror twin of the last if only the order of the sides parts them."""
    kept, rest = listed[:top], listed[top:]
    if rest and rest[0].place == kept[-1].place.mirrored:
        same = probable[rest[0].place] == probable[kept[-1].place]
        return [*kept, rest[0]] if same else kept
    return kept


def _candidate(one: _Scored, probability: float, covers: Covers, atlas: Atlas) -> Candidate:
    explained = _zones(one.referral)
    marked = [place for place in atlas.zone_sides if covers.get(place)]
    against = [place for place in one.referral.essential if not covers.get(place)]
    against += [place for place in marked if place not in explained]
    return Candidate(
        muscle=one.place.muscle,
        side=one.place.side,
        probability=probability,
        because=Because(
            for_=_evidence([place for place in explained if covers.get(place)], covers),
            against=_evidence(against, covers),
        ),
        trigger_point=one.trp,
        palpation=verdict_of(one.ratio),
        unverified=atlas.pattern(one.place.muscle, one.trp).verification.is_unverified,
    )


def _evidence(places: Sequence[ZoneSide], covers: Covers) -> tuple[ZoneEvidence, ...]:
    return tuple(
        ZoneEvidence(code=place.zone, side=place.side, cover=covers.get(place, 0.0)) for place in places
    )


def _next_palpation(
    listed: Sequence[_Scored],
    probable: Mapping[MuscleSide, float],
    findings: Mapping[MuscleSide, object],
    atlas: Atlas,
    accuracy: PalpationAccuracy,
) -> tuple[NextPalpation, ...]:
    """Among listed muscle-sides that can surely be palpated and have not been."""
    open_ones = [
        one.place
        for one in listed
        if one.place not in findings and atlas.muscle(one.place.muscle).palpable is True
    ]
    suggested = [
        NextPalpation(
            muscle=place.muscle,
            side=place.side,
            expected_bits=expected_bits(probable[place], accuracy.point),
            expected_bits_low=expected_bits(probable[place], accuracy.point_low),
            expected_bits_high=expected_bits(probable[place], accuracy.point_high),
            route=atlas.muscle(place.muscle).palpability.route,
        )
        for place in open_ones
    ]
    suggested.sort(key=lambda one: one.expected_bits, reverse=True)
    return tuple(suggested[:SUGGESTED_PALPATIONS])


def _red_flags(request: RankRequest, covers: Covers, atlas: Atlas) -> tuple[RedFlag, ...]:
    flags: list[tuple[RedFlagId, Text]] = []
    if _NERVE_QUALITIES.intersection(request.qualities):
        flags.append((RedFlagId.NERVE_ROOT, sentences.NERVE_ROOT))
    outer = [place for place in atlas.zone_sides if not atlas.zone(place.zone).inner]
    if fsum(covers.get(place, 0.0) for place in outer) >= WHOLE_BODY_SHARE * len(outer):
        flags.append((RedFlagId.WHOLE_BODY, sentences.WHOLE_BODY))
    return tuple(RedFlag(id=flag, say=say.in_language(request.language)) for flag, say in flags)
