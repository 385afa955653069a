"""Published cases to walk through: reports and series in which pain was traced to muscles.

They lie beside the pages and not in the ``demo`` room, as pages may not import that room.
"""

from functools import lru_cache
from importlib import resources
from typing import Literal

import msgspec
from django.http import Http404

from drypoint import atlas
from drypoint.clinic.visits.rows import DrawnZone
from drypoint.terms import MuscleId, Side, Source, Text, Value, Verification, ZoneCode

DRAWN_WHERE_UNSAID = Side.RIGHT
"""The side on which a case is drawn whose report, as far as it was read, does not say the side."""


class GuidedCase(Value, frozen=True):
    """One report or series, in our own words."""

    id: str
    kind: Literal["report", "series"]
    complaint: str
    """The atlas's complaint under which we file it; our choice."""
    side: Side | None
    """``None`` where what was read does not say it."""
    zones: tuple[ZoneCode, ...]
    """Our reading of the words; the reports hold no drawing of ours."""
    words: Text
    muscles: tuple[MuscleId, ...]
    """Those found responsible."""
    citation: str
    read: Literal["abstract", "excerpt", "memory"]
    """What of the source was read before the row was written."""
    doubts: Text | None

    @property
    def source(self) -> Source:
        """The report, marked unverified where it stands from memory or at second hand."""
        verified = self.read == "abstract"
        return Source(
            citation=self.citation,
            read=self.read,
            verification=Verification.VERIFIED if verified else Verification.UNVERIFIED,
        )

    @property
    def drawn_side(self) -> Side:
        """The side on which the example is drawn."""
        return self.side or DRAWN_WHERE_UNSAID

    def drawing(self) -> tuple[DrawnZone, ...]:
        """The zones as a pain drawing holds them; neither strength nor quality is known."""
        known = atlas.load()
        return tuple(
            DrawnZone(code=code, side=Side.MIDLINE if known.zone(code).midline else self.drawn_side)
            for code in self.zones
        )


class _CasesFile(Value, frozen=True):
    schema: int
    cases: tuple[GuidedCase, ...]


@lru_cache
def guided_cases() -> dict[str, GuidedCase]:
    """All of them by id, in order; ``InvalidInput`` for a code that the atlas lacks."""
    text = resources.files("drypoint.web").joinpath("guided_cases.json").read_bytes()
    cases = msgspec.json.decode(text, type=_CasesFile).cases
    known = atlas.load()
    for case in cases:
        known.complaint(case.complaint)
        for code in case.zones:
            known.zone(code)
        for muscle in case.muscles:
            known.muscle(muscle)
    return {case.id: case for case in cases}


def case_or_404(case_id: str) -> GuidedCase:
    """The case of an address."""
    try:
        return guided_cases()[case_id]
    except KeyError:
        raise Http404 from None
