"""How often, out of how many, with exact bounds: what few events in few treatments allow to say.

Clopper CJ, Pearson ES 1934, Biometrika 26(4):404-413: a bound is the share at which so few (or so many)
events would still come up with a stated chance. Exact means never too narrow; it says nothing of events
that nobody recorded.
"""

from math import exp, fsum, lgamma, log, log1p

from drypoint.terms import InvalidInput, Probability, Value

TWO_SIDED = 0.95
ONE_SIDED = 0.95
"""Levels of the bounds. The same number, two meanings: they are named wherever they are shown."""
_HALVINGS = 60
"""Of the interval from 0 to 1: more than a float can tell apart."""


class ExactRate(Value, frozen=True):
    """Events out of so many, as a share, with two kinds of bounds."""

    events: int
    of: int
    share: Probability
    low: Probability
    high: Probability
    """Two-sided 95 %: 2.5 % of chance beyond each end."""
    below: Probability
    """One-sided 95 %: the share lies below it, at that level."""


def exact_rate(events: int, of: int) -> ExactRate:
    """The share and its bounds; ``InvalidInput`` unless 0 <= ``events`` <= ``of`` and ``of`` > 0."""
    if not 0 <= events <= of or of == 0:
        raise InvalidInput("Give how many events, from 0, out of how many, from 1.", where="events")
    tail = (1 - TWO_SIDED) / 2
    return ExactRate(
        events=events,
        of=of,
        share=events / of,
        low=_lower(events, of, tail),
        high=_upper(events, of, tail),
        below=_upper(events, of, 1 - ONE_SIDED),
    )


def _upper(events: int, of: int, chance: Probability) -> Probability:
    """The share at which ``events`` or fewer would come up with ``chance``."""
    if events == of:
        return 1.0
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        # The larger the share, the rarer so few events.
        if at_most(events, of, middle) > chance:
            low = middle
        else:
            high = middle
    return high


def _lower(events: int, of: int, chance: Probability) -> Probability:
    """The share at which ``events`` or more would come up with ``chance``."""
    if events == 0:
        return 0.0
    return 1 - _upper(of - events, of, chance)


def at_most(events: int, of: int, share: Probability) -> Probability:
    """Binomial chance of ``events`` or fewer out of ``of``, for 0 < ``share`` < 1."""
    seen, unseen = log(share), log1p(-share)
    whole = lgamma(of + 1)
    return min(
        1.0,
        fsum(
            exp(whole - lgamma(k + 1) - lgamma(of - k + 1) + k * seen + (of - k) * unseen)
            for k in range(events + 1)
        ),
    )
