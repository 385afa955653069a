"""The body as one surface: figures, views, what is seen where, landmarks and trigger-point sites.

Contract: ``docs/reference/body.md``.
"""

from drypoint.atlas.body.marking import Landmark, landmarks, landmarks_file, spot_of
from drypoint.atlas.body.neighbours import Neighbour, neighbours
from drypoint.atlas.body.placing import Place, belly_views, best_views, outline_on, place_on, squareness_on
from drypoint.atlas.body.site_checking import site_faults
from drypoint.atlas.body.siting import Belly, Site, belly_of, site_of, sites, sites_file, sites_of
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
from drypoint.atlas.body.spots import REFERENCE, Spot, mirrored, point_of, zone_of
from drypoint.atlas.body.tables import NOTHING, ViewTable, view_of, view_table
from drypoint.atlas.body.zone_paths import ZoneOutline, outlines_on, seen_in, views_showing, zone_outline

__all__ = [
    "FIGURES",
    "NOTHING",
    "REFERENCE",
    "Belly",
    "BodyFile",
    "Figure",
    "FigureName",
    "Landmark",
    "Neighbour",
    "Panel",
    "Place",
    "Site",
    "Spot",
    "Surface",
    "View",
    "ViewTable",
    "ZoneFaces",
    "ZoneOutline",
    "belly_of",
    "belly_views",
    "best_views",
    "body",
    "landmarks",
    "landmarks_file",
    "mirrored",
    "neighbours",
    "outline_on",
    "outlines_on",
    "place_on",
    "places",
    "point_of",
    "seen_in",
    "site_faults",
    "site_of",
    "sites",
    "sites_file",
    "sites_of",
    "spot_of",
    "squareness_on",
    "surface",
    "view_of",
    "view_table",
    "views_showing",
    "zone_of",
    "zone_outline",
]
