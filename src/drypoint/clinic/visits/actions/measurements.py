"""Recording measurements."""

from datetime import datetime

from drypoint.clinic.actors import Actor
from drypoint.clinic.records import append
from drypoint.clinic.visits import measures
from drypoint.clinic.visits.access import require_visit_or_own
from drypoint.clinic.visits.models import MeasuredWhen, Measurement, Visit


def record(
    *,
    by: Actor,
    visit: Visit,
    instrument: str,
    value: float,
    when: MeasuredWhen,
    measured_at: datetime,
    place: str = "",
    side: str = "",
    moved_by: str = "",
    device: str = "",
    rater: str = "",
    supersedes: Measurement | None = None,
) -> Measurement:
    """Record one number; ``InvalidInput`` when it does not fit the instrument (``visits.measures``).

    The unit comes with the instrument.
    """
    require_visit_or_own(by, visit)
    known = measures.check(instrument, value=value, place=place, side=side, moved_by=moved_by)
    return append(
        Measurement,
        by=by,
        verb="measurement.recorded",
        supersedes=supersedes,
        visit=visit,
        instrument=known.id,
        value=value,
        unit=known.unit,
        when=when,
        measured_at=measured_at,
        place=place,
        side=side,
        moved_by=moved_by,
        device=device,
        rater=rater,
    )
