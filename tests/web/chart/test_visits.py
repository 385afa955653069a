"""The visit: started in one tap, its way step by step."""

from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.clinic import factories
from tests.web.chart.conftest import Care

from drypoint.clinic.diary.actions import appointments
from drypoint.clinic.diary.models import Appointment
from drypoint.clinic.episodes.actions import episodes
from drypoint.clinic.visits.models import Visit


def _book(care: Care, minutes: int = 1) -> Appointment:
    return appointments.book(
        by=care.actor,
        person=care.person,
        therapist=care.member,
        service=factories.make_service(care.clinic, f"Treatment {minutes}"),
        starts_at=timezone.now() + timedelta(minutes=minutes),
    )


def test_start_takes_todays_appointment_with_it(care: Care) -> None:
    booked = _book(care)
    answer = care.browser.post(reverse("visit_start", args=[care.episode.pk]))
    started = Visit.objects.exclude(pk=care.visit.pk).get()
    assert answer.url == reverse("visit", args=[started.pk])
    assert started.appointment == booked
    assert started.therapist == care.member


def test_start_from_an_appointment_asks_which_episode(care: Care) -> None:
    booked = _book(care)
    url = reverse("visit_from_appointment", args=[booked.pk])
    assert "Right neck pain" in care.browser.get(url).content.decode()
    assert care.browser.post(url, {"episode": "no id"}).status_code == 422
    answer = care.browser.post(url, {"episode": str(care.episode.pk)})
    assert answer.url == reverse("visit", args=[booked.visit.pk])
    assert care.browser.get(url).url == answer.url, "a second tap leads to the same visit"


def test_start_from_an_appointment_without_episode_leads_to_opening_one(care: Care) -> None:
    somebody = factories.make_person(care.clinic, "Jonas", "Ek")
    booked = appointments.book(
        by=care.actor,
        person=somebody,
        therapist=care.member,
        service=factories.make_service(care.clinic),
        starts_at=timezone.now(),
    )
    answer = care.browser.get(reverse("visit_from_appointment", args=[booked.pk]))
    assert answer.url == reverse("episode_open", args=[somebody.pk])


def test_start_refuses_a_closed_episode(care: Care) -> None:
    done = episodes.open(
        by=care.actor,
        person=care.person,
        complaint="knee_pain",
        title="Knee",
        therapist=care.member,
        opened_on=timezone.localdate(),
    )
    episodes.close(
        by=care.actor, episode=done, revision=1, closed_on=timezone.localdate(), reason="other", words=""
    )
    assert care.browser.post(reverse("visit_start", args=[done.pk])).status_code == 404


def test_way_shows_one_next_step_and_why_others_are_blocked(care: Care) -> None:
    page = care.browser.get(reverse("visit", args=[care.visit.pk])).content.decode()
    assert "Next: History" in page
    assert page.count('aria-current="step"') == 1
    assert "There is no consent, or it was withdrawn." in page


def test_way_says_emergency_loudly(care: Care) -> None:
    care.screen(acute_medical_emergency_chest_pain=True)
    page = care.browser.get(reverse("visit", args=[care.visit.pk])).content.decode()
    assert "emergency. Stop, and get help now." in page


def test_way_says_stop(care: Care) -> None:
    care.screen(no_consent=True)
    page = care.browser.get(reverse("visit", args=[care.visit.pk])).content.decode()
    assert "do not needle at this visit" in page


def test_assistant_reads_the_way_and_front_desk_does_not(care: Care, as_role) -> None:  # type: ignore[no-untyped-def]
    url = reverse("visit", args=[care.visit.pk])
    assert as_role("assistant").get(url).status_code == 200
    assert as_role("front_desk").get(url).status_code == 403
    assert as_role("researcher").post(reverse("visit_start", args=[care.episode.pk])).status_code == 403


def test_visit_of_another_clinic_does_not_exist(care: Care, elsewhere: Client) -> None:
    booked = _book(care)
    assert elsewhere.get(reverse("visit", args=[care.visit.pk])).status_code == 404
    assert elsewhere.post(reverse("visit_start", args=[care.episode.pk])).status_code == 404
    assert elsewhere.get(reverse("visit_from_appointment", args=[booked.pk])).status_code == 404
