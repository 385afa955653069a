"""The body as one surface: figures, views, what is seen where. Contract: ``docs/reference/body.md``."""

from drypoint.atlas.body.neighbours import Neighbour, neighbours
from drypoint.atlas.body.skin import (
    FIGURES,
    BodyFile,
    Figure,
    FigureName,
    Panel,
    Surface,
    View,
    ZoneFaces,
    body,
    places,
    surface,
)
from drypoint.atlas.body.tables import NOTHING, ViewTable, view_of, view_table

__all__ = [
    "FIGURES",
    "NOTHING",
    "BodyFile",
    "Figure",
    "FigureName",
    "Neighbour",
    "Panel",
    "Surface",
    "View",
    "ViewTable",
    "ZoneFaces",
    "body",
    "neighbours",
    "places",
    "surface",
    "view_of",
    "view_table",
]
