"""Numbers that a text message can reach, and what is said of the others."""

import pytest
from django.core.exceptions import ValidationError
from tests.clinic import factories

from drypoint.clinic.people import numbers
from drypoint.clinic.people.actions import people
from drypoint.terms.errors import InvalidInput


@pytest.mark.parametrize(
    ("written", "country", "number"),
    [
        ("612 34 56 78", "ES", "+34612345678"),
        ("+34 612-345-678", "", "+34612345678"),
        ("0034 612 345 678", "DE", "+34612345678"),
        ("07911 123456", "GB", "+447911123456"),
        ("0151 12345678", "DE", "+4915112345678"),
        ("(212) 555-0100", "US", "+12125550100"),
        ("+81 90 1234 5678", "", "+819012345678"),
    ],
)
def test_number_as_the_network_wants_it(written: str, country: str, number: str) -> None:
    assert numbers.to_text(written, country=country) == number


@pytest.mark.parametrize(
    ("written", "country", "says"),
    [
        ("912 345 678", "ES", "not a mobile number"),
        ("+44 20 7946 0000", "ES", "not a mobile number"),
        ("612345678", "", "country code"),
        ("612345678", "ZZ", "country code"),
        ("", "ES", "not a telephone number"),
        ("ask his wife", "ES", "not a telephone number"),
        ("+34", "", "not a telephone number"),
        ("+1234567890123456", "", "not a telephone number"),
        ("+٣٤٦١٢٣٤٥٦٧٨", "", "not a telephone number"),
    ],
)
def test_number_that_no_text_reaches_is_said_plainly(written: str, country: str, says: str) -> None:
    with pytest.raises(InvalidInput, match=says):
        numbers.to_text(written, country=country)


def test_same_number_however_it_is_written() -> None:
    assert numbers.same("+34612345678", "34612345678")
    assert numbers.same("+34 612 345 678", "0034612345678")
    assert not numbers.same("+34612345678", "+34612345679")


def test_who_agrees_to_texts_needs_a_mobile_number(db: None) -> None:
    clinic = factories.make_clinic(country="ES")
    by = factories.acting(clinic, "owner")
    said = {"given_name": "Ana", "family_name": "Ruiz", "may_text": True}
    with pytest.raises(ValidationError) as refused:
        people.register(by=by, **said, phone="912 345 678")
    assert "not a mobile number" in refused.value.message_dict["phone"][0]
    person = people.register(by=by, **said, phone="612 345 678")
    with pytest.raises(ValidationError):
        people.revise_details(by=by, person=person, revision=1, phone="912 345 678")
    person.refresh_from_db()
    people.revise_details(by=by, person=person, revision=1, phone="912 345 678", may_text=False)


def test_no_more_messages_is_news_once(db: None) -> None:
    clinic = factories.make_clinic(country="ES")
    by = factories.acting(clinic, "owner")
    person = factories.make_person(clinic, may_text=True, phone="612345678")
    assert people.end_messages(by=by, person=person, route="text")
    assert not people.end_messages(by=by, person=person, route="text")
    assert not people.end_messages(by=by, person=person, route="email")
