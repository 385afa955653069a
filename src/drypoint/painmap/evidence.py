"""What a request says, checked against the atlas: where it hurts, what was palpated, the prior."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import fsum

from drypoint.atlas import Atlas, MuscleSide, Population, Prevalence, ZoneSide
from drypoint.painmap.assumptions import Assumptions, prevalence_weight
from drypoint.painmap.cover import cover
from drypoint.painmap.request import PalpationFinding, RankRequest
from drypoint.terms import InvalidInput, MuscleId, Probability, Side

Covers = Mapping[ZoneSide, Probability]
Findings = Mapping[MuscleSide, Sequence[PalpationFinding]]


def covers_of(request: RankRequest, atlas: Atlas) -> Covers:
    """Painted share by place, above 0 only; a zone given twice counts by its larger share.

    Raises:
        InvalidInput: neither zones nor a drawing, or both; a chart or zone that is not known.
    """
    if request.drawing is not None:
        if request.zones is not None:
            raise InvalidInput("Send zones or a drawing, not both.", where="drawing")
        drawn = cover(request.drawing, atlas=atlas)
        return {ZoneSide(zone=zone.code, side=zone.side): zone.cover for zone in drawn.zones if zone.cover}
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
        if given.cover:
            covers[place] = max(given.cover, covers.get(place, 0.0))
    return covers


def findings_of(request: RankRequest, atlas: Atlas) -> Findings:
    """Findings by muscle-side, as given.

    Raises:
        InvalidInput: a muscle that is not known, or not on that side.
    """
    found: dict[MuscleSide, list[PalpationFinding]] = {}
    for number, finding in enumerate(request.findings):
        muscle = atlas.muscle_on(finding.muscle, finding.side, where=f"findings[{number}]")
        found.setdefault(MuscleSide(muscle=muscle.id, side=finding.side), []).append(finding)
    return found


@lru_cache(maxsize=256)
def prior_weights(
    complaint: str | None, atlas: Atlas, assumed: Assumptions
) -> tuple[Mapping[MuscleId, float], bool]:
    """Prior weight of every muscle, and whether figures of the complaint itself stand behind it.

    Without a complaint, or where it has no figures of single muscles, the figures of all people in pain
    count. A muscle that was examined only together with others stands in the middle of the range, one that
    nobody examined in people in pain at its lower end.

    Raises:
        InvalidInput: a complaint that is not known.
    """
    rows: Sequence[Prevalence] = ()
    if complaint is not None:
        try:
            rows = atlas.prevalence_for(complaint)
        except InvalidInput as unknown:
            raise InvalidInput(unknown.message, where="complaint") from unknown
    shares = _shares(rows)
    own = bool(shares)
    shares = shares or _shares(atlas.prevalence)
    examined = _examined(rows or atlas.prevalence, atlas)
    for muscle in atlas.muscles:
        unknown_share = assumed.examined_percent if muscle.id in examined else assumed.unexamined_percent
        shares.setdefault(muscle.id, unknown_share)
    return {muscle: prevalence_weight(share, assumed) for muscle, share in shares.items()}, own


def _examined(rows: Sequence[Prevalence], atlas: Atlas) -> set[MuscleId]:
    """Muscles of these rows, alone or in a group."""
    found: set[MuscleId] = set()
    for row in rows:
        if row.population is Population.PATIENTS:
            found.update(row.muscles)
            found.update((atlas.group(row.group).muscles or ()) if row.group else ())
    return found


def _shares(rows: Sequence[Prevalence]) -> dict[MuscleId, float]:
    """Mean share (0-100) of people in pain with an active point, by muscle."""
    found: dict[MuscleId, list[float]] = {}
    for row in rows:
        if row.population is Population.PATIENTS and len(row.muscles) == 1 and row.active_percent is not None:
            found.setdefault(row.muscles[0], []).append(row.active_percent.middle)
    return {muscle: fsum(shares) / len(shares) for muscle, shares in found.items()}
