"""Why a candidate stands where it does: what each zone says for and against it, in bits."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import log2

from drypoint.atlas import MuscleSide, ZoneSide
from drypoint.painmap.assumptions import Assumptions, mark_of
from drypoint.painmap.evidence import Covers
from drypoint.painmap.network import Wiring
from drypoint.painmap.posterior import Floats
from drypoint.painmap.ranking import DECIMALS, Because, Rather, ZoneEvidence
from drypoint.terms import Bits, Probability


@dataclass(frozen=True, slots=True)
class Explained:
    """What the drawing is to be explained with.

    Args:
        marked: how far each marked place counts, in the order of the atlas.
        rather: for each marked place, the muscle-side that most probably explains it.
    """

    wired: Wiring
    covers: Covers
    marked: Mapping[ZoneSide, float]
    rather: Mapping[ZoneSide, MuscleSide]
    assumed: Assumptions

    def bits(self, place: ZoneSide, strength: Probability) -> Bits:
        """``log2`` of the likelihood of the place with the point alone, over that with no point at all."""
        mark, background = self.marked.get(place, 0.0), self.assumed.elsewhere
        silent = (1 - background) * (1 - strength)
        without = mark * background + (1 - mark) * (1 - background)
        return log2((mark * (1 - silent) + (1 - mark) * silent) / without)


def explained_by(wired: Wiring, covers: Covers, points: Floats, assumed: Assumptions) -> Explained:
    """Prepare the explanations of one ranking from the probability of each point."""
    marked = {
        place: mark_of(cover, assumed)
        for place, cover in sorted(covers.items(), key=lambda one: wired.index[one[0]])
    }
    rather: dict[ZoneSide, MuscleSide] = {}
    for place, mark in marked.items():
        column = wired.index[place]
        weights = points * (wired.strength[:, column] + wired.spread[:, column] * mark)
        best = int(weights.argmax())
        twin = int(wired.twin_point[best])
        # On the midline both sides may explain it equally, but for rounding: then neither is named.
        if weights[best] > 0 and (best == twin or weights[twin] < weights[best] * (1 - 1e-9)):
            rather[place] = wired.points[best].muscle_side
    return Explained(wired=wired, covers=covers, marked=marked, rather=rather, assumed=assumed)


def because(point: int, explained: Explained) -> Because:
    """What each zone says for or against the point of this number.

    For: marked zones that it refers to, or that lie beside one of those. Against: its essential zones that
    are not marked, and marked zones that it does not explain, with the muscle-side that rather does.
    """
    wired, assumed = explained.wired, explained.assumed
    for_: list[ZoneEvidence] = []
    against: list[ZoneEvidence] = []
    for column in wired.essential[point]:
        place = wired.places[column]
        if place not in explained.marked:
            against.append(_evidence(place, explained, bits=explained.bits(place, assumed.essential)))
    for place, mark in explained.marked.items():
        column = wired.index[place]
        own, near = float(wired.strength[point, column]), float(wired.spread[point, column]) * mark
        if own or near:
            bits = explained.bits(place, own or near)
            (for_ if bits > 0 else against).append(_evidence(place, explained, bits=bits, near=not own))
        else:
            against.append(_evidence(place, explained, bits=0.0, rather=explained.rather.get(place)))
    for_.sort(key=lambda one: -one.bits)
    return Because(for_=tuple(for_), against=tuple(against))


def _evidence(
    place: ZoneSide,
    explained: Explained,
    *,
    bits: Bits,
    near: bool = False,
    rather: MuscleSide | None = None,
) -> ZoneEvidence:
    return ZoneEvidence(
        code=place.zone,
        side=place.side,
        cover=explained.covers.get(place, 0.0),
        bits=round(bits, DECIMALS),
        near=near,
        rather=None if rather is None else Rather(muscle=rather.muscle, side=rather.side),
    )
