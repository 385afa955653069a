"""The poses of the exercises with bent legs, kneeling, against a wall and on a step."""

from dataclasses import replace

from moving import Arm, Leg, Pose

SIDE, HALF, FRONT = 90.0, 40.0, 0.0
# Standing with bent legs.
HANGS = Arm((0.04, -1, 0.03), palm=(0, 0, -1))
AHEAD = Arm((0.0, 0.06, 1), palm=(0, -1, 0))
ON_WALL = Arm((0.02, -0.12, 1), (0.0, 0.12, 1), hand=(0, 1, 0.25))
WALL_FRONT, WALL_BACK = (("wall", "front"),), (("wall", "back"),)
STEP = (("step", 90.0, 480.0, 185.0),)
LEANS = Leg((0.03, -0.95, 0.3), (0, -0.95, 0.3), (0, 0, 1))
SEAT = Leg((0.05, 0.0, 1), (0, -1, 0.0), (0.05, 0, 1))
SOFT = Leg((0.1, -0.9, 0.44), (0.02, -0.93, -0.34), (0.12, 0, 1))
WIDE = Leg((0.34, -0.86, 0.42), (0.12, -0.93, -0.32), (0.12, 0, 1))
KNEELS = Leg((0.02, -1, 0.0), (0, -0.08, -1), (0, -0.3, -1))

BENT_POSES: dict[str, Pose] = {
    "hip_hinge": Pose(
        view=SIDE,
        body=(("x", 60),),
        world=True,
        neck=(-26, 0, 0),
        right_arm=HANGS,
        left_arm=HANGS,
        right_leg=Leg((0.03, -0.95, 0.3), (0, -0.98, -0.16), (0, 0, 1)),
        left_leg=Leg((0.03, -0.95, 0.3), (0, -0.98, -0.16), (0, 0, 1)),
        size=(200, 240),
    ),
    "lean_arm_hang": Pose(
        view=SIDE,
        body=(("x", 62),),
        world=True,
        neck=(-12, 0, 0),
        right_arm=HANGS,
        left_arm=Arm((0.05, -0.75, 0.66), (0, -0.1, 1)),
        props=(("table", 330.0, 760.0),),
        right_leg=Leg((0.03, -0.98, 0.16), (0, -0.99, -0.12), (0, 0, 1)),
        left_leg=Leg((0.03, -0.93, 0.36), (0, -0.99, -0.02), (0, 0, 1)),
        size=(240, 220),
    ),
    "lean_arm_swing": Pose(
        view=SIDE,
        body=(("x", 62),),
        world=True,
        neck=(-12, 0, 0),
        right_arm=Arm((0.04, -0.85, -0.52)),
        left_arm=Arm((0.05, -0.75, 0.66), (0, -0.1, 1)),
        props=(("table", 330.0, 760.0),),
        right_leg=Leg((0.03, -0.98, 0.16), (0, -0.99, -0.12), (0, 0, 1)),
        left_leg=Leg((0.03, -0.93, 0.36), (0, -0.99, -0.02), (0, 0, 1)),
        size=(240, 220),
    ),
    "squat": Pose(
        view=60.0,
        body=(("x", 40),),
        world=True,
        neck=(-26, 0, 0),
        right_arm=AHEAD,
        left_arm=AHEAD,
        right_leg=Leg((0.16, -0.3, 0.94), (0.03, -0.92, -0.38), (0.12, 0, 1)),
        left_leg=Leg((0.16, -0.3, 0.94), (0.03, -0.92, -0.38), (0.12, 0, 1)),
        size=(220, 230),
    ),
    "mini_squat": Pose(
        view=FRONT,
        body=(("x", 16),),
        world=True,
        neck=(-12, 0, 0),
        right_leg=SOFT,
        left_leg=SOFT,
        right_arm=Arm((0.2, -0.9, 0.3), (-0.5, 0.2, 0.8)),
        left_arm=Arm((0.2, -0.9, 0.3), (-0.5, 0.2, 0.8)),
    ),
    "side_step": Pose(
        view=FRONT,
        body=(("x", 16),),
        world=True,
        neck=(-12, 0, 0),
        right_leg=WIDE,
        left_leg=WIDE,
        right_arm=Arm((0.2, -0.9, 0.3), (-0.5, 0.2, 0.8)),
        left_arm=Arm((0.2, -0.9, 0.3), (-0.5, 0.2, 0.8)),
    ),
    "wall_stand": Pose(view=SIDE, right_leg=LEANS, left_leg=LEANS, props=WALL_BACK),
    "wall_sit": Pose(view=SIDE, right_leg=SEAT, left_leg=SEAT, props=WALL_BACK, size=(200, 300)),
    "wall_toes_up": Pose(
        view=SIDE,
        right_leg=replace(LEANS, toes=(0, 0.5, 0.87)),
        left_leg=replace(LEANS, toes=(0, 0.5, 0.87)),
        props=WALL_BACK,
    ),
    "wall_forearms": Pose(
        view=SIDE,
        right_arm=Arm((0.05, 0.02, 1), (0.02, 1, 0.12)),
        left_arm=Arm((0.05, 0.02, 1), (0.02, 1, 0.12)),
        props=WALL_FRONT,
    ),
    "wall_arms_up": Pose(
        view=SIDE,
        body=(("x", 4),),
        world=True,
        right_arm=Arm((0.1, 0.86, 0.5), (0.05, 1, 0.2)),
        left_arm=Arm((0.1, 0.86, 0.5), (0.05, 1, 0.2)),
        props=WALL_FRONT,
    ),
    "wall_stride": Pose(
        view=SIDE,
        body=(("x", 5),),
        world=True,
        right_arm=ON_WALL,
        left_arm=ON_WALL,
        props=WALL_FRONT,
        right_leg=Leg((0.02, -0.98, -0.14), (0, -0.97, -0.22), (0, 0, 1)),
        left_leg=Leg((0.02, -0.96, 0.28), (0, -1, 0.0), (0, 0, 1)),
    ),
    "wall_calf": Pose(
        view=SIDE,
        body=(("x", 22),),
        world=True,
        neck=(-12, 0, 0),
        right_arm=ON_WALL,
        left_arm=ON_WALL,
        props=WALL_FRONT,
        right_leg=Leg((0.02, -0.87, -0.5), (0, -0.87, -0.5), (0, 0, 1)),
        left_leg=Leg((0.02, -0.86, 0.5), (0, -0.94, -0.3), (0, 0, 1)),
        size=(220, 300),
    ),
    "wall_soleus": Pose(
        view=SIDE,
        body=(("x", 10),),
        world=True,
        right_arm=ON_WALL,
        left_arm=ON_WALL,
        props=WALL_FRONT,
        right_leg=Leg((0.02, -0.98, 0.2), (0, -0.85, -0.53), (0, 0, 1)),
        left_leg=Leg((0.02, -0.84, 0.55), (0, -0.98, -0.18), (0, 0, 1)),
    ),
    "stride": Pose(
        view=70.0,
        right_leg=Leg((0.02, -0.92, 0.38), (0, -0.97, -0.05), (0, 0, 1)),
        left_leg=Leg((0.02, -0.93, -0.36), (0, -0.88, -0.47), (0, -0.5, 0.86)),
        size=(200, 300),
    ),
    "split_squat": Pose(
        view=70.0,
        right_leg=Leg((0.02, -0.2, 0.98), (0, -1, -0.06), (0, 0, 1)),
        left_leg=Leg((0.02, -0.97, -0.24), (0, -0.18, -0.98), (0, -0.9, 0.42)),
        size=(220, 300),
    ),
    "half_kneel": Pose(
        view=SIDE,
        right_leg=Leg((0.02, 0.04, 1), (0, -1, -0.02), (0, 0, 1)),
        left_leg=KNEELS,
        right_arm=Arm((0.2, -0.9, 0.3), (-0.1, -0.35, 0.9)),
        size=(220, 250),
    ),
    "half_kneel_forward": Pose(
        view=SIDE,
        right_leg=Leg((0.02, 0.12, 1), (0, -0.93, -0.36), (0, 0, 1)),
        left_leg=Leg((0.02, -0.86, -0.5), (0, -0.08, -1), (0, -0.3, -1)),
        right_arm=Arm((0.2, -0.9, 0.3), (-0.1, -0.35, 0.9)),
        size=(240, 250),
    ),
    "kneel": Pose(view=SIDE, right_leg=KNEELS, left_leg=KNEELS, size=(200, 250)),
    "kneel_back": Pose(
        view=SIDE,
        right_leg=Leg((0.04, -0.34, 0.94), (0, -0.05, -1), (0, -0.1, -1)),
        left_leg=Leg((0.04, -0.34, 0.94), (0, -0.05, -1), (0, -0.1, -1)),
        right_arm=Arm((0.14, -0.95, 0.2), (0, -0.7, 0.7)),
        left_arm=Arm((0.14, -0.95, 0.2), (0, -0.7, 0.7)),
        size=(200, 250),
    ),
    "floor_sit": Pose(
        view=HALF,
        right_leg=Leg((0.12, 0, 1), (0.02, -0.03, 1), (0.05, 1, 0.3)),
        left_leg=Leg((0.12, 0, 1), (0.02, -0.03, 1), (0.05, 1, 0.3)),
        right_arm=Arm((0.3, -1, -0.2), (0.1, -1, -0.1)),
        left_arm=Arm((0.3, -1, -0.2), (0.1, -1, -0.1)),
        size=(220, 170),
    ),
    "butterfly": Pose(
        view=20.0,
        above=14,
        right_leg=Leg((0.82, 0.02, 0.58), (-0.9, -0.05, 0.42), (-0.6, -0.2, 0.7)),
        left_leg=Leg((0.82, 0.02, 0.58), (-0.9, -0.05, 0.42), (-0.6, -0.2, 0.7)),
        right_arm=Arm((0.15, -0.9, 0.4), (-0.2, -0.55, 0.8)),
        left_arm=Arm((0.15, -0.9, 0.4), (-0.2, -0.55, 0.8)),
        size=(220, 170),
    ),
    "step_foot": Pose(
        view=SIDE, right_leg=Leg((0.02, -0.66, 0.75), (0, -1, -0.08), (0, 0, 1)), props=STEP, size=(200, 300)
    ),
    "step_top": Pose(view=SIDE, props=(("step", -170.0, 240.0, 185.0),), lift=185.0, size=(200, 320)),
}
