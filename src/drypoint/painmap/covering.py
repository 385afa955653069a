"""The ``cover`` engine: what a drawing covers, on the figure or on this person, and how it changed."""

from typing import Annotated

from msgspec import Meta

from drypoint.atlas import Atlas
from drypoint.painmap.cover import CoveredZone, cover, person_scale
from drypoint.painmap.request import Drawing
from drypoint.terms import InvalidInput, Probability, Value, Versions


class CoverRequest(Value, frozen=True):
    """A drawing, with an earlier one to compare and the person's size."""

    drawing: Drawing
    before: Drawing | None = None
    height_cm: Annotated[float, Meta(ge=50, le=260)] | None = None
    weight_kg: Annotated[float, Meta(ge=10, le=400)] | None = None
    """With ``height_cm``: areas are this person's instead of the figure's."""


class CoverChange(Value, frozen=True):
    """From the drawing before to this one."""

    area_cm2: float
    """Negative: less is drawn."""
    percent: float | None
    """Of what was drawn before; None where nothing was."""


class CoverAnswer(Value, frozen=True):
    """What the drawing covers."""

    zones: tuple[CoveredZone, ...]
    area_cm2: float
    share_of_skin: Probability
    scaled_to_person: bool
    """Areas are scaled by the person's body surface (Du Bois 1916), else they are the figure's."""
    change: CoverChange | None
    versions: Versions | None = None
    """Stamped by ``drypoint.engines``."""


def cover_with_change(request: CoverRequest, *, atlas: Atlas) -> CoverAnswer:
    """The zones and areas of a drawing; areas in cm².

    Drawings on two figures are compared by their share of the skin.

    Raises:
        InvalidInput: as ``cover``, or only one of height and weight.
    """
    if (request.height_cm is None) != (request.weight_kg is None):
        raise InvalidInput("Give height_cm and weight_kg, or neither.", where="height_cm")
    drawn = cover(request.drawing, atlas=atlas)
    scale = 1.0
    if request.height_cm is not None and request.weight_kg is not None:
        figure = request.drawing.figure or "neutral"
        scale = person_scale(figure, height_cm=request.height_cm, weight_kg=request.weight_kg)
    change = None
    if request.before is not None:
        earlier = cover(request.before, atlas=atlas)
        figure_cm2 = drawn.area_cm2 / drawn.share_of_skin if drawn.share_of_skin else 0.0
        if not figure_cm2 and earlier.share_of_skin:
            figure_cm2 = earlier.area_cm2 / earlier.share_of_skin
        step = drawn.share_of_skin - earlier.share_of_skin
        change = CoverChange(
            area_cm2=step * figure_cm2 * scale,
            percent=100 * step / earlier.share_of_skin if earlier.share_of_skin else None,
        )
    return CoverAnswer(
        zones=tuple(
            CoveredZone(
                code=zone.code,
                side=zone.side,
                cover=zone.cover,
                area_cm2=zone.area_cm2 * scale,
                intensity=zone.intensity,
                quality=zone.quality,
            )
            for zone in drawn.zones
        ),
        area_cm2=drawn.area_cm2 * scale,
        share_of_skin=drawn.share_of_skin,
        scaled_to_person=scale != 1.0,
        change=change,
    )
