"""What to tell a person after needling: what is usual, what not, whom to call, where sources disagree."""

from functools import cache
from typing import Literal

from drypoint.safety.packaged import check_sources, citations, content_hash, read
from drypoint.safety.places import load_places
from drypoint.terms import KnowledgeError, Text, Value, Verification

Topic = Literal["usual", "not_normal", "whom_to_call", "do", "avoid"]
Urgency = Literal["emergency", "same_day", "call_clinic"]


class Advice(Value, frozen=True):
    """One sentence or two for the after-care sheet."""

    id: str
    topic: Topic
    text: Text
    sources: tuple[str, ...]
    verification: Verification
    urgency: Urgency | None = None
    """How soon to get help, as the sentence says; of what is not normal and of whom to call."""
    structures: tuple[str, ...] = ()
    """Only said when one of these lay under a needle; empty: always."""
    regions: tuple[str, ...] = ()
    """Only said when one of these regions was needled; empty: always."""


class Position(Value, frozen=True):
    """What one side says."""

    id: str
    """Known within its question; a clinic's choice names it."""
    says: Text
    sources: tuple[str, ...]
    verification: Verification


class Disagreement(Value, frozen=True):
    """A question that sources answer differently, or that nobody studied."""

    id: str
    topic: Text
    positions: tuple[Position, ...]
    note: Text | None = None
    for_clinic: bool = False
    """Whether a clinic chooses what it tells: a question of practice, not of fact."""


class AftercareFile(Value, frozen=True):
    """``aftercare.json``."""

    schema: int
    version: str
    advice: tuple[Advice, ...]
    disagreements: tuple[Disagreement, ...]


class AftercareContent(Value, frozen=True):
    """The after-care sheet for one session."""

    version: str
    advice: tuple[Advice, ...]
    disagreements: tuple[Disagreement, ...]
    citations: dict[str, str]

    def on(self, topic: Topic) -> tuple[Advice, ...]:
        """The advice on one topic."""
        return tuple(row for row in self.advice if row.topic == topic)


def aftercare(
    under_structures: tuple[str, ...], *, reviewed: bool = True, regions: tuple[str, ...] | None = None
) -> AftercareContent:
    """After-care for a session with these structures under its needles, in these regions (``None``: any).

    ``reviewed`` is False when any insertion's surroundings are unknown: then every warning is given.
    """
    content = load_aftercare()
    under = set(under_structures)
    advice = tuple(
        row
        for row in content.advice
        if (not row.structures or not reviewed or under & set(row.structures))
        and (not row.regions or regions is None or set(regions) & set(row.regions))
    )
    keys = {key for row in advice for key in row.sources}
    keys |= {key for topic in content.disagreements for side in topic.positions for key in side.sources}
    return AftercareContent(
        version=f"{content.version}+{content_hash('aftercare.json', 'sources.json')}",
        advice=advice,
        disagreements=content.disagreements,
        citations={key: citations((key,))[0] for key in sorted(keys)},
    )


@cache
def load_aftercare() -> AftercareFile:
    """The after-care content, cross-checked."""
    content = read("aftercare.json", AftercareFile)
    check_aftercare(content)
    return content


def check_aftercare(content: AftercareFile) -> None:
    """``KnowledgeError`` on an unknown source, or a sign that does not say how soon to get help."""
    for row in content.advice:
        check_sources("aftercare.json", row.id, row.sources)
        if (row.urgency is not None) != (row.topic in ("not_normal", "whom_to_call")):
            raise KnowledgeError(f"aftercare.json: {row.id}: say how soon to get help, and only for signs")
        if row.regions and row.urgency is not None:
            raise KnowledgeError(f"aftercare.json: {row.id}: a sign is told whatever region was needled")
        if unknown := set(row.regions) - {one.code for one in load_places().regions}:
            raise KnowledgeError(f"aftercare.json: {row.id}: unknown region {sorted(unknown)[0]}")
    for topic in content.disagreements:
        if len({side.id for side in topic.positions}) < len(topic.positions):
            raise KnowledgeError(f"aftercare.json: {topic.id}: an answer stands twice")
        for side in topic.positions:
            check_sources("aftercare.json", topic.id, side.sources)
