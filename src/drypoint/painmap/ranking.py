"""What a ranking says."""

from enum import StrEnum

from drypoint.atlas import PalpationRoute
from drypoint.terms import Bits, MuscleId, Probability, Side, Value, Versions, ZoneCode

DECIMALS = 12
"""Of what is told: further ones differ from processor to processor, and a stored result must replay."""


class Rather(Value, frozen=True):
    """The muscle on one side that most probably explains a zone."""

    muscle: MuscleId
    side: Side


class ZoneEvidence(Value, frozen=True):
    """One zone that speaks for or against a candidate."""

    code: ZoneCode
    side: Side
    cover: Probability
    bits: Bits
    """How much: ``log2`` of the likelihood of the zone with the point alone, over that with no active point.
    0 for a marked zone that the point does not explain."""
    near: bool
    """Whether the zone only lies beside a referral zone of the point."""
    rather: Rather | None
    """What explains a zone that the point does not; ``None`` if nothing does, or both sides equally."""


class Because(Value, frozen=True, rename={"for_": "for"}):
    """The zones behind a candidate, by the best fitting of its trigger points."""

    for_: tuple[ZoneEvidence, ...]
    """Marked zones to which the point refers, or that lie beside one of them; most telling first."""
    against: tuple[ZoneEvidence, ...]
    """Essential zones of the point that are not marked, and marked zones that it does not explain."""


class PalpationVerdict(StrEnum):
    """How palpation counted."""

    FOR = "for"
    AGAINST = "against"


class PointProbability(Value, frozen=True):
    """One trigger point of a candidate."""

    trp: int
    probability: Probability
    """That this point is active."""


class Candidate(Value, frozen=True):
    """One muscle on one side."""

    muscle: MuscleId
    side: Side
    probability: Probability
    """That any trigger point of it is active. A way to order the search by stated assumptions, not a measured
    frequency."""
    because: Because
    trigger_point: int
    """Number of the most probable of its trigger points, by which ``because`` explains it."""
    points: tuple[PointProbability, ...]
    """Every trigger point of it."""
    palpation: PalpationVerdict | None
    unverified: bool
    """Whether its referral pattern still has to be checked against the source."""
    disputed: bool
    """Whether the pattern itself is disputed or thinly published; such a point weighs less."""


class NextPalpation(Value, frozen=True):
    """A muscle whose palpation should sharpen the ranking."""

    muscle: MuscleId
    side: Side
    expected_bits: Bits
    """Expected information about which points are active, for one yes-or-no palpation."""
    expected_bits_low: Bits
    expected_bits_high: Bits
    """The same at the ends of the 95 % confidence interval of examiners' agreement."""
    route: PalpationRoute


class RedFlagId(StrEnum):
    """Warnings that no ranking lowers."""

    NERVE_ROOT = "nerve_root"
    WHOLE_BODY = "whole_body"
    CAUGHT_NERVE = "caught_nerve"
    """Words of a nerve, and a muscle among the first beside which a nerve may be caught."""
    GLUTEAL_ROOT = "gluteal_root"
    """A gluteal muscle fits: its trigger points and a nerve root often come together."""


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
    """That no trigger point is active; the prior where nothing was ranked."""
    omitted_mass: Probability
    """Upper bound of the probability that a point is active which was left out because it hardly fits."""
    notes: tuple[str, ...]
    """What limits this ranking."""
    unverified: bool
    """Always so far: the numbers behind it are assumptions."""
    versions: Versions | None = None
    """Stamped by ``drypoint.engines``."""
