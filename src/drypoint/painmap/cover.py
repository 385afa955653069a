"""From the marks of a drawing to the zones that they cover, in shares and in cm².

The fold is the one of ``docs/reference/body.md``; ``js/body-chart/drawing.js`` repeats it in the browser.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from drypoint.atlas import Atlas
from drypoint.atlas.body import FIGURES, NOTHING, Surface, ViewTable, body, surface, view_table
from drypoint.atlas.body.skin import Floats, Ints
from drypoint.painmap.request import Drawing, Mark, Quality
from drypoint.terms import InvalidInput, Probability, Score, Side, Value, ZoneCode

LEAST_COVER = 0.05
"""A zone is listed from this share on: less is a pen that strayed over a border. Ours, unverified."""
LEAST_AREA_MM2 = 200.0
"""... or from this area on, so that a coin-sized spot on a large zone counts. Ours, unverified."""
LEAST_PART = 0.1
"""A pain speaks for a zone's intensity if it holds this part of what is covered there. Ours, unverified."""
FARTHEST_MM = 10_000
"""Points farther out are drawn in to here: no view is larger."""
LONGEST_MM = 1_000_000
"""Of line in one drawing: a kilometre is more than a hand draws, and bounds the work."""
PIECE_CELLS = 8
"""Long segments are looked at in pieces about this long: it bounds the work, not the result."""

Cells = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
"""(rows, columns) of a view, or (faces,) of a figure."""


class CoveredZone(Value, frozen=True):
    """One zone as far as a drawing covers it."""

    code: ZoneCode
    side: Side
    cover: Probability
    area_cm2: float
    """On the figure; see ``person_scale`` for a person's own."""
    intensity: Score | None = None
    quality: Quality | None = None


class Cover(Value, frozen=True):
    """What a drawing covers."""

    zones: tuple[CoveredZone, ...]
    """In the order of the atlas."""
    area_cm2: float
    """Of all that is drawn, on the figure."""
    share_of_skin: Probability


def cover(drawing: Drawing, *, atlas: Atlas) -> Cover:
    """The zones that a drawing covers.

    Raises:
        InvalidInput: a chart, figure, view, zone or side that is not known, or a mark that is neither a
            stroke nor a zone. What was drawn stays with the caller.
    """
    return _read(drawing, atlas).covered(atlas)


@dataclass(frozen=True)
class DrawnPain:
    """One pain as it stands after all marks.

    ``cells``: by view, (rows, columns), where it was drawn and not erased; ``zones``: whole zones of which
    nothing was taken since, those inside the body too.
    """

    intensity: Score | None
    quality: Quality | None
    cells: Mapping[str, Cells]
    zones: tuple[tuple[ZoneCode, Side], ...]


def drawn_pains(drawing: Drawing, *, atlas: Atlas) -> tuple[DrawnPain, ...]:
    """The pains of a drawing, to redraw them. Raises as ``cover``."""
    return _read(drawing, atlas).drawn()


def _read(drawing: Drawing, atlas: Atlas) -> "_Pains":
    if drawing.chart != body().chart:
        raise InvalidInput(
            f"This drawing is of chart {drawing.chart}. Send one of chart {body().chart}, or its zones.",
            where="drawing.chart",
        )
    figure = drawing.figure or "neutral"
    skin = surface(figure)
    if sum(map(_length_mm, drawing.marks)) > LONGEST_MM:
        raise InvalidInput(
            "This drawing has more line than can be read. Undo some of it.", where="drawing.marks"
        )
    pains = _Pains(skin)
    for number, mark in enumerate(drawing.marks):
        _take(pains, mark, f"drawing.marks[{number}]", atlas)
    return pains


def person_scale(figure: str, *, height_cm: float, weight_kg: float) -> float:
    """How many times a figure's area a person's skin has, by height (cm) and weight (kg).

    Du Bois D, Du Bois EF. A formula to estimate the approximate surface area if height and weight be known.
    Arch Intern Med 1916;17:863-871: 0.007184 m² · cm^0.725 · kg^0.425.
    """
    skin_m2 = 0.007184 * height_cm**0.725 * weight_kg**0.425
    return skin_m2 / (_total_mm2(figure) / 1e6)


@lru_cache(maxsize=len(FIGURES))
def _total_mm2(figure: str) -> float:
    return float(surface(figure).area_mm2.sum())


def _length_mm(mark: Mark) -> float:
    line = np.clip(np.array(mark.points, dtype=np.float64).reshape(-1, 2), -FARTHEST_MM, FARTHEST_MM)
    return float(np.hypot(*np.diff(line, axis=0).T).sum())


def _take(pains: "_Pains", mark: Mark, where: str, atlas: Atlas) -> None:
    if mark.view is not None and mark.zone is None and mark.width is not None:
        table = view_table(pains.skin.figure.name, mark.view)
        cells = stroke_cells(mark.points, mark.width, table)
        if mark.erase:
            pains.erase_cells(mark.view, table, cells)
        else:
            pains.draw(mark.view, table, cells, (mark.intensity, mark.quality))
        return
    if mark.zone is None or mark.side is None or mark.view is not None or mark.points:
        raise InvalidInput("Give a stroke (view, points, width) or a zone with its side.", where=where)
    if mark.side not in atlas.zone(mark.zone).sides:
        raise InvalidInput("Choose a side on which this zone exists.", where=f"{where}.side")
    number = pains.skin.number(mark.zone, mark.side)
    if number is None:
        pains.inner(mark.zone, mark.side, (mark.intensity, mark.quality), erase=mark.erase)
    elif mark.erase:
        pains.erase_faces(pains.skin.zone == number)
    else:
        pains.whole_zone(pains.skin.zone == number, (mark.intensity, mark.quality))


def stroke_cells(points: Sequence[tuple[float, float]], width_mm: float, table: ViewTable) -> Cells:
    """(rows, columns) of a view: which cells have their centre within half the width of the line."""
    rows, columns = table.face.shape
    covered = np.zeros((rows, columns), dtype=bool)
    line = np.clip(np.array(points, dtype=np.float64).reshape(-1, 2), -FARTHEST_MM, FARTHEST_MM)
    if not len(line):
        return covered
    line = np.floor(line * 10 + 0.5).astype(np.int64)
    moved = np.ones(len(line), dtype=bool)
    moved[1:] = (np.diff(line, axis=0) != 0).any(axis=1)
    line = line[moved]
    starts, ends = (line[:-1], line[1:]) if len(line) > 1 else (line, line)
    cell = table.view.cell
    width = math.floor(width_mm * 10 + 0.5)
    reach = width / 2
    owner, begins, stops = _pieces(starts, ends, PIECE_CELLS * cell)
    low, high = np.minimum(begins, stops) - reach, np.maximum(begins, stops) + reach
    # A piece begins and ends between whole tenths: one cell more on each side holds what rounding may move.
    first = np.clip(np.ceil((low - cell / 2) / cell) - 1, 0, (columns, rows)).astype(np.int64)
    last = np.clip(np.floor((high - cell / 2) / cell) + 1, -1, (columns - 1, rows - 1)).astype(np.int64)
    extent = np.maximum(last - first + 1, 0)
    for part in _portions(extent.prod(axis=1)):
        line = (starts[owner[part]], ends[owner[part]])
        _cover_cells(covered, *line, first[part], extent[part], cell, reach * reach)
    return covered


def _pieces(starts: Ints, ends: Ints, longest: int) -> tuple[Ints, Floats, Floats]:
    """Each segment cut into equal pieces: the segment's number, and where each piece begins and stops."""
    along = (ends - starts).astype(np.float64)
    count = np.maximum(np.ceil(np.hypot(along[:, 0], along[:, 1]) / longest), 1).astype(np.int64)
    owner = np.repeat(np.arange(len(starts)), count)
    step = np.arange(len(owner)) - np.repeat(np.cumsum(count) - count, count)
    share = along[owner] / count[owner, None]
    begins = starts[owner] + share * step[:, None]
    return owner, begins, begins + share


def _portions(count: Ints, at_once: int = 1_000_000) -> list[slice]:
    total = np.cumsum(count)
    found: list[slice] = []
    start = 0
    while start < len(count):
        before = total[start - 1] if start else 0
        stop = max(start + 1, int(np.searchsorted(total, before + at_once, side="right")))
        found.append(slice(start, stop))
        start = stop
    return found


def _cover_cells(
    covered: Cells, starts: Ints, ends: Ints, first: Ints, extent: Ints, cell: int, reach_squared: float
) -> None:
    count = extent.prod(axis=1)
    owner = np.repeat(np.arange(len(starts)), count)
    step = np.arange(len(owner)) - np.repeat(np.cumsum(count) - count, count)
    column = first[owner, 0] + step % np.maximum(extent[owner, 0], 1)
    row = first[owner, 1] + step // np.maximum(extent[owner, 0], 1)
    centre = np.stack([column, row], axis=1) * cell + cell // 2
    a, b = starts[owner].astype(np.float64), ends[owner].astype(np.float64)
    along, away, beyond = b - a, centre - a, centre - b
    length = (along * along).sum(axis=1)
    place = (away * along).sum(axis=1)
    aside = along[:, 0] * away[:, 1] - along[:, 1] * away[:, 0]
    near_a, near_b = (away * away).sum(axis=1), (beyond * beyond).sum(axis=1)
    before, past = place <= 0, place >= length
    within = (before & (near_a <= reach_squared)) | (~before & past & (near_b <= reach_squared))
    within |= ~before & ~past & (aside * aside <= reach_squared * length)
    covered[row[within], column[within]] = True


_Pain = tuple[Score | None, Quality | None]


class _Marks:
    """What one pain covers: cells by view, whole faces, faces taken since, the zone each stroke lies in."""

    def __init__(self, faces: int) -> None:
        self.cells: dict[str, Cells] = {}
        self.whole = np.zeros(faces, dtype=bool)
        self.gone = np.zeros(faces, dtype=bool)
        self.mains: set[int] = set()


class _Pains:
    def __init__(self, skin: Surface) -> None:
        self.skin = skin
        self._marks: dict[_Pain, _Marks] = {}
        self._inner: dict[tuple[ZoneCode, Side], _Pain] = {}

    def draw(self, view: str, table: ViewTable, cells: Cells, pain: _Pain) -> None:
        marks = self._of(pain)
        if view in marks.cells:
            marks.cells[view] |= cells
        else:
            marks.cells[view] = cells.copy()
        touched = _cells_by_face(table, cells, len(self.skin.faces))
        marks.gone &= touched == 0
        area = self._by_zone(np.divide(touched, np.maximum(table.cells, 1)))
        if area.any():
            marks.mains.add(int(np.argmax(area)))

    def whole_zone(self, faces: Cells, pain: _Pain) -> None:
        marks = self._of(pain)
        marks.whole |= faces
        marks.gone &= ~faces
        marks.mains.add(int(self.skin.zone[np.argmax(faces)]))

    def inner(self, code: ZoneCode, side: Side, pain: _Pain, *, erase: bool) -> None:
        """A zone inside the body has no skin: it is marked or it is not."""
        self._inner.pop((code, side), None)
        if not erase:
            self._inner[code, side] = pain

    def erase_cells(self, view: str, table: ViewTable, cells: Cells) -> None:
        for marks in self._marks.values():
            if view in marks.cells:
                marks.cells[view] &= ~cells
        touched = _cells_by_face(table, cells, len(self.skin.faces))
        self._take((touched * 2 >= table.cells) & (touched > 0), besides=view)

    def erase_faces(self, faces: Cells) -> None:
        self._take(faces)

    def _take(self, faces: Cells, besides: str | None = None) -> None:
        figure = self.skin.figure.name
        for marks in self._marks.values():
            marks.whole &= ~faces
            marks.gone |= faces
            for view, cells in marks.cells.items():
                if view != besides:
                    shown = view_table(figure, view).face
                    cells &= ~(faces[shown] & (shown != NOTHING))

    def _of(self, pain: _Pain) -> _Marks:
        return self._marks.setdefault(pain, _Marks(len(self.skin.faces)))

    def _by_zone(self, share: Floats) -> Floats:
        # Half by half, so that a mirrored drawing sums up to exactly the mirrored numbers.
        skin, area = self.skin, share * self.skin.area_mm2
        halves: list[Floats] = []
        for half in _halves(skin):
            zones: Floats = np.zeros(len(skin.places))
            np.add.at(zones, skin.zone[half], area[half])
            halves.append(zones)
        return halves[0] + halves[1]

    def _share(self, marks: _Marks) -> Floats:
        share = marks.whole.astype(np.float64)
        for view, cells in marks.cells.items():
            table = view_table(self.skin.figure.name, view)
            drawn = _cells_by_face(table, cells, len(share))
            share = np.maximum(share, drawn / np.maximum(table.cells, 1))
        share[marks.gone] = 0.0
        return share

    def drawn(self) -> tuple[DrawnPain, ...]:
        found: list[DrawnPain] = []
        for (intensity, quality), marks in self._marks.items():
            shown: dict[str, Cells] = {}
            for view, cells in marks.cells.items():
                face = view_table(self.skin.figure.name, view).face
                kept = cells & (face != NOTHING) & ~marks.gone[face]
                if kept.any():
                    shown[view] = kept
            whole = np.bincount(self.skin.zone, weights=marks.whole & ~marks.gone)
            full = whole == np.bincount(self.skin.zone)
            zones = [place for number, place in enumerate(self.skin.places) if full[number]]
            zones += [place for place, pain in self._inner.items() if pain == (intensity, quality)]
            found.append(DrawnPain(intensity, quality, shown, tuple(zones)))
        alone = dict.fromkeys(pain for pain in self._inner.values() if pain not in self._marks)
        for intensity, quality in alone:
            inside = tuple(place for place, pain in self._inner.items() if pain == (intensity, quality))
            found.append(DrawnPain(intensity, quality, {}, inside))
        return tuple(found)

    def covered(self, atlas: Atlas) -> Cover:
        skin = self.skin
        whole = skin.zone_area_mm2()
        any_share = np.zeros(len(skin.faces))
        by_pain: list[tuple[_Pain, Floats, set[int]]] = []
        for pain, marks in self._marks.items():
            share = self._share(marks)
            any_share = np.maximum(any_share, share)
            by_pain.append((pain, self._by_zone(share), marks.mains))
        area = self._by_zone(any_share)
        found: dict[tuple[ZoneCode, Side], CoveredZone] = {}
        for number, (code, side) in enumerate(skin.places):
            listed = any(number in mains and of_pain[number] > 0 for _, of_pain, mains in by_pain)
            if not listed and area[number] < min(LEAST_COVER * whole[number], LEAST_AREA_MM2):
                continue
            holding = [
                (of[number], pain) for pain, of, _ in by_pain if of[number] >= LEAST_PART * area[number]
            ]
            # Of equal areas the first drawn.
            most = max(holding, key=lambda one: one[0])[1]
            found[code, side] = CoveredZone(
                code=code,
                side=side,
                cover=min(float(area[number] / whole[number]), 1.0),
                area_cm2=float(area[number]) / 100,
                intensity=max((pain[0] for _, pain in holding if pain[0] is not None), default=None),
                quality=most[1],
            )
        for (code, side), (intensity, quality) in self._inner.items():
            found[code, side] = CoveredZone(
                code=code, side=side, cover=1.0, area_cm2=0.0, intensity=intensity, quality=quality
            )
        right, left = (float((any_share[half] * skin.area_mm2[half]).sum()) for half in _halves(skin))
        total = right + left
        return Cover(
            zones=tuple(found[place] for place in _order(atlas) if place in found),
            area_cm2=total / 100,
            share_of_skin=total / float(skin.area_mm2.sum()),
        )


def _halves(skin: Surface) -> tuple[slice, slice]:
    return slice(0, skin.half), slice(skin.half, None)


def _order(atlas: Atlas) -> list[tuple[ZoneCode, Side]]:
    return [(zone.code, side) for zone in atlas.zones for side in zone.sides]


def _cells_by_face(table: ViewTable, cells: Cells, faces: int) -> Ints:
    """(faces,) how many of the cells that stand for a face are among ``cells``."""
    shown = table.face[cells]
    count = np.bincount(shown[shown != NOTHING], minlength=faces)
    count[table.attached_face] = cells.ravel()[table.attached_cell]
    return count
