"""How far one person's scores after a change lie apart from those before: NAP and Tau.

NAP (Parker RI, Vannest K 2009, Behav Ther 40(4):357-367) is the share of all pairs of a score before and one
after in which the later is better, ties counted half. Tau = 2 NAP - 1 (Parker et al. 2011, Behav Ther
42(2):284-299). The standard error comes from the unbiased variance of such a share of pairs, Sen PK 1967,
Sankhya A 29:95-102; SE(Tau) = 2 SE(NAP).

It supposes scores that do not hang together from visit to visit, which scores of one person do: the interval
is too narrow by an amount that nobody can say from so few, and ``caution`` says so.
"""

from math import sqrt
from typing import Annotated

from msgspec import Meta

from drypoint.outcomes.instruments import Better
from drypoint.terms import Probability, Score, Text, Value, Versions

_NOTHING = 1e-12
"""A variance below it is none: an interval of no width would be false precision."""
FEWEST = 2
"""Scores in each phase below which there is no standard error."""
NORMAL_975 = 1.959963984540054
CAUTION = Text(
    en="Scores of one person hang together from visit to visit. The interval supposes that they do not, and "
    "is too narrow.",
    es="Las puntuaciones de una persona dependen unas de otras. El intervalo supone que no, y es demasiado "
    "estrecho.",
)


class SingleCaseRequest(Value, frozen=True):
    """Scores of one person in two phases, such as before needling began and after."""

    before: Annotated[tuple[Score, ...], Meta(min_length=1, max_length=1_000)]
    after: Annotated[tuple[Score, ...], Meta(min_length=1, max_length=1_000)]
    better: Better


class SingleCase(Value, frozen=True):
    """What the two phases say."""

    nap: Probability
    """1: every later score is better; 0.5: none of it."""
    nap_se: float | None
    """``None`` with fewer than two scores in a phase, or where nothing is left to estimate it from: phases
    that do not overlap at all, or scores that are all equal."""
    tau: float
    """-1 to 1; 0: no difference."""
    tau_se: float | None
    tau_lo95: float | None
    tau_hi95: float | None
    pairs: int
    caution: Text
    versions: Versions | None = None
    """Stamped by ``drypoint.engines``."""


def single_case(request: SingleCaseRequest) -> SingleCase:
    """NAP and Tau of two phases, in one pass over the pairs."""
    sign = -1.0 if request.better is Better.LOWER else 1.0
    first, second = len(request.before), len(request.after)
    kernel = [[_better(sign * (b - a)) for b in request.after] for a in request.before]
    pairs = first * second
    nap = sum(map(sum, kernel)) / pairs
    error = None if min(first, second) < FEWEST else _standard_error(kernel, nap)
    tau = 2 * nap - 1
    far = None if error is None else NORMAL_975 * 2 * error
    return SingleCase(
        nap=nap,
        nap_se=error,
        tau=tau,
        tau_se=None if error is None else 2 * error,
        tau_lo95=None if far is None else max(-1.0, tau - far),
        tau_hi95=None if far is None else min(1.0, tau + far),
        pairs=pairs,
        caution=CAUTION,
    )


def _better(difference: float) -> float:
    return 1.0 if difference > 0 else 0.5 if difference == 0 else 0.0


def _standard_error(kernel: list[list[float]], nap: float) -> float | None:
    """Sen's unbiased variance: from row means, column means and the squares of the pairs."""
    rows, columns = len(kernel), len(kernel[0])
    of_rows = sum((sum(row) / columns - nap) ** 2 for row in kernel)
    of_columns = sum((sum(row[at] for row in kernel) / rows - nap) ** 2 for at in range(columns))
    of_pairs = sum((value - nap) ** 2 for row in kernel for value in row)
    variance = (of_rows * columns**2 + of_columns * rows**2 - of_pairs) / (
        rows * columns * (rows - 1) * (columns - 1)
    )
    return sqrt(variance) if variance > _NOTHING else None
