"""Borders of leg and foot."""

import numpy as np
from lines import Place


def cut(p: Place) -> None:
    """Cuts the label ``leg`` into zones."""
    p.cut("leg", lambda p: 545 - p.y, "knee below", "thigh")
    p.cut("knee below", lambda p: 432 - p.y, "shank below", "knee")
    p.cut("shank below", lambda p: 112 - p.y, "ankle below", "shank")
    p.cut("ankle below", _foot, "foot", "ankle")
    _thigh(p)
    _quarters(p, "knee", ("upperleg02.R", "lowerleg01.R"), ("kn.front", "kn.lateral", "kn.back", "kn.medial"))
    _quarters(p, "shank", ("lowerleg01.R", "foot.R"), ("lg.front", "lg.lateral", "calf", "lg.medial"), 40, 55)
    p.cut("calf", lambda p: p.y - 275, "lg.calf_upper", "lg.calf_lower")
    _quarters(
        p, "ankle", ("lowerleg02.R", "foot.R"), ("ak.front", "ak.lateral", "ak.achilles", "ak.medial"), 42, 38
    )
    _feet(p)


def _foot(p: Place) -> np.ndarray:
    """Below the line heel bone, ankle bones, instep."""
    return p.under(p.z, ((-30, 52), (0, 44), (30, 44), (60, 78), (80, 92)), p.y)


def _quarters(
    p: Place,
    label: str,
    bone: tuple[str, str],
    names: tuple[str, str, str, str],
    front_half: float = 45,
    back_half: float = 45,
) -> None:
    front, out, back, inner = names
    p.cut(label, lambda p: p.limb(*bone).wedge(0, front_half), front, label)
    p.cut(label, lambda p: p.limb(*bone).wedge(180, back_half), back, label)
    p.cut(label, lambda p: p.limb(*bone).out, out, inner)


def _thigh(p: Place) -> None:
    _quarters(p, "thigh", ("upperleg02.R", "lowerleg01.R"), ("front", "th.lateral", "back", "th.medial"))
    p.cut("front", lambda p: p.y - 690, "th.front_upper", "th.front_lower")
    p.cut("back", lambda p: p.y - 680, "th.back_upper", "th.back_lower")


def _feet(p: Place) -> None:
    p.cut("foot", lambda p: p.weight("toe1") - 0.5, "ft.great_toe", "foot")
    p.cut("foot", lambda p: p.weight("toes") - 0.5, "ft.toes", "foot")
    # The sole ends where the skin turns up.
    p.cut(
        "foot",
        lambda p: p.under(p.z, ((-30, 14), (20, 12), (60, 20), (110, 12), (160, 8)), p.y),
        "under",
        "over",
    )
    p.cut("under", lambda p: 32 - p.z, "ft.heel", "under")
    p.cut("under", lambda p: p.z - 122, "ft.ball", "under")
    p.cut("under", lambda p: 108 - p.X, "ft.arch", "ft.sole")
    p.cut("over", lambda p: 2 - p.z, "ft.heel_back", "over")
    p.cut(
        "over",
        (lambda p: p.over(p.z, ((0, 118), (50, 134), (120, 150), (165, 152)), p.X), lambda p: 36 - p.y),
        "ft.lateral",
        "over",
    )
    p.cut(
        "over",
        (lambda p: 102 - p.X, lambda p: p.under(p.z, ((0, 50), (60, 46), (130, 20)), p.y)),
        "ft.arch",
        "ft.dorsum",
    )
