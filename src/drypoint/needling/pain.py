"""What pain and sensations during needling ask for: rules over what the person says of one needle."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Annotated

import msgspec
from msgspec import Meta

from drypoint.needling.events import Sensation
from drypoint.terms import KnowledgeError, Seconds, Source, Text, Value, Verification


class AsksFor(StrEnum):
    """What is due at a needle, the lesser first."""

    STOP_ADVANCING = "stop_advancing"
    REMOVAL = "removal"


class Said(Value, frozen=True):
    """One thing that the person said of a needle."""

    at: datetime
    sensation: Sensation | None
    pain_nprs: float | None
    """0-10."""


class PainRule(Value, frozen=True):
    """When what was said asks for something. One of the sensations, or the pain, is enough."""

    id: str
    sensations: tuple[Sensation, ...]
    pain_nprs_at_least: Annotated[float, Meta(ge=0, le=10)] | None
    said_again_after_seconds: Seconds | None
    """Asks only once it was said again as long after it was first said; ``None``: at once."""
    asks_for: AsksFor
    because: Text
    sources: Annotated[tuple[str, ...], Meta(min_length=1)]
    verification: Verification

    def fits(self, said: Said) -> bool:
        """Whether this is what the rule is about."""
        strong = (
            self.pain_nprs_at_least is not None
            and said.pain_nprs is not None
            and said.pain_nprs >= self.pain_nprs_at_least
        )
        return strong or said.sensation in self.sensations


class PainFile(Value, frozen=True):
    """``pain.json``: the strictest rule first."""

    schema: int
    sources: dict[str, Source]
    rules: tuple[PainRule, ...]


@cache
def pain_rules() -> PainFile:
    """The declared rules, read once."""
    return decode_pain(files("drypoint.needling").joinpath("data", "pain.json").read_bytes())


def decode_pain(raw: bytes) -> PainFile:
    """Decode the file; ``KnowledgeError`` on a wrong shape or an undeclared source."""
    try:
        file = msgspec.json.decode(raw, type=PainFile)
    except msgspec.ValidationError as fault:
        raise KnowledgeError(f"pain.json: {fault}") from fault
    for rule in file.rules:
        if unknown := set(rule.sources) - set(file.sources):
            raise KnowledgeError(
                f"pain.json: rule {rule.id} names unknown sources: {', '.join(sorted(unknown))}"
            )
    return file


def asked_by(said: Sequence[Said], rules: Sequence[PainRule]) -> PainRule | None:
    """The first of ``rules`` that what was ``said`` of one needle, in order, still calls for, if any.

    What was said before something that fits no rule, such as an ache, no longer counts: it has eased.
    """
    lasting: list[Said] = []
    for one in said:
        lasting = [*lasting, one] if any(rule.fits(one) for rule in rules) else []
    return next((rule for rule in rules if _calls(rule, [one for one in lasting if rule.fits(one)])), None)


def _calls(rule: PainRule, said: Sequence[Said]) -> bool:
    if not said or rule.said_again_after_seconds is None:
        return bool(said)
    return (said[-1].at - said[0].at).total_seconds() >= rule.said_again_after_seconds
