"""How far zones lie from each other along the skin: ``PYTHONPATH=src python tools/body/distances.py``.

Reads the committed surface of the neutral figure and writes ``distances.json``. The way is the shortest along
edges of the surface (Dijkstra 1959), which is a little longer than the shortest over it.
"""

import heapq
import json
from pathlib import Path

import numpy as np

from drypoint.atlas.body import surface

TARGET = Path(__file__).parents[2] / "src" / "drypoint" / "atlas" / "data" / "body" / "distances.json"
FARTHEST_MM = 250


def main() -> None:
    skin = surface("neutral")
    n = len(skin.points) // 2
    # The midline's vertices are there twice; as one they join both halves.
    one = np.arange(len(skin.points))
    one[n:] = np.where(skin.points[n:, 0] == 0, np.arange(n), one[n:])
    faces = one[skin.faces]
    roads = _roads(skin.points / 10, faces)
    # The eyeballs are not joined to the lids: middles lie on the skin that holds together.
    skinned = np.isin(np.arange(len(skin.points)), list(_reached(roads, int(faces[0, 0]), np.inf)))
    centres = [_centre(skin, faces, number, skinned) for number in range(len(skin.places))]
    near = _touching(faces, skin.zone)
    rows: list[dict[str, object]] = []
    for number, (code, side) in enumerate(skin.places):
        if side == "left":
            continue
        reached = _reached(roads, centres[number])
        others = []
        for other, (other_code, other_side) in enumerate(skin.places):
            away = reached.get(centres[other])
            if other != number and away is not None:
                touches = (min(number, other), max(number, other)) in near
                others.append([other_code, str(other_side), round(away), touches])
        rows.append(
            {
                "code": code,
                "side": str(side),
                "near": sorted(others, key=lambda row: (row[2], row[0], row[1])),
            }
        )
    text = ",\n".join("  " + json.dumps(row, separators=(",", ":")) for row in rows)
    TARGET.write_text(f'{{"farthest_mm": {FARTHEST_MM}, "zones": [\n{text}\n]}}\n')
    print(f"{len(rows)} zones, {sum(len(row['near']) for row in rows)} distances.")  # type: ignore[arg-type]


def _roads(points: np.ndarray, faces: np.ndarray) -> dict[int, list[tuple[int, float]]]:
    pairs = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]])
    pairs = np.unique(np.sort(pairs, axis=1), axis=0)
    lengths = np.linalg.norm(points[pairs[:, 0]] - points[pairs[:, 1]], axis=1)
    roads: dict[int, list[tuple[int, float]]] = {}
    for (a, b), length in zip(pairs.tolist(), lengths.tolist(), strict=True):
        roads.setdefault(a, []).append((b, length))
        roads.setdefault(b, []).append((a, length))
    return roads


def _centre(skin: object, faces: np.ndarray, number: int, skinned: np.ndarray) -> int:
    """The vertex of a zone that is nearest to the middle of its area; of equals the one on the right half."""
    members = np.nonzero(skin.zone == number)[0]  # type: ignore[attr-defined]
    points = skin.points / 10  # type: ignore[attr-defined]
    middles = points[faces[members]].mean(axis=1)
    weights = skin.area_mm2[members][:, None]  # type: ignore[attr-defined]
    middle = (middles * weights).sum(axis=0) / weights.sum()
    vertices = np.unique(faces[members])
    vertices = vertices[skinned[vertices]]
    if abs(middle[0]) < 0.5:
        # A zone on the midline has its middle there, so that left and right are equally far.
        vertices = vertices[points[vertices, 0] == 0]
    away = np.round(np.linalg.norm(points[vertices] - middle, axis=1), 3)
    return int(vertices[np.lexsort((vertices, away))[0]])


def _touching(faces: np.ndarray, zone: np.ndarray) -> set[tuple[int, int]]:
    by_edge: dict[frozenset[int], set[int]] = {}
    for face, number in zip(faces.tolist(), zone.tolist(), strict=True):
        for corner in range(3):
            by_edge.setdefault(frozenset((face[corner], face[corner - 1])), set()).add(number)
    return {(min(both), max(both)) for both in by_edge.values() if len(both) == 2}


def _reached(
    roads: dict[int, list[tuple[int, float]]], start: int, farthest: float = FARTHEST_MM
) -> dict[int, float]:
    found: dict[int, float] = {}
    waiting = [(0.0, start)]
    while waiting:
        away, here = heapq.heappop(waiting)
        if here in found or away > farthest:
            continue
        found[here] = away
        for there, length in roads[here]:
            if there not in found:
                heapq.heappush(waiting, (away + length, there))
    return found


if __name__ == "__main__":
    main()
