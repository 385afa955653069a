"""Who may act, and for whom."""

import pytest

from drypoint.clinic.accounts.actions import memberships
from drypoint.clinic.accounts.models import Clinic, Membership
from drypoint.clinic.actors import Actor, actor_for, patient, system
from drypoint.clinic.errors import ForeignRecord, NotPermitted
from drypoint.clinic.keys import new_id
from drypoint.clinic.people.models import Person
from drypoint.clinic.permissions import PATIENT, ROLES, STAFF_ROLE_CHOICES, Permission


def test_actor_for_a_member_may_what_the_role_lists(therapist_member: Membership) -> None:
    actor = actor_for(therapist_member)
    assert {p for p in Permission if actor.may(p)} == ROLES["therapist"].permissions
    assert actor.require_named() == therapist_member.pk


def test_actor_for_refuses_who_no_longer_works_here(owner: Actor, therapist_member: Membership) -> None:
    memberships.deactivate(by=owner, membership=therapist_member, revision=1)
    with pytest.raises(NotPermitted, match="no longer work"):
        actor_for(therapist_member)


def test_patient_may_act_on_their_own_care_only(clinic: Clinic, person: Person) -> None:
    themselves = patient(clinic_id=clinic.pk, person_id=person.pk)
    themselves.require_or_own(Permission.EDIT_CHART, clinic_id=clinic.pk, person_id=person.pk)
    for clinic_id, person_id in ((clinic.pk, new_id()), (new_id(), person.pk)):
        with pytest.raises(ForeignRecord):
            themselves.require_or_own(Permission.EDIT_CHART, clinic_id=clinic_id, person_id=person_id)
    with pytest.raises(NotPermitted):
        themselves.require(Permission.SEE_PEOPLE, clinic_id=clinic.pk)


def test_staff_need_the_permission_where_a_patient_needs_to_be_themselves(
    front_desk: Actor, therapist: Actor, person: Person
) -> None:
    therapist.require_or_own(Permission.EDIT_CHART, clinic_id=person.clinic_id, person_id=person.pk)
    with pytest.raises(NotPermitted):
        front_desk.require_or_own(Permission.EDIT_CHART, clinic_id=person.clinic_id, person_id=person.pk)


def test_system_and_patients_sign_nothing(clinic: Clinic, person: Person) -> None:
    for actor in (
        system(clinic_id=clinic.pk, name="tests"),
        patient(clinic_id=clinic.pk, person_id=person.pk),
    ):
        with pytest.raises(NotPermitted, match="named"):
            actor.require_named()


def test_patient_is_no_role_of_staff() -> None:
    assert PATIENT.code not in dict(STAFF_ROLE_CHOICES)
    assert {code for code, _ in STAFF_ROLE_CHOICES} | {PATIENT.code} == set(ROLES)


def test_front_desk_and_researcher_never_see_charts() -> None:
    for code in ("front_desk", "researcher"):
        assert not ROLES[code].permissions & {Permission.SEE_CHART, Permission.EDIT_CHART, Permission.SIGN}
