"""Typed rows that facts of an episode hold as JSON."""

from typing import Annotated

from msgspec import Meta

from drypoint.terms import Value

Words = Annotated[str, Meta(min_length=1, max_length=2000)]
ShortWords = Annotated[str, Meta(min_length=1, max_length=200)]


class TriedTreatment(Value, frozen=True):
    """One treatment that was tried before, and what came of it."""

    kind: ShortWords
    result: ShortWords
    """In the person's or the therapist's words; "unknown" is an answer too."""
    when: ShortWords | None = None
    visits: Annotated[int, Meta(ge=0, le=1000)] | None = None


class PlannedTreatment(Value, frozen=True):
    """One treatment that the plan of care foresees beside needling."""

    kind: ShortWords
    words: Words | None = None
