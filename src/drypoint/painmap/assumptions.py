"""Every number that the ranking assumes, with its reason and what it was set on. All are unverified.

Nobody has published how often a trigger point's referral zone hurts, nor the sensitivity of palpation. Where
data could be used it was the 57 textbook statements of ``cases/pain_cases.yaml`` and drawings generated from
them (``bench/ranking.py``), never the published case reports: those stay a test.
"""

from math import sqrt

from drypoint.terms import Value


class Assumptions(Value, frozen=True):
    """One set of them; another is for ablations and sensitivity tables."""

    essential: float = 0.6
    """P(an essential zone is marked because of the point | the point is active). Two drawings of one person
    that each hold a zone with this chance share p / (2 - p) of their zones; the measured share, a mean
    Jaccard overlap of 0.42 (Pain Distribution app study 2023, shoulder pain redrawn), gives p = 0.59."""
    spillover: float = 0.1
    """P(a spillover zone is marked because of the point | the point is active). The textbook statements name
    80 % of the essential zones of their muscle and 6 % of its spillover zones; doubled, because a textbook
    names what is typical and a person marks what hurts."""
    spread: float = 0.2
    """Strength with which a zone that touches a referral zone is explained by the same point, as a share of
    that zone's own strength. People's marks stray over borders, by the overlap of 0.42. It explains a zone
    only as far as it is marked: nobody is expected to stray into every neighbour. Set on redrawn textbook
    statements."""
    elsewhere: float = 0.005
    """P(a zone is marked for other reasons than a trigger point)."""
    odds: float = 0.003
    """Odds that one trigger point on one side is active before anything is seen, times the muscle's weight.
    About one of the atlas's points then is. Smaller than any published prevalence, because those studies
    examined people chosen for it, in muscles chosen for it, and because one muscle that explains all should
    win over three that each explain a part (sparsity)."""
    prior_range: float = 4.0
    """The largest ratio that published prevalence may put between two muscles: studies are small, chose what
    to examine, and report how often a point is found, not how often it causes pain."""
    examined_percent: float = 50.0
    """Share that stands for a muscle which was examined in people in pain only together with others."""
    unexamined_percent: float = 0.0
    """Share that stands for a muscle which nobody examined in people in pain."""
    disputed_weight: float = 0.5
    """Weight of a trigger point whose pattern is itself disputed or thinly published (``unverified`` in the
    atlas, not merely unchecked against the page)."""
    wholly_marked: float = 0.5
    """Cover from which a zone counts as wholly marked; below, in proportion. Strokes seldom fill a zone."""
    whole_body_share: float = 0.5
    """Share of the outer zones from which marked pain counts as whole-body pain: no muscle explains it."""
    latent_ratio: float = 1.2
    """Likelihood ratio of a latent trigger point (the cluster of signs without the person's own pain). Latent
    points are common in people without pain (13-40 % of muscles in the atlas's healthy samples), so one says
    little; it is not against the muscle either, since recognition is missed now and then (kappa 0.575)."""


ASSUMED = Assumptions()
"""What ``rank`` assumes."""


def prevalence_weight(active_percent: float, assumed: Assumptions) -> float:
    """Prior weight of a muscle from the share of people (0-100) in whom an active point was found.

    With a range of 4, from 1/2 at 0 %, which is also the weight of a muscle that no study of people in pain
    examined, to 2 at 100 %. No two muscles differ by more than ``prior_range``. Unexamined counts low because
    authors examine the muscles that they hold responsible: a weak statement, hence the small range.
    """
    return float(assumed.prior_range ** (active_percent / 100 - 0.5))


def mark_of(cover: float, assumed: Assumptions) -> float:
    """How far a zone counts as marked (0-1) by its painted share (0-1)."""
    return min(1.0, cover / assumed.wholly_marked)


def accuracy_from_kappa(kappa: float) -> float:
    """Sensitivity and specificity, taken as equal, of one examiner whose agreement with another is ``kappa``.

    Two examiners who err independently, each right with probability a, in people half of whom have the sign,
    agree with kappa = (2a - 1)^2; hence a = (1 + sqrt(kappa)) / 2. Agreement is not accuracy: two examiners
    can agree and both be wrong, so this is an upper guess.
    """
    return (1 + sqrt(max(0.0, kappa))) / 2
