"""Booking, moving and following appointments."""

from datetime import date, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from pytest_django import DjangoAssertNumQueries
from tests.clinic import factories
from tests.clinic.factories import NOON

from drypoint.clinic.accounts.actions import memberships
from drypoint.clinic.accounts.models import Clinic, Membership
from drypoint.clinic.actors import Actor, actor_for, patient
from drypoint.clinic.diary import queries
from drypoint.clinic.diary.actions import appointments, services
from drypoint.clinic.diary.models import Appointment, Service, ServiceKind
from drypoint.clinic.diary.states import LIVE, MOVES, AppointmentStatus, may_become
from drypoint.clinic.errors import NotAllowedNow
from drypoint.clinic.people.actions import people
from drypoint.clinic.people.models import Person


@pytest.fixture
def service(clinic: Clinic) -> Service:
    return factories.make_service(clinic, minutes=45)


@pytest.fixture
def booked(front_desk: Actor, person: Person, therapist_member: Membership, service: Service) -> Appointment:
    return appointments.book(
        by=front_desk, person=person, therapist=therapist_member, service=service, starts_at=NOON
    )


def test_appointment_takes_the_services_minutes_unless_told(booked: Appointment, front_desk: Actor) -> None:
    assert booked.ends_at - booked.starts_at == timedelta(minutes=45)
    longer = appointments.book(
        by=front_desk,
        person=booked.person,
        therapist=booked.therapist,
        service=booked.service,
        starts_at=booked.ends_at,
        minutes=60,
    )
    assert longer.ends_at - longer.starts_at == timedelta(minutes=60)


@pytest.mark.parametrize(
    ("offset", "minutes", "free"),
    [
        (0, 45, False),
        (44, 45, False),
        (-44, 45, False),
        (10, 5, False),
        (-60, 240, False),
        (45, 45, True),
        (-45, 45, True),
    ],
)
def test_therapist_is_never_booked_twice(
    booked: Appointment, front_desk: Actor, offset: int, minutes: int, free: bool
) -> None:
    def book(therapist: Membership) -> None:
        appointments.book(
            by=front_desk,
            person=booked.person,
            therapist=therapist,
            service=booked.service,
            starts_at=NOON + timedelta(minutes=offset),
            minutes=minutes,
        )

    book(factories.make_therapist(booked.clinic))
    if free:
        book(booked.therapist)
        return
    with pytest.raises(ValidationError) as refusal:
        book(booked.therapist)
    assert "starts_at" in refusal.value.message_dict
    assert booked.therapist.appointments.count() == 1


def test_cancelled_time_is_free_again(booked: Appointment, front_desk: Actor) -> None:
    appointments.cancel(by=front_desk, appointment=booked, revision=1, reason="ill")
    again = appointments.book(
        by=front_desk,
        person=booked.person,
        therapist=booked.therapist,
        service=booked.service,
        starts_at=NOON,
    )
    assert [step.status for step in booked.steps.order_by("created_at")] == ["booked", "cancelled"]
    assert booked.steps.get(status="cancelled").reason == "ill"
    assert again.status == AppointmentStatus.BOOKED


def test_late_comer_needs_the_time_to_be_still_free(booked: Appointment, front_desk: Actor) -> None:
    appointments.did_not_come(by=front_desk, appointment=booked, revision=1)
    other = appointments.book(
        by=front_desk,
        person=booked.person,
        therapist=booked.therapist,
        service=booked.service,
        starts_at=NOON,
    )
    with pytest.raises(ValidationError):
        appointments.arrive(by=front_desk, appointment=booked, revision=2)
    appointments.cancel(by=front_desk, appointment=other, revision=1)
    appointments.arrive(by=front_desk, appointment=booked, revision=2)
    assert booked.status == AppointmentStatus.ARRIVED


ACTION_OF = {
    AppointmentStatus.ARRIVED: appointments.arrive,
    AppointmentStatus.BOOKED: appointments.undo_arrival,
    AppointmentStatus.SEEN: appointments.mark_seen,
    AppointmentStatus.DID_NOT_COME: appointments.did_not_come,
    AppointmentStatus.CANCELLED: appointments.cancel,
}


@pytest.mark.parametrize(("status", "new"), list(product(AppointmentStatus, ACTION_OF)))
def test_status_moves_only_as_the_table_says(
    booked: Appointment, front_desk: Actor, status: AppointmentStatus, new: AppointmentStatus
) -> None:
    Appointment.objects.filter(pk=booked.pk).update(status=status)
    booked.refresh_from_db()
    if may_become(status, new):
        ACTION_OF[new](by=front_desk, appointment=booked, revision=1)
        assert Appointment.objects.get(pk=booked.pk).status == new
    else:
        with pytest.raises(NotAllowedNow, match="cannot become"):
            ACTION_OF[new](by=front_desk, appointment=booked, revision=1)
        assert Appointment.objects.get(pk=booked.pk).status == status


def test_every_status_has_its_moves() -> None:
    assert set(MOVES) == set(AppointmentStatus)
    assert set(AppointmentStatus) >= LIVE


def test_moving_keeps_the_length_and_leaves_a_step(booked: Appointment, front_desk: Actor) -> None:
    later = NOON + timedelta(minutes=15)  # overlaps its own old time
    appointments.move(by=front_desk, appointment=booked, revision=1, starts_at=later, reason="traffic")
    assert booked.ends_at - booked.starts_at == timedelta(minutes=45)
    assert [step.starts_at for step in booked.steps.order_by("created_at")] == [NOON, later]
    other = factories.make_therapist(booked.clinic)
    appointments.move(
        by=front_desk, appointment=booked, revision=2, starts_at=NOON, minutes=30, therapist=other
    )
    booked.refresh_from_db()
    assert (booked.therapist, booked.ends_at) == (other, NOON + timedelta(minutes=30))


def test_moving_onto_another_appointment_is_refused(booked: Appointment, front_desk: Actor) -> None:
    second = appointments.book(
        by=front_desk,
        person=booked.person,
        therapist=booked.therapist,
        service=booked.service,
        starts_at=booked.ends_at,
    )
    with pytest.raises(ValidationError):
        appointments.move(by=front_desk, appointment=second, revision=1, starts_at=NOON)
    with pytest.raises(ValidationError):
        appointments.move(by=front_desk, appointment=second, revision=1, starts_at=NOON, minutes=0)
    second.refresh_from_db()
    assert second.starts_at == booked.ends_at


def test_only_booked_appointments_move(booked: Appointment, front_desk: Actor) -> None:
    appointments.arrive(by=front_desk, appointment=booked, revision=1)
    with pytest.raises(NotAllowedNow):
        appointments.move(by=front_desk, appointment=booked, revision=2, starts_at=NOON)


def test_booking_needs_a_therapist_a_service_and_a_person_in_use(
    booked: Appointment, owner: Actor, front_desk: Actor, clinic: Clinic
) -> None:
    def book(**changed: object) -> None:
        known = {
            "person": booked.person,
            "therapist": booked.therapist,
            "service": booked.service,
            "starts_at": NOON + timedelta(days=1),
        }
        appointments.book(by=front_desk, **{**known, **changed})

    with pytest.raises(ValidationError):
        book(therapist=factories.make_member(clinic, "front_desk"))
    gone = factories.make_therapist(clinic)
    memberships.deactivate(by=owner, membership=gone, revision=1)
    with pytest.raises(ValidationError):
        book(therapist=gone)
    old = factories.make_service(clinic, "Old")
    services.archive(by=owner, service=old, revision=1)
    with pytest.raises(ValidationError):
        book(service=old)
    archived = factories.make_person(clinic)
    people.archive(by=owner, person=archived, revision=1, reason="moved away")
    with pytest.raises(NotAllowedNow):
        book(person=archived)
    assert clinic.appointments.count() == 1


def test_patients_cancel_their_own_appointment(booked: Appointment) -> None:
    themselves = patient(clinic_id=booked.clinic_id, person_id=booked.person_id)
    appointments.cancel(by=themselves, appointment=booked, revision=1)
    assert booked.steps.get(status="cancelled").made_as == "patient"


def test_today_is_the_clinics_day(
    front_desk: Actor, person: Person, service: Service, clinic: Clinic
) -> None:
    Clinic.objects.filter(pk=clinic.pk).update(timezone="America/Los_Angeles")
    clinic.refresh_from_db()
    here = ZoneInfo("America/Los_Angeles")
    therapist, colleague = factories.make_therapist(clinic), factories.make_therapist(clinic)

    def book(at: datetime, whom: Membership) -> Appointment:
        return appointments.book(by=front_desk, person=person, therapist=whom, service=service, starts_at=at)

    first = book(datetime(2027, 3, 14, 0, 0, tzinfo=here), therapist)  # 23 hours long: clocks go forward
    last = book(datetime(2027, 3, 14, 23, 59, tzinfo=here), colleague)
    book(datetime(2027, 3, 13, 23, 0, tzinfo=here), therapist)
    book(datetime(2027, 3, 15, 1, 0, tzinfo=here), therapist)
    day = date(2027, 3, 14)
    assert list(queries.today(clinic, day)) == [first, last]
    assert list(queries.today(clinic, day, therapist=colleague)) == [last]
    start, end = queries.day_of(clinic, day)
    assert end.timestamp() - start.timestamp() == 23 * 3600


def test_today_takes_one_statement(
    booked: Appointment, clinic: Clinic, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        (shown,) = queries.today(clinic, NOON.date())
        names = (shown.person.full_name, shown.therapist.user.name, shown.service.name, shown.location)
    assert names == ("Ana Ruiz", booked.therapist.user.name, "Treatment", None)


def test_upcoming_and_history_of_a_person(booked: Appointment, front_desk: Actor, person: Person) -> None:
    later = appointments.book(
        by=front_desk,
        person=person,
        therapist=booked.therapist,
        service=booked.service,
        starts_at=booked.ends_at,
    )
    cancelled = appointments.book(
        by=front_desk,
        person=person,
        therapist=booked.therapist,
        service=booked.service,
        starts_at=later.ends_at,
    )
    appointments.cancel(by=front_desk, appointment=cancelled, revision=1)
    assert list(queries.upcoming(person, now=NOON)) == [booked, later]
    assert list(queries.upcoming(person, now=booked.ends_at)) == [later]
    assert list(queries.history(person)) == [cancelled, later, booked]


def test_services_by_name_with_sensible_minutes(owner: Actor, clinic: Clinic, service: Service) -> None:
    check = services.add(by=owner, name="Check", kind=ServiceKind.CONSULTATION, minutes=5)
    assert list(queries.services(clinic)) == [check, service]
    for minutes in (4, 481):
        with pytest.raises(ValidationError) as refusal:
            services.revise(by=owner, service=check, revision=1, minutes=minutes)
        assert "minutes" in refusal.value.message_dict
    with pytest.raises(ValidationError):
        services.add(by=owner, name="Check", kind=ServiceKind.OTHER, minutes=20)
    with pytest.raises(ValidationError):
        services.revise(by=owner, service=check, revision=1, name=service.name)
    services.archive(by=owner, service=check, revision=1)
    assert list(queries.services(clinic)) == [service]


def test_therapist_of_another_clinic_sees_nothing(booked: Appointment, other_clinic: Clinic) -> None:
    assert actor_for(factories.make_therapist(other_clinic)).clinic_id == other_clinic.pk
    assert not queries.today(other_clinic, NOON.date()).exists()
