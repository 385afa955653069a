"""Warning signs after treatment, and cards for what to do when something goes wrong."""

from functools import cache

from drypoint.safety.packaged import check_sources, read
from drypoint.safety.triage import Level
from drypoint.terms import Text, Value, Verification


class WarningSign(Value, frozen=True):
    """What a rare harm looks like after treatment and what to do."""

    id: str
    signs: tuple[Text, ...]
    action: Text
    level: Level
    sources: tuple[str, ...]
    verification: Verification
    onset: Text | None = None
    """When it showed itself in the cases found; None where none says."""


class WarningSignsFile(Value, frozen=True):
    """``red_flags.json``."""

    schema: int
    after_treatment: tuple[WarningSign, ...]


class ActionCard(Value, frozen=True):
    """What to do, in order. Local protocols and training come first."""

    id: str
    title: Text
    signs: tuple[Text, ...]
    steps: tuple[Text, ...]
    sources: tuple[str, ...]
    verification: Verification


class ActionCardsFile(Value, frozen=True):
    """``action_cards.json``."""

    schema: int
    cards: tuple[ActionCard, ...]


@cache
def warning_signs() -> tuple[WarningSign, ...]:
    """Signs after treatment, by rare harm."""
    rows = read("red_flags.json", WarningSignsFile).after_treatment
    for row in rows:
        check_sources("red_flags.json", row.id, row.sources)
    return rows


@cache
def action_cards() -> tuple[ActionCard, ...]:
    """The cards."""
    rows = read("action_cards.json", ActionCardsFile).cards
    for row in rows:
        check_sources("action_cards.json", row.id, row.sources)
    return rows
