"""The number by which Japanese makers name a diameter, only where every source read says the same."""

from decimal import Decimal
from functools import cache
from importlib.resources import files

import msgspec

from drypoint.terms import KnowledgeError, Source, Value, Verification


class Gauge(Value, frozen=True):
    """One number and its diameter in mm."""

    number: str
    diameter_mm: Decimal
    sources: tuple[str, ...]
    verification: Verification


class Gauges(Value, frozen=True):
    """``gauges.json``. Numbers on which sources differ (0, 4 to 7) are left out."""

    schema: int
    version: str
    sources: dict[str, Source]
    japanese: tuple[Gauge, ...]


@cache
def load_gauges() -> Gauges:
    """The gauges that ship with Drypoint, read once."""
    return decode_gauges(files("drypoint.supplies").joinpath("data", "gauges.json").read_bytes())


def decode_gauges(raw: bytes) -> Gauges:
    """Decode and check: one number for a diameter, at least two sources for each.

    Raises:
        KnowledgeError: the file has the wrong shape, or a row is doubled or rests on one source.
    """
    try:
        gauges = msgspec.json.decode(raw, type=Gauges)
    except msgspec.ValidationError as fault:
        raise KnowledgeError(f"gauges.json: {fault}") from fault
    for name in ("number", "diameter_mm"):
        if len({getattr(row, name) for row in gauges.japanese}) < len(gauges.japanese):
            raise KnowledgeError(f"gauges.json: a {name} stands there twice")
    for row in gauges.japanese:
        if len(row.sources) < 2 or not gauges.sources.keys() >= set(row.sources):
            raise KnowledgeError(f"gauges.json: number {row.number} needs two sources that the file declares")
    return gauges


def japanese_number(diameter_mm: Decimal) -> Gauge | None:
    """The Japanese number of a diameter in mm, where it has one that is beyond doubt between the sources."""
    return next((row for row in load_gauges().japanese if row.diameter_mm == diameter_mm), None)
