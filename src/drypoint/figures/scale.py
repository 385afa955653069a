"""From values to places on the sheet, and round steps for an axis."""

import math

from drypoint.terms import Value


class Scale(Value, frozen=True):
    """The range of an axis: ``low`` is drawn at ``start``, ``high`` at ``end``."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Where ``value`` lies on the sheet; values outside the range are drawn at its edge."""
        share = (value - self.low) / (self.high - self.low)
        return self.start + min(1.0, max(0.0, share)) * (self.end - self.start)

    def steps(self, most: int = 6) -> tuple[float, ...]:
        """At most ``most`` round values over the range, 1, 2 or 5 times a power of ten apart."""
        span = self.high - self.low
        power = 10.0 ** math.floor(math.log10(span / most))
        apart = next(power * times for times in (1, 2, 5, 10, 20) if span / (power * times) <= most - 1)
        first = math.ceil(self.low / apart - 1e-9)
        last = math.floor(self.high / apart + 1e-9)
        return tuple(round(index * apart, 10) for index in range(first, last + 1))
