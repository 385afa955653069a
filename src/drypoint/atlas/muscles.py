"""Muscles, or separately needled parts of one, with the zones to which their trigger points refer pain."""

from enum import StrEnum
from typing import Literal

from drypoint.atlas.rows import Row, weakest
from drypoint.terms import MuscleId, Side, Source, Text, Value, Verification, ZoneCode


class IdentifierScope(StrEnum):
    """How the anatomical term of an identifier covers the atlas entry that carries it."""

    EXACT = "exact"
    WHOLE = "whole"
    """The term names the whole muscle, the entry is a part of it."""
    MEMBER = "member"
    """The term names one member, the entry is a group."""
    NONE = "none"
    """No identifier was found."""


class Identifiers(Row, frozen=True):
    """Identifiers in public anatomies. Several parts of one muscle may share an identifier."""

    fma: str | None
    fma_term: str | None
    uberon: str | None
    uberon_name: str | None
    ta98: str | None
    scope: IdentifierScope


class Innervation(Row, frozen=True):
    """Nerve and segments."""

    text: str


class ReferralPattern(Row, frozen=True):
    """Where one trigger point refers pain, on the muscle's own side unless ``crosses`` says more."""

    trp: int
    """Number of the trigger point as commonly used after Travell & Simons; not checked page by page."""
    essential: tuple[ZoneCode, ...]
    spillover: tuple[ZoneCode, ...]
    crosses: tuple[ZoneCode, ...] = ()
    """Those of its zones where pain may also be felt on the other side."""


class BillingBasis(StrEnum):
    """Why an entry counts as this muscle when treated muscles are counted for a procedure code."""

    NAMED_MUSCLE = "named_muscle"
    """A muscle with an anatomical name of its own."""
    PART_OF_ONE = "part_of_one"
    """A part, head, belly or division of one named muscle."""
    JUDGEMENT = "judgement"
    """Our grouping, chosen so that doubtful cases count fewer muscles; no payer's rule was found."""


class Billing(Row, frozen=True):
    """The muscle as which an entry is counted; entries that share it count once."""

    muscle: str
    basis: BillingBasis


class PalpationRoute(StrEnum):
    """The way by which a finger reaches a muscle."""

    SKIN = "skin"
    MOUTH = "mouth"
    PELVIC = "pelvic"
    """Internal examination: needs its own training and consent."""


class Palpability(Row, frozen=True):
    """Whether trigger points of a muscle can be palpated at all; ``None`` when teaching is divided."""

    palpable: bool | None
    route: PalpationRoute


class HazardBasis(StrEnum):
    """Why a hazard row speaks for a muscle."""

    NAMED = "named"
    """The row names the muscle or its group."""
    SAME_STRUCTURES = "same_structures"
    """A neighbour's row, mapped because the same structures lie under both: our judgement."""


class HazardLink(Value, frozen=True):
    """One hazard row that speaks for a muscle."""

    hazard: str
    basis: HazardBasis


class Muscle(Value, frozen=True):
    """One entry of the atlas. Each field group carries its own sources and verification."""

    id: MuscleId
    latin: str
    name: Text
    everyday: Text | None
    """What people without training call it or its place; None where there is no such name."""
    paired: bool
    region: str
    identifiers: Identifiers
    innervation: Innervation
    patterns: tuple[ReferralPattern, ...]
    billing: Billing
    palpability: Palpability
    hazards: tuple[HazardLink, ...] | Literal["not_reviewed"]
    note: str | None = None

    @property
    def sides(self) -> tuple[Side, ...]:
        """The sides on which this muscle exists; an unpaired one lies on the midline."""
        return (Side.LEFT, Side.RIGHT) if self.paired else (Side.MIDLINE,)

    @property
    def billing_muscle(self) -> str:
        """The muscle as which this entry is counted for a procedure code."""
        return self.billing.muscle

    @property
    def palpable(self) -> bool | None:
        """Whether its trigger points can be palpated; None when teaching is divided."""
        return self.palpability.palpable

    @property
    def hazard_ids(self) -> tuple[str, ...]:
        """Hazard rows that speak for this muscle, the row that names it first; empty if not reviewed."""
        return () if self.hazards == "not_reviewed" else tuple(link.hazard for link in self.hazards)

    @property
    def is_reviewed(self) -> bool:
        """Whether any hazard row speaks for this muscle. False means unknown, never harmless."""
        return self.hazards != "not_reviewed"

    @property
    def pattern_verification(self) -> Verification:
        """The least checked of its referral patterns."""
        return weakest(pattern.verification for pattern in self.patterns)


class MusclesFile(Value, frozen=True):
    """``muscles.json``."""

    schema: int
    sources: dict[str, Source]
    muscles: tuple[Muscle, ...]
