"""How far zones lie from each other along the skin."""

from drypoint.atlas.body import neighbours, places
from drypoint.terms import Side, ZoneCode

ALL = {place: {(one.code, one.side): one for one in neighbours(*place)} for place in places()}


def test_every_zone_has_neighbours_and_touches_some() -> None:
    assert all(any(one.touches for one in near.values()) for near in ALL.values())
    assert all(0 < one.away_mm <= 250 for near in ALL.values() for one in near.values())


def test_it_is_as_far_there_as_back_and_on_the_left_as_on_the_right() -> None:
    for here, near in ALL.items():
        for there, one in near.items():
            back = ALL[there][here]
            assert abs(back.away_mm - one.away_mm) <= 1
            assert back.touches == one.touches
            mirrored = ALL[here[0], here[1].opposite][there[0], there[1].opposite]
            assert abs(mirrored.away_mm - one.away_mm) <= 1


def test_neighbours_are_those_that_anatomy_would_name() -> None:
    def touching(code: str, side: Side) -> set[str]:
        return {f"{one.code}:{one.side}" for one in neighbours(ZoneCode(code), side) if one.touches}

    assert {"neck.back_lower:left", "sc.suprasp:left"} <= touching("neck.angle", Side.LEFT)
    assert {"bk.spine_lumbar:midline", "bk.flank:right"} <= touching("bk.lumbar", Side.RIGHT)
    assert not any(place.endswith(":right") for place in touching("bk.lumbar", Side.LEFT))
    nearest = neighbours(ZoneCode("hd.thenar"), Side.LEFT)[0]
    assert nearest.code.startswith(("hd.", "wr."))


def test_a_zone_inside_the_body_or_on_no_such_side_has_none() -> None:
    assert neighbours(ZoneCode("head.teeth_upper_back"), Side.LEFT) == ()
    assert neighbours(ZoneCode("bk.sacrum"), Side.LEFT) == ()
