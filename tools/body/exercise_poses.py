"""The poses of the exercises, standing and sitting; ``exercise_poses_floor.py`` has those on the floor."""

from dataclasses import replace

from moving import Arm, Leg, Pose

SIDE, HALF, FRONT, BACK = 90.0, 40.0, 0.0, 180.0
"""Degrees from which a pose is looked at: its right, its right front, its front, from behind."""

CHAIR = (("chair",),)
BENT = Leg((0.06, -0.02, 1), (0.0, -1, -0.02), (0.05, 0, 1))
ON_THIGH = Arm((0.16, -1, 0.22), (-0.05, -0.42, 1), palm=(0, -1, 0))
SIT = Pose(
    view=HALF,
    right_leg=BENT,
    left_leg=BENT,
    right_arm=ON_THIGH,
    left_arm=ON_THIGH,
    props=CHAIR,
    size=(200, 240),
)
STAND = Pose(view=HALF)
ELBOWS = Arm((0.1, -1, -0.05), (0.02, -0.02, 1), palm=(-1, 0, 0))
FRONT_ARM = Arm((0.0, 0.02, 1), palm=(0, -1, 0))
CROSSED = (
    Arm((0.25, -0.85, 0.45), (-0.72, 0.62, 0.32), hand=(-0.55, 0.8, -0.2), palm=(0, 0, -1)),
    Arm((0.25, -0.9, 0.35), (-0.75, 0.5, 0.5), hand=(-0.6, 0.8, -0.1), palm=(0, 0, -1)),
)

POSES: dict[str, Pose] = {
    "sit": SIT,
    "sit_front": replace(SIT, view=FRONT),
    "sit_side": replace(SIT, view=SIDE),
    "sit_neck_side": replace(SIT, view=FRONT, neck=(0, 34, 0)),
    "sit_neck_armpit": replace(SIT, neck=(32, -12, -38)),
    "sit_neck_turn": replace(SIT, view=FRONT, neck=(0, 0, -60)),
    "sit_head_forward": replace(SIT, view=SIDE, neck=(34, 0, 0), chin=-34),
    "sit_hand_head": replace(
        SIT,
        view=FRONT,
        right_arm=Arm((0.93, 0.3, 0.2), (-0.9, 0.42, -0.1), hand=(-0.35, 0.93, 0), palm=(-0.9, -0.4, 0)),
    ),
    "sit_hands_behind_head": replace(
        SIT,
        right_arm=Arm((0.9, 0.4, 0.15), (-0.9, 0.28, -0.32), hand=(-0.95, 0.2, -0.1), palm=(0, 0, 1)),
        left_arm=Arm((0.9, 0.4, 0.15), (-0.9, 0.28, -0.32), hand=(-0.95, 0.2, -0.1), palm=(0, 0, 1)),
    ),
    "sit_neck_front": replace(
        SIT, neck=(-18, -26, -14), left_arm=Arm((0.3, -0.9, 0.35), (-0.75, 0.45, 0.35), palm=(-0.2, 0, -1))
    ),
    "sit_extension": replace(
        SIT,
        view=SIDE,
        trunk=(-26, 0, 0),
        arms_with_trunk=True,
        neck=(-12, 0, 0),
        right_arm=Arm((0.9, 0.4, 0.15), (-0.9, 0.28, -0.32), hand=(-0.95, 0.2, -0.1), palm=(0, 0, 1)),
        left_arm=Arm((0.9, 0.4, 0.15), (-0.9, 0.28, -0.32), hand=(-0.95, 0.2, -0.1), palm=(0, 0, 1)),
    ),
    "sit_arms_crossed": replace(
        SIT,
        right_arm=CROSSED[0],
        left_arm=CROSSED[1],
    ),
    "sit_turn": replace(
        SIT,
        trunk=(0, 0, -44),
        neck=(0, 0, -14),
        arms_with_trunk=True,
        right_arm=CROSSED[0],
        left_arm=CROSSED[1],
    ),
    "sit_knee_straight": replace(
        SIT, view=SIDE, right_leg=Leg((0.04, 0.02, 1), (0, -0.1, 1), (0, 0.85, 0.5))
    ),
    "sit_ankle_on_knee": replace(
        SIT,
        view=25.0,
        right_leg=Leg((0.75, 0.05, 0.75), (-0.96, -0.02, 0.42), (-0.3, -0.4, 0.8)),
        right_arm=Arm((0.25, -1, 0.35), (-0.4, -0.5, 0.8)),
    ),
    "stand": STAND,
    "stand_front": replace(STAND, view=FRONT),
    "stand_side": replace(STAND, view=SIDE),
    "stand_shrug": replace(
        STAND,
        view=FRONT,
        right_arm=Arm((0.14, -1, 0), (0.1, -1, 0.1), palm=(-1, 0, 0), shrug=16),
        left_arm=Arm((0.14, -1, 0), (0.1, -1, 0.1), palm=(-1, 0, 0), shrug=16),
    ),
    "stand_elbows": replace(STAND, right_arm=ELBOWS, left_arm=ELBOWS),
    "stand_elbows_back": replace(
        STAND,
        view=60.0,
        right_arm=Arm((0.2, -0.85, -0.75), (0.02, 0, 1), palm=(-1, 0, 0), back=16),
        left_arm=Arm((0.2, -0.85, -0.75), (0.02, 0, 1), palm=(-1, 0, 0), back=16),
    ),
    "stand_arms_front": replace(STAND, view=60.0, right_arm=FRONT_ARM, left_arm=FRONT_ARM),
    "stand_goal_arms": replace(
        STAND,
        right_arm=Arm((1, 0.02, -0.05), (0.02, 1, 0.05), palm=(0, 0, 1)),
        left_arm=Arm((1, 0.02, -0.05), (0.02, 1, 0.05), palm=(0, 0, 1)),
    ),
    "lunge_goal_arms": replace(
        STAND,
        right_arm=Arm((0.93, 0.02, -0.42), (0.05, 1, -0.1), palm=(0, 0, 1), back=14),
        left_arm=Arm((0.93, 0.02, -0.42), (0.05, 1, -0.1), palm=(0, 0, 1), back=14),
        right_leg=Leg((0.02, -0.9, 0.45), (0, -1, -0.12), (0, 0, 1)),
        left_leg=Leg((0.02, -0.9, -0.4), (0, -0.9, -0.45), (0, -0.35, 1)),
    ),
    "stand_cross_body": replace(
        STAND,
        view=20.0,
        right_arm=Arm((-0.62, 0.0, 0.8), (-0.9, 0.08, 0.4), palm=(0, -0.3, -1)),
        left_arm=Arm((0.15, -0.7, 0.75), (-0.7, 0.68, 0.2), palm=(-0.4, 0, -1)),
    ),
    "stand_triceps": replace(
        STAND,
        view=BACK,
        right_arm=Arm((0.28, 1, 0.05), (-0.35, -0.9, -0.32), palm=(0, 0, 1)),
        left_arm=Arm((0.6, 0.85, 0.1), (-0.95, 0.35, -0.12)),
    ),
    "stand_one_arm_up": replace(STAND, view=FRONT, right_arm=Arm((0.12, 1, 0.05), palm=(-1, 0, 0))),
    "stand_forearms_out": replace(
        STAND,
        view=20.0,
        right_arm=Arm((0.1, -1, 0), (0.72, 0, 0.7), palm=(-0.7, 0, 0.7)),
        left_arm=Arm((0.1, -1, 0), (0.72, 0, 0.7), palm=(-0.7, 0, 0.7)),
    ),
    "stand_forearms_in": replace(
        STAND,
        view=20.0,
        right_arm=Arm((0.16, -1, 0.06), (-0.62, 0.0, 0.75), palm=(-0.7, 0, -0.7)),
        left_arm=Arm((0.1, -1, 0), (0.72, 0, 0.7), palm=(-0.7, 0, 0.7)),
    ),
    "stand_arms_side": replace(
        STAND,
        view=FRONT,
        right_arm=Arm((1, 0.03, 0.12), palm=(0, -0.6, 1)),
        left_arm=Arm((1, 0.03, 0.12), palm=(0, -0.6, 1)),
        size=(260, 300),
    ),
    "stand_arms_up": replace(
        STAND, right_arm=Arm((0.16, 1, 0.06), palm=(-1, 0, 0)), left_arm=Arm((0.16, 1, 0.06), palm=(-1, 0, 0))
    ),
    "stand_curl": replace(
        STAND,
        right_arm=Arm((0.1, -1, 0.06), (0.08, 0.86, 0.5), palm=(0, -0.2, -1)),
        left_arm=Arm((0.1, -1, 0.06), (0.08, 0.86, 0.5), palm=(0, -0.2, -1)),
    ),
    "stand_arm_front": replace(STAND, view=SIDE, right_arm=FRONT_ARM),
    "stand_wrist_down": replace(
        STAND,
        view=SIDE,
        right_arm=replace(FRONT_ARM, hand=(0, -0.95, 0.35)),
        left_arm=Arm((-0.1, -0.3, 0.95), (-0.4, -0.05, 0.9)),
    ),
    "stand_wrist_up": replace(STAND, view=SIDE, right_arm=replace(FRONT_ARM, hand=(0, 0.95, 0.3))),
    "stand_palms_down": replace(
        STAND, right_arm=replace(ELBOWS, palm=(0, -1, 0)), left_arm=replace(ELBOWS, palm=(0, -1, 0))
    ),
    "stand_side_bend": replace(
        STAND,
        view=FRONT,
        trunk=(0, 34, 0),
        neck=(0, 10, 0),
        right_arm=Arm((-0.42, 1, 0.08), (-0.75, 0.75, 0.05), palm=(-1, -0.4, 0)),
        size=(220, 300),
    ),
    "stand_quad": replace(
        STAND,
        view=SIDE,
        right_leg=Leg((0.03, -1, -0.02), (0.05, 0.92, -0.42), (0, 0.35, -1)),
        right_arm=Arm((0.12, -0.9, -0.45), (0.0, -0.93, -0.38)),
        left_arm=Arm((0.1, -0.65, 0.75), (0.1, 0.05, 1)),
    ),
    "stand_one_leg": replace(STAND, right_leg=Leg((0.05, -0.75, 0.66), (0, -0.85, -0.5), (0, -0.5, 1))),
    "stand_march": replace(
        STAND,
        view=70.0,
        right_leg=Leg((0.05, 0.02, 1), (0, -1, -0.05), (0, -0.2, 1)),
        left_arm=Arm((0.1, -0.9, 0.45), (0, 0.1, 1), palm=(-1, 0, 0)),
        right_arm=Arm((0.12, -0.9, -0.42), (0, -0.5, 0.85), palm=(-1, 0, 0)),
    ),
    "stand_toes": replace(
        STAND,
        view=SIDE,
        right_leg=Leg((0.02, -1, 0.03), (0, -1, -0.02), (0, -0.85, 0.62)),
        left_leg=Leg((0.02, -1, 0.03), (0, -1, -0.02), (0, -0.85, 0.62)),
    ),
    "stand_chair": replace(STAND, view=HALF, props=CHAIR, size=(200, 300)),
}
