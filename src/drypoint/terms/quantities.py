"""Numbers with their unit in the type's name and their range checked where they enter."""

from typing import Annotated

from msgspec import Meta

Probability = Annotated[float, Meta(ge=0.0, le=1.0)]
NonNegative = Annotated[float, Meta(ge=0.0)]
Percent = Annotated[float, Meta(ge=0.0, le=100.0)]
Millimetres = Annotated[float, Meta(gt=0.0, le=1000.0)]
Centimetres = Annotated[float, Meta(gt=0.0, le=300.0)]
Kilograms = Annotated[float, Meta(gt=0.0, le=700.0)]
Seconds = Annotated[float, Meta(ge=0.0)]
Hours = Annotated[float, Meta(ge=0.0)]
Days = float
Bits = float
Score = float
"""A score on an instrument's own scale; the instrument checks the range."""
