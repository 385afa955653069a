"""How well two examiners agree, and how much of that chance alone would give.

Kappa: Cohen J 1960, Educ Psychol Meas 20(1):37-46. Its large-sample variance: Fleiss JL, Cohen J, Everitt BS
1969, Psychol Bull 72(5):323-327. Kappa is low where nearly everything is found, or nearly nothing, however
well two agree; so the prevalence and bias indices and PABAK stand beside it: Byrt T, Bishop J, Carlin JB
1993, J Clin Epidemiol 46(5):423-429.

Agreement is neither sensitivity nor specificity: two can agree and both be wrong.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from enum import StrEnum
from math import fsum, sqrt

from drypoint.terms import InvalidInput, Probability, Value

FEWEST = 30
"""Below so many pairs kappa is not said: its interval is a large-sample one. Our own choice, no source."""
NORMAL_975 = 1.959963984540054
"""Of the standard normal distribution: 2.5 % lies above."""


class Unsaid(StrEnum):
    """Why kappa, or its interval, is not given."""

    NOTHING = "nothing"
    """No pair at all."""
    NO_VARIATION = "no_variation"
    """Both gave one and the same answer throughout: chance alone gives full agreement, so kappa is 0 / 0."""
    NO_WIDTH = "no_width"
    """Full agreement, or one examiner gave one answer throughout: the formula's variance is 0, which is no
    statement about the next hundred pairs."""


class Agreement(Value, frozen=True):
    """Of two examiners about the same things, each of them judged by both."""

    n: int
    categories: tuple[str, ...]
    """What they said, in order of the alphabet."""
    table: tuple[tuple[int, ...], ...]
    """Rows are what the first said, columns what the second said."""
    agreed: int
    observed: Probability | None
    """Share of pairs in which they agreed."""
    expected: Probability | None
    """Share in which they would agree by chance, had each kept to their own frequencies."""
    kappa: float | None
    low: float | None
    high: float | None
    """Ends of the 95 % interval. It counts every pair as independent."""
    pabak: float | None
    """Kappa at even prevalence and no bias: from the observed agreement and how many categories there are."""
    prevalence_index: float | None
    """For two categories: difference of the two agreeing shares, without its sign; near 1 kappa misleads."""
    bias_index: float | None
    """For two categories: how much oftener one examiner finds it than the other, as a share."""
    unsaid: Unsaid | None
    too_few: bool
    """Whether ``n`` is below ``FEWEST``: then show the counts and not kappa."""


def agreement(pairs: Iterable[tuple[str, str]], *, categories: Sequence[str] = ()) -> Agreement:
    """What two examiners said of the same things, in pairs of any words.

    ``categories`` names answers that could have been given and perhaps never were; PABAK depends on their
    number, which is at least two.
    """
    counted = Counter(pairs)
    names = tuple(sorted({*categories, *(said for pair in counted for said in pair)}))
    table = tuple(tuple(counted[row, column] for column in names) for row in names)
    return of_table(table, categories=names)


def of_table(table: Sequence[Sequence[int]], *, categories: Sequence[str]) -> Agreement:
    """As ``agreement``, of a square table of counts; ``InvalidInput`` for one that is not."""
    size = len(categories)
    if len(table) != size or any(len(row) != size or min(row) < 0 for row in table):
        raise InvalidInput("Give a row and a column of counts for each category.", where="table")
    rows = tuple(tuple(row) for row in table)
    n = sum(sum(row) for row in rows)
    agreed = sum(rows[k][k] for k in range(size))
    shares = [[count / n if n else 0.0 for count in row] for row in rows]
    first = [fsum(row) for row in shares]
    second = [fsum(column) for column in zip(*shares, strict=True)]
    expected = fsum(a * b for a, b in zip(first, second, strict=True))
    observed = agreed / n if n else 0.0
    of = max(size, 2)
    # Whole numbers tell the cases without an answer exactly; shares would only nearly.
    unsaid = _unsaid(rows, n, agreed)
    kappa = low = high = None
    if unsaid in (None, Unsaid.NO_WIDTH):
        kappa = (observed - expected) / (1 - expected)
        if unsaid is None:
            half = NORMAL_975 * sqrt(_variance(shares, first, second, kappa, expected) / n)
            low, high = max(-1.0, kappa - half), min(1.0, kappa + half)
    return Agreement(
        n=n,
        categories=tuple(categories),
        table=rows,
        agreed=agreed,
        observed=observed if n else None,
        expected=expected if n else None,
        kappa=kappa,
        low=low,
        high=high,
        pabak=(of * observed - 1) / (of - 1) if n else None,
        prevalence_index=abs(shares[0][0] - shares[1][1]) if n and size == 2 else None,
        bias_index=abs(shares[0][1] - shares[1][0]) if n and size == 2 else None,
        unsaid=unsaid,
        too_few=n < FEWEST,
    )


def _unsaid(table: Sequence[Sequence[int]], n: int, agreed: int) -> Unsaid | None:
    if n == 0:
        return Unsaid.NOTHING
    if any(table[k][k] == n for k in range(len(table))):
        return Unsaid.NO_VARIATION
    one_answer = any(sum(said) == n for said in (*table, *zip(*table, strict=True)))
    return Unsaid.NO_WIDTH if agreed == n or one_answer else None


def _variance(
    shares: list[list[float]], first: list[float], second: list[float], kappa: float, expected: float
) -> float:
    """Of kappa, times n: Fleiss, Cohen and Everitt 1969. Never below 0 by rounding."""
    away = 1 - kappa
    total = fsum(
        share * (1 - (first[i] + second[i]) * away) ** 2
        if i == j
        else share * away**2 * (second[i] + first[j]) ** 2
        for i, row in enumerate(shares)
        for j, share in enumerate(row)
    )
    return max(0.0, total - (kappa - expected * away) ** 2) / (1 - expected) ** 2
