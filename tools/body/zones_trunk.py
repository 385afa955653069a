"""Borders of the trunk: shoulder girdle, chest, belly, back, pelvis, buttocks."""

import numpy as np
from lines import Place

AXILLARY_FRONT = ((800, 48), (960, 50), (1090, 48), (1290, 62), (1450, 62))
AXILLARY_BACK = ((800, -22), (960, -18), (1090, 4), (1290, -30), (1450, -10))
"""(y, z) of the front and back axillary lines and their continuation down to the hip."""


def cut(p: Place) -> None:
    """Cuts the label ``trunk`` into zones."""
    # Ridge of the shoulder: front of the trapezius and the collar bone part front and back above.
    p.cut("trunk", _behind, "back", "front")
    _shoulder(p)
    _back(p)
    _buttock(p)
    _chest(p)
    _belly(p)


def _behind(p: Place) -> np.ndarray:
    """Behind the crest of the shoulder above, behind the mid-axillary line below."""
    line = ((700, 10), (870, 12), (960, 14), (1090, 24), (1250, 14), (1330, 10), (1400, 14), (1450, 20))
    return -p.over(p.y, line, p.z)


def _shoulder(p: Place) -> None:
    p.cut("front", (lambda p: p.y - 1392, lambda p: p.X - 112), "sh.top", "front")
    p.cut(
        "back",
        (lambda p: p.over(p.X, ((100, 1396), (180, 1372)), p.y), lambda p: p.X - 112),
        "sh.top",
        "back",
    )


def _back(p: Place) -> None:
    # Angle between neck and shoulder: the upper border of the trapezius, in front and behind its crest.
    p.cut(
        "front",
        (lambda p: p.over(p.X, ((30, 1432), (70, 1416), (115, 1398)), p.y), lambda p: p.X - 34),
        "neck.angle",
        "front",
    )
    p.cut(
        "back",
        lambda p: p.over(p.X, ((0, 1460), (30, 1432), (60, 1414), (118, 1400)), p.y),
        "neck.angle",
        "back",
    )
    # Pelvis: below the crest of the hip bone.
    p.cut(
        "back",
        lambda p: p.under(p.X, ((0, 1000), (40, 1000), (90, 1000), (150, 990)), p.y),
        "pelvis back",
        "back",
    )
    p.refine("back", 18)
    p.cut("back", lambda p: 13 - p.X, "spine", "back")
    p.cut("spine", lambda p: p.y - 1275, "bk.spine_upper", "spine")
    p.cut("spine", lambda p: p.y - 1150, "bk.spine_lower", "bk.spine_lumbar")
    # Shoulder blade: spine from T3 to the acromion, inner border, lower tip, outer border.
    p.cut(
        "back",
        (lambda p: p.over(p.X, ((60, 1354), (118, 1370), (170, 1388)), p.y), lambda p: p.X - 60),
        "sc.suprasp",
        "back",
    )
    p.cut("back", lambda p: p.ellipse(p.X, p.y, (86, 1272), (25, 22)), "sc.inferior_angle", "back")
    p.cut(
        "back",
        (
            lambda p: p.y - 1276,
            lambda p: p.over(p.y, ((1270, 66), (1360, 60)), p.X),
            lambda p: p.under(p.y, ((1270, 86), (1360, 77)), p.X),
        ),
        "sc.medial_border",
        "back",
    )
    p.cut(
        "back",
        (lambda p: p.X - 70, lambda p: p.over(p.X, ((84, 1272), (126, 1318), (150, 1330)), p.y)),
        "sc.infrasp",
        "back",
    )
    p.cut(
        "back",
        (lambda p: p.X - 84, lambda p: p.over(p.X, ((84, 1236), (126, 1280), (150, 1296)), p.y)),
        "sc.lateral_border",
        "back",
    )
    # Beside the spine.
    p.cut("back", (lambda p: p.y - 1262, lambda p: 36 - p.X), "bk.thoracic_upper", "back")
    p.cut("back", lambda p: p.y - 1275, "bk.interscapular", "back")
    p.cut("back", (lambda p: p.y - 1150, lambda p: 70 - p.X), "bk.thoracic_lower", "back")
    p.cut("back", (lambda p: 1150 - p.y, lambda p: 62 - p.X), "bk.lumbar", "back")
    p.cut("back", lambda p: p.over(p.y, AXILLARY_BACK, p.z), "side", "bk.flank")
    p.cut("side", lambda p: p.y - 1250, "ax.axilla", "side")
    p.cut("side", lambda p: p.y - 1105, "ch.side", "bk.flank")


def _buttock(p: Place) -> None:
    p.cut(
        "pelvis back", lambda p: p.under(p.y, ((780, 14), (940, 14), (1000, 34)), p.X), "mid", "pelvis back"
    )
    p.cut("mid", lambda p: p.y - 928, "bk.sacrum", "mid")
    p.cut("mid", lambda p: p.y - 862, "bk.coccyx", "mid")
    p.skin.rename("mid", "pv.genital", p.by_face(p.y) > 0)
    p.cut("pelvis back", (lambda p: p.y - 925, lambda p: 60 - p.X), "bk.si_joint", "pelvis back")
    p.cut(
        "pelvis back",
        lambda p: p.over(p.X, ((60, 968), (120, 968), (160, 962)), p.y),
        "bk.iliac_crest",
        "pelvis back",
    )
    p.cut("pelvis back", lambda p: p.over(p.y, ((790, -22), (960, -22)), p.z), "hp.lateral", "pelvis back")
    p.cut("pelvis back", lambda p: p.y - 912, "bt.upper", "pelvis back")
    p.cut("pelvis back", lambda p: p.y - 855, "bt.mid", "bt.lower")


def _chest(p: Place) -> None:
    # Below the lower ribs begins the belly: xiphoid, costal margin, tip of the eleventh rib.
    p.cut(
        "front",
        lambda p: p.over(p.X, ((0, 1192), (25, 1172), (60, 1128), (100, 1092), (140, 1085)), p.y),
        "chest",
        "belly",
    )
    p.cut(
        "chest",
        (lambda p: p.box((100, 200), (1250, 1335)), lambda p: p.under(p.y, AXILLARY_FRONT, p.z)),
        "ax.axilla",
        "chest",
    )
    p.cut(
        "chest",
        lambda p: p.over(p.X, ((0, 1398), (60, 1402), (112, 1400), (150, 1396)), p.y),
        "neck.front",
        "chest",
    )
    p.cut("chest", lambda p: 21 - p.X, "ch.sternum", "chest")
    p.cut("chest", lambda p: p.over(p.X, ((0, 1352), (80, 1352), (130, 1356)), p.y), "ch.clavicle", "chest")
    p.cut("chest", lambda p: -p.over(p.y, AXILLARY_FRONT, p.z), "ch.side", "chest")
    p.cut(
        "chest",
        lambda p: p.over(p.X, ((0, 1192), (60, 1194), (150, 1200)), p.y),
        "ch.breast",
        "ch.costal_margin",
    )


def _belly(p: Place) -> None:
    # Above the crest of the hip bone and the fold of the groin.
    p.cut(
        "belly",
        lambda p: p.over(p.X, ((0, 860), (24, 866), (60, 893), (128, 965), (145, 1000), (200, 1000)), p.y),
        "belly",
        "groin",
    )
    p.cut(
        "belly", lambda p: np.interp(p.y, (870, 960, 1050, 1195), (40, 46, 46, 46)) - p.X, "middle", "belly"
    )
    p.cut("middle", lambda p: p.y - 1056, "ab.epigastrium", "middle")
    p.cut("middle", lambda p: p.y - 964, "ab.umbilical", "ab.suprapubic")
    p.cut("belly", lambda p: p.y - 1012, "ab.upper", "ab.lower")
    p.cut("groin", lambda p: 24 - p.X, "pv.genital", "groin")
    p.cut("groin", lambda p: p.under(p.y, ((790, 46), (960, 50)), p.z), "hp.lateral", "groin")
    p.cut(
        "groin",
        lambda p: p.over(p.X, ((0, 822), (24, 828), (60, 858), (120, 925), (150, 960)), p.y),
        "pv.groin",
        "hp.front",
    )
