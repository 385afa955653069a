"""The diary: a day, booking, moving, cancelling, arrivals."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.clinic import factories
from tests.web.conftest import SignIn

from drypoint.clinic.accounts.models import Clinic, Membership
from drypoint.clinic.diary.actions import appointments
from drypoint.clinic.diary.models import Appointment, Service
from drypoint.clinic.keys import new_id
from drypoint.clinic.people.models import Person

SOON = datetime(2027, 3, 1, 9, tzinfo=UTC)


@pytest.fixture
def tom(demo: Clinic) -> Membership:
    return factories.make_therapist(demo, name="Tom Vale")


@pytest.fixture
def treatment(demo: Clinic) -> Service:
    return factories.make_service(demo)


@pytest.fixture
def booked(demo: Clinic, tom: Membership, treatment: Service, marta: Person) -> Appointment:
    return appointments.book(
        by=factories.acting(demo, "front_desk"),
        person=marta,
        therapist=tom,
        service=treatment,
        starts_at=SOON,
    )


@pytest.fixture
def desk(as_role: SignIn) -> Client:
    return as_role("front_desk")


def test_day_shows_its_appointments_and_the_days_beside_it(desk: Client, booked: Appointment) -> None:
    page = desk.get("/diary/", {"day": "2027-03-01"}).content.decode()
    assert "Marta Quintero" in page
    assert "–09:45" in page
    assert "day=2027-02-28" in page
    assert "day=2027-03-02" in page
    assert "No appointments on this day" in desk.get("/diary/", {"day": "2027-03-02"}).content.decode()


def test_day_of_one_therapist_leaves_the_others_out(
    desk: Client, demo: Clinic, booked: Appointment, tom: Membership
) -> None:
    other = factories.make_therapist(demo)
    asked = {"day": "2027-03-01", "therapist": str(other.pk)}
    assert "Marta Quintero" not in desk.get("/diary/", asked).content.decode()
    asked["therapist"] = str(tom.pk)
    assert "Marta Quintero" in desk.get("/diary/", asked).content.decode()


def test_day_that_is_no_day_is_shown_as_today(desk: Client, booked: Appointment) -> None:
    page = desk.get("/diary/", {"day": "soon", "therapist": "nobody"})
    assert page.status_code == 200
    assert "Enter a valid date." in page.content.decode()


def test_day_asks_the_database_as_often_for_many_as_for_one(
    desk: Client,
    demo: Clinic,
    tom: Membership,
    treatment: Service,
    booked: Appointment,
    django_assert_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as once:
        desk.get("/diary/", {"day": "2027-03-01"})
    for number in range(1, 6):
        appointments.book(
            by=factories.acting(demo, "front_desk"),
            person=factories.make_person(demo, family_name=f"N{number}"),
            therapist=tom,
            service=treatment,
            starts_at=SOON + timedelta(hours=number),
        )
    with django_assert_num_queries(len(once)):
        desk.get("/diary/", {"day": "2027-03-01"})


def test_booking_asks_first_who(desk: Client, marta: Person) -> None:
    assert "For whom?" in desk.get("/diary/book/").content.decode()
    assert "Quintero" in desk.get("/diary/book/", {"q": "quin"}).content.decode()
    assert "Nobody found" in desk.get("/diary/book/", {"q": "zzz"}).content.decode()
    assert "For whom?" in desk.get("/diary/book/", {"person": str(new_id())}).content.decode()


def test_booking_leads_to_the_appointment(
    desk: Client, demo: Clinic, marta: Person, tom: Membership, treatment: Service
) -> None:
    form = desk.get("/diary/book/", {"person": str(marta.pk)}).context["form"]
    assert form.initial["therapist"] == tom.pk, "there is only one"
    answer = desk.post("/diary/book/", _typed(marta, tom, treatment))
    booked = demo.appointments.get()
    assert answer.url == reverse("appointment", args=[booked.pk])
    assert booked.ends_at - booked.starts_at == timedelta(minutes=45)
    page = desk.get(answer.url).content.decode()
    assert "Booked" in page
    assert "09:00 to 09:45" in page


def test_booking_a_taken_time_says_so_and_keeps_what_was_typed(
    desk: Client, marta: Person, tom: Membership, treatment: Service, booked: Appointment
) -> None:
    answer = desk.post("/diary/book/", _typed(marta, tom, treatment) | {"note": "brings her son"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="brings her son"' in page
    assert "field--error" in page or "error-summary" in page
    assert 'value="2027-03-01T09:00"' in page


def test_booking_somebody_elses_therapist_is_refused(
    desk: Client, demo: Clinic, marta: Person, treatment: Service
) -> None:
    stranger = factories.make_therapist(factories.make_clinic(demo.kind, "Elsewhere"))
    answer = desk.post("/diary/book/", _typed(marta, stranger, treatment))
    assert answer.status_code == 422
    assert not demo.appointments.exists()


def test_arrival_and_back(desk: Client, booked: Appointment) -> None:
    page = desk.get(reverse("appointment", args=[booked.pk])).content.decode()
    assert "Has arrived" in page
    _press(desk, booked, "arrive")
    assert booked.status == "arrived"
    assert "Not here after all" in desk.get(reverse("appointment", args=[booked.pk])).content.decode()
    _press(desk, booked, "undo_arrival")
    assert booked.status == "booked"
    _press(desk, booked, "did_not_come")
    assert booked.status == "did_not_come"


def test_a_stale_press_is_told_so(desk: Client, booked: Appointment) -> None:
    url = reverse("appointment_step", args=[booked.pk, "arrive"])
    assert desk.post(url, {"revision": 7}).status_code == 409
    booked.refresh_from_db()
    assert booked.status == "booked"


def test_there_is_no_such_press(desk: Client, booked: Appointment) -> None:
    assert desk.post(reverse("appointment_step", args=[booked.pk, "fly"]), {"revision": 1}).status_code == 404
    assert desk.post(reverse("appointment_step", args=[booked.pk, "arrive"]), {}).status_code == 404


def test_move_gives_another_time(desk: Client, booked: Appointment, tom: Membership) -> None:
    url = reverse("appointment_move", args=[booked.pk])
    assert "2027-03-01T09:00" in desk.get(url).content.decode()
    typed = {"revision": 1, "starts_at": "2027-03-02T10:00", "therapist": str(tom.pk), "reason": "train"}
    assert desk.post(url, typed).status_code == 302
    booked.refresh_from_db()
    assert booked.starts_at == datetime(2027, 3, 2, 10, tzinfo=UTC)


def test_second_of_two_who_move_is_told_and_may_save_again(
    desk: Client, demo: Clinic, booked: Appointment, tom: Membership
) -> None:
    appointments.move(
        by=factories.acting(demo, "front_desk"),
        appointment=booked,
        revision=1,
        starts_at=SOON + timedelta(hours=3),
    )
    url = reverse("appointment_move", args=[booked.pk])
    typed = {"revision": 1, "starts_at": "2027-03-02T10:00", "therapist": str(tom.pk)}
    answer = desk.post(url, typed)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert 'value="2027-03-02T10:00"' in page
    assert "saved by somebody else" in page
    assert desk.post(url, typed | {"revision": answer.context["form"]["revision"].value()}).status_code == 302


def test_cancel_asks_before_it_acts(desk: Client, booked: Appointment) -> None:
    url = reverse("appointment_cancel", args=[booked.pk])
    assert "Cancel this appointment?" in desk.get(url).content.decode()
    booked.refresh_from_db()
    assert booked.status == "booked"
    assert desk.post(url, {"revision": 1, "reason": "ill"}).status_code == 302
    booked.refresh_from_db()
    assert booked.status == "cancelled"
    assert desk.post(url, {"revision": booked.revision}).status_code in {409, 422}, "cancelled already"


def test_assistants_may_book_and_researchers_see_nothing(as_role: SignIn, booked: Appointment) -> None:
    assert as_role("assistant").get("/diary/").status_code == 200
    assert as_role("researcher").get("/diary/").status_code == 403


def test_front_desk_gets_no_way_into_the_chart(desk: Client, booked: Appointment, therapist: Client) -> None:
    url = reverse("appointment", args=[booked.pk])
    assert "/visits/" not in desk.get(url).content.decode()
    assert therapist.get(url).status_code == 200


def _typed(person: Person, therapist: Membership, service: Service) -> dict[str, str]:
    return {
        "person": str(person.pk),
        "service": str(service.pk),
        "therapist": str(therapist.pk),
        "starts_at": "2027-03-01T09:00",
    }


def _press(desk: Client, booked: Appointment, move: str) -> None:
    booked.refresh_from_db()
    answer = desk.post(reverse("appointment_step", args=[booked.pk, move]), {"revision": booked.revision})
    assert answer.status_code == 302
    booked.refresh_from_db()


def test_today_is_marked(desk: Client, demo: Clinic) -> None:
    timezone.activate(demo.zone)
    page = desk.get("/diary/").content.decode()
    assert 'rel="prev"' in page
    assert "Day after" in page
