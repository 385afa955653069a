"""Book, move and follow appointments. Every change leaves a step."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from drypoint.clinic.accounts.models import Location, Membership
from drypoint.clinic.actors import Actor
from drypoint.clinic.diary.models import Appointment, AppointmentStep, Service
from drypoint.clinic.diary.states import LIVE, AppointmentStatus, may_become
from drypoint.clinic.errors import ForeignRecord, NotAllowedNow
from drypoint.clinic.people.models import Person
from drypoint.clinic.permissions import ROLES, Permission
from drypoint.clinic.records import create, hold
from drypoint.clinic.records import revise as revise_record


def book(
    *,
    by: Actor,
    person: Person,
    therapist: Membership,
    service: Service,
    starts_at: datetime,
    minutes: int | None = None,
    location: Location | None = None,
    note: str = "",
) -> Appointment:
    """Book ``minutes``, by default the service's, with a therapist who is free then."""
    by.require(Permission.EDIT_DIARY, clinic_id=person.clinic_id)
    if person.archived_at is not None:
        raise NotAllowedNow(_("This person is archived. Restore them before booking."))
    if service.archived_at is not None:
        raise ValidationError({"service": _("This service is no longer offered.")})
    ends_at = _end(starts_at, service.minutes if minutes is None else minutes)
    with transaction.atomic():
        _require_free(by, therapist, starts_at, ends_at)
        appointment = create(
            Appointment,
            by=by,
            verb="appointment.booked",
            person=person,
            therapist=therapist,
            service=service,
            location=location,
            starts_at=starts_at,
            ends_at=ends_at,
            note=note,
        )
        _step(by, appointment)
    return appointment


def move(
    *,
    by: Actor,
    appointment: Appointment,
    revision: int,
    starts_at: datetime,
    minutes: int | None = None,
    therapist: Membership | None = None,
    location: Location | None = None,
    reason: str = "",
) -> None:
    """Give a booked appointment another time, therapist or place; what is not given stays as it is."""
    by.require(Permission.EDIT_DIARY, clinic_id=appointment.clinic_id)
    if appointment.status != AppointmentStatus.BOOKED:
        raise NotAllowedNow(_("Only a booked appointment can be moved."))
    whom = therapist or appointment.therapist
    length = appointment.ends_at - appointment.starts_at
    ends_at = starts_at + length if minutes is None else _end(starts_at, minutes)
    with transaction.atomic():
        _require_free(by, whom, starts_at, ends_at, besides=appointment)
        revise_record(
            appointment,
            by=by,
            verb="appointment.moved",
            revision=revision,
            starts_at=starts_at,
            ends_at=ends_at,
            therapist=whom,
            location=location or appointment.location,
        )
        _step(by, appointment, reason)


def arrive(*, by: Actor, appointment: Appointment, revision: int) -> None:
    """The person is here."""
    _become(by, appointment, revision, AppointmentStatus.ARRIVED)


def undo_arrival(*, by: Actor, appointment: Appointment, revision: int) -> None:
    """Somebody else was meant."""
    _become(by, appointment, revision, AppointmentStatus.BOOKED)


def mark_seen(*, by: Actor, appointment: Appointment, revision: int) -> None:
    """The visit took place."""
    _become(by, appointment, revision, AppointmentStatus.SEEN)


def did_not_come(*, by: Actor, appointment: Appointment, revision: int) -> None:
    """The person did not come."""
    _become(by, appointment, revision, AppointmentStatus.DID_NOT_COME)


def cancel(*, by: Actor, appointment: Appointment, revision: int, reason: str = "") -> None:
    """Cancel, by staff or by the person themselves."""
    by.require_or_own(Permission.EDIT_DIARY, clinic_id=appointment.clinic_id, person_id=appointment.person_id)
    _change(by, appointment, revision, AppointmentStatus.CANCELLED, reason)


def _become(by: Actor, appointment: Appointment, revision: int, status: AppointmentStatus) -> None:
    by.require(Permission.EDIT_DIARY, clinic_id=appointment.clinic_id)
    _change(by, appointment, revision, status)


def _change(
    by: Actor, appointment: Appointment, revision: int, status: AppointmentStatus, reason: str = ""
) -> None:
    if not may_become(appointment.status, status):
        raise NotAllowedNow(
            _("An appointment that is “%(now)s” cannot become “%(new)s”.")
            % {"now": AppointmentStatus(appointment.status).label, "new": status.label}
        )
    with transaction.atomic():
        if status in LIVE and appointment.status not in LIVE:
            _require_free(by, appointment.therapist, appointment.starts_at, appointment.ends_at)
        revise_record(appointment, by=by, verb=f"appointment.{status}", revision=revision, status=status)
        _step(by, appointment, reason)


def _end(starts_at: datetime, minutes: int) -> datetime:
    if minutes < 1:
        raise ValidationError({"minutes": _("An appointment takes at least a minute.")})
    return starts_at + timedelta(minutes=minutes)


def _require_free(
    by: Actor,
    therapist: Membership,
    starts_at: datetime,
    ends_at: datetime,
    besides: Appointment | None = None,
) -> None:
    if therapist.clinic_id != by.clinic_id:
        raise ForeignRecord(_("This record does not exist here."))
    if not therapist.active or Permission.SIGN not in ROLES[therapist.role].permissions:
        raise ValidationError({"therapist": _("Choose a therapist who works here.")})
    hold(therapist)
    taken = therapist.appointments.filter(
        clinic_id=by.clinic_id, status__in=LIVE, starts_at__lt=ends_at, ends_at__gt=starts_at
    )
    if besides is not None:
        taken = taken.exclude(pk=besides.pk)
    if taken.exists():
        raise ValidationError({"starts_at": _("The therapist has another appointment then.")})


def _step(by: Actor, appointment: Appointment, reason: str = "") -> None:
    AppointmentStep.objects.create(
        clinic_id=appointment.clinic_id,
        appointment=appointment,
        status=appointment.status,
        starts_at=appointment.starts_at,
        made_by_id=by.membership_id,
        made_as=by.kind,
        reason=reason,
    )
