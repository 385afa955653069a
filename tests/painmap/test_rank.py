"""The rank engine: what marked zones and fingers say about muscles, and what they do not."""

from math import fsum

import msgspec
import pytest

from drypoint.atlas import Atlas, load
from drypoint.atlas.body import body
from drypoint.painmap import (
    Drawing,
    Mark,
    PalpationFinding,
    PalpationVerdict,
    Quality,
    RankRequest,
    RedFlagId,
    ZoneCover,
    rank,
)
from drypoint.terms import InvalidInput, Side, ZoneCode

ATLAS = load()
UNLISTED = 0.1
"""Muscles without any sign for them are not listed; together they may be active so often."""


def zones(*codes, side=Side.LEFT, cover=1.0):
    return tuple(ZoneCover(code=ZoneCode(code), side=side, cover=cover) for code in codes)


def ask(*codes, side=Side.LEFT, cover=1.0, **more):
    return rank(RankRequest(zones=zones(*codes, side=side, cover=cover), **more), atlas=ATLAS)


def names(ranking):
    return [(one.muscle, one.side) for one in ranking.candidates]


def finding(muscle="trapezius_upper", side=Side.LEFT, **signs):
    return PalpationFinding(muscle=muscle, side=side, **signs)


def probability(ranking, muscle, side=Side.LEFT):
    return next(one.probability for one in ranking.candidates if (one.muscle, one.side) == (muscle, side))


def test_rank_puts_the_muscle_first_whose_zones_are_marked():
    ranking = ask("neck.side", "head.mastoid", "head.temple")
    assert names(ranking)[0] == ("trapezius_upper", Side.LEFT)
    first = ranking.candidates[0]
    assert first.trigger_point == 1
    assert {zone.code for zone in first.because.for_} == {"neck.side", "head.mastoid", "head.temple"}
    assert first.because.against == ()
    assert all(zone.bits > 0 and not zone.near for zone in first.because.for_)
    assert first.unverified and not first.disputed
    assert [point.trp for point in first.points] == [1, 2]
    assert max(point.probability for point in first.points) <= first.probability


def test_rank_says_what_speaks_against_a_candidate():
    ranking = ask("neck.side", "head.temple", "hd.little")
    first = next(one for one in ranking.candidates if one.muscle == "trapezius_upper")
    against = {zone.code: zone for zone in first.because.against}
    assert {code: zone.cover for code, zone in against.items()} == {"head.mastoid": 0.0, "hd.little": 1.0}
    assert against["head.mastoid"].bits < 0 == against["hd.little"].bits
    rather = against["hd.little"].rather
    assert rather is not None and rather.side is Side.LEFT and against["head.mastoid"].rather is None


def test_zone_beside_a_referral_zone_speaks_for_the_muscle_a_little():
    first = next(one for one in ask("neck.side", "neck.front").candidates if one.muscle == "trapezius_upper")
    own, beside = first.because.for_
    assert (own.code, own.near, beside.code, beside.near) == ("neck.side", False, "neck.front", True)
    assert 0 < beside.bits < own.bits


def test_hardly_painted_zone_speaks_against_what_it_would_explain():
    first = ask("head.teeth_lower_back", "head.teeth_lower_front", cover=0.05).candidates[0]
    assert first.because.for_ == ()
    assert [zone.bits < 0 for zone in first.because.against if zone.cover and not zone.rather] == [True]


def test_zone_on_the_midline_that_both_sides_explain_names_neither():
    ranking = ask("bk.coccyx", "sh.side", top=99)
    supraspinatus = next(one for one in ranking.candidates if one.muscle == "supraspinatus")
    (coccyx,) = [zone for zone in supraspinatus.because.against if zone.code == "bk.coccyx"]
    assert coccyx.rather is None


def test_several_muscles_share_the_pain_and_explain_each_other_away():
    # The jaw and the arm have a cause each.
    together = ask("head.teeth_lower_back", "head.jaw_body", "sh.back", "ar.back", top=99)
    assert probability(together, "masseter_superficial") > 0.5
    alone = ask("sh.back", "ar.back", top=99)
    assert probability(alone, "teres_major") == pytest.approx(probability(together, "teres_major"), abs=1e-3)
    # A finding that makes one of two rivals probable makes the other less so.
    palpated = ask("sh.back", "ar.back", top=99, findings=(finding("triceps_brachii", recognised_pain=True),))
    assert probability(palpated, "teres_major") < probability(alone, "teres_major") / 2


def test_disputed_pattern_weighs_half_and_says_so():
    disputed = {one.id for one in ATLAS.muscles if one.pattern_verification.is_disputed}
    zone = next(
        place.zone
        for unit in ATLAS.units
        if unit.muscle in disputed
        for place in ATLAS.referral(unit).essential
        if place.side is Side.LEFT
    )
    ranking = ask(zone, top=99)
    assert any(one.disputed for one in ranking.candidates)
    assert any("weigh half" in note for note in ranking.notes)


def test_pain_crosses_where_the_atlas_says_so():
    crossing = next(
        (unit, code)
        for unit in ATLAS.units
        for code in ATLAS.pattern(unit.muscle, unit.trp).crosses
        if unit.side is Side.LEFT
    )
    unit, code = crossing
    other_side = rank(RankRequest(zones=zones(code, side=Side.RIGHT), top=500), atlas=ATLAS)
    assert (unit.muscle, Side.LEFT) in names(other_side)


def test_gluteal_match_raises_the_nerve_root_note():
    ranking = ask("bk.iliac_crest", "bk.si_joint", "bk.sacrum")
    assert ranking.candidates[0].muscle == "gluteus_medius"
    (flag,) = ranking.red_flags
    assert flag.id is RedFlagId.GLUTEAL_ROOT and "8.6" in flag.say


def test_findings_that_contradict_each_other_are_named():
    found = (finding(taut_band=True, spot_tenderness=True), finding(taut_band=False, spot_tenderness=False))
    assert any("contradict" in note for note in ask("neck.side", findings=found).notes)
    assert not any("contradict" in note for note in ask("neck.side", findings=found[:1]).notes)


def test_pain_in_many_places_says_what_was_not_counted():
    def marked(*parts):
        places = [place for place in ATLAS.zone_sides if place.zone.startswith(parts)]
        zones = tuple(ZoneCover(code=place.zone, side=place.side) for place in places)
        return rank(RankRequest(zones=zones), atlas=ATLAS)

    head = marked("head")
    assert head.omitted_mass < 0.01 and len(head.candidates) >= 10
    assert any("marks beside" in note for note in head.notes)
    trunk = marked("head", "neck", "sh", "sc", "bk", "ch")
    assert trunk.omitted_mass > 0.01
    assert any("one area at a time" in note for note in trunk.notes)


def test_rank_gives_the_published_case_of_molar_pain_its_muscle():
    # Kang 2007 (Korean J Oral Med): pain at the right lower molars, found in the masseter.
    ranking = ask("head.teeth_lower_back", "head.jaw_body", side=Side.RIGHT)
    assert names(ranking)[0] == ("masseter_superficial", Side.RIGHT)


def test_rank_lists_the_most_probable_first_and_leaves_little_out():
    ranking = ask("neck.side", top=500, findings=(finding(taut_band=True, spot_tenderness=True),))
    listed = [one.probability for one in ranking.candidates]
    assert sorted(listed, reverse=True) == listed
    assert 0 < ranking.probability_none < 1
    # That some listed muscle takes part is at most the sum of each doing so.
    assert fsum(listed) > 0.9 * (1 - ranking.probability_none - UNLISTED)
    assert 0 <= ranking.omitted_mass < 0.01


def test_rank_lists_ten_candidates_unless_asked_otherwise():
    assert len(ask("neck.side", "head.temple", "head.mastoid", "head.occiput").candidates) == 10
    assert len(ask("neck.side", "head.temple", top=3).candidates) == 3


def test_rank_keeps_the_mirror_twin_of_the_last_candidate():
    both = (*zones("head.temple"), *zones("head.temple", side=Side.RIGHT))
    ranking = rank(RankRequest(zones=both, top=1), atlas=ATLAS)
    assert len(ranking.candidates) == 2
    first, second = ranking.candidates
    assert first.muscle == second.muscle and first.probability == second.probability


def test_rank_parts_mirror_twins_that_differ():
    marked = (*zones("head.temple"), *zones("head.temple", side=Side.RIGHT, cover=0.3))
    assert len(rank(RankRequest(zones=marked, top=1), atlas=ATLAS).candidates) == 1


def test_half_a_zone_counts_as_all_of_it_and_less_as_a_share():
    whole, half, less = (
        probability(ask("head.temple", cover=cover, top=99), "temporalis") for cover in (1, 0.5, 0.25)
    )
    assert less < half == whole


def test_a_drawing_ranks_as_the_zones_that_it_covers():
    marks = tuple(Mark(zone=ZoneCode(code), side=Side.LEFT) for code in ("head.temple", "head.mastoid"))
    drawn = rank(RankRequest(drawing=Drawing(chart=body().chart, marks=marks)), atlas=ATLAS)
    assert drawn == ask("head.temple", "head.mastoid")


def test_zone_given_twice_counts_by_its_larger_cover():
    twice = RankRequest(zones=(*zones("head.temple", cover=0.2), *zones("head.temple", cover=0.8)))
    assert rank(twice, atlas=ATLAS) == ask("head.temple", cover=0.8)


def test_midline_zone_is_meant_whichever_side_is_said():
    assert ask("ch.sternum", side=Side.LEFT) == ask("ch.sternum", side=Side.MIDLINE)


def test_complaint_shifts_the_ranking_a_little():
    # Cerezo-Téllez 2016: active in 82.1 % (upper trapezius) of people with chronic neck pain.
    plain = ask("neck.side", top=99)
    informed = ask("neck.side", complaint="neck_pain", top=99)
    ratio = probability(informed, "trapezius_upper") / probability(plain, "trapezius_upper")
    assert 1 < ratio <= 4


def test_complaint_without_published_figures_changes_nothing_and_says_so():
    plain, silent = ask("neck.side"), ask("neck.side", complaint="cervicogenic_headache")
    assert silent.candidates == plain.candidates
    assert any("No figures of single muscles" in note for note in silent.notes)


@pytest.mark.parametrize(
    ("signs", "verdict"),
    [
        ({"taut_band": True, "spot_tenderness": True}, PalpationVerdict.FOR),
        ({"taut_band": True, "spot_tenderness": True, "recognised_pain": True}, PalpationVerdict.FOR),
        ({"taut_band": True, "spot_tenderness": True, "recognised_pain": False}, PalpationVerdict.FOR),
        ({"taut_band": False, "spot_tenderness": False}, PalpationVerdict.AGAINST),
        ({"taut_band": False, "referred_pain": False, "recognised_pain": True}, PalpationVerdict.AGAINST),
        ({"recognised_pain": True}, PalpationVerdict.FOR),
        ({"taut_band": True}, None),
        ({"local_twitch_response": True}, None),
    ],
)
def test_finding_moves_the_probability_the_way_it_points(signs, verdict):
    before = ask("neck.side", "head.temple", top=99)
    after = ask("neck.side", "head.temple", top=99, findings=(finding(**signs),))
    candidate = next(one for one in after.candidates if one.muscle == "trapezius_upper")
    assert candidate.palpation is verdict
    moved = candidate.probability - probability(before, "trapezius_upper")
    assert (moved > 0, moved < 0) == (verdict is PalpationVerdict.FOR, verdict is PalpationVerdict.AGAINST)


def test_several_findings_in_one_muscle_count_once_as_the_strongest():
    found, missed = (
        finding(taut_band=True, spot_tenderness=True),
        finding(taut_band=False, spot_tenderness=False),
    )
    several, once = ask("neck.side", findings=(missed, found, found)), ask("neck.side", findings=(found,))
    assert several.candidates == once.candidates


def test_finding_alone_is_enough_to_rank():
    ranking = rank(RankRequest(zones=(), findings=(finding(recognised_pain=True),)), atlas=ATLAS)
    assert names(ranking) == [("trapezius_upper", Side.LEFT)]


def test_next_palpation_names_only_what_can_be_palpated_and_has_not_been():
    ranking = ask("head.tmj", "head.cheek", top=99)
    suggested = [one.muscle for one in ranking.next_palpation]
    assert suggested and all(ATLAS.muscle(muscle).palpable is True for muscle in suggested)
    first = ranking.next_palpation[0]
    done = ask("head.tmj", "head.cheek", findings=(finding(first.muscle, first.side, taut_band=True),))
    assert (first.muscle, first.side) not in [(one.muscle, one.side) for one in done.next_palpation]


def test_next_palpation_is_most_informative_first_and_shows_how_much_rests_on_agreement():
    bits = ask("neck.side", "head.temple", "head.mastoid").next_palpation
    assert [one.expected_bits for one in bits] == sorted((one.expected_bits for one in bits), reverse=True)
    assert all(one.expected_bits_low < one.expected_bits < one.expected_bits_high for one in bits)


@pytest.mark.parametrize("quality", [Quality.NUMB, Quality.TINGLING, Quality.ELECTRIC])
def test_nerve_words_raise_a_flag_that_no_finding_lowers(quality):
    ranking = ask("bt.mid", qualities=(quality,), findings=(finding("piriformis", recognised_pain=True),))
    assert RedFlagId.NERVE_ROOT in [flag.id for flag in ranking.red_flags]
    assert ask("neck.side", qualities=(Quality.ACHE,)).red_flags == ()


def test_nerve_words_name_the_nerves_that_may_be_caught_beside_the_first_muscles():
    numb = ask("bk.si_joint", "bt.mid", "hp.lateral", qualities=(Quality.NUMB,))
    (caught,) = [flag for flag in numb.red_flags if flag.id is RedFlagId.CAUGHT_NERVE]
    assert "piriformis" in caught.say and "sciatic" in caught.say and "unverified" in caught.say
    aching = ask("bk.si_joint", "bt.mid", "hp.lateral", qualities=(Quality.ACHE,))
    assert RedFlagId.CAUGHT_NERVE not in [flag.id for flag in aching.red_flags]
    assert names(aching) == names(numb), "a nerve is no trigger point: the order stays"
    elsewhere = ask("head.teeth_lower_back", "head.jaw_body", qualities=(Quality.NUMB,), top=1)
    assert [flag.id for flag in elsewhere.red_flags] == [RedFlagId.NERVE_ROOT]


def test_rank_speaks_spanish():
    ranking = ask("bt.mid", qualities=(Quality.NUMB,), language="es")
    assert "Varios músculos" in ranking.notes[0]
    assert "nervios" in ranking.red_flags[0].say


def test_rank_without_pain_says_so():
    for empty in (ask(), ask("neck.side", cover=0.0)):
        assert empty.candidates == () and empty.next_palpation == ()
        assert "nothing to rank" in empty.notes[0]
        assert 0.3 < empty.probability_none < 1


def test_rank_of_the_whole_body_says_that_it_does_not_help():
    everywhere = tuple(ZoneCover(code=place.zone, side=place.side) for place in ATLAS.zone_sides)
    ranking = rank(RankRequest(zones=everywhere), atlas=ATLAS)
    assert ranking.candidates == ()
    assert [flag.id for flag in ranking.red_flags] == [RedFlagId.WHOLE_BODY]
    assert "screen for widespread pain" in ranking.notes[0]


def test_rank_of_zones_that_no_muscle_reaches_says_so():
    # In the whole atlas every zone is reached by some muscle or lies beside one that is.
    file = msgspec.structs.replace(ATLAS.knowledge.muscles, muscles=(ATLAS.muscle("palmaris_longus"),))
    small = Atlas(msgspec.structs.replace(ATLAS.knowledge, muscles=file), version="small")
    ranking = rank(RankRequest(zones=zones("head.temple")), atlas=small)
    assert ranking.candidates == () and "No muscle of the atlas" in ranking.notes[0]
    assert 0.9 < ranking.probability_none < 1


@pytest.mark.parametrize(
    ("request_", "where", "message"),
    [
        (RankRequest(), "zones", "Send zones"),
        (RankRequest(zones=zones("head.tempel")), "zones[0].code", "did you mean head.temple"),
        (RankRequest(zones=zones("head.temple", side=Side.MIDLINE)), "zones[0].side", "left and a right"),
        (RankRequest(zones=(), complaint="headache"), "complaint", "unknown complaint"),
        (RankRequest(zones=(), findings=(finding("trapezius"),)), "findings[0].muscle", "unknown muscle"),
        (RankRequest(zones=(), findings=(finding(side=Side.MIDLINE),)), "findings[0].side", "left or right"),
        (RankRequest(drawing=Drawing(chart="0")), "drawing.chart", "is of chart 0"),
        (RankRequest(zones=(), drawing=Drawing(chart="1")), "drawing", "not both"),
    ],
)
def test_rank_refuses_what_the_atlas_does_not_know(request_, where, message):
    with pytest.raises(InvalidInput, match=message) as caught:
        rank(request_, atlas=ATLAS)
    assert caught.value.where == where
