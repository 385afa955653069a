"""How far zones lie from each other along the skin, between their middles, on the neutral figure."""

from functools import lru_cache

import msgspec

from drypoint.atlas.body.skin import packaged
from drypoint.terms import Side, Value, ZoneCode


class Neighbour(Value, frozen=True):
    """Another zone on one side."""

    code: ZoneCode
    side: Side
    away_mm: int
    """Along edges of the surface, middle to middle: a little more than the shortest way."""
    touches: bool
    """Whether both share a border."""


class _Row(Value, frozen=True):
    code: ZoneCode
    side: Side
    near: tuple[tuple[ZoneCode, Side, int, bool], ...]


class _File(Value, frozen=True):
    farthest_mm: int
    zones: tuple[_Row, ...]


def neighbours(code: ZoneCode, side: Side) -> tuple[Neighbour, ...]:
    """Zones whose middle lies within 250 mm of this zone's, nearest first; left is the mirror of right.

    Empty for a zone inside the body, or one that does not exist on that side.
    """
    return _neighbours().get((code, side), ())


@lru_cache(maxsize=1)
def _neighbours() -> dict[tuple[ZoneCode, Side], tuple[Neighbour, ...]]:
    found: dict[tuple[ZoneCode, Side], tuple[Neighbour, ...]] = {}
    for row in msgspec.json.decode(packaged("distances.json"), type=_File).zones:
        near = tuple(
            Neighbour(code=code, side=side, away_mm=away, touches=on) for code, side, away, on in row.near
        )
        found[row.code, row.side] = near
        if row.side is Side.RIGHT:
            mirrored = (
                Neighbour(code=one.code, side=one.side.opposite, away_mm=one.away_mm, touches=one.touches)
                for one in near
            )
            found[row.code, Side.LEFT] = tuple(mirrored)
    return found
