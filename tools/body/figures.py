"""The six figures as blends of MakeHuman's targets, before they are posed.

Each figure is a weighted sum of targets, so that all share one topology. The plain names are an average
build, ``-full`` a broader one; no figure is a sick or an ideal body.
"""

from dataclasses import dataclass

import numpy as np
from reading import Base, Wheel

RACES = ("african", "asian", "caucasian")
SEXES = ("female", "male")


@dataclass(frozen=True)
class Build:
    """One figure: how much of it is female, its weight target and share, and its stated height."""

    name: str
    female: float
    weight: str
    share: float
    height_cm: float


FIGURES = (
    Build("female", 1.0, "minweight", 0.15, 163.0),
    Build("female-full", 1.0, "maxweight", 0.85, 163.0),
    Build("male", 0.0, "minweight", 0.15, 176.0),
    Build("male-full", 0.0, "maxweight", 0.85, 176.0),
    Build("neutral", 0.5, "minweight", 0.15, 170.0),
    Build("neutral-full", 0.5, "maxweight", 0.85, 170.0),
)
REFERENCE = "neutral"
"""Zones are cut on this figure; the cuts follow the others because they share its vertices."""


def shape(build: Build, base: Base, wheel: Wheel) -> np.ndarray:
    """Points of one figure in the rest pose, symmetrical, in MakeHuman's units."""
    points = base.points.copy()
    count = len(points)
    for sex, part in zip(SEXES, (build.female, 1 - build.female), strict=True):
        if part == 0:
            continue
        for race in RACES:
            points += part / 3 * wheel.target(f"macrodetails/{race}-{sex}-young", count)
        stem = f"macrodetails/universal-{sex}-young-averagemuscle"
        points += part * (1 - build.share) * wheel.target(f"{stem}-averageweight", count)
        points += part * build.share * wheel.target(f"{stem}-{build.weight}", count)
    return symmetrical(points, base.mirror)


def symmetrical(points: np.ndarray, mirror: np.ndarray) -> np.ndarray:
    """Left made from right: the right half is kept, the midline is put on x = 0."""
    even = points.copy()
    numbers = np.arange(len(points))
    middle = mirror == numbers
    even[middle, 0] = 0.0
    right = points[:, 0] < 0
    left = ~right & ~middle
    even[left] = points[mirror[left]] * (-1, 1, 1)
    return even
