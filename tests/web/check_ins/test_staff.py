"""Check-ins for staff: links, board, one answer, the telephone."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.clinic.visits.care import Care
from tests.web.check_ins.conftest import WELL, Phone, invite
from tests.web.conftest import SignIn

from drypoint.clinic.followup.models import CheckIn


def answered(care: Care, **changed: Any) -> CheckIn:
    """A check-in answered by link."""
    phone = Phone(invite(care)[1])
    phone.give_birth_date()
    phone.send(**changed)
    return care.clinic.check_ins.latest("answered_at")


def links(care: Care) -> str:
    return reverse("check-ins", args=[care.visit.pk])


def test_links_are_made_once_with_code_and_address(care: Care, browser: Client) -> None:
    assert "Make the links" in browser.get(links(care)).content.decode()
    browser.post(links(care))
    browser.post(links(care))
    assert care.visit.check_in_invitations.count() == 2
    for invitation in care.visit.check_in_invitations.all():
        assert invitation.expires_at - invitation.due_at == timedelta(days=7)
    care.visit.check_in_invitations.update(expires_at="2099-01-01T00:00Z")
    page = browser.get(links(care)).content.decode()
    assert page.count("http://testserver/c/") == 2
    assert page.count("<svg") > 2
    assert "24 hours after the visit" in page
    assert care.person.family_name not in page.split("data-copy-text")[1].split("</pre>")[0]


def test_link_is_closed(care: Care, browser: Client) -> None:
    invitation, token = invite(care)
    browser.post(reverse("check-in-link-close", args=[invitation.pk]))
    assert Phone(token).get().status_code == 410
    assert "closed" in browser.get(links(care)).content.decode()
    assert browser.post(reverse("check-in-link-close", args=[invitation.pk])).status_code == 409


def test_states_of_links_are_told(care: Care, browser: Client) -> None:
    answered(care)
    invite(care, due_in=timedelta(days=-9))
    invite(care, due_in=timedelta(hours=5))
    invite(care)
    page = browser.get(links(care)).content.decode()
    for state in ("answered", "expired without an answer", "not due yet", "waiting for an answer"):
        assert f'<span class="tag">{state}</span>' in page


def test_link_of_another_secret_key_is_not_shown(care: Care, browser: Client) -> None:
    invitation, _token = invite(care)
    type(invitation).objects.update(token_sha256="0" * 64)
    assert "cannot be shown again" in browser.get(links(care)).content.decode()


def test_link_needs_a_date_of_birth(care: Care, browser: Client) -> None:
    care.person.birth_date = None
    care.person.save(update_fields=["birth_date"])
    assert "The date of birth is not recorded" in browser.get(links(care)).content.decode()
    assert browser.post(links(care)).status_code == 409


def test_board_sorts_by_what_needs_somebody(care: Care, browser: Client) -> None:
    answered(care)
    answered(care, chest_pain="yes")
    invite(care, due_in=timedelta(hours=-30))
    invite(care)
    lists = browser.get("/check-ins/").context["lists"]
    assert {found.id: len(found.rows) for found in lists} == {
        "not-well": 1,
        "to-call": 0,
        "answered": 1,
        "silent": 1,
        "asked": 1,
        "due": 0,
        "acknowledged": 0,
    }


def test_board_is_in_the_navigation_of_who_sees_charts(care: Care, browser: Client, as_role: SignIn) -> None:
    assert 'href="/check-ins/"' in browser.get("/today/").content.decode()
    desk = as_role("front_desk", care.clinic)
    assert 'href="/check-ins/"' not in desk.get("/today/").content.decode()
    assert desk.get("/check-ins/").status_code == 403


def test_answer_is_read_once_and_the_second_reader_is_told(care: Care, browser: Client) -> None:
    found = answered(care, fever="yes", words="Shivering")
    url = reverse("check_in_answer", args=[found.pk])
    page = browser.get(url).content.decode()
    assert "Shivering" in page
    assert "See a doctor today" in page
    assert browser.post(url, {"words": "Called, sees the doctor at noon"}).url == "/check-ins/"
    found.refresh_from_db()
    assert found.acknowledged_words == "Called, sees the doctor at noon"
    again = browser.post(url, {"words": "Me too"})
    assert again.status_code == 409
    assert "Called, sees the doctor at noon" in again.content.decode()
    assert "Called, sees the doctor at noon" in browser.get("/check-ins/").content.decode()


def test_board_acknowledges_with_one_tap(care: Care, browser: Client) -> None:
    found = answered(care)
    browser.post(reverse("check_in_answer", args=[found.pk]))
    assert not CheckIn.objects.waiting().exists()


def test_answers_on_the_telephone_are_staffs(care: Care, browser: Client) -> None:
    url = reverse("check-in-telephone", args=[care.visit.pk])
    wrong = browser.post(url, {**WELL, "pain_nprs": "12", "words": "typed"})
    assert wrong.status_code == 422
    assert "typed" in wrong.content.decode()
    assert browser.post(url, WELL).status_code == 302
    kept = care.clinic.check_ins.get()
    assert (kept.recorded_as, kept.invitation) == ("staff", None)


def test_others_see_nothing(care: Care, as_role: SignIn) -> None:
    found = answered(care)
    invitation = care.visit.check_in_invitations.first()
    stranger = as_role("therapist")
    pages = [
        links(care),
        reverse("check_in_answer", args=[found.pk]),
        reverse("check-in-telephone", args=[care.visit.pk]),
    ]
    for url in pages:
        assert stranger.get(url).status_code == 404
    assert stranger.post(reverse("check-in-link-close", args=[invitation.pk])).status_code == 404
    assert stranger.get("/check-ins/").context["lists"][1].rows == []
    for role in ("front_desk", "researcher"):
        for url in [*pages, "/check-ins/"]:
            assert as_role(role, care.clinic).get(url).status_code == 403


@pytest.mark.parametrize("more", [1, 4])
def test_board_needs_a_constant_number_of_statements(
    care: Care, browser: Client, django_assert_num_queries: Any, more: int
) -> None:
    for _number in range(more):
        answered(care)
        answered(care, fever="yes")
        invite(care)
    browser.get("/check-ins/")
    with django_assert_num_queries(14):
        browser.get("/check-ins/")


def test_harm_that_a_check_in_told_of_is_recorded_with_its_visit(care: Care, browser: Client) -> None:
    told = answered(care, breathless="yes")
    report = reverse("adverse_event_report", args=[care.visit.pk])
    assert report in browser.get(reverse("check_in_answer", args=[told.pk])).content.decode()
    assert care.person.full_name in browser.get(report).content.decode()
    typed = {"kind": "pneumothorax", "onset_at": "2027-03-01T20:00", "description": "Breathless at night"}
    refused = browser.post(report, typed)
    assert refused.status_code == 422
    assert "Breathless at night" in refused.content.decode()
    answer = browser.post(report, {**typed, "grade": "serious", "action_taken": "Ambulance called"})
    event = care.person.adverse_events.get()
    assert answer.url == reverse("adverse_event", args=[event.pk])
    assert (event.visit, event.kind, event.grade) == (care.visit, "pneumothorax", "serious")
    assert event.onset_at.isoformat() == "2027-03-01T20:00:00+00:00"
