"""Our stroke icons: the inside of a 24 by 24 SVG each, drawn on the same grid with the same pen."""

import json
from importlib import resources

ICONS: dict[str, str] = json.loads(resources.files("drypoint.web").joinpath("icons.json").read_text())
