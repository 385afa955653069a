import pytest
from django.test import Client
from tests.clinic.visits.care import Care
from tests.web.needling.conftest import PAGES

from drypoint.clinic.audit.queries import trail


@pytest.mark.parametrize("page", PAGES)
def test_pages_of_a_visit_open_for_the_therapist_and_are_audited(
    care: Care, browser: Client, page: str
) -> None:
    assert browser.get(f"/visits/{care.visit.pk}/{page}").status_code == 200
    seen = trail(care.clinic.pk, membership_id=care.member.pk, subject_id=care.visit.pk)
    assert seen.filter(verb__contains="opened").exists()


@pytest.mark.parametrize("page", PAGES)
def test_pages_of_a_visit_are_unknown_to_another_clinic_and_closed_to_the_desk(
    care: Care, stranger: Client, desk: Client, page: str
) -> None:
    assert stranger.get(f"/visits/{care.visit.pk}/{page}").status_code == 404
    assert desk.get(f"/visits/{care.visit.pk}/{page}").status_code == 403


@pytest.mark.parametrize(
    "page", ["session/quick/", "session/trouble/", "session/missing/", "session/details/"]
)
def test_pages_of_a_session_are_unknown_before_it_starts(care: Care, browser: Client, page: str) -> None:
    assert browser.get(f"/visits/{care.visit.pk}/{page}").status_code == 404
    care.begin()
    assert browser.get(f"/visits/{care.visit.pk}/{page}").status_code == 200
