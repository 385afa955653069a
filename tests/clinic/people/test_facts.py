"""Height and weight, allergies, medicines, and a person's own sign-in."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from tests.clinic import factories

from drypoint.clinic.accounts.models import Clinic, User
from drypoint.clinic.actors import Actor, patient
from drypoint.clinic.errors import Conflict
from drypoint.clinic.people import queries
from drypoint.clinic.people.actions import access, allergies, measures, medicines
from drypoint.clinic.people.models import Person

DAY = date(2027, 3, 1)


def test_latest_height_and_weight_may_come_from_different_days(owner: Actor, person: Person) -> None:
    assert queries.latest_measures(person) == (None, None)
    measures.record(by=owner, person=person, measured_on=date(2027, 2, 1), weight_kg=Decimal("71"))
    measures.record(
        by=owner,
        person=person,
        measured_on=date(2026, 1, 1),
        height_cm=Decimal("170"),
        weight_kg=Decimal("80"),
    )
    assert queries.latest_measures(person) == (170, 71)
    assert [measure.measured_on.year for measure in queries.measures(person)] == [2027, 2026]


def test_bmi_is_weight_over_height_squared(owner: Actor, person: Person) -> None:
    both = measures.record(
        by=owner, person=person, measured_on=DAY, height_cm=Decimal("200"), weight_kg=Decimal("80")
    )
    assert both.bmi == pytest.approx(20.0)
    assert measures.record(by=owner, person=person, measured_on=DAY, weight_kg=Decimal("80")).bmi is None
    assert measures.record(by=owner, person=person, measured_on=DAY, height_cm=Decimal("80")).bmi is None


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "height_cm"),
        ({"height_cm": Decimal("0")}, "height_cm"),
        ({"height_cm": Decimal("301")}, "height_cm"),
        ({"weight_kg": Decimal("-1")}, "weight_kg"),
        ({"weight_kg": Decimal("701")}, "weight_kg"),
    ],
)
def test_measures_refuse_what_no_human_is(
    owner: Actor, person: Person, given: dict[str, Decimal], field: str
) -> None:
    with pytest.raises(ValidationError) as refusal:
        measures.record(by=owner, person=person, measured_on=DAY, **given)
    assert set(refusal.value.message_dict) == {field}
    assert not person.body_measures.exists()


def test_no_allergies_known_is_a_statement_of_its_own(owner: Actor, person: Person) -> None:
    assert not queries.allergies(person).exists()
    none = allergies.record_none_known(by=owner, person=person)
    assert list(queries.allergies(person)) == [none]
    with pytest.raises(ValidationError):
        allergies.record_none_known(by=owner, person=person)
    latex = allergies.record(by=owner, person=person, substance=" latex ")
    assert (latex.supersedes, latex.substance) == (none, "latex")
    assert list(queries.allergies(person)) == [latex]
    nickel = allergies.record(by=owner, person=person, substance="nickel")
    assert set(queries.allergies(person)) == {latex, nickel}
    with pytest.raises(ValidationError) as refusal:
        allergies.record_none_known(by=owner, person=person)
    assert "none_known" in refusal.value.message_dict
    with pytest.raises(ValidationError):
        allergies.record_none_known(by=owner, person=person, supersedes=latex)
    assert set(queries.allergies(person)) == {latex, nickel}


def test_an_allergy_recorded_in_error_becomes_none_known(owner: Actor, person: Person) -> None:
    latex = allergies.record(by=owner, person=person, substance="latex")
    none = allergies.record_none_known(by=owner, person=person, supersedes=latex)
    assert list(queries.allergies(person)) == [none]
    with pytest.raises(ValidationError):
        allergies.record(by=owner, person=person, substance=" ")


def test_medicines_are_taken_until_stopped(owner: Actor, person: Person) -> None:
    warfarin = medicines.record(
        by=owner, person=person, text="warfarin 5 mg daily", started_on=date(2027, 1, 1)
    )
    assert list(queries.medicines(person, on=DAY)) == [warfarin]
    with pytest.raises(ValidationError, match="before it began"):
        medicines.stop(by=owner, entry=warfarin, stopped_on=date(2026, 1, 1))
    stopped = medicines.stop(by=owner, entry=warfarin, stopped_on=DAY)
    assert (stopped.text, stopped.started_on) == ("warfarin 5 mg daily", date(2027, 1, 1))
    assert list(queries.medicines(person, on=DAY)) == [stopped]
    assert not queries.medicines(person, on=date(2027, 3, 2)).exists()
    with pytest.raises(Conflict):
        medicines.stop(by=owner, entry=warfarin, stopped_on=DAY)


def test_taking_no_medicines_is_a_statement_of_its_own(owner: Actor, person: Person) -> None:
    assert not queries.takes_none(person)
    none = medicines.record_none_taken(by=owner, person=person, on=DAY)
    assert queries.takes_none(person)
    assert not queries.medicines(person, on=DAY).exists()
    with pytest.raises(ValidationError, match="no medicine"):
        medicines.stop(by=owner, entry=none, stopped_on=DAY)
    again = medicines.record_none_taken(by=owner, person=person, on=date(2027, 4, 1))
    assert again.supersedes == none
    aspirin = medicines.record(by=owner, person=person, text="aspirin")
    assert aspirin.supersedes == again
    assert not queries.takes_none(person)
    with pytest.raises(ValidationError) as refusal:
        medicines.record_none_taken(by=owner, person=person, on=DAY)
    assert "none_taken" in refusal.value.message_dict
    medicines.stop(by=owner, entry=aspirin, stopped_on=DAY)
    medicines.record_none_taken(by=owner, person=person, on=date(2027, 3, 2))
    assert queries.takes_none(person)


def test_medicine_without_words_is_refused(owner: Actor, person: Person) -> None:
    with pytest.raises(ValidationError) as refusal:
        medicines.record(by=owner, person=person, text="  ")
    assert "text" in refusal.value.message_dict


def test_patients_record_their_own_facts(person: Person) -> None:
    themselves = patient(clinic_id=person.clinic_id, person_id=person.pk)
    medicines.record(by=themselves, person=person, text="ibuprofen")
    allergies.record_none_known(by=themselves, person=person)
    told = measures.record(
        by=themselves, person=person, measured_on=DAY, weight_kg=Decimal("70"), as_told=True
    )
    assert {fact.recorded_as for fact in (told, *queries.allergies(person))} == {"patient"}


def test_a_persons_sign_in_is_one_and_can_be_ended(owner: Actor, clinic: Clinic, person: Person) -> None:
    granted = access.grant(by=owner, person=person, email="ana@people.test")
    assert list(queries.accesses(granted.user_id)) == [granted]
    assert granted.user.name == "Ana Ruiz"
    other = factories.make_person(clinic, "Luis")
    for whom, email in ((person, "second@people.test"), (other, "ana@people.test")):
        with pytest.raises(ValidationError) as refusal:
            access.grant(by=owner, person=whom, email=email)
        assert "email" in refusal.value.message_dict
    assert not User.objects.filter(email="second@people.test").exists()
    access.revoke(by=owner, access=granted)
    assert not queries.accesses(granted.user_id).exists()
    again = access.grant(by=owner, person=person, email="ana@people.test")
    assert list(queries.accesses(granted.user_id)) == [again]
