"""A check-in by the person's own sign-in, and where it stands in their place."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.clinic.visits.care import Care
from tests.web.check_ins.conftest import WELL, invite
from tests.web.conftest import BACKEND

from drypoint.clinic.people.actions import access


def own_browser(care: Care, email: str = "ana@home.test") -> Client:
    granted = access.grant(by=care.therapist, person=care.person, email=email)
    client = Client()
    client.force_login(granted.user, backend=BACKEND)
    return client


@pytest.fixture
def own(care: Care) -> Client:
    return own_browser(care)


def test_own_place_leads_to_the_questions_and_the_drawing(care: Care, own: Client) -> None:
    invitation, _token = invite(care)
    page = own.get("/my/").content.decode()
    assert f'href="{reverse("my-check-in", args=[invitation.pk])}"' in page
    assert f'href="{reverse("my_pain_drawing")}"' in page
    assert f'href="{reverse("my-screening", args=[care.visit.pk])}"' in page
    assert "Nothing to answer now" not in page


def test_own_place_says_when_nothing_is_to_answer(care: Care, own: Client) -> None:
    care.draw()
    care.screen()
    assert "Nothing to answer now" in own.get("/my/").content.decode()


def test_sign_in_stands_for_the_date_of_birth(care: Care, own: Client) -> None:
    invitation, _token = invite(care)
    url = reverse("my-check-in", args=[invitation.pk])
    assert "Are you short of breath?" in own.get(url).content.decode()
    wrong = own.post(url, {**WELL, "soreness_nprs": "12", "words": "typed"})
    assert wrong.status_code == 422
    assert "typed" in wrong.content.decode()
    assert "Call the emergency services now." in own.post(url, {**WELL, "collapse": "yes"}).content.decode()
    assert care.clinic.check_ins.get().recorded_as == "patient"
    assert "You have answered already" in own.get(url).content.decode()
    assert "You had answered this check-in already" in own.post(url, WELL).content.decode()


def test_expired_check_in_says_whom_to_call(care: Care, own: Client) -> None:
    invitation, _token = invite(care, due_in=timedelta(days=-9))
    answer = own.get(reverse("my-check-in", args=[invitation.pk]))
    assert answer.status_code == 410
    assert 'href="tel:112"' in answer.content.decode()


def test_nobody_answers_for_somebody_else(care: Care, browser: Client) -> None:
    invitation, _token = invite(care)
    url = reverse("my-check-in", args=[invitation.pk])
    assert own_browser(Care(name="Elsewhere"), "other@home.test").get(url).status_code == 404
    assert browser.get(url).status_code == 403
    assert Client().get(url).status_code == 302
