"""A questionnaire by its items on the screen."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.clinic import factories
from tests.clinic.visits.care import Care
from tests.web.conftest import browser_of

ITEMS = "\n".join(f"Fictional item {number}" for number in range(1, 11))


@pytest.fixture
def care(db: None) -> Care:
    return Care()


def test_a_clinic_pastes_its_items_and_a_visit_answers_them(care: Care) -> None:
    owner = browser_of(factories.make_therapist(care.clinic, "owner"))
    settings = owner.get(reverse("settings")).content.decode()
    where = reverse("questionnaire_texts", args=["ndi", "en"])
    assert where in settings
    assert "Paste 10 items" in owner.post(where, {"items": "One", "licence": "Letter"}).content.decode()
    assert owner.post(where, {"items": ITEMS, "licence": "Letter"}).status_code == 302

    browser = browser_of(care.member)
    page = browser.get(reverse("reassessment", args=[care.visit.pk])).content.decode()
    asked = reverse("questionnaire", args=[care.visit.pk, "ndi"])
    assert asked in page
    page = browser.get(asked).content.decode()
    assert "10. Fictional item 10" in page and "unverified" in page
    answers = {f"item_{number}": "2" for number in range(1, 10)}
    assert browser.post(asked, answers).status_code == 302
    assert care.visit.measurements.get(instrument="ndi").value == 40
    again = browser.get(asked).content.decode()
    assert "Recorded before treatment" in again


def test_without_texts_the_items_have_numbers_and_too_few_answers_are_refused(care: Care) -> None:
    browser = browser_of(care.member)
    asked = reverse("questionnaire", args=[care.visit.pk, "ndi"])
    assert "Item 10" in browser.get(asked).content.decode()
    refused = browser.post(asked, {"item_1": "2"})
    assert refused.status_code == 422
    assert "1 of 10 items are answered" in refused.content.decode()
    assert not care.visit.measurements.exists()


@pytest.mark.parametrize(("instrument", "language"), [("moon", "en"), ("ndi", "xx")])
def test_what_cannot_be_pasted_is_not_there(care: Care, instrument: str, language: str) -> None:
    owner = browser_of(factories.make_therapist(care.clinic, "owner"))
    assert owner.get(reverse("questionnaire_texts", args=[instrument, language])).status_code == 404
    assert Client().get(reverse("questionnaire", args=[care.visit.pk, "moon"])).status_code in {302, 404}
