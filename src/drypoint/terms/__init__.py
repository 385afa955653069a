"""The vocabulary every room speaks: values, sides, sources, text, errors. Imports nothing of ours."""

from drypoint.terms.anatomy import MuscleId, Side, ZoneCode
from drypoint.terms.errors import DrypointError, InvalidInput, KnowledgeError
from drypoint.terms.quantities import (
    Bits,
    Centimetres,
    Days,
    Hours,
    Kilograms,
    Millimetres,
    NonNegative,
    Percent,
    Probability,
    Score,
    Seconds,
)
from drypoint.terms.sources import Source, Verification
from drypoint.terms.text import Text
from drypoint.terms.values import Value, Versions, build_types

__all__ = [
    "Bits",
    "Centimetres",
    "Days",
    "DrypointError",
    "Hours",
    "InvalidInput",
    "Kilograms",
    "KnowledgeError",
    "Millimetres",
    "MuscleId",
    "NonNegative",
    "Percent",
    "Probability",
    "Score",
    "Seconds",
    "Side",
    "Source",
    "Text",
    "Value",
    "Verification",
    "Versions",
    "ZoneCode",
    "build_types",
]
