"""Borders of head and neck."""

import numpy as np
from lines import Place


def cut(p: Place) -> None:
    """Cuts the label ``head`` into zones."""
    skin = p.skin
    skin.rename("head", "head.eye", p.by_face(p.weight("eyeball")) > 0.5)
    p.cut(
        "head",
        lambda p: np.where(p.X > 45, p.ellipse(p.z - 0.15 * (p.y - 1570), p.y, (45, 1570), (20, 29)), -20),
        "head.ear",
    )
    # Lower border of the jaw and base of the skull, seen from the side: chin, jaw angle, below the ear, nape.
    p.cut("head", _skull_line, "skull", "neck")
    _neck(p)
    _skull(p)


def _skull_line(p: Place) -> np.ndarray:
    line = (
        (-60, 1541),
        (-10, 1541),
        (14, 1536),
        (48, 1532),
        (62, 1506),
        (78, 1490),
        (134, 1480),
        (145, 1474),
    )
    return p.over(p.z, line, p.y)


def _neck(p: Place) -> None:
    # Front edge of the sternomastoid: from below the ear to the notch above the breastbone.
    p.cut("neck", lambda p: p.over(p.y, ((1435, 64), (1480, 52), (1540, 44)), p.z), "neck.front", "neck")
    # Front edge of the trapezius.
    p.cut("neck", lambda p: p.over(p.y, ((1435, 12), (1480, 8), (1545, 12)), p.z), "neck.side", "neck")
    p.cut("neck", lambda p: 13 - p.X, "neck.nape", "neck")
    p.cut("neck", lambda p: p.y - 1492, "neck.back_upper", "neck.back_lower")


def _skull(p: Place) -> None:
    """The face is in front of a line from the hairline to the jaw's branch; behind it the hairy skull."""
    # Top of the head: above the line of a hat.
    p.cut(
        "skull", lambda p: p.over(p.z, ((-60, 1650), (0, 1668), (60, 1676), (150, 1668)), p.y), "head.vertex"
    )
    # Behind: nuchal line, then the border of occiput and temple behind the ear.
    p.cut("skull", (lambda p: 1562 - p.y, lambda p: 10 - p.z), "nuchal")
    p.cut("nuchal", lambda p: p.X - 46, "head.mastoid", "head.suboccipital")
    p.cut("skull", lambda p: p.under(p.y, ((1530, 26), (1600, 12), (1680, 6)), p.z), "head.occiput", "skull")
    p.cut("skull", (lambda p: 1578 - p.y, lambda p: 46 - p.z), "head.mastoid", "skull")
    # Temple: above the cheek bone's arch, behind the outer end of the brow.
    p.cut("skull", (lambda p: p.y - 1577, _before_temple), "head.temple", "face")
    # Forehead and brow.
    p.cut("face", lambda p: p.over(p.X, ((0, 1613), (30, 1617), (60, 1608)), p.y), "head.forehead", "face")
    p.cut(
        "face",
        lambda p: p.over(p.X, ((0, 1598), (14, 1598), (30, 1602), (56, 1597)), p.y),
        "head.eyebrow",
        "face",
    )
    p.cut("face", lambda p: p.ellipse(p.X, p.y, (33, 1589), (20, 12)) * (p.z > 90), "head.eye", "face")
    # Nose: root, wing and tip.
    p.cut(
        "face",
        (
            lambda p: np.interp(p.y, (1540, 1546, 1560, 1580, 1602), (13, 20, 19, 11, 12)) - p.X,
            lambda p: p.y - 1543,
        ),
        "head.nose",
        "face",
    )
    p.cut("face", lambda p: p.ellipse(p.X, p.y, (0, 1521), (29, 14)) * (p.z > 90), "head.lips", "face")
    # Lower jaw below a line from the corner of the mouth to the lobe of the ear.
    p.cut(
        "face", lambda p: p.under(p.z, ((48, 1530), (90, 1524), (130, 1512), (160, 1508)), p.y), "jaw", "face"
    )
    p.cut("jaw", lambda p: 19 - p.X, "head.chin", "jaw")
    p.cut("jaw", lambda p: 92 - p.z, "head.jaw_angle", "head.jaw_body")
    # Jaw joint: a disc before the ear.
    p.cut("face", lambda p: p.ellipse(p.z, p.y, (66, 1566), (17, 17)), "head.tmj", "face")
    p.cut("face", (lambda p: 1545 - p.y, lambda p: 84 - p.z), "head.jaw_angle", "head.cheek")


def _before_temple(p: Place) -> np.ndarray:
    return p.over(p.y, ((1580, 52), (1610, 58), (1640, 57), (1680, 50)), p.X)
