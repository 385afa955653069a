"""The views of the neutral figure with less shading, for pages that show many of them."""

import re
from functools import lru_cache

from drypoint.atlas.body.skin import packaged
from drypoint.atlas.body.tables import view_of
from drypoint.atlas.body.zone_paths import FIGURE

_PATH = re.compile(r"<path [^>]*/>")
_SHADE = 'fill-opacity=".062"'
_DEEPER = 'fill-opacity=".15"'
"""Two of the five shades, each as strong as two and a half."""


@lru_cache(maxsize=32)
def light_view(view: str) -> str:
    """The SVG of a view, its group ``#body`` in millimetres, with two of its shades.

    Raises InvalidInput where there is no such view.
    """
    known = view_of(FIGURE, view)
    text = packaged(f"views/{FIGURE}/{known.name}.svg").decode()
    shades = [path for path in _PATH.findall(text) if _SHADE in path]
    kept = shades[1::3]
    for path in shades:
        text = text.replace(path, path.replace(_SHADE, _DEEPER) if path in kept else "")
    return text
