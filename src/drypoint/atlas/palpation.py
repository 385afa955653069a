"""How well examiners agree when they palpate, and patients with their own drawings.

Agreement (kappa) is neither sensitivity nor specificity. Whoever turns one into the other states the
assumption and shows how much the result depends on it.
"""

from enum import StrEnum

from drypoint.atlas.rows import Row
from drypoint.terms import Source, Text, Value


class PalpationSign(StrEnum):
    """What was agreed on."""

    ANY_TRIGGER_POINT = "any_trigger_point"
    LOCAL_TENDERNESS = "local_tenderness"
    PAIN_RECOGNITION = "pain_recognition"
    TAUT_BAND = "taut_band"
    LOCAL_TWITCH_RESPONSE = "local_twitch_response"


class Agreement(Row, frozen=True):
    """Inter-rater kappa of one sign: a pooled value, or the range over studies."""

    id: str
    sign: PalpationSign
    kappa: float | None = None
    ci95: tuple[float, float] | None = None
    range: tuple[float, float] | None = None
    studies: int | None = None
    patients: int | None = None


class PalpationFact(Row, frozen=True):
    """A diagnostic criterion or a figure about palpation, in words."""

    id: str
    says: Text


class Measurement(Row, frozen=True):
    """One figure (``low == high``) or range, in ``unit``."""

    id: str
    what: Text
    unit: str
    low: float
    high: float
    sd: float | None = None
    n: int | None = None


class PalpationFile(Value, frozen=True):
    """``palpation.json``."""

    schema: int
    sources: dict[str, Source]
    agreement: tuple[Agreement, ...]
    criteria: tuple[PalpationFact, ...]
    measurements: tuple[Measurement, ...]
