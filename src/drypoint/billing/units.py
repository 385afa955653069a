"""From minutes to units of 15-minute codes, by either of the two rules that payers use.

The minutes are those spent one to one on a service. The time for which needles stay in is no part of them:
needle insertion is not timed.
"""

from collections.abc import Sequence
from typing import Annotated

from msgspec import Meta

from drypoint.billing.rules import UnitRule
from drypoint.terms import Value

UNIT_MINUTES = 15
FIRST_MINUTES = 8
"""The first minute that makes a unit: more than half of one."""


class TimedMinutes(Value, frozen=True):
    """The minutes of one timed code."""

    code: str
    minutes: Annotated[int, Meta(ge=0, le=1440)]


def timed_units(services: Sequence[TimedMinutes], rule: UnitRule) -> tuple[int, ...]:
    """Units of each service, in the order given.

    By Medicare's rule the minutes together make ``(total + 7) // 15`` units. Full quarters of an hour go to
    their own code; the units that are left go to the codes with the most minutes left over, the first of
    equal ones first. By the rule of eights each code makes ``(minutes + 7) // 15`` units.
    """
    if rule is UnitRule.AMA:
        return tuple(_units(one.minutes) for one in services)
    units = [one.minutes // UNIT_MINUTES for one in services]
    left = _units(sum(one.minutes for one in services)) - sum(units)
    most_left_over = sorted(range(len(units)), key=lambda at: -(services[at].minutes % UNIT_MINUTES))
    for at in most_left_over[:left]:
        units[at] += 1
    return tuple(units)


def _units(minutes: int) -> int:
    return (minutes + UNIT_MINUTES - FIRST_MINUTES) // UNIT_MINUTES
