"""Every number that the ranking assumes. None was measured: all are unverified decisions of this project.

Nobody has published how often a point's referral zone hurts, nor the sensitivity of palpation. The numbers
below make the obvious true (marked essential zones speak for a muscle, unmarked ones against) and no more.
"""

from math import sqrt

ESSENTIAL = 0.70
"""P(an essential zone is marked | the point is active). Below 1: people leave out zones, and redraw the same
shoulder pain with a Jaccard overlap of only 0.42 (Pain Distribution app study 2023)."""

SPILLOVER = 0.25
"""P(a spillover zone is marked | the point is active). "Some people feel it here too"."""

ELSEWHERE = 0.01
"""P(any other zone is marked). Background: pain of other causes."""

PRIOR_NONE = 0.1
"""P(no active trigger point) before anything is seen, in someone who comes with muscle pain. A guess: in the
published samples most such people had an active point, but those samples were chosen for it."""

PRIOR_RANGE = 4.0
"""The largest ratio that published prevalence may put between two muscles: studies are small, chose what
to examine, and report how often a point is found, not how often it causes pain."""

WHOLE_BODY_SHARE = 0.5
"""Share of the outer zones from which marked pain counts as whole-body pain: no muscle explains it."""


def prevalence_weight(active_percent: float) -> float:
    """Prior weight of a muscle from the share of people (0-100) in whom an active point was found.

    1 at 50 %, which is also the weight of a muscle that nobody examined; from 1/2 at 0 % to 2 at 100 %, so
    that no two muscles differ by more than ``PRIOR_RANGE``.
    """
    return float(PRIOR_RANGE ** (active_percent / 100 - 0.5))


def accuracy_from_kappa(kappa: float) -> float:
    """Sensitivity and specificity, taken as equal, of one examiner whose agreement with another is ``kappa``.

    Two examiners who err independently, each right with probability a, in people half of whom have the sign,
    agree with kappa = (2a - 1)^2; hence a = (1 + sqrt(kappa)) / 2. Agreement is not accuracy: two examiners
    can agree and both be wrong, so this is an upper guess.
    """
    return (1 + sqrt(max(0.0, kappa))) / 2
