"""Drawings to measure the ranking on: published cases, textbook patterns, and the same redrawn."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import fmean

import numpy as np

from drypoint.atlas import ZoneSide, load
from drypoint.atlas.body import neighbours
from drypoint.terms import Side

ATLAS = load()
SEED = 20_261_127
JACCARD = 0.42
"""Mean overlap of people's own redraws of shoulder pain (Pain Distribution app study 2023)."""

Places = tuple[ZoneSide, ...]


@dataclass(frozen=True)
class Case:
    """Pain and the muscles that explain it; drawn on the right where the source does not say a side."""

    id: str
    places: Places
    muscles: tuple[str, ...]
    published: bool


def load_cases() -> list[Case]:
    """All of ``pain_cases.json``."""
    rows = json.loads((Path(__file__).parent / "pain_cases.json").read_text(encoding="utf-8"))["cases"]
    return [
        Case(
            row["id"],
            tuple(_place(code) for code in row["zones"]),
            tuple(row["muscles"]),
            row["kind"] != "textbook-pattern",
        )
        for row in rows
    ]


def _place(code: str) -> ZoneSide:
    sides = ATLAS.zone(code).sides
    return ZoneSide(zone=ATLAS.zone(code).code, side=Side.RIGHT if len(sides) > 1 else Side.MIDLINE)


def redraw(places: Places, level: float, rng: np.random.Generator) -> Places:
    """Each zone is left out with chance ``level``; as many touching ones come in, on average."""
    beside = sorted(_beside(places), key=lambda place: (place.zone, place.side.value))
    come = min(1.0, level * len(places) / max(1, len(beside)))
    while True:
        kept = [place for place in places if rng.random() >= level]
        kept += [place for place in beside if rng.random() < come]
        if kept:
            return tuple(kept)


def _beside(places: Places) -> set[ZoneSide]:
    return {
        ZoneSide(zone=near.code, side=near.side)
        for place in places
        for near in neighbours(place.zone, place.side)
        if near.touches
    } - set(places)


@cache
def level_of(places: Places) -> float:
    """The chance at which redraws overlap with the drawing by 0.42 on average (Jaccard)."""
    low, high = 0.0, 1.0
    for _ in range(12):
        level = (low + high) / 2
        rng = np.random.default_rng(SEED)
        overlap = fmean(_jaccard(places, redraw(places, level, rng)) for _ in range(300))
        low, high = (level, high) if overlap > JACCARD else (low, level)
    return (low + high) / 2


def _jaccard(one: Places, other: Places) -> float:
    return len(set(one) & set(other)) / len(set(one) | set(other))
