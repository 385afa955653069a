"""Builds the body: ``python tools/body/build.py WHEEL``. See ``tools/body/README.md``."""

import json
import sys
from pathlib import Path

import numpy as np
from halving import half_faces, whole
from mesh import follow
from modelling import model
from packing import ordered, renumbered, write_rows
from pictures import svg
from reading import WHEEL_NAME, WHEEL_SHA256, Wheel, read
from simplifying import simplified, thinned
from views import Skin, views
from zones import painted

from figures import FIGURES, REFERENCE

CHART = "1"
TARGET = Path(__file__).parents[2] / "src" / "drypoint" / "atlas" / "data" / "body"
ZONES = json.loads((TARGET.parent / "zones.json").read_text())["zones"]


def main() -> None:
    wheel = Wheel(Path(sys.argv[1]))
    base = read(wheel)
    figures = {build.name: whole(build, base, wheel) for build in FIGURES}
    reference = figures[REFERENCE]
    faces, used = half_faces(base, reference)
    faces = simplified(reference.points[used], faces)
    left, faces = np.unique(faces, return_inverse=True)
    faces, used = faces.reshape(-1, 3), used[left]
    skin = painted(base, reference, faces, used)
    faces, label = thinned(skin.points, skin.faces, skin.label)
    order = ordered(faces, label)
    label = [label[number] for number in order]
    faces, vertices = renumbered(faces[order])

    TARGET.mkdir(exist_ok=True)
    write_rows(TARGET / "faces.bin", faces)
    midline = {zone["code"] for zone in ZONES if zone["midline"]}
    zones = []
    for code in sorted(set(label)):
        zones.append(
            {"code": code, "midline": code in midline, "first": label.index(code), "count": label.count(code)}
        )
    described = []
    for build in FIGURES:
        figure = figures[build.name]
        points = np.round(follow(figure.points[used], skin.made)[vertices] * 10).astype(np.int64)
        points[:, 0] = np.minimum(points[:, 0], 0)
        write_rows(TARGET / f"{build.name}.bin", points)
        described.append(
            {
                "name": build.name,
                "sex": build.name.split("-")[0],
                "build": "full" if build.name.endswith("-full") else "average",
                "height_mm": round(build.height_cm * 10),
                "views": views(Skin(points, faces, tuple(label))),
            }
        )
    body = {
        "chart": CHART,
        "source": f"MakeHuman base mesh and targets, CC0 1.0, from {WHEEL_NAME}, sha256 {WHEEL_SHA256}",
        "vertices": len(vertices),
        "faces": len(faces),
        "zones": zones,
        "figures": described,
    }
    (TARGET / "body.json").write_text(json.dumps(body, separators=(",", ":")) + "\n")
    for figure in described:
        smooth = model(base, figures[figure["name"]], reference, top=figure["sex"] != "male")
        folder = TARGET / "views" / figure["name"]
        folder.mkdir(parents=True, exist_ok=True)
        for view in figure["views"]:
            (folder / f"{view['name']}.svg").write_text(svg(view, smooth))
        print(f"{figure['name']}: {len(figure['views'])} views drawn.", flush=True)
    print(f"{len(faces)} faces, {len(vertices)} vertices, {len(zones)} zones on the right half.")


if __name__ == "__main__":
    main()
