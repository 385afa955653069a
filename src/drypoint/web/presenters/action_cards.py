"""Action cards: what to do when something goes wrong, in order."""

from dataclasses import dataclass

from drypoint.safety import action_cards
from drypoint.safety.aftermath import ActionCard
from drypoint.safety.packaged import citations


@dataclass(frozen=True, slots=True)
class Shown:
    """One card with its sources in words."""

    card: ActionCard
    sources: tuple[str, ...]


def cards() -> tuple[ActionCard, ...]:
    """All cards, in the order of the file."""
    return action_cards()


def card(card_id: str) -> Shown | None:
    """The card with this id, if there is one."""
    for one in action_cards():
        if one.id == card_id:
            return Shown(one, citations(one.sources))
    return None
