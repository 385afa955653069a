"""Poses a figure: standing, arms a little away from the trunk, palms forward, fingers at ease.

Linear blend skinning with MakeHuman's own bone weights. The right side is posed; the left is its mirror.
"""

import numpy as np
from reading import Base

ARM_OUT = np.radians(14.0)
"""Upper arm away from the vertical."""
ARM_BACK = np.radians(3.0)
CARRYING = np.radians(4.0)
"""Forearm further out than the upper arm: the carrying angle of the elbow."""
ELBOW_BEND = np.radians(10.0)
FINGER_BEND = {"finger2": 8.0, "finger3": 11.0, "finger4": 14.0, "finger5": 16.0}
"""Degrees at each finger joint, growing to the little finger as in a hand at rest."""

FINGER_SPREAD = {"finger2": -3.5, "finger3": 0.0, "finger4": 3.0, "finger5": 7.0}
LEG_IN = np.radians(5.0)
"""Legs closer than MakeHuman's stance, feet under the hips."""


def unit(vector: np.ndarray) -> np.ndarray:
    return vector / np.linalg.norm(vector)


def about(axis: np.ndarray, angle: float) -> np.ndarray:
    """Rotation matrix about an axis (Rodrigues)."""
    x, y, z = unit(axis)
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * cross @ cross


def turning(start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """The shortest rotation that brings one direction to another."""
    start, end = unit(start), unit(end)
    axis = np.cross(start, end)
    return about(axis, float(np.arctan2(np.linalg.norm(axis), start @ end)))


def signed_angle(start: np.ndarray, end: np.ndarray, axis: np.ndarray) -> float:
    """Angle about ``axis`` from one direction to another, both taken across it."""
    axis = unit(axis)
    start, end = start - axis * (start @ axis), end - axis * (end @ axis)
    return float(np.arctan2(np.cross(start, end) @ axis, start @ end))


class Skeleton:
    """Where each bone begins and ends in a figure, and the rotation that each is given."""

    def __init__(self, base: Base, points: np.ndarray) -> None:
        self.base, self.points = base, points
        self.head = {name: self._place(bone["head"]) for name, bone in base.rig.items()}
        self.tail = {name: self._place(bone["tail"]) for name, bone in base.rig.items()}
        self.own: dict[str, np.ndarray] = {}

    def _place(self, end: dict) -> np.ndarray:
        if end["strategy"] == "CUBE":
            first_last = self.base.groups[end["cube_name"]]
            numbers = [n for first, last in first_last for n in range(first, last + 1)]
            return self.points[numbers].mean(axis=0)
        if end["strategy"] == "VERTEX":
            return self.points[end["vertex_index"]]
        return self.points[end["vertex_indices"]].mean(axis=0)

    def motion(self, bone: str) -> tuple[np.ndarray, np.ndarray]:
        """Rotation and shift of a bone: its parents' motion after its own turn about its head."""
        parent = self.base.rig[bone]["parent"]
        rotation, shift = self.motion(parent) if parent else (np.eye(3), np.zeros(3))
        if bone in self.own:
            turn, head = self.own[bone], self.head[bone]
            return rotation @ turn, rotation @ (head - turn @ head) + shift
        return rotation, shift

    def now(self, bone: str, end: str = "head") -> np.ndarray:
        """Where a bone's head or tail is after the turns given so far."""
        rotation, shift = self.motion(bone)
        return rotation @ getattr(self, end)[bone] + shift

    def turn(self, bone: str, rotation: np.ndarray) -> None:
        """Turns a bone by a rotation in the world's axes, on top of what it has."""
        world, _ = self.motion(bone)
        self.own[bone] = self.own.get(bone, np.eye(3)) @ world.T @ rotation @ world

    def skinned(self) -> np.ndarray:
        total = np.zeros((len(self.points), 1))
        posed = np.zeros_like(self.points)
        for bone, rows in self.base.weights.items():
            if not rows:
                continue
            numbers = np.array([row[0] for row in rows], dtype=int)
            weight = np.array([row[1] for row in rows])[:, None]
            rotation, shift = self.motion(bone)
            np.add.at(posed, numbers, weight * (self.points[numbers] @ rotation.T + shift))
            np.add.at(total, numbers, weight)
        free = total[:, 0] < 1e-6
        posed[free], total[free] = self.points[free], 1.0
        return posed / total


def pose(base: Base, points: np.ndarray) -> tuple[np.ndarray, Skeleton]:
    """A figure standing as the charts show it, and its bones; only the right side (x < 0) is meant."""
    bones = Skeleton(base, points)
    _arm(bones)
    _fingers(bones)
    _legs(bones)
    return bones.skinned(), bones


def _arm(bones: Skeleton) -> None:
    out = np.array([-1.0, 0.0, 0.0])
    down, forward = np.array([0.0, -1.0, 0.0]), np.array([0.0, 0.0, 1.0])
    upper = about(forward, -ARM_OUT) @ down
    upper = unit(upper - np.sin(ARM_BACK) * forward)
    bones.turn("clavicle.R", about(forward, np.radians(4.0)))
    bones.turn("upperarm01.R", turning(bones.now("lowerarm01.R") - bones.now("upperarm01.R"), upper))
    # The crease of the elbow looks forward: half of the twist at each part of the upper arm.
    fore = bones.now("wrist.R") - bones.now("lowerarm01.R")
    twist = signed_angle(fore, forward + 0.25 * -out, upper)
    bones.turn("upperarm01.R", about(upper, twist / 2))
    bones.turn("upperarm02.R", about(upper, twist / 2))
    fore = bones.now("wrist.R") - bones.now("lowerarm01.R")
    wanted = about(forward, -(ARM_OUT + CARRYING)) @ down
    wanted = unit(wanted + np.sin(ELBOW_BEND - ARM_BACK) * forward)
    bones.turn("lowerarm01.R", turning(fore, wanted))
    # Palm forward: the twist is shared by both parts of the forearm and the wrist.
    twist = signed_angle(_palm(bones), forward, wanted)
    for bone, share in (("lowerarm01.R", 0.3), ("lowerarm02.R", 0.4), ("wrist.R", 0.3)):
        bones.turn(bone, about(wanted, twist * share))
    middle = bones.now("finger3-1.R") - bones.now("wrist.R")
    straight = unit(wanted + 0.02 * forward)
    bones.turn("wrist.R", turning(middle, straight))


def _palm(bones: Skeleton) -> np.ndarray:
    """The direction in which the palm looks."""
    wrist = bones.now("wrist.R")
    index, little = bones.now("finger2-1.R") - wrist, bones.now("finger5-1.R") - wrist
    return unit(np.cross(index, little))


def _fingers(bones: Skeleton) -> None:
    palm = _palm(bones)
    middle = unit(bones.now("finger3-1.R") - bones.now("wrist.R"))
    for finger, degrees in FINGER_BEND.items():
        # Fingers lie side by side with a little air; each then bends at its three joints.
        straight = about(palm, np.radians(FINGER_SPREAD[finger])) @ middle
        straight = unit(straight - palm * (straight @ palm))
        hinge = np.cross(straight, palm)
        for joint in (1, 2, 3):
            bone = f"{finger}-{joint}.R"
            wanted = about(hinge, np.radians(degrees * joint)) @ straight
            bones.turn(bone, turning(bones.now(bone, "tail") - bones.now(bone), wanted))


def _legs(bones: Skeleton) -> None:
    forward = np.array([0.0, 0.0, 1.0])
    bones.turn("upperleg01.R", about(forward, LEG_IN))
    # The sole stays on the floor and the foot keeps its direction.
    bones.turn("foot.R", about(forward, -LEG_IN))
