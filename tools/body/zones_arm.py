"""Borders of arm and hand."""

import numpy as np
from lines import Place

ELBOW_ABOVE, ELBOW_BELOW = 34, 30
WRIST_ABOVE, WRIST_BELOW = 20, 14


def cut(p: Place) -> None:
    """Cuts the label ``arm`` into zones."""
    p.cut("arm", lambda p: p.limb("upperarm01.R", "lowerarm01.R").along - 60, "arm below", "shoulder")
    p.cut(
        "arm below",
        lambda p: p.limb("lowerarm01.R", "wrist.R").along + ELBOW_ABOVE,
        "elbow below",
        "upper arm",
    )
    p.cut(
        "elbow below",
        lambda p: p.limb("lowerarm01.R", "wrist.R").along - ELBOW_BELOW,
        "forearm below",
        "elbow",
    )
    p.cut("forearm below", lambda p: _wrist(p) + WRIST_ABOVE, "wrist below", "forearm")
    p.cut("wrist below", lambda p: _wrist(p) - WRIST_BELOW, "hand", "wrist")
    _shoulder(p)
    _quarters(
        p, "upper arm", ("upperarm02.R", "lowerarm01.R"), ("ar.front", "ar.side", "ar.back", "ar.medial")
    )
    _quarters(p, "elbow", ("lowerarm01.R", "wrist.R"), ("el.front", "el.lateral", "el.back", "el.medial"))
    _forearm(p)
    _quarters(p, "wrist", ("lowerarm02.R", "wrist.R"), ("wr.volar", "wr.radial", "wr.dorsal", "wr.ulnar"), 52)
    _hand(p)


def _wrist(p: Place) -> np.ndarray:
    return p.limb("lowerarm02.R", "wrist.R").along - p.limb("lowerarm02.R", "wrist.R").length


def _shoulder(p: Place) -> None:
    p.cut("shoulder", lambda p: p.over(p.X, ((120, 1398), (200, 1366)), p.y), "sh.top", "shoulder")
    p.cut("shoulder", lambda p: p.limb("upperarm01.R", "lowerarm01.R").wedge(90, 42), "sh.side", "shoulder")
    p.cut("shoulder", lambda p: p.limb("upperarm01.R", "lowerarm01.R").wedge(0, 60), "sh.front", "shoulder")
    p.cut("shoulder", lambda p: p.limb("upperarm01.R", "lowerarm01.R").wedge(180, 60), "sh.back", "ax.axilla")


def _quarters(
    p: Place, label: str, bone: tuple[str, str], names: tuple[str, str, str, str], half: float = 45
) -> None:
    front, out, back, inner = names
    p.cut(label, lambda p: p.limb(*bone).wedge(0, half), front, label)
    p.cut(label, lambda p: p.limb(*bone).wedge(180, half), back, label)
    p.cut(label, lambda p: p.limb(*bone).out, out, inner)


def _forearm(p: Place) -> None:
    def limb(p: Place):
        return p.limb("lowerarm01.R", "wrist.R")

    p.cut("forearm", lambda p: limb(p).front, "volar", "dorsal")
    p.cut("volar", lambda p: limb(p).out, "fa.volar_radial", "fa.volar_ulnar")
    p.cut("dorsal", lambda p: limb(p).out, "fa.dorsal_radial", "fa.dorsal_ulnar")


def _hand(p: Place) -> None:
    for number, name in enumerate(("index", "middle", "ring", "little"), start=2):
        p.cut("hand", lambda p, number=number: p.weight(f"finger{number}") - 0.5, f"hd.{name}", "hand")
    # The thumb is free from its knuckle on.
    p.cut(
        "hand",
        (
            lambda p: p.weight("finger1") - 0.3,
            lambda p: p.limb("finger1-2.R", "finger1-3.R").along + 3,
        ),
        "hd.thumb",
        "hand",
    )
    p.cut("hand", _palmar, "palm", "dorsum")
    p.cut("palm", lambda p: p.ellipse(_ray(p).along, _ray(p).out, (16, 34), (44, 33)), "hd.thenar", "palm")
    p.cut("palm", (lambda p: 58 - _ray(p).along, lambda p: -5 - _ray(p).out), "hd.hypothenar", "hd.palm")
    p.cut("dorsum", lambda p: p.limb("wrist.R", "finger2-1.R").out - 2, "hd.web", "hd.dorsum")


def _ray(p: Place):
    """Along the middle finger's ray from the wrist; ``out`` is towards the thumb."""
    return p.limb("wrist.R", "finger3-1.R")


def _palmar(p: Place) -> np.ndarray:
    """Positive on the palm's side of the plane through wrist, index and little knuckles."""
    wrist, index, little = (p.joints[name] for name in ("wrist.R", "finger2-1.R", "finger5-1.R"))
    normal = np.cross(index - wrist, little - wrist)
    normal /= np.linalg.norm(normal)
    normal = normal if normal[2] > 0 else -normal
    return (p.skin.points - wrist) @ normal
