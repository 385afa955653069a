"""The surface of the body: a full partition, left the mirror of right, the same in every figure."""

import gzip
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from drypoint.atlas import load
from drypoint.atlas.body import FIGURES, NOTHING, body, places, surface, view_of, view_table
from drypoint.atlas.body import skin as skin_module
from drypoint.terms import InvalidInput, KnowledgeError, Side

ATLAS = load()
PAGE = Path(__file__).parents[2] / "docs/reference/body-zones.md"
VIEWS = [view.name for view in body().figures[0].views]
PARTS = {
    "head and neck": (("head.", "neck.front", "neck.side", "neck.back", "neck.nape"), 9.0),
    "both arms with hands and the shoulder's cap": (
        ("ar.", "el.", "fa.", "wr.", "hd.", "sh.front", "sh.side", "sh.back"),
        18.0,
    ),
    "both legs with feet": (("th.", "kn.", "lg.", "ak.", "ft."), 36.0),
    "trunk": (
        ("bk.", "ch.", "ab.", "pv.", "ax.", "sc.", "sh.top", "neck.angle", "hp.", "bt."),
        37.0,
    ),
}
"""Part -> beginnings of its zones, and its percent of the skin by the rule of nines (Wallace 1951)."""


def shares(figure: str) -> dict[str, float]:
    skin = surface(figure)
    area = skin.zone_area_mm2()
    total = area.sum()
    return {
        part: 100
        * sum(float(area[n]) for n, (code, _) in enumerate(skin.places) if code.startswith(starts))
        / total
        for part, (starts, _rule) in PARTS.items()
    }


def parts_table() -> str:
    columns = ("female", "male", "neutral", "female-full", "male-full")
    lines = ["| part | rule of nines | " + " | ".join(columns) + " |", "|---" * (len(columns) + 2) + "|"]
    found = {figure: shares(figure) for figure in columns}
    for part, (_, rule) in PARTS.items():
        numbers = " | ".join(f"{found[figure][part]:.1f} %" for figure in columns)
        lines.append(f"| {part} | {rule:g} % | {numbers} |")
    palms = " | ".join(f"{palm_share(figure):.2f} %" for figure in columns)
    lines.append(f"| one palm with the fingers' front | 0.8 % | {palms} |")
    whole = " | ".join(f"{surface(figure).area_mm2.sum() / 1e6:.2f} m²" for figure in columns)
    lines.append(f"| all skin | | {whole} |")
    return "\n".join(lines)


def palm_share(figure: str) -> float:
    """Percent of the skin that the view of the palms shows of one hand, measured on the surface."""
    skin = surface(figure)
    seen = view_table(figure, "hands_palm").cells[: skin.half] > 0
    hand = np.array([code.startswith("hd.") for code, _ in skin.places])[skin.zone[: skin.half]]
    return 100 * float(skin.area_mm2[: skin.half][seen & hand].sum() / skin.area_mm2.sum())


def zones_table() -> str:
    skin = surface("neutral")
    area, faces = skin.zone_area_mm2(), np.bincount(skin.zone)
    lines = ["| zone | | faces | area | share |", "|---|---|---|---|---|"]
    for number, (code, side) in enumerate(skin.places):
        if side is not Side.LEFT:
            where = "midline" if side is Side.MIDLINE else "each side"
            share = 100 * area[number] / area.sum()
            lines.append(
                f"| `{code}` | {where} | {faces[number]} | {area[number] / 100:.1f} cm² | {share:.2f} % |"
            )
    return "\n".join(lines)


@pytest.mark.parametrize("table", [parts_table, zones_table])
def test_page_is_in_step_with_the_surface(table: object) -> None:
    assert callable(table)
    made = table()
    assert made in PAGE.read_text(), f"paste this into {PAGE.name}:\n{made}"


def test_every_skin_zone_of_the_atlas_has_its_faces_and_no_other() -> None:
    skin = {(zone.code, side) for zone in ATLAS.zones if not zone.inner for side in zone.sides}
    assert set(places()) == skin
    assert set(np.unique(surface("neutral").zone)) == set(range(len(skin)))
    runs = sorted((zone.first, zone.count) for zone in body().zones)
    ends = [first + count for first, count in runs]
    assert [first for first, _ in runs] == [0, *ends[:-1]]
    assert ends[-1] == body().faces


@pytest.mark.parametrize("figure", FIGURES)
def test_left_is_exactly_the_mirror_of_right_and_the_midline_lies_on_it(figure: str) -> None:
    skin = surface(figure)
    half, n = skin.half, len(skin.points) // 2
    assert (skin.points[n:] == skin.points[:n] * (-1, 1, 1)).all()
    assert (skin.faces[half:] == skin.faces[:half] + n).all()
    assert (skin.points[:n, 0] <= 0).all()
    assert (skin.area_mm2[half:] == skin.area_mm2[:half]).all()
    for number, (code, side) in enumerate(skin.places):
        members = skin.zone == number
        if side is Side.MIDLINE:
            assert members[:half].sum() == members[half:].sum() > 0
            assert (skin.points[skin.faces[members]][:, :, 0] == 0).any(), code
        else:
            assert members[half:].any() == (side is Side.LEFT)


@pytest.mark.parametrize("figure", FIGURES)
def test_surface_is_closed_but_for_mouth_and_eyes(figure: str) -> None:
    skin = surface(figure)
    n = len(skin.points) // 2
    joined = np.arange(len(skin.points))
    joined[n:] = np.where(skin.points[n:, 0] == 0, np.arange(n), joined[n:])
    faces = joined[skin.faces]
    assert (skin.area_mm2 > 0).mean() > 0.999
    pairs = np.sort(np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]]), axis=1)
    _edges, uses = np.unique(pairs, axis=0, return_counts=True)
    open_share = (uses == 1).sum() / len(uses)
    assert Counter(uses.tolist()).keys() <= {1, 2, 3, 4}
    assert open_share < 0.02


@pytest.mark.parametrize("view", VIEWS)
def test_every_cell_of_a_figure_belongs_to_one_zone(view: str) -> None:
    for figure in ("female", "male-full"):
        table = view_table(figure, view)
        assert table.face.shape == (table.view.height // table.view.cell, table.view.width // table.view.cell)
        shown = table.face != NOTHING
        assert shown.any()
        assert (surface(figure).zone[table.face[shown]] >= 0).all()
        # Only the body's own outline is empty: no hole of more than a few cells inside it.
        holes = ~shown[1:-1, 1:-1] & shown[:-2, 1:-1] & shown[2:, 1:-1] & shown[1:-1, :-2] & shown[1:-1, 2:]
        assert holes.sum() <= 3


@pytest.mark.parametrize("view", ["front", "back", "head_front", "head_back", "head_top"])
def test_views_along_the_midline_mirror_themselves(view: str) -> None:
    table, skin = view_table("female", view), surface("female")
    other = table.face[:, ::-1]
    assert (np.where(other == NOTHING, NOTHING, (other + skin.half) % len(skin.faces)) == table.face).all()


@pytest.mark.parametrize(("view", "of"), [("left", "right"), ("head_left", "head_right")])
def test_a_left_view_mirrors_the_right_one(view: str, of: str) -> None:
    skin = surface("male")
    left, right = view_table("male", view), view_table("male", of)
    assert (left.cells[: skin.half] == right.cells[skin.half :]).all()
    assert sorted((left.attached_face + skin.half) % len(skin.faces)) == sorted(right.attached_face)


def test_every_zone_is_seen_in_some_view() -> None:
    skin = surface("neutral")
    seen = np.zeros(len(skin.faces), dtype=bool)
    for view in VIEWS:
        seen |= view_table("neutral", view).cells > 0
    area = np.bincount(skin.zone[seen], weights=skin.area_mm2[seen], minlength=len(skin.places))
    share = area / skin.zone_area_mm2()
    assert share.min() > 0.4, skin.places[int(share.argmin())]
    assert np.median(share) > 0.99


def test_pictures_are_there_small_and_plain() -> None:
    folder = Path(skin_module.__file__).parent.parent / "data" / "body" / "views"
    for figure in FIGURES:
        for view in VIEWS:
            text = (folder / figure / f"{view}.svg").read_text()
            known = view_of(figure, view)
            assert f'viewBox="0 0 {known.width / 10:g} {known.height / 10:g}"' in text
            assert "var(--skin" in text
            assert len(gzip.compress(text.encode(), 9)) <= 60_000, (figure, view)


def test_files_stay_small() -> None:
    folder = Path(skin_module.__file__).parent.parent / "data" / "body"
    for figure in FIGURES:
        together = sum((folder / name).stat().st_size for name in ("faces.bin", f"{figure}.bin", "body.json"))
        assert together <= 600_000


def test_unknown_figure_or_view_is_refused() -> None:
    with pytest.raises(InvalidInput, match="figure"):
        surface("giant")
    with pytest.raises(InvalidInput, match="view"):
        view_of("male", "above")


def test_a_cut_file_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(skin_module, "packaged", lambda name: b"123")
    with pytest.raises(KnowledgeError, match=r"faces\.bin has 3 bytes"):
        skin_module._rows("faces.bin", 4)


def test_a_zone_without_skin_has_no_number() -> None:
    skin = surface("female")
    inner = next(zone for zone in ATLAS.zones if zone.inner)
    assert skin.number(inner.code, inner.sides[0]) is None
    assert skin.number(*skin.places[3]) == 3
