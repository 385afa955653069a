"""Which face belongs to which zone: the skin is cut along anatomical lines, one after the other.

All lengths are millimetres on the reference figure (1 700 mm tall, y up from the floor, z forward). ``X`` is
the distance from the midline. Each line is a field over the vertices; the surface is split where it is zero.
The lines were placed by the landmarks named beside them and looked at on coloured pictures; they are the
project's own arrangement and unverified.
"""

import numpy as np
import zones_arm
import zones_head
import zones_leg
import zones_trunk
from halving import Whole
from lines import Place
from mesh import Cutter
from reading import Base

GROUPS = {
    "arm": ("upperarm", "lowerarm", "wrist", "metacarpal", "finger"),
    "finger1": ("finger1",),
    "finger2": ("finger2",),
    "finger3": ("finger3",),
    "finger4": ("finger4",),
    "finger5": ("finger5",),
    "toe1": ("toe1",),
    "toes": ("toe2", "toe3", "toe4", "toe5"),
}
"""Bone weights that cuts use, by the beginning of the bones' names."""


def painted(base: Base, figure: Whole, faces: np.ndarray, used: np.ndarray) -> Cutter:
    """The half surface of the reference figure with a zone on every face."""
    points = figure.points[used]
    extra = {name: _weights(base, starts)[used] for name, starts in GROUPS.items()}
    extra["eyeball"] = np.isin(used, np.unique(base.faces["helper-r-eye"])).astype(float)
    skin = Cutter(points=points, faces=faces, label=["body"] * len(faces), extra=extra)
    place = Place(skin, figure.joints)
    _parts(place)
    zones_head.cut(place)
    zones_trunk.cut(place)
    zones_arm.cut(place)
    zones_leg.cut(place)
    return skin


def _weights(base: Base, starts: tuple[str, ...]) -> np.ndarray:
    total = np.zeros(len(base.points))
    for bone, rows in base.weights.items():
        if bone.startswith(starts) and bone.endswith(".R"):
            for vertex, weight in rows:
                total[int(vertex)] += weight
    return total


def _parts(place: Place) -> None:
    """Head with neck, arm, leg and trunk."""
    skin = place.skin
    arm = place.by_face(skin.extra["arm"]) > 0.001
    skin.rename("body", "arm side", arm)
    # The arm begins at a plane through the point of the shoulder and the folds of the armpit.
    place.cut("arm side", lambda p: p.above((128, 1290), (150, 1420)), "arm", "body")
    place.cut("arm", (lambda p: 1300 - p.y, lambda p: 0.42 - p.weight("arm")), "body", "arm")
    # The trunk ends at the chin's shadow and the base of the skull.
    place.cut("body", lambda p: p.y - 1440 - 0.35 * np.clip(-20 - p.z, 0, 200), "head", "trunk")
    # The leg ends in front at the fold of the groin, behind at the fold of the buttock.
    place.cut("trunk", lambda p: _leg_line(p) - p.y, "leg", "trunk")


def _leg_line(p: Place) -> np.ndarray:
    """Front: from the crotch up to the hip, behind: the gluteal fold, between them over the outer hip."""
    front = np.interp(p.X, (0, 14, 60, 120, 175), (800, 800, 838, 845, 830))
    back = np.interp(p.X, (0, 14, 60, 120, 175), (800, 800, 803, 815, 830))
    share = np.clip((p.z - 0) / 40 + 0.5, 0, 1)
    return back + share * (front - back)
