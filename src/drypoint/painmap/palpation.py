"""How a palpation finding changes the odds, and which palpation would tell most.

The accuracy of palpation is assumed from examiners' agreement (``assumptions.accuracy_from_kappa``).
"""

from collections.abc import Iterable, Sequence
from math import log2

from drypoint.atlas import Agreement, Atlas, PalpationSign
from drypoint.painmap.assumptions import Assumptions, accuracy_from_kappa
from drypoint.painmap.ranking import PalpationVerdict
from drypoint.painmap.request import PalpationFinding
from drypoint.terms import Bits, KnowledgeError, Probability, Value

CLUSTER_NEEDED = 2
"""Of taut band, tender spot and referred pain, how many make a trigger point: two of three
(Fernández-de-las-Peñas and Dommerholt 2018, Delphi of 60 experts; the count is unverified)."""


class PalpationAccuracy(Value, frozen=True):
    """Sensitivity and specificity (taken as equal) assumed for palpation."""

    point: Probability
    """Of finding any trigger point."""
    point_low: Probability
    point_high: Probability
    """At the ends of the confidence interval of the agreement."""
    recognition: Probability
    """Of the person recognising the pain."""


def palpation_accuracy(atlas: Atlas) -> PalpationAccuracy:
    """The assumed accuracy, from the pooled agreement in the atlas (Rathbone 2017, meta-analysis).

    Raises:
        KnowledgeError: the atlas has no pooled kappa for a trigger point or for recognition.
    """
    point = _pooled(atlas.palpation.agreement, PalpationSign.ANY_TRIGGER_POINT)
    recognition = _pooled(atlas.palpation.agreement, PalpationSign.PAIN_RECOGNITION)
    low, high = point.ci95 or (point.kappa, point.kappa)
    return PalpationAccuracy(
        point=accuracy_from_kappa(point.kappa or 0.0),
        point_low=accuracy_from_kappa(low or 0.0),
        point_high=accuracy_from_kappa(high or 0.0),
        recognition=accuracy_from_kappa(recognition.kappa or 0.0),
    )


def _pooled(rows: Sequence[Agreement], sign: PalpationSign) -> Agreement:
    for row in rows:
        if row.sign is sign and row.kappa is not None:
            return row
    raise KnowledgeError(f"palpation.json: no pooled kappa for {sign}")


def likelihood_ratio(
    findings: Iterable[PalpationFinding], accuracy: PalpationAccuracy, assumed: Assumptions
) -> float:
    """How much more likely the findings in one muscle-side are if it is active; 1 when they decide nothing.

    Several findings in one muscle-side count once, as the one that speaks for it most.
    """
    return max(_decided(findings, accuracy, assumed), default=1.0)


def contradict(
    findings: Iterable[PalpationFinding], accuracy: PalpationAccuracy, assumed: Assumptions
) -> bool:
    """Whether some of these findings speak for the muscle-side and others against it."""
    ratios = _decided(findings, accuracy, assumed)
    return any(ratio > 1 for ratio in ratios) and any(ratio < 1 for ratio in ratios)


def _decided(
    findings: Iterable[PalpationFinding], accuracy: PalpationAccuracy, assumed: Assumptions
) -> list[float]:
    ratios = (_ratio(finding, accuracy, assumed) for finding in findings)
    return [ratio for ratio in ratios if ratio is not None]


def verdict_of(ratio: float) -> PalpationVerdict | None:
    """In words, what a likelihood ratio says."""
    if ratio == 1:
        return None
    return PalpationVerdict.FOR if ratio > 1 else PalpationVerdict.AGAINST


def _ratio(finding: PalpationFinding, accuracy: PalpationAccuracy, assumed: Assumptions) -> float | None:
    """Recognised pain decides where it was tested, since it makes a point active; else the cluster of signs.

    A cluster that excludes a trigger point outweighs recognition: then something else was pressed. A cluster
    without recognition is a latent point, which says little.
    """
    found = _cluster(finding)
    if found and finding.recognised_pain is False:
        return assumed.latent_ratio
    if found is not False and finding.recognised_pain is not None:
        return _odds(accuracy.recognition, positive=finding.recognised_pain)
    return None if found is None else _odds(accuracy.point, positive=found)


def _cluster(finding: PalpationFinding) -> bool | None:
    signs = (finding.taut_band, finding.spot_tenderness, finding.referred_pain)
    if signs.count(True) >= CLUSTER_NEEDED:
        return True
    return False if signs.count(False) > len(signs) - CLUSTER_NEEDED else None


def _odds(accuracy: Probability, *, positive: bool) -> float:
    return accuracy / (1 - accuracy) if positive else (1 - accuracy) / accuracy


def expected_bits(probability: Probability, accuracy: Probability) -> Bits:
    """Mutual information, in bits, between which hypothesis holds and a yes-or-no palpation of one of them.

    ``H(answer) - H(answer | hypothesis)``: exact, because the answer depends only on whether the palpated
    muscle-side is the active one (Cover and Thomas 2006, section 2.4).
    """
    positive = probability * accuracy + (1 - probability) * (1 - accuracy)
    return max(0.0, _entropy(positive) - _entropy(accuracy))


def _entropy(p: Probability) -> Bits:
    return 0.0 if p in (0.0, 1.0) else -p * log2(p) - (1 - p) * log2(1 - p)
