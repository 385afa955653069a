"""Landmarks: places by which a finger finds its way, declared once on the reference figure."""

from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import TypeVar

import msgspec
import numpy as np

from drypoint.atlas.body.skin import Floats
from drypoint.atlas.body.spots import REFERENCE, Look, Spot, Zones, point_of, spot_at
from drypoint.atlas.rows import Row
from drypoint.terms import KnowledgeError, Source, Text, Value

Anchor = dict[str, float]
"""A place between landmarks: the share of each; the sum is 1. A share below 0 leads beyond the others."""


_File = TypeVar("_File")


class Landmark(Row, frozen=True):
    """One place, on the right half or the midline."""

    id: str
    name: Text
    placed: str
    """By what it was found on the surface."""
    at: tuple[float, float, float]
    """Millimetres on the reference figure; how far off it is along ``look`` does not matter."""
    look: Look
    zones: Zones = ()
    """Where it must lie, where other skin hangs before it."""


class LandmarksFile(Value, frozen=True):
    """``landmarks.json``."""

    schema: int
    sources: dict[str, Source]
    landmarks: tuple[Landmark, ...]


@lru_cache(maxsize=1)
def landmarks_file() -> LandmarksFile:
    """The packaged file.

    Raises KnowledgeError where it is broken.
    """
    return decoded("landmarks.json", LandmarksFile)


def decoded(name: str, kind: type[_File]) -> _File:
    """A packaged file of places.

    Raises KnowledgeError where it is broken.
    """
    content = (resources.files("drypoint.atlas") / "data" / name).read_bytes()
    try:
        return msgspec.json.decode(content, type=kind)
    except msgspec.MsgspecError as fault:
        raise KnowledgeError(f"{name}: {fault}") from fault


def landmarks() -> tuple[Landmark, ...]:
    """Every landmark, head to foot."""
    return landmarks_file().landmarks


def spot_of(landmark: Landmark) -> Spot:
    """Its place on the skin.

    Raises KnowledgeError where its look meets none.
    """
    found = spot_at(np.array(landmark.at), landmark.look, landmark.zones)
    if found is None:
        raise KnowledgeError(f"landmarks.json: {landmark.id}: no skin is met there")
    return found


def anchors(declared: LandmarksFile) -> dict[str, Floats]:
    """Where each landmark is on the reference figure, in mm."""
    return {one.id: point_of(REFERENCE, spot_of(one)) for one in declared.landmarks}


def between(anchor: Mapping[str, float], known: Mapping[str, Floats]) -> Floats:
    """(3,) the point between landmarks, in mm; it need not lie on the skin."""
    return sum((known[name] * share for name, share in anchor.items()), np.zeros(3))
