"""Landmarks and trigger-point sites on the body: where they lie, on both sides and on every figure."""

from pathlib import Path

import numpy as np
import pytest

from drypoint.atlas import load
from drypoint.atlas.body import (
    FIGURES,
    Site,
    belly_of,
    belly_views,
    best_views,
    landmarks,
    mirrored,
    outline_on,
    place_on,
    point_of,
    site_of,
    sites,
    sites_file,
    sites_of,
    spot_of,
    squareness_on,
    surface,
    view_of,
    zone_of,
)
from drypoint.atlas.body.spots import connected, facing, patch, spot_at
from drypoint.terms import InvalidInput, Side

ATLAS = load()
PAGE = Path(__file__).parents[2] / "docs/reference/body-sites.md"
ROWS = sites_file().muscles
MARKS = {one.id: spot_of(one) for one in landmarks()}

ZONES = {
    "trapezius_upper": "neck.back_lower neck.side neck.angle sh.top",
    "trapezius_middle": "bk.interscapular bk.thoracic_upper sc.suprasp sh.top",
    "trapezius_lower": "bk.interscapular bk.thoracic_upper bk.thoracic_lower sc.medial_border",
    "sternocleidomastoid_sternal": "neck.side neck.front",
    "sternocleidomastoid_clavicular": "neck.side neck.front",
    "masseter_superficial": "head.cheek head.jaw_angle",
    "masseter_deep": "head.cheek head.tmj head.jaw_angle",
    "temporalis": "head.temple",
    "splenius_capitis": "neck.back_upper neck.side head.suboccipital",
    "splenius_cervicis": "neck.back_lower neck.angle",
    "semispinalis_capitis": "head.suboccipital neck.back_upper neck.back_lower",
    "multifidus_cervical": "neck.back_upper neck.back_lower",
    "suboccipitals": "head.suboccipital neck.back_upper",
    "levator_scapulae": "neck.angle sc.suprasp",
    "supraspinatus": "sc.suprasp sh.top",
    "infraspinatus": "sc.infrasp",
    "teres_minor": "sc.lateral_border",
    "teres_major": "sc.lateral_border sc.inferior_angle",
    "latissimus_dorsi": "bk.flank sc.lateral_border bk.thoracic_lower ch.side",
    "rhomboid_major": "bk.interscapular bk.thoracic_upper sc.medial_border",
    "deltoid_anterior": "sh.front",
    "deltoid_middle": "sh.side",
    "deltoid_posterior": "sh.back",
    "pectoralis_major_sternal": "ch.breast",
    "pectoralis_minor": "ch.breast",
    "biceps_brachii": "ar.front",
    "triceps_brachii": "ar.back ar.medial el.lateral ar.side",
    "brachioradialis": "fa.volar_radial fa.dorsal_radial el.lateral",
    "extensor_carpi_radialis_longus": "fa.dorsal_radial el.lateral",
    "extensor_carpi_radialis_brevis": "fa.dorsal_radial",
    "extensor_digitorum": "fa.dorsal_radial fa.dorsal_ulnar",
    "supinator": "fa.volar_radial el.front",
    "quadratus_lumborum": "bk.flank bk.lumbar",
    "iliocostalis_lumborum": "bk.lumbar bk.flank",
    "longissimus_thoracis": "bk.thoracic_lower bk.lumbar",
    "multifidus_lumbar": "bk.lumbar bk.spine_lumbar bk.sacrum",
    "gluteus_maximus": "bt.upper bt.mid bt.lower",
    "gluteus_medius": "bt.upper bk.iliac_crest hp.lateral",
    "gluteus_minimus_anterior": "hp.lateral hp.front",
    "gluteus_minimus_posterior": "bt.upper bt.mid hp.lateral",
    "piriformis": "bt.mid bt.upper",
    "tensor_fasciae_latae": "hp.front hp.lateral",
    "rectus_femoris": "hp.front th.front_upper",
    "vastus_medialis": "th.front_lower th.medial",
    "vastus_lateralis": "th.lateral th.front_lower",
    "adductor_longus": "th.front_upper th.medial",
    "biceps_femoris": "th.back_lower th.back_upper",
    "semitendinosus": "th.back_lower th.back_upper",
    "semimembranosus": "th.back_lower th.medial",
    "popliteus": "kn.back",
    "gastrocnemius_medial": "lg.calf_upper kn.back",
    "gastrocnemius_lateral": "lg.calf_upper kn.back",
    "soleus": "lg.calf_lower lg.calf_upper lg.lateral",
    "tibialis_anterior": "lg.front lg.lateral",
    "fibularis_longus": "lg.lateral",
    "quadratus_plantae": "ft.sole ft.arch",
}
"""Muscle -> zones in which its sites may lie, written down apart from the data."""


def at(figure: str, muscle: str, trp: int) -> np.ndarray:
    site = site_of(muscle, trp, "right")
    assert site is not None
    return point_of(figure, site.spot)


def mark(figure: str, name: str) -> np.ndarray:
    return point_of(figure, MARKS[name])


@pytest.mark.parametrize("site", sites(), ids=lambda site: f"{site.muscle}-{site.trp}-{site.side}")
def test_every_site_lies_on_the_skin_in_a_zone_of_its_muscle(site: Site) -> None:
    assert site.zone in ZONES[site.muscle].split()
    code, side = zone_of(site.spot)
    assert code == site.zone
    assert side in {site.side, Side.MIDLINE}
    assert sum(site.spot.share) == pytest.approx(1)
    assert min(site.spot.share) >= 0
    assert site.verification.is_unverified
    assert site.words.en != site.words.es


def test_table_of_zones_names_exactly_the_muscles_that_are_drawn() -> None:
    assert list(ZONES) == [row.muscle for row in ROWS]


@pytest.mark.parametrize("figure", FIGURES)
def test_left_is_the_exact_mirror_of_right(figure: str) -> None:
    for row in ROWS:
        for right, left in zip(sites_of(row.muscle, "right"), sites_of(row.muscle, "left"), strict=True):
            assert (point_of(figure, left.spot) == point_of(figure, right.spot) * (-1, 1, 1)).all()
            assert mirrored(left.spot) == right.spot
        right_belly, left_belly = belly_of(row.muscle, "right"), belly_of(row.muscle, "left")
        assert right_belly is not None
        assert left_belly is not None
        half = surface(figure).half
        assert (left_belly.faces == right_belly.faces + half).all()
        assert left_belly.edge == tuple(mirrored(spot) for spot in right_belly.edge)


@pytest.mark.parametrize("side", ["right", "left"])
def test_patches_hold_their_sites_and_hang_together(side: str) -> None:
    for row in ROWS:
        belly = belly_of(row.muscle, side)
        assert belly is not None
        assert {site.spot.face for site in sites_of(row.muscle, side)} <= set(belly.faces.tolist())
        assert connected(belly.faces), row.muscle


def test_what_is_not_drawn_is_none_or_empty() -> None:
    assert site_of("psoas_major", 1, "right") is None
    assert site_of("infraspinatus", 2, "right") is None
    assert sites_of("psoas_major", "right") == ()
    assert belly_of("psoas_major", "right") is None
    assert belly_of("infraspinatus", "midline") is None


@pytest.mark.parametrize("figure", FIGURES)
def test_an_anatomist_finds_each_site_where_it_is_taught(figure: str) -> None:
    c7, acromion, root, angle = (
        mark(figure, name) for name in ("c7", "acromion", "scapula_root", "acromion_angle")
    )
    half_way = at(figure, "trapezius_upper", 2)
    assert abs(half_way[0] - (c7[0] + acromion[0]) / 2) < 12
    assert half_way[1] > at(figure, "supraspinatus", 1)[1] > at(figure, "infraspinatus", 1)[1]
    for trp in (1, 3):
        x, y, _ = at(figure, "infraspinatus", trp)
        assert y < np.interp(-x, (-root[0], -angle[0]), (root[1], angle[1])), "below the scapular spine"
    crest, trochanter = mark(figure, "crest_top"), mark(figure, "trochanter")
    for trp in (1, 2, 3):
        assert trochanter[1] < at(figure, "gluteus_medius", trp)[1] < crest[1]
    piriformis = at(figure, "piriformis", 1)
    assert trochanter[0] < piriformis[0] < mark(figure, "sacrum_end")[0]
    for trp in (1, 2, 3, 4):
        lumborum, beside = at(figure, "quadratus_lumborum", trp), at(figure, "multifidus_lumbar", 1)
        assert lumborum[0] < beside[0] - 25
        assert crest[1] < lumborum[1] + 5 < mark(figure, "t12")[1]
    jaw, arch = mark(figure, "jaw_angle"), mark(figure, "zygomatic_arch")
    for trp in (1, 2, 3):
        assert jaw[1] < at(figure, "masseter_superficial", trp)[1] < arch[1]
    epicondyle = mark(figure, "epicondyle_lateral")
    longus, brevis = (at(figure, f"extensor_carpi_radialis_{one}", 1) for one in ("longus", "brevis"))
    assert epicondyle[1] > longus[1] > brevis[1] > mark(figure, "styloid_radial")[1]
    knee = mark(figure, "knee_crease")
    assert at(figure, "gastrocnemius_medial", 1)[0] > at(figure, "gastrocnemius_lateral", 2)[0]
    assert knee[1] > at(figure, "gastrocnemius_medial", 1)[1] > at(figure, "soleus", 1)[1]
    assert at(figure, "tibialis_anterior", 1)[0] < mark(figure, "tibial_tuberosity")[0]


@pytest.mark.parametrize("figure", FIGURES)
def test_landmarks_stand_in_their_order_on_every_figure(figure: str) -> None:
    spine = [mark(figure, name)[1] for name in ("occiput", "c2", "c7", "t3", "t7", "t12", "l4", "sacrum_end")]
    assert spine == sorted(spine, reverse=True)
    leg = [
        mark(figure, name)[1] for name in ("crest_top", "asis", "trochanter", "patella_top", "patella_tip")
    ]
    assert leg == sorted(leg, reverse=True)
    arm = [
        mark(figure, name)[1] for name in ("acromion", "deltoid_tuberosity", "olecranon", "styloid_radial")
    ]
    assert arm == sorted(arm, reverse=True)
    for one in landmarks():
        assert mark(figure, one.id)[0] <= 0, one.id
        assert one.verification.is_unverified


@pytest.mark.parametrize("figure", FIGURES)
def test_every_site_is_seen_and_its_mirror_stands_mirrored_in_the_view(figure: str) -> None:
    for site in sites():
        views = best_views(site.spot, figure)
        assert views, site
        place = place_on(figure, views[0], site.spot)
        view = view_of(figure, views[0])
        assert place is not None
        assert 0 <= place[0] <= view.width / 10
        assert 0 <= place[1] <= view.height / 10
        if views[0] in {"front", "back"}:
            opposite = place_on(figure, views[0], mirrored(site.spot))
            assert opposite == (pytest.approx(view.width / 10 - place[0], abs=0.11), place[1])


def test_a_place_is_not_seen_from_its_back_from_afar_or_behind_the_arm() -> None:
    infraspinatus = site_of("infraspinatus", 1, "right")
    masseter = site_of("masseter_superficial", 2, "right")
    minimus = site_of("gluteus_minimus_anterior", 1, "right")
    assert infraspinatus is not None
    assert masseter is not None
    assert minimus is not None
    assert place_on("neutral", "front", infraspinatus.spot) is None
    assert place_on("neutral", "hands_palm", infraspinatus.spot) is None
    assert place_on("neutral", "head_back", infraspinatus.spot) is None
    assert place_on("neutral", "left", masseter.spot) is None
    assert place_on("neutral", "right", minimus.spot) is None
    assert best_views(masseter.spot)[0] == "head_right"
    assert squareness_on("neutral", "head_right", masseter.spot) > 0.8
    assert squareness_on("neutral", "left", masseter.spot) == 0
    assert squareness_on("neutral", "feet_sole", masseter.spot) == 0
    with pytest.raises(InvalidInput):
        place_on("neutral", "moon", masseter.spot)
    with pytest.raises(InvalidInput):
        place_on("moon", "front", masseter.spot)


def test_outline_is_drawn_only_where_most_of_the_patch_is_seen() -> None:
    belly = belly_of("infraspinatus", "right")
    assert belly is not None
    assert len(outline_on("female", "back", belly)) == len(belly.edge)
    assert outline_on("female", "front", belly) == ()
    assert outline_on("female", "hands_back", belly) == ()
    assert belly_views(belly)[0] == "back"
    upper = belly_of("trapezius_upper", "right")
    assert upper is not None
    assert outline_on("neutral", "head_back", upper)
    assert "head_back" not in belly_views(upper), "its outer end lies beyond that view"


def test_looking_past_the_body_meets_no_skin() -> None:
    assert spot_at(np.array([-900.0, 900.0, 0.0]), (0, 0)) is None
    met = spot_at(np.array([-160.0, 875.0, 38.0]), (90, 0))
    assert met is not None
    assert not zone_of(met)[0].startswith("hp."), "the arm hangs before the hip"


def test_faces_look_out_of_the_body() -> None:
    for name, axis, sign in (("chin", 2, 1), ("t7", 2, -1), ("trochanter", 0, -1)):
        spot = MARKS[name]
        assert facing("neutral", np.array([spot.face]))[0][axis] * sign > 0.3
        assert facing("neutral", np.array([mirrored(spot).face]))[0][axis] * (sign if axis else -sign) > 0.3


def test_patch_reaches_a_site_over_what_the_outline_touches_else_leaves_it_apart() -> None:
    back = [mark("neutral", name) for name in ("scapula_root", "acromion_angle", "scapula_inferior_angle")]
    inside = site_of("infraspinatus", 1, "right")
    assert inside is not None
    alone = patch(np.array(back), (180, 0), (), [inside.spot])
    assert connected(alone)
    afar = patch(np.array(back), (180, 0), (), [inside.spot, MARKS["heel_back"]])
    assert not connected(afar)
    assert set(afar.tolist()) == {*alone.tolist(), MARKS["heel_back"].face}


def sites_table() -> str:
    lines = [
        "| muscle | trigger point | where | zone | view of the neutral figure |",
        "|---|---|---|---|---|",
    ]
    for row in ROWS:
        for site in sites_of(row.muscle, Side.RIGHT):
            view = best_views(site.spot)[0]
            place = place_on("neutral", view, site.spot)
            assert place is not None
            covered = " (covered)" if row.covered else ""
            lines.append(
                f"| `{row.muscle}`{covered} | {site.trp} | {site.words.en} | `{site.zone}` "
                f"| `{view}` {place[0]:.0f}, {place[1]:.0f} mm |"
            )
    return "\n".join(lines)


def landmarks_table() -> str:
    lines = ["| landmark | name | by what it was placed | zone |", "|---|---|---|---|"]
    for one in landmarks():
        lines.append(f"| `{one.id}` | {one.name.en} | {one.placed} | `{zone_of(MARKS[one.id])[0]}` |")
    return "\n".join(lines)


def rows_naming(muscle: str) -> int:
    """How many rows of prevalence name a muscle, by itself or in a group that they list."""
    grouped = {group.id for group in ATLAS.knowledge.prevalence.groups if muscle in (group.muscles or ())}
    return sum(muscle in row.muscles or row.group in grouped for row in ATLAS.prevalence)


def choice_table() -> str:
    """How often prevalence rows name each muscle that is drawn."""
    order = sorted(ROWS, key=lambda row: -rows_naming(row.muscle))
    lines = ["| muscle | prevalence rows that name it |", "|---|---|"]
    return "\n".join([*lines, *(f"| `{row.muscle}` | {rows_naming(row.muscle)} |" for row in order)])


@pytest.mark.parametrize("table", [sites_table, landmarks_table, choice_table])
def test_reference_page_is_in_step_with_the_data(table: object) -> None:
    assert callable(table)
    assert table() in PAGE.read_text(), f"paste this into docs/reference/body-sites.md:\n{table()}"


def test_muscles_that_prevalence_names_are_drawn_but_for_those_that_the_page_excuses() -> None:
    drawn = {row.muscle for row in ROWS}
    left_out = {muscle.id for muscle in ATLAS.muscles if rows_naming(muscle.id)} - drawn
    assert [muscle for muscle in left_out if rows_naming(muscle) >= 2] == ["subscapularis"]
    page = PAGE.read_text()
    assert [muscle for muscle in sorted(left_out) if f"`{muscle}`" not in page] == []
    assert len(drawn) >= 40
