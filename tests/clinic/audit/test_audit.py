"""The audit trail: written with the write, narrowed for whoever looks into it."""

import pytest
from django.db import transaction
from tests.clinic import factories

from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.actors import Actor
from drypoint.clinic.audit import actions as audit
from drypoint.clinic.audit import queries
from drypoint.clinic.people.actions import allergies
from drypoint.clinic.people.models import Person


@pytest.mark.django_db(transaction=True)
def test_recording_outside_a_transaction_is_a_mistake() -> None:
    clinic = factories.make_clinic()
    with pytest.raises(transaction.TransactionManagementError):
        audit.record(by=factories.setting_up(clinic), verb="test", subject=clinic)
    assert not queries.trail(clinic.pk).filter(verb="test").exists()


def test_opening_a_chart_is_on_the_trail_of_the_person(therapist: Actor, person: Person) -> None:
    audit.opened(by=therapist, subject=person)
    newest = queries.trail(person.clinic_id, about_person_id=person.pk)[0]
    assert (newest.verb, newest.membership_id, newest.actor_role) == (
        "person.opened",
        therapist.membership_id,
        "therapist",
    )


def test_trail_is_narrowed_by_person_member_and_record(
    clinic: Clinic, owner: Actor, therapist: Actor, person: Person, foreign_owner: Actor
) -> None:
    mine = allergies.record(by=therapist, person=person, substance="latex")
    allergies.record(by=owner, person=factories.make_person(clinic, "Luis"), substance="nickel")
    verbs = [event.verb for event in queries.trail(clinic.pk, about_person_id=person.pk)]
    assert verbs == ["allergy.recorded", "person.registered"]
    assert [e.subject_id for e in queries.trail(clinic.pk, membership_id=therapist.membership_id)] == [
        mine.pk
    ]
    assert queries.trail(clinic.pk, subject_id=mine.pk).count() == 1
    assert not queries.trail(foreign_owner.clinic_id, subject_id=mine.pk).exists()
    assert queries.trail(clinic.pk).count() > 3
