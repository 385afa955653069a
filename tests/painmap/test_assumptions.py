"""The stated assumptions do what their sentences say."""

from math import log2

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drypoint.atlas import load
from drypoint.painmap.assumptions import ASSUMED, accuracy_from_kappa, mark_of, prevalence_weight
from drypoint.painmap.palpation import expected_bits, palpation_accuracy
from drypoint.terms import KnowledgeError


def test_prevalence_weight_is_one_for_a_coin_toss_and_never_parts_two_muscles_by_more_than_the_range():
    assert prevalence_weight(50, ASSUMED) == 1
    apart = prevalence_weight(100, ASSUMED) / prevalence_weight(0, ASSUMED)
    assert apart == pytest.approx(ASSUMED.prior_range)


def test_redrawn_essential_zones_overlap_as_patients_own_redraws_do():
    # Pain Distribution app study 2023: mean Jaccard overlap 0.42.
    assert ASSUMED.essential / (2 - ASSUMED.essential) == pytest.approx(0.42, abs=0.01)


def test_half_a_zone_is_a_marked_zone():
    assert [mark_of(cover, ASSUMED) for cover in (0.0, 0.25, 0.5, 1.0)] == [0.0, 0.5, 1.0, 1.0]


@given(st.floats(0.5, 1))
def test_accuracy_from_kappa_inverts_the_agreement_of_two_such_examiners(accuracy):
    agreement = accuracy**2 + (1 - accuracy) ** 2
    kappa = (agreement - 0.5) / 0.5
    assert accuracy_from_kappa(kappa) == pytest.approx(accuracy, abs=1e-7)


def test_accuracy_from_no_agreement_is_a_coin_toss():
    assert accuracy_from_kappa(-0.1) == 0.5


def test_palpation_accuracy_comes_from_the_pooled_agreement_of_the_atlas():
    accuracy = palpation_accuracy(load())
    assert accuracy.point == pytest.approx((1 + 0.452**0.5) / 2)
    assert accuracy.point_low < accuracy.point < accuracy.point_high


class _WithoutAgreement:
    def __init__(self, agreement):
        self.palpation = msgspec.structs.replace(load().palpation, agreement=agreement)


def test_palpation_accuracy_without_a_pooled_kappa_is_refused():
    with pytest.raises(KnowledgeError, match="no pooled kappa for any_trigger_point"):
        palpation_accuracy(_WithoutAgreement(()))


def test_palpation_accuracy_without_an_interval_has_no_width():
    rows = tuple(msgspec.structs.replace(row, ci95=None) for row in load().palpation.agreement)
    accuracy = palpation_accuracy(_WithoutAgreement(rows))
    assert accuracy.point_low == accuracy.point == accuracy.point_high


@given(st.floats(1e-9, 1), st.floats(0.5, 1))
def test_expected_bits_equal_the_drop_in_entropy_by_enumeration(p, a):
    """I(hypothesis; answer) = sum over both of joint * log2(joint / product of margins)."""
    joint = {(1, 1): p * a, (1, 0): p * (1 - a), (0, 1): (1 - p) * (1 - a), (0, 0): (1 - p) * a}
    hypothesis = {1: p, 0: 1 - p}
    answer = {x: joint[1, x] + joint[0, x] for x in (0, 1)}
    bits = sum(v * log2(v / (hypothesis[h] * answer[x])) for (h, x), v in joint.items() if v > 0)
    assert expected_bits(p, a) == pytest.approx(bits, abs=1e-9)
