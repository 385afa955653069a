"""Compares the declared landmarks with the surface's prominences and the skeleton's joints.

``PYTHONPATH=src python tools/body/landmarks.py [WHEEL]``. It needs the committed surface only; with the wheel
it also says how high landmarks stand above the joints of the rig. It changes nothing: a landmark is moved by
hand in ``landmarks.json`` and then looked at with ``site_pictures.py``.
"""

import sys
from pathlib import Path

import numpy as np

from drypoint.atlas.body import REFERENCE, landmarks, point_of, spot_of, surface

REACH_MM = 30.0
PROMINENCES = {
    "vertex": (0, 1, 0),
    "chin": (0, 0, 1),
    "larynx": (0, 0, 1),
    "cheekbone": (-1, 0, 1),
    "scapula_inferior_angle": (0, 0, -1),
    "trochanter": (-1, 0, 0),
    "olecranon": (0, 0, -1),
    "epicondyle_medial": (0.95, -0.3, 0),
    "epicondyle_lateral": (-0.95, 0.3, 0),
    "patella_tip": (0, 0, 1),
    "femur_medial": (1, 0, 0),
    "femur_lateral": (-1, 0, 0),
    "malleolus_medial": (1, 0, 0),
    "malleolus_lateral": (-1, 0, 0),
    "heel_back": (0, 0, -1),
}
"""Landmark -> the way in which the skin stands out there."""
JOINTS = (
    "neck01",
    "spine01:tail",
    "upperarm01.R",
    "lowerarm01.R",
    "wrist.R",
    "upperleg01.R",
    "lowerleg01.R",
    "foot.R",
)
"""Joints of the rig with which the heights are compared."""


def main() -> None:
    skin = surface(REFERENCE)
    points = skin.points[: len(skin.points) // 2] / 10
    places = {one.id: point_of(REFERENCE, spot_of(one)) for one in landmarks()}
    for name, way in PROMINENCES.items():
        near = points[np.linalg.norm(points - places[name], axis=1) < REACH_MM]
        furthest = near[np.argmax(near @ np.array(way))]
        lacking = float((furthest - places[name]) @ np.array(way) / np.linalg.norm(way))
        print(f"{name:<24} {lacking:5.1f} mm short of the furthest skin nearby, {furthest.round()}")
    if len(sys.argv) > 1:
        for name, height in _joints(Path(sys.argv[1])).items():
            beside = sorted(places, key=lambda mark: abs(places[mark][1] - height))[:4]
            said = ", ".join(f"{mark} {places[mark][1] - height:+.0f}" for mark in beside)
            print(f"{name:<24} at {height:.0f} mm: {said}")


def _joints(wheel_file: Path) -> dict[str, float]:
    from halving import whole
    from reading import Wheel, read

    from figures import FIGURES

    wheel = Wheel(wheel_file)
    (build,) = (build for build in FIGURES if build.name == REFERENCE)
    joints = whole(build, read(wheel), wheel).joints
    return {name: float(joints[name][1]) for name in JOINTS}


if __name__ == "__main__":
    main()
