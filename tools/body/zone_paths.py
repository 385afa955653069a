"""Outlines of every zone on every view of the neutral figure.

``PYTHONPATH=src python tools/body/zone_paths.py`` reads the committed surface and writes ``zone_paths.json``
in a quarter of a minute. To be run again after a change of the surface or of the views.
"""

import json
from pathlib import Path

import numpy as np

from drypoint.atlas.body import NOTHING, body, surface, view_table
from drypoint.atlas.body.outlines import cells_of_faces, region_path

TARGET = Path(__file__).parents[2] / "src" / "drypoint" / "atlas" / "data" / "body" / "zone_paths.json"
FIGURE = "neutral"


def main() -> None:
    rows = [view_row(view.name) for view in body().figure(FIGURE).views]
    lines = ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows)
    TARGET.write_text('{"views":[\n' + lines + "\n]}\n", encoding="utf-8")
    print(TARGET, TARGET.stat().st_size)


def view_row(name: str) -> dict[str, object]:
    """Paths and seen areas of one view, in the order of the surface's places."""
    table, skin = view_table(FIGURE, name), surface(FIGURE)
    shown = table.face[table.face != NOTHING]
    cells = np.bincount(shown, minlength=len(skin.faces)) * (table.view.cell / 10) ** 2
    seen = np.minimum(cells, skin.area_mm2)
    masks = [skin.zone == number for number in range(len(skin.places))]
    return {
        "view": name,
        "paths": [region_path(cells_of_faces(table, mask), table.view.cell) for mask in masks],
        "seen_mm2": [round(float(seen[mask].sum())) for mask in masks],
    }


if __name__ == "__main__":
    main()
