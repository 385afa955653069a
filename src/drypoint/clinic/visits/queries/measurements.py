"""Reads of measurements: what stands, what to measure again, where the course began."""

from typing import NamedTuple

from drypoint.clinic.visits.models import MeasuredWhen, Measurement, Visit
from drypoint.clinic.visits.queries.visits import earlier_visits


class Key(NamedTuple):
    """What a number is of; two numbers can be compared when their keys are equal."""

    instrument: str
    place: str = ""
    side: str = ""
    moved_by: str = ""


def key_of(fact: Measurement) -> Key:
    """The key of one fact."""
    return Key(fact.instrument, fact.place, fact.side, fact.moved_by)


def current_measurements(visit: Visit) -> list[Measurement]:
    """What stands in the visit, in the order of measuring."""
    return list(
        Measurement.objects.current()
        .filter(clinic_id=visit.clinic_id, visit=visit)
        .order_by("measured_at", "id")
    )


def earlier_measurements(visit: Visit) -> list[Measurement]:
    """What stands in earlier visits of the episode, oldest first."""
    return list(
        Measurement.objects.current()
        .filter(clinic_id=visit.clinic_id, visit__in=earlier_visits(visit))
        .order_by("visit__started_at", "measured_at", "id")
    )


def to_measure_again(earlier: list[Measurement]) -> list[Measurement]:
    """One measurement of each thing that the last visit with measurements took; newest wins."""
    if not earlier:
        return []
    last = earlier[-1].visit_id
    return list({key_of(one): one for one in earlier if one.visit_id == last}.values())


def first_before(earlier: list[Measurement]) -> dict[Key, Measurement]:
    """The first number before treatment that the episode has, by key."""
    first: dict[Key, Measurement] = {}
    for one in earlier:
        if one.when == MeasuredWhen.BEFORE:
            first.setdefault(key_of(one), one)
    return first
