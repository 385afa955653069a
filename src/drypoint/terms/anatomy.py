"""Sides and the codes of places on a body. Whether a code exists is the atlas's to say."""

from enum import StrEnum
from typing import NewType

ZoneCode = NewType("ZoneCode", str)
"""A zone of the skin or an inner zone, such as ``head.temple``; the atlas lists them."""

MuscleId = NewType("MuscleId", str)
"""A muscle or a separately needled part of one, such as ``trapezius_upper``; the atlas lists them."""


class Side(StrEnum):
    """The person's own side, never the viewer's."""

    LEFT = "left"
    RIGHT = "right"
    MIDLINE = "midline"

    @property
    def opposite(self) -> "Side":
        """The mirrored side; the midline mirrors to itself."""
        return {Side.LEFT: Side.RIGHT, Side.RIGHT: Side.LEFT}.get(self, self)
