import pytest
from django.test import Client
from tests.clinic.visits.care import Care
from tests.web.conftest import SignIn

from drypoint.safety import action_cards


def test_every_card_has_its_page_with_steps_in_order(care: Care, browser: Client) -> None:
    listed = browser.get("/action-cards/").content.decode()
    for card in action_cards():
        assert f"/action-cards/{card.id}/" in listed
        page = browser.get(f"/action-cards/{card.id}/").content.decode()
        places = [page.index(step.en.split("“")[0].split("'")[0][:30]) for step in card.steps]
        assert places == sorted(places)
        assert ("unverified" in page) == card.verification.is_unverified


@pytest.mark.parametrize("role", ["owner", "therapist", "assistant", "front_desk", "researcher"])
def test_cards_are_open_to_everybody_who_works_here(as_role: SignIn, role: str) -> None:
    assert as_role(role).get("/action-cards/faint/").status_code == 200


def test_unknown_card_is_not_found(care: Care, browser: Client) -> None:
    assert browser.get("/action-cards/hiccups/").status_code == 404
    assert Client().get("/action-cards/").status_code == 302
