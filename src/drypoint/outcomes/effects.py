"""What systematic reviews printed about the effect of dry needling, as they printed it."""

from functools import cache
from typing import Literal

from drypoint.outcomes.rows import KnowledgeFile, Sourced, load

Measure = Literal["md", "smd", "d", "rr"]
"""Mean difference, standardised mean difference, Cohen's d, risk ratio."""


class Review(Sourced, frozen=True):
    """What a figure or statement of a review is about."""

    review: str
    region: str | None
    trials: int | None
    """In the review."""
    people: int | None
    trials_in_meta_analysis: int | None


class ReviewFigure(Review, frozen=True):
    """One pooled effect. For pain and disability negative favours needling, unless the note differs."""

    comparator: str | None
    outcome: str | None
    window: str | None
    measure: Measure | None
    value: float | None
    ci_low: float | None
    ci_high: float | None
    """Ends of the 95 % confidence interval; ``None`` where the copy that was read lacks them."""
    result: str | None
    note: str | None


class ReviewStatement(Review, frozen=True):
    """What a review concluded where its abstract prints no figures."""

    says: str


class EffectsFile(KnowledgeFile, frozen=True):
    """``effects.json``."""

    figures: tuple[ReviewFigure, ...]
    statements: tuple[ReviewStatement, ...]
    not_reached: tuple[str, ...]
    """Publications that were looked for and not read."""


@cache
def load_review_figures() -> EffectsFile:
    """Published pooled effects, read once."""
    return load("effects.json", EffectsFile)
