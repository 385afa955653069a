"""Reads of the diary."""

from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet

from drypoint.clinic.accounts.models import Clinic, Membership
from drypoint.clinic.diary.models import Appointment, Service
from drypoint.clinic.diary.states import LIVE
from drypoint.clinic.people.models import Person


def day_of(clinic: Clinic, day: date) -> tuple[datetime, datetime]:
    """Midnight and the next midnight of ``day`` at the clinic."""
    first = datetime.combine(day, time.min, tzinfo=clinic.zone)
    return first, datetime.combine(day + timedelta(days=1), time.min, tzinfo=clinic.zone)


def today(clinic: Clinic, day: date, therapist: Membership | None = None) -> QuerySet[Appointment]:
    """Appointments of one day at the clinic, by time, cancelled ones too; of ``therapist`` if given."""
    return between(clinic, *day_of(clinic, day), therapist=therapist)


def between(
    clinic: Clinic, start: datetime, end: datetime, therapist: Membership | None = None
) -> QuerySet[Appointment]:
    """Appointments that begin from ``start`` until before ``end``, by time."""
    found = clinic.appointments.filter(starts_at__gte=start, starts_at__lt=end)
    if therapist is not None:
        found = found.filter(therapist=therapist)
    return _with_names(found).order_by("starts_at", "id")


def upcoming(person: Person, *, now: datetime) -> QuerySet[Appointment]:
    """The person's appointments that are not over and not cancelled, soonest first."""
    mine = person.appointments.filter(clinic_id=person.clinic_id, status__in=LIVE, ends_at__gt=now)
    return _with_names(mine).order_by("starts_at", "id")


def history(person: Person) -> QuerySet[Appointment]:
    """All appointments of the person, newest first."""
    mine = person.appointments.filter(clinic_id=person.clinic_id)
    return _with_names(mine).order_by("-starts_at", "-id")


def services(clinic: Clinic) -> QuerySet[Service]:
    """What is offered, by name."""
    return clinic.services.filter(archived_at__isnull=True).order_by("name")


def _with_names(appointments: QuerySet[Appointment]) -> QuerySet[Appointment]:
    return appointments.select_related("person", "therapist__user", "service", "location")
