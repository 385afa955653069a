"""After-care pages: staff hand it over, the person reads it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.clinic.visits.care import GLUTEUS, Care
from tests.web.conftest import BACKEND, SignIn, browser_of

from drypoint.clinic.followup.actions import check_ins
from drypoint.clinic.people.actions import access
from drypoint.clinic.visits.actions import exercises

GIVE = {"language": "en", "given_to": "Ana Ruiz"}


@pytest.fixture
def care(db: None) -> Care:
    found = Care()
    type(found.clinic).objects.update(emergency_number="112", phone="555 0100")
    found.clinic.refresh_from_db()
    return found


@pytest.fixture
def browser(care: Care) -> Client:
    return browser_of(care.member)


@pytest.fixture
def own(care: Care) -> Client:
    """The person's own browser."""
    granted = access.grant(by=care.therapist, person=care.person, email="ana@home.test")
    client = Client()
    client.force_login(granted.user, backend=BACKEND)
    return client


def address(care: Care) -> str:
    return reverse("after-care", args=[care.visit.pk])


def test_sheet_is_handed_over_with_links(care: Care, browser: Client) -> None:
    page = browser.get(address(care)).content.decode()
    assert "When to get help" in page
    assert 'value="Ana Ruiz"' in page
    assert browser.post(address(care), GIVE | {"with_check_ins": "on"}).url == address(care)
    given = care.visit.after_care_sheets.get()
    assert (given.given_to, given.language) == ("Ana Ruiz", "en")
    assert care.visit.check_in_invitations.count() == 2
    assert "Handed over to Ana Ruiz" in browser.get(address(care)).content.decode()


def test_sheet_speaks_the_persons_language_and_can_be_read_in_the_other(care: Care, browser: Client) -> None:
    care.person.language = "es"
    care.person.save(update_fields=["language"])
    page = browser.get(address(care)).content.decode()
    assert "llame a emergencias" in page
    assert 'lang="es"' in page
    assert "call the emergency services" in browser.get(address(care), {"language": "en"}).content.decode()


def test_lungs_and_unchecked_sources_are_named(care: Care, browser: Client) -> None:
    care.screen()
    care.propose(GLUTEUS | {"muscle": "rhomboid_major", "position": "prone"})
    page = browser.get(address(care)).content.decode()
    assert "Needles were near a lung." in page
    assert "unverified" in page


def test_change_after_handing_over_is_told(care: Care, browser: Client) -> None:
    browser.post(address(care), GIVE)
    exercises.prescribe(by=care.therapist, visit=care.visit, exercises=[{"name": "Bridge"}])
    page = browser.get(address(care)).content.decode()
    assert "The visit has changed since the sheet was handed over" in page
    shown = care.visit.after_care_sheets.get()
    browser.post(address(care), GIVE | {"supersedes": shown.pk})
    assert "Bridge" in browser.get(address(care)).content.decode()
    assert care.visit.after_care_sheets.current().count() == 1


def test_second_of_two_people_is_told_and_keeps_what_was_typed(care: Care, browser: Client) -> None:
    browser.post(address(care), GIVE)
    answer = browser.post(address(care), GIVE | {"given_to": "Her mother"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Her mother" in page
    assert "saved by somebody else" in page
    assert f'value="{care.visit.after_care_sheets.get().pk}"' in page


def test_missing_name_is_told_beside_the_field(care: Care, browser: Client) -> None:
    answer = browser.post(address(care), GIVE | {"given_to": ""})
    assert answer.status_code == 422
    assert 'href="#field_given_to"' in answer.content.decode()


def test_pdf_is_the_same_to_the_byte_and_needs_a_sheet(care: Care, browser: Client) -> None:
    url = reverse("after-care-pdf", args=[care.visit.pk])
    assert browser.get(url).status_code == 404
    browser.post(address(care), GIVE | {"with_check_ins": "on"})
    first, second = browser.get(url), browser.get(url)
    assert first["Content-Type"] == "application/pdf"
    assert first.content[:5] == b"%PDF-"
    assert first.content == second.content
    for invitation in care.visit.check_in_invitations.all():
        check_ins.revoke(by=care.therapist, invitation=invitation)
    assert browser.get(url).content != first.content  # no link that is closed


def test_signed_visit_takes_no_other_sheet(care: Care, browser: Client) -> None:
    browser.post(address(care), GIVE)
    care.clinic.visits.update(status="signed")
    page = browser.get(address(care)).content.decode()
    assert "The sheet stays as it is" in page
    assert 'name="given_to"' not in page
    answer = browser.post(address(care), GIVE)
    assert answer.status_code == 422
    assert "Write an addendum" in answer.content.decode()


def test_person_without_date_of_birth_gets_no_pdf_but_a_sheet(care: Care, browser: Client) -> None:
    care.person.birth_date = None
    care.person.save(update_fields=["birth_date"])
    page = browser.get(address(care)).content.decode()
    assert "The date of birth is not recorded" in page
    assert browser.post(address(care), GIVE).status_code == 302
    assert browser.get(reverse("after-care-pdf", args=[care.visit.pk])).status_code == 409


def test_person_reads_their_own_sheet_and_nobody_elses(care: Care, browser: Client, own: Client) -> None:
    browser.post(address(care), GIVE)
    given = care.visit.after_care_sheets.get()
    mine = reverse("my_after_care", args=[given.pk])
    assert "When to get help" in own.get(mine).content.decode()
    assert own.get(reverse("my-after-care-pdf", args=[given.pk])).content[:5] == b"%PDF-"
    assert f'href="{mine}"' in own.get("/my/").content.decode()
    other = Care(name="Elsewhere")
    granted = access.grant(by=other.therapist, person=other.person, email="other@home.test")
    stranger = Client()
    stranger.force_login(granted.user, backend=BACKEND)
    assert stranger.get(mine).status_code == 404
    assert browser.get(mine).status_code == 403


def test_others_see_nothing(care: Care, as_role: SignIn) -> None:
    pdf = reverse("after-care-pdf", args=[care.visit.pk])
    for url in (address(care), pdf):
        assert as_role("therapist").get(url).status_code == 404
        assert as_role("front_desk", care.clinic).get(url).status_code == 403


def test_statements_do_not_grow_with_what_was_given(
    care: Care, browser: Client, django_assert_max_num_queries: Any
) -> None:
    exercises.prescribe(
        by=care.therapist, visit=care.visit, exercises=[{"name": f"Exercise {n}"} for n in range(9)]
    )
    with django_assert_max_num_queries(30):
        browser.get(address(care))
