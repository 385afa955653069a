"""The smooth mesh of a figure with what its pictures need: normals, under-clothing, parts."""

import numpy as np
from halving import Whole
from pictures import Model
from reading import Base
from subdividing import Subdivided


def cloth_field(points: np.ndarray, arm: np.ndarray, *, top: bool) -> np.ndarray:
    """Above zero under plain under-clothing, by vertex of the reference figure (millimetres)."""
    across, y, z = np.abs(points[:, 0]), points[:, 1], points[:, 2]
    leg_front = np.interp(across, (0, 22, 70, 120, 165, 240), (770, 790, 822, 862, 905, 905))
    leg_back = np.interp(across, (0, 22, 70, 120, 165, 240), (770, 790, 800, 822, 900, 905))
    share = np.clip((z - 0) / 60 + 0.5, 0, 1)
    brief = np.minimum(y - (leg_back + share * (leg_front - leg_back)), 948 - y)
    field = np.where(arm > 0.02, -20.0, brief)
    if top:
        band = np.minimum(
            y - 1178, np.interp(across, (0, 50, 84, 104, 132), (1288, 1298, 1345, 1335, 1285)) - y
        )
        strap = np.minimum.reduce([across - 74, 110 - across, y - 1250, 1450 - y])
        field = np.maximum(field, np.maximum(np.where(arm > 0.30, -20.0, band), strap))
    return field


def model(base: Base, figure: Whole, reference: Whole, *, top: bool) -> Model:
    """The whole figure, once subdivided."""
    quads = np.concatenate([base.faces["body"], base.faces["helper-r-eye"], base.faces["helper-l-eye"]])
    fine = Subdivided(quads, len(base.points))
    arm = _weight(base, ("upperarm", "lowerarm", "wrist", "metacarpal", "finger", "clavicle"), 0.0)
    arm = np.where(_weight(base, ("clavicle",), 0.0) > arm / 2, 0.0, arm)
    smooth = fine.smooth(np.column_stack([figure.points, reference.points, arm]))
    points = smooth[:, :3]
    cloth = cloth_field(smooth[:, 3:6], smooth[:, 6], top=top)
    corner = points[fine.quads]
    across = np.cross(corner[:, 2] - corner[:, 0], corner[:, 3] - corner[:, 1])
    normals = np.zeros_like(points)
    for number in range(4):
        np.add.at(normals, fine.quads[:, number], across)
    normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)
    return Model(points, fine.quads, normals, cloth, _parts(base, quads, reference))


def _parts(base: Base, quads: np.ndarray, reference: Whole) -> np.ndarray:
    """By fine quad, see ``Model.part``; arms by bones, feet and head by height on the reference figure."""
    hand = _weight(base, ("lowerarm", "wrist", "metacarpal", "finger"), 0.0)[quads].mean(axis=1) > 0.5
    height = reference.points[quads][:, :, 1].mean(axis=1)
    part = np.zeros(len(quads), dtype=int)
    part[height > 1432] = 3
    part[height < 112] = 2
    part[hand] = 1
    return np.repeat(part, 4)


def _weight(base: Base, starts: tuple[str, ...], least: float) -> np.ndarray:
    total = np.full(len(base.points), least)
    for bone, rows in base.weights.items():
        if bone.startswith(starts):
            for vertex, weight in rows:
                total[int(vertex)] += weight
    return total
