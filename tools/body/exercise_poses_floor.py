"""The poses of the exercises on the floor; most of their directions are the room's."""

from dataclasses import replace

from moving import Arm, Leg, Pose

SIDE, HALF, FRONT = 90.0, 40.0, 0.0
LOW, MIDDLE, TALL = (260, 110), (240, 190), (200, 300)

# On the back: the head to the left of the picture.
FLAT = Arm((0.2, -0.06, 1), palm=(0, -1, 0))
BENT = Leg((0.06, 0.78, 0.62), (0, -0.81, 0.58), (0.02, 0, 1))
DOWN = Leg((0.04, 0.0, 1), (0, -0.03, 1), (0.1, 1, 0.35))
LIE = Pose(
    view=SIDE,
    body=(("x", -90),),
    world=True,
    right_arm=FLAT,
    left_arm=FLAT,
    right_leg=DOWN,
    left_leg=DOWN,
    size=LOW,
)
LIE_KNEES = replace(LIE, right_leg=BENT, left_leg=BENT, size=(240, 130))
HOLDS_KNEE = Arm((0.5, 0.2, 0.85), (-0.5, 0.84, -0.2), hand=(-0.75, 0.2, -0.62))

# Hands and knees: the head to the right.
POST = Arm((0.05, -1, 0.02), (0.0, -1, 0.02), hand=(0, -0.25, 1), palm=(0, -1, 0.1))
KNEE = Leg((0.03, -1, 0.0), (0, -0.06, -1), (0, -0.3, -1))
FOURS = Pose(
    view=SIDE,
    body=(("x", 80),),
    neck=(-14, 0, 0),
    world=True,
    right_arm=POST,
    left_arm=POST,
    right_leg=KNEE,
    left_leg=KNEE,
    size=(240, 150),
)
BACK_TOES = Leg((0.04, 0, -1), (0, 0.0, -1), (0, -0.35, -1))
PRONE = Pose(
    view=SIDE,
    body=(("x", 90),),
    world=True,
    right_leg=BACK_TOES,
    left_leg=BACK_TOES,
    right_arm=Arm((0.6, 0.02, -0.8), (0.0, -0.12, 1), palm=(0, -1, 0)),
    left_arm=Arm((0.6, 0.02, -0.8), (0.0, -0.12, 1), palm=(0, -1, 0)),
    size=LOW,
)
Y_ARM = Arm((0.6, -0.05, 0.83), palm=(-1, 0, 0))
ON_ELBOW = Arm((0.05, -1, 0.1), (-0.12, -0.02, 1), palm=(0, -1, 0))

# On the left side: the head to the right, the front towards the viewer; directions are the body's.
PILLOW_ARM = Arm((0.35, 1, 0.25), (-0.2, 1, 0.1))
LYING_SIDE = Pose(
    view=FRONT,
    body=(("z", -90),),
    right_arm=Arm((0.0, -0.75, 0.7), (-0.7, -0.3, 0.3)),
    left_arm=PILLOW_ARM,
    size=(300, 110),
    above=14,
)
BENT_SIDE = Leg((0.0, -0.6, 0.8), (0, -0.55, -0.85), (0, -0.6, 0.8))

FLOOR_POSES: dict[str, Pose] = {
    "lie_straight": LIE,
    "lie_knees": LIE_KNEES,
    "lie_one_knee": replace(LIE, left_leg=BENT, size=(260, 130)),
    "lie_slr": replace(
        LIE, left_leg=BENT, right_leg=Leg((0.02, 0.5, 0.87), toes=(0.05, 0.9, -0.3)), size=(260, 150)
    ),
    "lie_leg_up": replace(
        LIE,
        right_leg=Leg((0.02, 0.97, 0.24), toes=(0, 0.45, -0.9)),
        right_arm=Arm((0.2, 0.55, 0.8), (-0.1, 0.8, 0.55)),
        left_arm=Arm((0.2, 0.55, 0.8), (-0.1, 0.8, 0.55)),
        size=(260, 190),
    ),
    "lie_knee_chest": replace(
        LIE_KNEES,
        right_leg=Leg((0.08, 0.72, -0.7), (0, 0.15, 1), (0, 0.8, 0.6)),
        right_arm=HOLDS_KNEE,
        left_arm=HOLDS_KNEE,
    ),
    "lie_knees_side": replace(
        LIE_KNEES,
        view=75.0,
        above=48,
        right_leg=Leg((0.82, 0.3, 0.5), (0.1, -0.5, 0.85), (0.5, 0.1, 0.85)),
        left_leg=Leg((-0.62, 0.62, 0.5), (-0.35, -0.5, 0.8), (-0.5, 0.0, 0.85)),
        right_arm=Arm((0.9, -0.08, 0.45), palm=(0, 1, 0)),
        left_arm=Arm((0.9, -0.08, 0.45), palm=(0, 1, 0)),
        size=(240, 190),
    ),
    "figure_four": replace(
        LIE_KNEES,
        view=62.0,
        above=16,
        left_leg=Leg((0.05, 0.97, -0.22), (0, 0.02, 1), (0, 0.8, 0.6)),
        right_leg=Leg((0.62, 0.78, 0.1), (-0.97, 0.2, 0.0), (0.0, 0.6, 0.8)),
        right_arm=Arm((0.3, 0.45, 0.85), (-0.3, 0.55, 0.8)),
        left_arm=Arm((0.35, 0.45, 0.85), (-0.3, 0.6, 0.75)),
        size=(240, 160),
    ),
    "bridge": replace(
        LIE_KNEES,
        body=(("x", -116),),
        neck=(26, 0, 0),
        right_leg=Leg((0.05, 0.4, 0.92), (0, -0.99, 0.12), (0.02, 0, 1)),
        left_leg=Leg((0.05, 0.4, 0.92), (0, -0.99, 0.12), (0.02, 0, 1)),
        right_arm=Arm((0.18, -0.1, 1), palm=(0, -1, 0)),
        left_arm=Arm((0.18, -0.1, 1), palm=(0, -1, 0)),
    ),
    "dead_bug": replace(
        LIE,
        right_leg=Leg((0.03, 1, 0.06), (0, 0, 1), (0, 0.9, 0.4)),
        left_leg=Leg((0.03, 1, 0.06), (0, 0, 1), (0, 0.9, 0.4)),
        right_arm=Arm((0.0, 1, 0.0), palm=(-1, 0, 0)),
        left_arm=Arm((0.0, 1, 0.0), palm=(-1, 0, 0)),
        size=(260, 130),
    ),
    "dead_bug_low": replace(
        LIE,
        right_leg=Leg((0.03, 1, 0.06), (0, 0, 1), (0, 0.9, 0.4)),
        left_leg=Leg((0.03, 0.2, 1), (0, 0.1, 1), (0, 0.9, 0.4)),
        right_arm=Arm((0.05, 0.25, -1), palm=(-1, 0, 0)),
        left_arm=Arm((0.0, 1, 0.0), palm=(-1, 0, 0)),
        size=(330, 130),
    ),
    "curl_up": replace(
        LIE,
        left_leg=BENT,
        trunk=(26, 0, 0),
        neck=(16, 0, 0),
        right_arm=Arm((0.28, -0.5, 0.85), (-0.3, -0.12, 1)),
        left_arm=Arm((0.28, -0.5, 0.85), (-0.3, -0.12, 1)),
        size=(260, 130),
    ),
    "all_fours": FOURS,
    "camel": replace(FOURS, body=(("x", 46),), trunk=(64, 0, 0), neck=(24, 0, 0)),
    "cat": replace(FOURS, body=(("x", 98),), trunk=(-36, 0, 0), neck=(-42, 0, 0)),
    "childs_pose": replace(
        FOURS,
        body=(("x", 69),),
        trunk=(34, 0, 0),
        neck=(-14, 0, 0),
        right_leg=Leg((0.26, -0.52, 0.82), (-0.05, -0.02, -1), (0, -0.1, -1)),
        left_leg=Leg((0.26, -0.52, 0.82), (-0.05, -0.02, -1), (0, -0.1, -1)),
        right_arm=Arm((0.12, -0.12, 1), (0, -0.22, 1), palm=(0, -1, 0)),
        left_arm=Arm((0.12, -0.12, 1), (0, -0.22, 1), palm=(0, -1, 0)),
        size=(260, 110),
    ),
    "bird_dog": replace(
        FOURS,
        right_arm=Arm((0.05, 0.16, 1), palm=(-1, 0, 0)),
        left_leg=Leg((0.03, 0.03, -1), (0, 0.05, -1), (0, -0.7, -0.7)),
        size=(330, 150),
    ),
    "knee_plank": replace(
        FOURS,
        body=(("x", 60),),
        neck=(-10, 0, 0),
        right_leg=Leg((0.03, -0.5, -0.87), (0, 0.3, -0.95), (0, 0.1, -1)),
        left_leg=Leg((0.03, -0.5, -0.87), (0, 0.3, -0.95), (0, 0.1, -1)),
        size=(260, 150),
    ),
    "knee_pushup": replace(
        FOURS,
        body=(("x", 75),),
        neck=(-10, 0, 0),
        right_leg=Leg((0.03, -0.25, -0.97), (0, 0.4, -0.92), (0, 0.2, -1)),
        left_leg=Leg((0.03, -0.25, -0.97), (0, 0.4, -0.92), (0, 0.2, -1)),
        right_arm=Arm((0.55, 0.05, -0.83), (-0.2, -1, 0.15), hand=(0, -0.2, 1)),
        left_arm=Arm((0.55, 0.05, -0.83), (-0.2, -1, 0.15), hand=(0, -0.2, 1)),
        size=(260, 130),
    ),
    "prone": PRONE,
    "prone_press_up": replace(
        PRONE,
        body=(("x", 84),),
        trunk=(-44, 0, 0),
        neck=(-14, 0, 0),
        right_arm=Arm((0.2, -0.9, -0.4), (-0.05, -0.98, 0.2), hand=(0, -0.15, 1)),
        left_arm=Arm((0.2, -0.9, -0.4), (-0.05, -0.98, 0.2), hand=(0, -0.15, 1)),
        size=(260, 150),
    ),
    "prone_y": replace(PRONE, right_arm=Y_ARM, left_arm=Y_ARM, size=(310, 80)),
    "prone_y_up": replace(
        PRONE,
        trunk=(-12, 0, 0),
        right_arm=Arm((0.6, 0.28, 0.8), palm=(-1, 0, 0)),
        left_arm=Arm((0.6, 0.28, 0.8), palm=(-1, 0, 0)),
        size=(310, 80),
    ),
    "prone_elbows": replace(
        PRONE,
        body=(("x", 87),),
        trunk=(-26, 0, 0),
        neck=(-4, 0, 0),
        right_arm=ON_ELBOW,
        left_arm=ON_ELBOW,
        size=(260, 120),
    ),
    "plank": replace(
        PRONE,
        body=(("x", 80),),
        right_arm=ON_ELBOW,
        left_arm=ON_ELBOW,
        right_leg=Leg((0.04, -0.12, -1), (0, -0.12, -1), (0, -1, 0.12)),
        left_leg=Leg((0.04, -0.12, -1), (0, -0.12, -1), (0, -1, 0.12)),
        size=(260, 120),
    ),
    "side_straight": LYING_SIDE,
    "side_leg_up": replace(LYING_SIDE, right_leg=Leg((0.52, -0.86, -0.06)), size=(300, 160)),
    "side_knees": replace(LYING_SIDE, above=30, right_leg=BENT_SIDE, left_leg=BENT_SIDE, size=(300, 140)),
    "clamshell": replace(
        LYING_SIDE,
        above=30,
        left_leg=BENT_SIDE,
        right_leg=Leg((0.68, -0.5, 0.55), (-0.72, -0.45, -0.5), (0, -0.6, 0.8)),
        size=(300, 140),
    ),
    "side_arms_front": replace(
        LYING_SIDE,
        above=52,
        right_leg=BENT_SIDE,
        left_leg=BENT_SIDE,
        right_arm=Arm((0.0, 0.05, 1)),
        left_arm=Arm((0.0, 0.05, 1)),
        size=(240, 190),
    ),
    "side_open": replace(
        LYING_SIDE,
        above=52,
        trunk=(0, 0, -34),
        neck=(0, 0, -30),
        right_leg=BENT_SIDE,
        left_leg=BENT_SIDE,
        right_arm=Arm((0.55, 0.12, -0.85), palm=(0.85, 0, 0.5)),
        left_arm=Arm((0.0, 0.05, 1)),
        size=(240, 190),
    ),
    "side_elbow": replace(
        LYING_SIDE,
        body=(("z", -84),),
        trunk=(0, -26, 0),
        neck=(0, -8, 0),
        left_arm=Arm((0.85, -0.4, 0.1), (0.1, 0.2, 1)),
        right_arm=Arm((0.12, -1, 0.1)),
        right_leg=Leg((0, -1, 0.02), (0, -0.2, -1), (0, -1, -0.3)),
        left_leg=Leg((0, -1, 0.02), (0, -0.2, -1), (0, -1, -0.3)),
        size=(240, 150),
        above=0,
    ),
    "side_plank": replace(
        LYING_SIDE,
        body=(("z", -72),),
        left_arm=Arm((0.95, -0.3, 0.1), (0.1, 0.2, 1)),
        right_arm=Arm((0.12, -1, 0.1)),
        right_leg=Leg((0, -1, 0.02), (0, -0.2, -1), (0, -1, -0.3)),
        left_leg=Leg((0, -1, 0.02), (0, -0.2, -1), (0, -1, -0.3)),
        size=(240, 150),
        above=0,
    ),
}
