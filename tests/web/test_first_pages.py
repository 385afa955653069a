"""Today for staff, the own care for patients."""

from datetime import datetime, time, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.clinic import factories
from tests.clinic.visits.care import BEGUN, Care
from tests.web.conftest import BACKEND, browser_of

from drypoint.clinic.diary.actions import appointments
from drypoint.clinic.followup.actions import after_care, check_ins
from drypoint.clinic.followup.models import Channel
from drypoint.clinic.people.actions import access, people

WELL = dict.fromkeys(
    (
        "breathless",
        "chest_pain",
        "collapse",
        "thunderclap_headache",
        "new_weakness_or_numbness",
        "bladder_or_bowel_change",
        "growing_swelling",
        "cough",
        "postural_headache",
        "fever",
        "spreading_redness",
        "bleeding",
    ),
    False,
)


@pytest.fixture
def care(db: None) -> Care:
    """A person with an episode and an open visit in a demo clinic."""
    return Care()


def book(care: Care, *, days: int = 0, at: time = time(11, 30)) -> None:
    day = timezone.localdate(timezone=care.clinic.zone) + timedelta(days=days)
    appointments.book(
        by=care.therapist,
        person=care.person,
        therapist=care.member,
        service=factories.make_service(care.clinic, f"Treatment {days}"),
        starts_at=datetime.combine(day, at, care.clinic.zone),
    )


def invite(care: Care, *, due_in: timedelta) -> str:
    now = timezone.now()
    _invitation, token = check_ins.invite(
        by=care.therapist,
        visit=care.visit,
        due_at=now + due_in,
        expires_at=now + timedelta(days=2),
        channel=Channel.PRINTED,
    )
    return token


def own_browser(care: Care) -> Client:
    granted = access.grant(by=care.therapist, person=care.person, email="own@home.test")
    client = Client()
    client.force_login(granted.user, backend=BACKEND)
    return client


def today_of(care: Care) -> object:
    return browser_of(care.member).get("/today/").context["today"]


def test_today_lists_only_todays_appointments_by_time(care: Care) -> None:
    book(care)
    book(care, days=1)
    rows = today_of(care).appointments  # type: ignore[attr-defined]
    assert [(row.name, row.note) for row in rows] == [
        (care.person.full_name, f"Treatment 0 with {care.member.user.name}")
    ]
    assert "11:30" in browser_of(care.member).get("/today/").content.decode()


def test_today_lists_visits_without_a_signed_note(care: Care) -> None:
    (row,) = today_of(care).open_visits  # type: ignore[attr-defined]
    assert row.name == care.person.full_name
    assert care.episode.title in row.note


def test_today_lists_people_late_with_an_answer_and_their_phone(care: Care) -> None:
    invite(care, due_in=timedelta(hours=1))
    assert today_of(care).unanswered == []  # type: ignore[attr-defined]
    invite(care, due_in=-timedelta(hours=1))
    people.revise_details(
        by=care.therapist, person=care.person, revision=care.person.revision, phone="600 100 200"
    )
    (row,) = today_of(care).unanswered  # type: ignore[attr-defined]
    assert row.note == "600 100 200"


def test_today_lists_answers_worst_first(care: Care) -> None:
    later = care.start_visit(days=1)
    for visit, breathless in ((care.visit, True), (later, False)):
        check_ins.answer(
            by=care.themselves,
            visit=visit,
            answers=WELL | {"breathless": breathless, "pain_nprs": 2},
            answered_at=timezone.now(),
        )
    first, second = today_of(care).check_ins  # type: ignore[attr-defined]
    assert (first.level, second.level != "emergency") == ("emergency", True)


def test_today_of_the_front_desk_shows_no_charts(care: Care) -> None:
    book(care)
    browser = browser_of(factories.make_member(care.clinic, "front_desk"))
    answer = browser.get("/today/")
    assert answer.context["today"].open_visits is None
    assert care.episode.title not in answer.content.decode()


def test_my_care_shows_what_is_mine_and_next(care: Care) -> None:
    other = factories.make_person(care.clinic, given_name="Someone", family_name="Else")
    book(care, days=1)
    invite(care, due_in=timedelta(hours=1))
    after_care.give(
        by=care.therapist,
        visit=care.visit,
        regions=["buttock"],
        content={"normal": ["Soreness"]},
        language="en",
        given_to=care.person.full_name,
        given_at=BEGUN,
    )
    answer = own_browser(care).get("/my/")
    page = answer.content.decode()
    assert f"Hello, {care.person.called}" in page
    assert "Treatment 1" in page
    assert len(answer.context["check_ins"]) == len(answer.context["after_care"]) == 1
    assert other.family_name not in page


def test_my_care_without_anything_says_so_and_whom_to_call(care: Care) -> None:
    page = own_browser(care).get("/my/").content.decode()
    assert "You have no appointment booked." in page
    assert "call your emergency number now" in page


def test_a_patient_whose_access_ended_gets_in_no_more(care: Care) -> None:
    browser = own_browser(care)
    granted = care.clinic.patient_accesses.get()
    access.revoke(by=care.therapist, access=granted)
    assert browser.get("/my/").status_code == 403
