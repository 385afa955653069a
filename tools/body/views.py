"""Where the views of a figure look, in tenths of a millimetre; contract: ``docs/reference/body.md``."""

from dataclasses import dataclass
from typing import Any

import numpy as np

WHOLE_CELL, DETAIL_CELL = 20, 10
MARGIN = 200
"""Room around a whole figure."""
ARM_ZONES = ("hd.", "wr.", "fa.")
FOOT_ZONES = ("ft.", "ak.")


@dataclass(frozen=True)
class Skin:
    """The right half of a figure: whole tenths of a millimetre, and the zone of each face."""

    points: np.ndarray
    faces: np.ndarray
    label: tuple[str, ...]

    def bounds(self, *starts: str) -> tuple[np.ndarray, np.ndarray]:
        """Lowest and highest x, y, z of the zones whose codes begin so."""
        chosen = np.array([not starts or name.startswith(starts) for name in self.label])
        found = self.points[np.unique(self.faces[chosen])]
        return found.min(axis=0), found.max(axis=0)


def views(skin: Skin) -> list[dict[str, Any]]:
    """Every view of one figure, as ``body.json`` has them."""
    low, high = skin.bounds()
    head_low, head_high = skin.bounds("head.")
    neck_low, _ = skin.bounds("neck.angle")
    half = _up(-low[0] + MARGIN, WHOLE_CELL)
    top, floor = -_up(high[1] + MARGIN, WHOLE_CELL), _up(MARGIN, WHOLE_CELL)
    back, front = -_up(-low[2] + MARGIN, WHOLE_CELL), _up(high[2] + MARGIN, WHOLE_CELL)
    head_half = _up(-head_low[0] + 450, DETAIL_CELL)
    head_top, head_floor = -_up(high[1] + 120, DETAIL_CELL), -_up(neck_low[1] - 120, DETAIL_CELL)
    head_back, head_front = -_up(-head_low[2] + 350, DETAIL_CELL), _up(head_high[2] + 150, DETAIL_CELL)
    whole = (-half, top, 2 * half, floor - top)
    profile = (back, top, front - back, floor - top)
    head = (-head_half, head_top, 2 * head_half, head_floor - head_top)
    head_profile = (head_back, head_top, head_front - head_back, head_floor - head_top)
    crown = (-head_half, -head_front, 2 * head_half, head_front - head_back)
    return [
        _single("front", WHOLE_CELL, "front", whole),
        _single("back", WHOLE_CELL, "back", whole),
        _single("right", WHOLE_CELL, "right", profile),
        _mirror("left", WHOLE_CELL, "left", profile, "right"),
        _single("head_front", DETAIL_CELL, "front", head),
        _single("head_back", DETAIL_CELL, "back", head),
        _single("head_right", DETAIL_CELL, "right", head_profile),
        _mirror("head_left", DETAIL_CELL, "left", head_profile, "head_right"),
        _single("head_top", DETAIL_CELL, "top", crown, ("head.", "neck.")),
        *_pairs(skin),
    ]


def _pairs(skin: Skin) -> list[dict[str, Any]]:
    """Hands and feet: the right and the left one beside each other, mirrored about the middle."""
    low, high = skin.bounds("hd.", "wr.")
    across = (_down(low[0] - 80, DETAIL_CELL), _up(high[0] + 80, DETAIL_CELL))
    down = (_down(-high[1] - 350, DETAIL_CELL), _up(-low[1] + 80, DETAIL_CELL))
    palm = (across[0], down[0], across[1] - across[0], down[1] - down[0])
    dorsum = (-across[1], down[0], across[1] - across[0], down[1] - down[0])
    foot_low, foot_high = skin.bounds("ft.", "ak.")
    long = (_down(-foot_high[2] - 80, DETAIL_CELL), _up(-foot_low[2] + 80, DETAIL_CELL))
    wide = (_down(foot_low[0] - 80, DETAIL_CELL), _up(foot_high[0] + 80, DETAIL_CELL))
    tall = (_down(-foot_high[1], DETAIL_CELL), _up(80, DETAIL_CELL))
    upper = (-wide[1], long[0], wide[1] - wide[0], long[1] - long[0])
    sole = (wide[0], long[0], wide[1] - wide[0], long[1] - long[0])
    inner = (long[0], tall[0], long[1] - long[0], tall[1] - tall[0])
    return [
        _pair("hands_palm", "front", "front", palm, ARM_ZONES, right_first=True),
        _pair("hands_back", "back", "back", dorsum, ARM_ZONES, right_first=False),
        _pair("feet_top", "top", "top", upper, FOOT_ZONES, right_first=False),
        _pair("feet_sole", "below", "below", sole, FOOT_ZONES, right_first=True),
        _pair("feet_inner", "left", "right", inner, FOOT_ZONES, right_first=True),
    ]


def _single(
    name: str, cell: int, source: str, box: tuple[int, int, int, int], zones: tuple[str, ...] = ()
) -> dict[str, Any]:
    panel = _panel(source, "both", box, (0, 0), zones)
    return {
        "name": name,
        "width": box[2],
        "height": box[3],
        "cell": cell,
        "mirror_of": None,
        "panels": [panel],
    }


def _mirror(name: str, cell: int, source: str, box: tuple[int, int, int, int], of: str) -> dict[str, Any]:
    x, y, width, height = box
    return _single(name, cell, source, (-x - width, y, width, height)) | {"mirror_of": of}


def _pair(
    name: str,
    right_from: str,
    left_from: str,
    box: tuple[int, int, int, int],
    zones: tuple[str, ...],
    *,
    right_first: bool,
) -> dict[str, Any]:
    x, y, width, height = box
    other = (-x - width, y, width, height)
    gap = 200
    second = (width + gap, 0)
    panels = [
        _panel(right_from, "right", box, (0, 0) if right_first else second, zones),
        _panel(left_from, "left", other, second if right_first else (0, 0), zones),
    ]
    return {
        "name": name,
        "width": 2 * width + gap,
        "height": height,
        "cell": DETAIL_CELL,
        "mirror_of": None,
        "panels": panels,
    }


def _panel(
    source: str, side: str, box: tuple[int, int, int, int], at: tuple[int, int], zones: tuple[str, ...]
) -> dict[str, Any]:
    return {
        "from": source,
        "side": side,
        "zones": list(zones),
        "box": [int(number) for number in box],
        "at": [int(number) for number in at],
    }


def _up(length: float, cell: int) -> int:
    return int(np.ceil(length / cell)) * cell


def _down(length: float, cell: int) -> int:
    return int(np.floor(length / cell)) * cell
