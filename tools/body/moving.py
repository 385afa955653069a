"""Moves a standing figure into the pose of an exercise: joints of both sides, then the whole body.

Linear blend skinning with MakeHuman's own bone weights, as for standing. Directions are (out, up, forward);
out is away from the middle on each side, so that one pose serves right and left.
"""

from dataclasses import dataclass

import numpy as np
from posing import Skeleton, about, pose, signed_angle, turning, unit
from reading import Base

SPINE = ("spine05", "spine04", "spine03", "spine02", "spine01")
NECK = ("neck01", "neck02", "neck03", "head")
FREE_ARM = 35.0
"""Degrees from the vertical that an arm goes before the shoulder girdle follows."""
GIRDLE_SHARE = 0.33
"""Of every further degree, so much is the girdle's: a third, as anatomy is commonly taught."""
MIRROR = np.diag([-1.0, 1.0, 1.0])
Direction = tuple[float, float, float]


@dataclass(frozen=True)
class Arm:
    """Where an arm points; ``fore`` and ``hand`` follow where not given; ``palm``: it looks there."""

    upper: Direction
    fore: Direction | None = None
    hand: Direction | None = None
    palm: Direction | None = None
    shrug: float = 0.0
    back: float = 0.0
    """Degrees the shoulder is lifted, and drawn back."""


@dataclass(frozen=True)
class Leg:
    """Where a leg points; ``toes`` is the direction of the foot from heel to toes."""

    thigh: Direction
    shin: Direction | None = None
    toes: Direction | None = None
    front: Direction | None = None
    """Where the kneecap looks when the knee is straight."""


@dataclass(frozen=True)
class Pose:
    """A pose: trunk and neck in degrees (forward, to the left, turned to the left), limbs, then the body."""

    view: float = 90.0
    """Degrees round the body from its front towards its right side from which it is looked at."""
    trunk: Direction = (0.0, 0.0, 0.0)
    neck: Direction = (0.0, 0.0, 0.0)
    chin: float = 0.0
    """Degrees that the head nods forward on the neck, beside ``neck``."""
    right_arm: Arm | None = None
    left_arm: Arm | None = None
    right_leg: Leg | None = None
    left_leg: Leg | None = None
    body: tuple[tuple[str, float], ...] = ()
    """Turns of the whole body about x, y or z in degrees, one after the other."""
    props: tuple[tuple[object, ...], ...] = ()
    size: tuple[int, int] = (200, 300)
    above: float = 0.0
    """Degrees from which it is looked down on."""
    world: bool = False
    """Whether limbs are given in the room, after the body's turns (about x only), not in the body."""
    arms_with_trunk: bool = False
    """Whether the arms are given as the bent and turned trunk carries them."""
    lift: float = 0.0
    """Millimetres above the floor, as on a step."""


class Mover(Skeleton):
    """The standing figure with both sides, and its joints."""

    def __init__(self, base: Base, points: np.ndarray) -> None:
        super().__init__(base, points)
        _, right = pose(base, points)
        self.own = dict(right.own)
        for bone, rotation in right.own.items():
            self.own[f"{bone[:-1]}L"] = MIRROR @ rotation @ MIRROR
        self.into = np.eye(3)
        self.stands = {bone: self.motion(bone)[0] for bone in base.rig}

    def take(self, asked: Pose) -> None:
        """Move every joint into a pose; the whole body is not turned here."""
        self.into = placed(np.eye(3), asked.body) if asked.world else np.eye(3)
        self._bend(SPINE, asked.trunk)
        self._bend(NECK, asked.neck)
        if asked.chin:
            self.turn("head", about(self._carried("head", (1, 0, 0)), np.radians(asked.chin)))
        given = self.into
        if asked.arms_with_trunk:
            self.into = given @ self.motion("spine01")[0] @ self.stands["spine01"].T
        for side, arm in (("R", asked.right_arm), ("L", asked.left_arm)):
            self._arm(side, arm or Arm((0.14, -1, 0.0), (0.1, -1, 0.14), palm=(-1, 0, 0.25)))
        self.into = given
        for side, leg in (("R", asked.right_leg), ("L", asked.left_leg)):
            if leg is not None:
                self._leg(side, leg)

    def _towards(self, direction: Direction, out: float) -> np.ndarray:
        """A direction that was asked for, in the axes of the body before its turns."""
        return self.into @ _sided(direction, out)

    def _carried(self, bone: str, direction: Direction) -> np.ndarray:
        """A direction of the standing body as the bone carries it now."""
        return self.motion(bone)[0] @ self.stands[bone].T @ np.array(direction, dtype=float)

    def _bend(self, bones: tuple[str, ...], degrees: Direction) -> None:
        forward, left, turned = (np.radians(one) / len(bones) for one in degrees)
        for bone in bones:
            parent = self.base.rig[bone]["parent"]
            for axis, angle in (((0, 1, 0), turned), ((0, 0, 1), -left), ((1, 0, 0), forward)):
                if angle:
                    self.turn(bone, about(self._carried(parent, axis), angle))

    def _arm(self, side: str, arm: Arm) -> None:
        out = -1.0 if side == "R" else 1.0
        trunk = self.motion("spine01")[0] @ self.stands["spine01"].T
        upper = self._towards(arm.upper, out)
        down = trunk @ np.array([0.0, -1.0, 0.0])
        raised = np.degrees(np.arccos(np.clip(upper @ down, -1, 1)))
        lifted = GIRDLE_SHARE * max(0.0, raised - FREE_ARM)
        ahead = upper @ (trunk @ np.array([0.0, 0.0, 1.0]))
        sideways = max(0.0, 1 - max(0.0, ahead) * 0.7)
        self.turn(
            f"clavicle.{side}",
            about(trunk @ np.array([0, 0, 1.0]), out * np.radians(lifted * 0.7 * sideways + arm.shrug)),
        )
        self.turn(f"clavicle.{side}", about(trunk @ np.array([0, 1.0, 0]), out * np.radians(arm.back)))
        one, two, low, wrist = (
            f"{name}.{side}" for name in ("upperarm01", "upperarm02", "lowerarm01", "wrist")
        )
        self.turn(one, turning(self.now(low) - self.now(one), upper))
        fore = self._towards(arm.fore, out) if arm.fore else upper
        # The crease of the elbow looks to where the forearm goes.
        if np.linalg.norm(np.cross(upper, fore)) > 0.12:
            crease = self._carried(two, (0, 0, 1))
            twist = signed_angle(crease, fore, upper)
            self.turn(one, about(upper, twist / 2))
            self.turn(two, about(upper, twist / 2))
        self.turn(low, turning(self.now(wrist) - self.now(low), fore))
        if arm.palm:
            twist = signed_angle(self._looks(side), self._towards(arm.palm, out), fore)
            for bone, share in (("lowerarm01", 0.25), ("lowerarm02", 0.4), ("wrist", 0.35)):
                self.turn(f"{bone}.{side}", about(fore, twist * share))
        hand = self._towards(arm.hand, out) if arm.hand else fore
        self.turn(wrist, turning(self.now(f"finger3-1.{side}") - self.now(wrist), hand))

    def _looks(self, side: str) -> np.ndarray:
        """The direction in which a palm looks."""
        wrist = self.now(f"wrist.{side}")
        index, little = self.now(f"finger2-1.{side}") - wrist, self.now(f"finger5-1.{side}") - wrist
        found = unit(np.cross(index, little))
        return found if side == "R" else -found

    def _leg(self, side: str, leg: Leg) -> None:
        out = -1.0 if side == "R" else 1.0
        one, two, low, foot = (
            f"{name}.{side}" for name in ("upperleg01", "upperleg02", "lowerleg01", "foot")
        )
        thigh = self._towards(leg.thigh, out)
        hip = self.motion(f"pelvis.{side}")[0] @ self.stands[f"pelvis.{side}"].T
        flexed = unit(thigh - thigh[0] * np.array([1.0, 0, 0])) if abs(thigh[0]) < 0.99 else thigh
        # First forward or back, then out: a hip has no shortest way that keeps the kneecap in front.
        down = hip @ np.array([0.0, -1.0, 0.0])
        self.turn(one, about(np.array([1.0, 0, 0]), signed_angle(down, flexed, np.array([1.0, 0, 0]))))
        self.turn(one, turning(self.now(low) - self.now(one), thigh))
        shin = self._towards(leg.shin, out) if leg.shin else thigh
        hollow = self._carried(two, (0, 0, -1))
        wanted = -self._towards(leg.front, out) if leg.front else shin
        if leg.front or np.linalg.norm(np.cross(thigh, shin)) > 0.25:
            twist = signed_angle(hollow, wanted, thigh)
            self.turn(one, about(thigh, twist * 0.6))
            self.turn(two, about(thigh, twist * 0.4))
        self.turn(low, turning(self.now(foot) - self.now(low), shin))
        if leg.toes:
            self.turn(foot, turning(self._carried(foot, (0, 0, 1)), self._towards(leg.toes, out)))


def _sided(direction: Direction, out: float) -> np.ndarray:
    return unit(np.array([out * direction[0], direction[1], direction[2]], dtype=float))


def placed(points: np.ndarray, turns: tuple[tuple[str, float], ...]) -> np.ndarray:
    """The whole body turned."""
    axes = {"x": (1.0, 0, 0), "y": (0, 1.0, 0), "z": (0, 0, 1.0)}
    for axis, degrees in turns:
        points = points @ about(np.array(axes[axis]), np.radians(degrees)).T
    return points
