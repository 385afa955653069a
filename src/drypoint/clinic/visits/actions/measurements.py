"""Recording measurements."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from drypoint.clinic.actors import Actor
from drypoint.clinic.errors import Conflict, ForeignRecord
from drypoint.clinic.records import changed_meanwhile
from drypoint.clinic.visits import measures
from drypoint.clinic.visits.access import append_unsigned, hold_unsigned, require_visit_or_own
from drypoint.clinic.visits.models import MeasuredWhen, Measurement, NeedlingSession, Visit
from drypoint.clinic.visits.queries.measurements import Key, current_measurements, key_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One number of a form; ``shown`` is the fact that the form showed in its place, if any."""

    key: Key
    value: float
    when: MeasuredWhen
    device: str = ""
    rater: str = ""
    shown: UUID | None = None


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
    return append_unsigned(
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


def record_readings(
    *, by: Actor, visit: Visit, readings: Iterable[Reading], now: datetime
) -> list[Measurement]:
    """Record what a form holds, all of it or nothing; what stands already is left as it is.

    A reading corrects the fact that was shown in its place. What was taken before treatment counts as taken
    by the start of the session at the latest, whenever it was typed. Raises ``Conflict`` when somebody
    recorded another value for the same thing meanwhile.
    """
    require_visit_or_own(by, visit)
    with transaction.atomic():
        hold_unsigned(visit)
        standing = {(key_of(one), one.when): one for one in current_measurements(visit)}
        by_id = {one.pk: one for one in standing.values()}
        session = NeedlingSession.objects.filter(visit=visit).first()
        needled_at = session.started_at if session is not None else now
        recorded = []
        for reading in readings:
            there = standing.get((reading.key, reading.when))
            if there is not None and _says(there, reading):
                continue
            shown = _shown(reading, visit, by_id)
            if there is not None and there != shown:
                raise Conflict(changed_meanwhile())
            recorded.append(
                record(
                    by=by,
                    visit=visit,
                    **reading.key._asdict(),
                    value=reading.value,
                    when=reading.when,
                    measured_at=min(now, needled_at) if reading.when == MeasuredWhen.BEFORE else now,
                    device=reading.device,
                    rater=reading.rater,
                    supersedes=shown,
                )
            )
    return recorded


def _says(fact: Measurement, reading: Reading) -> bool:
    return (fact.value, fact.device, fact.rater) == (reading.value, reading.device, reading.rater)


def _shown(reading: Reading, visit: Visit, standing: dict[UUID, Measurement]) -> Measurement | None:
    if reading.shown is None or reading.shown in standing:
        return standing.get(reading.shown) if reading.shown is not None else None
    if not Measurement.objects.filter(clinic_id=visit.clinic_id, visit=visit, pk=reading.shown).exists():
        raise ForeignRecord(_("This record does not exist here."))
    raise Conflict(changed_meanwhile())
