"""What a ranking says."""

from enum import StrEnum

from drypoint.atlas import PalpationRoute
from drypoint.terms import Bits, MuscleId, Probability, Side, Value, Versions, ZoneCode


class ZoneEvidence(Value, frozen=True):
    """One zone that speaks for or against a candidate."""

    code: ZoneCode
    side: Side
    cover: Probability


class Because(Value, frozen=True, rename={"for_": "for"}):
    """The zones behind a candidate, by the best fitting of its trigger points."""

    for_: tuple[ZoneEvidence, ...]
    """Marked zones to which the point refers."""
    against: tuple[ZoneEvidence, ...]
    """Essential zones of the point that are not marked, and marked zones that it does not explain."""


class PalpationVerdict(StrEnum):
    """How palpation counted."""

    FOR = "for"
    AGAINST = "against"


class Candidate(Value, frozen=True):
    """One muscle on one side."""

    muscle: MuscleId
    side: Side
    probability: Probability
    """That a trigger point of it is active, if at most one muscle-side has one. A way to order the search by
    stated assumptions, not a measured frequency."""
    because: Because
    trigger_point: int
    """Number of the best fitting trigger point."""
    palpation: PalpationVerdict | None
    unverified: bool
    """Whether its referral pattern still has to be checked against the source."""


class NextPalpation(Value, frozen=True):
    """A muscle whose palpation should sharpen the ranking."""

    muscle: MuscleId
    side: Side
    expected_bits: Bits
    """Expected information about which muscle-side is active, for one yes-or-no palpation."""
    expected_bits_low: Bits
    expected_bits_high: Bits
    """The same at the ends of the 95 % confidence interval of examiners' agreement."""
    route: PalpationRoute


class RedFlagId(StrEnum):
    """Warnings that no ranking lowers."""

    NERVE_ROOT = "nerve_root"
    WHOLE_BODY = "whole_body"


class RedFlag(Value, frozen=True):
    """A warning beside the ranking."""

    id: RedFlagId
    say: str


class Ranking(Value, frozen=True):
    """Candidates, most probable first. Muscles without any sign for them are not listed."""

    candidates: tuple[Candidate, ...]
    next_palpation: tuple[NextPalpation, ...]
    """Most informative first."""
    red_flags: tuple[RedFlag, ...]
    probability_none: Probability
    """That no muscle-side has an active trigger point."""
    omitted_mass: Probability
    """Probability of hypotheses that were not computed: none here, since every single muscle-side is."""
    notes: tuple[str, ...]
    """What limits this ranking."""
    unverified: bool
    """Always so far: the numbers behind it are assumptions."""
    versions: Versions | None = None
    """Stamped by ``drypoint.engines``."""
