"""Registering people, finding them, keeping their details."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries
from tests.clinic import factories

from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.actors import Actor, patient
from drypoint.clinic.errors import NotAllowedNow, NotPermitted
from drypoint.clinic.people import names, queries
from drypoint.clinic.people.actions import people
from drypoint.clinic.people.models import Person, SearchWord


def _found(clinic: Clinic, text: str) -> list[str]:
    return [person.full_name for person in queries.listing(clinic, text).people]


def test_people_are_numbered_from_one_in_each_clinic(clinic: Clinic, other_clinic: Clinic) -> None:
    numbers = [factories.make_person(where).number for where in (clinic, clinic, other_clinic, clinic)]
    assert numbers == [1, 2, 1, 3]


@pytest.mark.parametrize(
    "text",
    ["gar", "GARCÍA", "lopez", "mar gar", "Pepa", "1980-05-01", "555 01", "+555-0100", "7", " garcia  "],
)
def test_person_is_found_by_the_beginning_of_any_name_number_phone_or_birth(
    clinic: Clinic, text: str
) -> None:
    for _ in range(6):
        factories.make_person(clinic, "Zoe", "Zapata", phone="999")
    factories.make_person(
        clinic,
        "María José",
        "García López",
        preferred_name="Pepa",
        phone="555 0100",
        birth_date=date(1980, 5, 1),
    )
    assert _found(clinic, text) == ["María José García López"]


@pytest.mark.parametrize("text", ["arcia", "gar zap", "maría lópez x", "80-05"])
def test_person_is_not_found_by_what_is_not_a_beginning(clinic: Clinic, text: str) -> None:
    factories.make_person(clinic, "María", "García López", birth_date=date(1980, 5, 1))
    assert _found(clinic, text) == []


def test_empty_search_lists_everybody_of_this_clinic_only(clinic: Clinic, other_clinic: Clinic) -> None:
    factories.make_person(clinic, "Ana", "Zubiri")
    factories.make_person(clinic, "Ana", "Álvarez")
    factories.make_person(other_clinic, "Luis", "Ajeno")
    assert _found(clinic, "") == _found(clinic, " - ") == ["Ana Álvarez", "Ana Zubiri"]


def test_search_follows_a_changed_name(clinic: Clinic, owner: Actor, person: Person) -> None:
    people.revise_details(by=owner, person=person, revision=1, family_name="Soler")
    assert _found(clinic, "ruiz") == []
    assert _found(clinic, "sol") == ["Ana Soler"]
    assert (person.family_key, person.revision) == ("soler", 2)


def test_listing_pages_through_everybody_once_in_order(
    clinic: Clinic, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(25):
        factories.make_person(clinic, f"Given{number % 3}", f"Family{number % 5}")
    seen: list[Person] = []
    after = None
    while True:
        with django_assert_max_num_queries(2):
            page = queries.listing(clinic, "given", after=after, size=7)
        seen += page.people
        after = page.next_after
        if after is None:
            break
    assert len(seen) == len({person.pk for person in seen}) == 25
    keys = [(person.family_key, person.given_key) for person in seen]
    assert keys == sorted(keys)


def test_listing_after_an_unknown_person_starts_at_the_beginning(
    clinic: Clinic, other_clinic: Clinic, person: Person
) -> None:
    stranger = factories.make_person(other_clinic, "Aa", "Aa")
    assert queries.listing(clinic, after=stranger.pk).people == (person,)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(st.sampled_from(["Ana", "Anna", "Ána María", "Bo", "bo-ana", "Zoë"]), min_size=1, max_size=6),
    st.sampled_from(["a", "an", "ana", "anna", "b", "zoe", "mar", "x"]),
)
def test_search_equals_looking_at_every_name(clinic: Clinic, given_names: list[str], text: str) -> None:
    SearchWord.objects.all().delete()
    Person.objects.all().delete()
    registered = [factories.make_person(clinic, name, "Q") for name in given_names]
    slowly = {
        person.pk for person in registered if any(w.startswith(text) for w in names.words(person.given_name))
    }
    assert {person.pk for person in queries.listing(clinic, text).people} == slowly


def test_archived_people_leave_the_list_and_can_come_back(
    clinic: Clinic, owner: Actor, person: Person
) -> None:
    with pytest.raises(ValidationError):
        people.archive(by=owner, person=person, revision=1, reason=" ")
    people.archive(by=owner, person=person, revision=1, reason="moved away")
    assert _found(clinic, "") == []
    assert queries.listing(clinic, archived=True).people == (person,)
    with pytest.raises(NotAllowedNow):
        people.archive(by=owner, person=person, revision=2, reason="again")
    people.restore(by=owner, person=person, revision=2)
    person.refresh_from_db()
    assert (person.archived_at, person.archived_reason) == (None, "")
    assert _found(clinic, "") == ["Ana Ruiz"]


def test_registering_refuses_a_bad_detail_beside_its_field(clinic: Clinic, front_desk: Actor) -> None:
    with pytest.raises(ValidationError) as refusal:
        people.register(
            by=front_desk, given_name="", family_name="Ruiz", email="not an address", sex_recorded="x"
        )
    assert set(refusal.value.message_dict) == {"given_name", "email", "sex_recorded"}
    assert not clinic.people.exists()
    with pytest.raises(TypeError, match="number"):
        people.register(by=front_desk, given_name="Ana", family_name="Ruiz", number=1)


def test_people_change_their_own_contact_and_nothing_else(person: Person) -> None:
    themselves = patient(clinic_id=person.clinic_id, person_id=person.pk)
    people.revise_own_contact(by=themselves, person=person, revision=1, phone="555 0300")
    assert _found(person.clinic, "5550300") == ["Ana Ruiz"]
    with pytest.raises(TypeError, match="birth_date"):
        people.revise_own_contact(by=themselves, person=person, revision=2, birth_date=date(2000, 1, 1))
    with pytest.raises(NotPermitted):
        people.revise_details(by=themselves, person=person, revision=2, desk_note="VIP")


def test_person_is_called_as_they_wish_and_has_an_age_if_known(clinic: Clinic) -> None:
    ana = factories.make_person(clinic, birth_date=date(1980, 5, 1))
    assert (ana.called, ana.full_name) == ("Ana", "Ana Ruiz")
    assert [ana.age_on(day) for day in (date(2027, 4, 30), date(2027, 5, 1))] == [46, 47]
    pepa = factories.make_person(clinic, preferred_name="Pepa")
    assert (pepa.called, pepa.age_on(date(2027, 1, 1))) == ("Pepa", None)


@pytest.mark.parametrize(
    ("given_name", "family_name", "birth_date", "is_double"),
    [
        ("José", "Garcia", date(1980, 5, 1), True),
        ("Jose", "Garcia Lopez", None, False),
        ("Josep", "García", date(1980, 5, 1), True),
        ("García", "José", date(1980, 5, 1), True),
        ("Jose", "García", date(1999, 9, 9), True),
        ("JOSÉ", "GARCÍA", None, True),
        ("Josep", "García", date(1999, 9, 9), False),
        ("Marta", "Soler", date(1980, 5, 1), False),
    ],
)
def test_possible_doubles(
    clinic: Clinic, given_name: str, family_name: str, birth_date: date | None, is_double: bool
) -> None:
    known = factories.make_person(clinic, "José", "García", birth_date=date(1980, 5, 1))
    asked = {"given_name": given_name, "family_name": family_name, "birth_date": birth_date}
    assert queries.possible_doubles(clinic, **asked) == ([known] if is_double else [])
    assert queries.possible_doubles(clinic, **asked, except_person_id=known.pk) == []


def test_doubles_are_sought_in_one_clinic(clinic: Clinic, other_clinic: Clinic) -> None:
    factories.make_person(other_clinic, "José", "García")
    assert not queries.possible_doubles(clinic, given_name="José", family_name="García", birth_date=None)
