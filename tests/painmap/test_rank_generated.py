"""What holds for every ranking, on generated requests."""

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from drypoint.atlas import ZoneSide, load
from drypoint.painmap import PalpationFinding, RankRequest, ZoneCover, rank

ATLAS = load()

places = st.sampled_from(ATLAS.zone_sides)
covers = st.floats(0, 1).map(lambda cover: round(cover, 2))
muscle_sides = st.sampled_from(ATLAS.muscle_sides)
tested = st.sampled_from([True, False, None])
complaints = st.none() | st.sampled_from([one.id for one in ATLAS.complaints])


@st.composite
def requests(draw):
    marked = draw(st.lists(st.tuples(places, covers), min_size=1, max_size=8))
    palpated = draw(st.lists(st.tuples(muscle_sides, tested, tested, tested, tested), max_size=3))
    return RankRequest(
        zones=tuple(ZoneCover(code=place.zone, side=place.side, cover=cover) for place, cover in marked),
        complaint=draw(complaints),
        findings=tuple(
            PalpationFinding(
                muscle=place.muscle, side=place.side,
                taut_band=band, spot_tenderness=spot, recognised_pain=known, referred_pain=referred,
            )
            for place, band, spot, known, referred in palpated
        ),
        top=draw(st.integers(1, 12)),
    )  # fmt: skip


def mirrored(request):
    return msgspec.structs.replace(
        request,
        zones=tuple(msgspec.structs.replace(one, side=one.side.opposite) for one in request.zones),
        findings=tuple(msgspec.structs.replace(one, side=one.side.opposite) for one in request.findings),
    )


def _reasons(ranking, *, mirror):
    def side(one):
        return one.opposite if mirror else one

    return {
        (
            one.muscle, side(one.side), one.trigger_point, zone.code, side(zone.side), zone.bits, zone.near,
            zone.rather and (zone.rather.muscle, side(zone.rather.side)),
        )
        for one in ranking.candidates
        for zone in (*one.because.for_, *one.because.against)
    }  # fmt: skip


@given(requests())
@settings(max_examples=60, deadline=None)
def test_mirrored_request_gives_exactly_the_mirrored_ranking(request_):
    here, there = rank(request_, atlas=ATLAS), rank(mirrored(request_), atlas=ATLAS)
    assert {(one.muscle, one.side, one.probability) for one in here.candidates} == {
        (one.muscle, one.side.opposite, one.probability) for one in there.candidates
    }
    assert here.probability_none == there.probability_none
    assert here.omitted_mass == there.omitted_mass
    assert _reasons(here, mirror=False) == _reasons(there, mirror=True)
    assert sorted(one.expected_bits for one in here.next_palpation) == sorted(
        one.expected_bits for one in there.next_palpation
    )


@given(requests(), st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_order_of_the_request_makes_no_difference(request_, random):
    shuffled, found = list(request_.zones), list(request_.findings)
    random.shuffle(shuffled)
    random.shuffle(found)
    other = msgspec.structs.replace(request_, zones=tuple(shuffled), findings=tuple(found))
    assert rank(other, atlas=ATLAS) == rank(request_, atlas=ATLAS)


@given(requests(), places)
@settings(max_examples=30, deadline=None)
def test_marking_an_essential_zone_never_lowers_a_muscle_against_none(request_, place):
    """The odds of a muscle against "none" only grow with a zone to which all its points refer."""
    bare = msgspec.structs.replace(
        request_,
        zones=tuple(one for one in request_.zones if ZoneSide(zone=one.code, side=one.side) != place),
        top=500,
    )
    more = msgspec.structs.replace(bare, zones=(*bare.zones, ZoneCover(code=place.zone, side=place.side)))
    before, after = rank(bare, atlas=ATLAS), rank(more, atlas=ATLAS)
    odds = {(one.muscle, one.side): one.probability / before.probability_none for one in before.candidates}
    for one in after.candidates:
        points = [unit for unit in ATLAS.units if (unit.muscle, unit.side) == (one.muscle, one.side)]
        if (one.muscle, one.side) in odds and all(place in ATLAS.referral(unit).essential for unit in points):
            grown = one.probability / after.probability_none
            assert grown >= odds[one.muscle, one.side] * 0.999999
