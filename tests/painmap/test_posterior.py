"""The fast posterior against its definition, set by set, on generated atlases."""

from itertools import combinations

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drypoint.atlas import Atlas, load
from drypoint.painmap import PalpationFinding, RankRequest, ZoneCover, rank
from drypoint.painmap.posterior import Network, posterior
from drypoint.painmap.reference import MOST, enumerate_all
from drypoint.terms import Side

ATLAS = load()


def small_atlas(*muscles: str) -> Atlas:
    """The atlas with these muscles alone."""
    kept = tuple(one for one in ATLAS.muscles if one.id in muscles)
    file = msgspec.structs.replace(ATLAS.knowledge.muscles, muscles=kept)
    return Atlas(msgspec.structs.replace(ATLAS.knowledge, muscles=file), version="generated")


@st.composite
def atlases(draw: st.DrawFn) -> Atlas:
    """Muscles that lie together in the file, so that they share zones, with at most eight points."""
    start = draw(st.integers(0, len(ATLAS.muscles) - 12))
    near = draw(st.permutations(ATLAS.muscles[start : start + 12]))
    chosen: list[str] = []
    points = 0
    for muscle in near:
        more = len(muscle.patterns) * len(muscle.sides)
        if points + more <= 8:
            chosen.append(muscle.id)
            points += more
    return small_atlas(*chosen)


@st.composite
def asked(draw: st.DrawFn) -> tuple[Atlas, RankRequest]:
    """A small atlas with pain where it refers pain, beside it and elsewhere."""
    atlas = draw(atlases())
    known = sorted(
        {place for unit in atlas.units for place in atlas.referral(unit).essential},
        key=lambda place: (place.zone, place.side),
    )
    places = st.sampled_from(known) | st.sampled_from(atlas.zone_sides)
    covers = st.sampled_from([0.1, 0.3, 0.5, 0.8, 1.0])
    marked = draw(st.lists(st.tuples(places, covers), min_size=1, max_size=7))
    signs = st.sampled_from([True, False, None])
    palpated = draw(st.lists(st.tuples(st.sampled_from(atlas.muscle_sides), signs, signs, signs), max_size=2))
    return atlas, RankRequest(
        zones=tuple(ZoneCover(code=place.zone, side=place.side, cover=cover) for place, cover in marked),
        findings=tuple(
            PalpationFinding(
                muscle=place.muscle,
                side=place.side,
                taut_band=band,
                spot_tenderness=spot,
                recognised_pain=known,
            )
            for place, band, spot, known in palpated
        ),
        top=500,
    )


@settings(max_examples=25, deadline=None)
@given(asked())
def test_ranking_equals_the_sum_over_all_sets(one: tuple[Atlas, RankRequest]) -> None:
    atlas, request = one
    probable, none = enumerate_all(request, atlas=atlas)
    ranking = rank(request, atlas=atlas)
    assert ranking.omitted_mass == 0
    assert ranking.probability_none == pytest.approx(none, abs=1e-9)
    for candidate in ranking.candidates:
        place = next(
            known for known in probable if (known.muscle, known.side) == (candidate.muscle, candidate.side)
        )
        assert candidate.probability == pytest.approx(probable[place], abs=1e-9)


def test_ranking_equals_the_sum_over_all_sets_with_fourteen_points() -> None:
    atlas = small_atlas("supraspinatus", "infraspinatus", "teres_minor", "deltoid_anterior", "deltoid_middle")
    assert len(atlas.units) == MOST
    zones = [ZoneCover(code=code, side=side) for code in ("sh.front", "sh.side", "ar.side") for side in Side
             if side is not Side.MIDLINE]  # fmt: skip
    request = RankRequest(zones=tuple(zones), top=500)
    probable, none = enumerate_all(request, atlas=atlas)
    ranking = rank(request, atlas=atlas)
    found = {(one.muscle, one.side): one.probability for one in ranking.candidates}
    assert found == pytest.approx({(one.muscle, one.side): p for one, p in probable.items()}, abs=1e-9)
    assert ranking.probability_none == pytest.approx(none, abs=1e-9)


def test_larger_atlas_is_not_enumerated() -> None:
    with pytest.raises(ValueError, match="too many to enumerate"):
        enumerate_all(RankRequest(zones=()), atlas=ATLAS)


@st.composite
def networks(draw: st.DrawFn) -> Network:
    """Any network of at most nine points, several of one muscle-side among them."""
    points, zones = draw(st.integers(1, 9)), draw(st.integers(0, 6))
    share = st.sampled_from([0.0, 0.0, 0.0, 0.04, 0.2, 0.6, 0.95])
    muscle = sorted(draw(st.lists(st.integers(0, 3), min_size=points, max_size=points)))
    number = {old: new for new, old in enumerate(sorted(set(muscle)))}

    def floats(of: st.SearchStrategy[float], count: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        return np.array(draw(st.lists(of, min_size=count, max_size=count)), dtype=np.float64)

    return Network(
        odds=floats(st.floats(1e-4, 2), points),
        silence=floats(st.floats(0.01, 1), points),
        strength=floats(share, points * zones).reshape(points, zones),
        marked=floats(st.sampled_from([0.05, 0.4, 0.7, 1.0]), zones),
        background=draw(st.sampled_from([0.005, 0.1])),
        muscle=np.array([number[one] for one in muscle]),
        ratios=floats(st.sampled_from([0.2, 1.0, 1.0, 5.0]), len(number)),
    )


@settings(max_examples=100, deadline=None)
@given(networks())
def test_posterior_of_points_and_muscles_is_that_of_the_sum_over_all_sets(network: Network) -> None:
    count = len(network.odds)
    total = none = 0.0
    points, muscles = np.zeros(count), np.zeros(len(network.ratios))
    for size in range(count + 1):
        for chosen in combinations(range(count), size):
            active = list(chosen)
            touched = sorted(set(network.muscle[active].tolist()))
            silent = (1 - network.background) * (1 - network.strength[active]).prod(axis=0)
            weight = (network.odds[active] * network.silence[active]).prod() * network.ratios[touched].prod()
            weight *= (network.marked * (1 - silent) + (1 - network.marked) * silent).prod()
            total += weight
            none += weight if not active else 0
            points[active] += weight
            muscles[touched] += weight
    found = posterior(network)
    assert found.kept.all() and found.omitted == 0
    assert found.points == pytest.approx(points / total, abs=1e-9)
    assert found.muscles == pytest.approx(muscles / total, abs=1e-9)
    assert found.none == pytest.approx(none / total, abs=1e-9)


def test_what_is_left_out_could_not_have_added_more_than_is_said() -> None:
    rng = np.random.default_rng(5)
    for _round in range(20):
        network = Network(
            odds=rng.uniform(1e-6, 1e-3, 40),
            silence=rng.choice([1.0, 1e-3], 40),
            strength=rng.choice([0.0, 0.0, 0.1, 0.6], (40, 5)),
            marked=np.ones(5),
            background=0.01,
            muscle=np.arange(40),
            ratios=np.ones(40),
        )
        found = posterior(network)
        left_out = ~found.kept
        assert left_out.any() and 0 < found.omitted < 0.01
        for number in np.flatnonzero(left_out)[:3].tolist():
            # The same with that one point kept and the others left out still says less than the bound.
            keep = found.kept.copy()
            keep[number] = True
            one = posterior(
                Network(
                    odds=np.where(keep, network.odds, 0.0), silence=network.silence,
                    strength=network.strength, marked=network.marked, background=network.background,
                    muscle=network.muscle, ratios=network.ratios,
                )
            )  # fmt: skip
            assert one.points[number] <= found.omitted


def test_very_wide_drawing_leaves_out_what_fits_least_and_says_how_much() -> None:
    zones, points = 40, 90
    strength = np.where(np.random.default_rng(3).random((points, zones)) < 0.12, 0.5, 0.0)
    network = Network(
        odds=np.linspace(0.001, 0.02, points),
        silence=np.ones(points),
        strength=strength,
        marked=np.ones(zones),
        background=0.01,
        muscle=np.arange(points),
        ratios=np.ones(points),
    )
    found = posterior(network)
    assert 0.01 < found.omitted <= 1
    assert not found.kept.all() and found.muscles[~found.kept].max() == 0
    assert found.muscles[found.kept].max() > 0.1
