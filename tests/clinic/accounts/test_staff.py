"""Sign-ins, memberships and who works where."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from tests.clinic import factories

from drypoint.clinic.accounts import queries
from drypoint.clinic.accounts.actions import locations, memberships, sign_ins
from drypoint.clinic.accounts.models import Clinic, Membership, User
from drypoint.clinic.actors import Actor
from drypoint.clinic.audit.models import AuditEvent
from drypoint.clinic.errors import NotAllowedNow
from drypoint.clinic.people.actions import access
from drypoint.clinic.people.models import Person


def test_user_email_is_the_same_whatever_its_case(db: None) -> None:
    user = User.objects.create_user("  Ana@Clinic.Test ", "a long enough word", name="Ana")
    assert user.email == "ana@clinic.test"
    assert User.objects.get_by_natural_key("ANA@clinic.test") == user
    assert user.check_password("a long enough word")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("ANA@CLINIC.TEST", name="Another")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=user.pk).update(email="Ana@clinic.test")


def test_user_without_an_address_is_refused(db: None) -> None:
    with pytest.raises(ValidationError):
        User.objects.create_user("not an address", name="Ana")
    with pytest.raises(User.DoesNotExist):
        User.objects.get_by_natural_key(None)


def test_user_is_called_by_name_and_email(db: None) -> None:
    user = User.objects.create_user("ana@clinic.test", name="Ana Ruiz")
    assert (user.get_full_name(), user.get_short_name()) == ("Ana Ruiz", "Ana Ruiz")
    assert user.get_username() == "ana@clinic.test"
    assert not user.has_usable_password()


def test_adding_staff_keeps_an_existing_sign_in_as_it_is(owner: Actor, foreign_owner: Actor) -> None:
    here = memberships.add(by=owner, email="pt@x.test", name="Pat", role="therapist", password="first word")
    sign_ins.prove(here.user)
    there = memberships.add(
        by=foreign_owner, email="PT@X.test", name="Impostor", role="owner", password="other word"
    )
    assert here.user == there.user
    here.user.refresh_from_db()
    assert here.user.name == "Pat"
    assert here.user.check_password("first word")
    assert list(queries.workplaces(here.user_id)) == [here, there]


def test_sign_in_that_another_clinic_opened_gets_in_here_only_once_its_mailbox_is_proven(
    owner: Actor, foreign_owner: Actor, person: Person, other_clinic: Clinic
) -> None:
    """Who opened it may know its password: a clinic must not be entered with what another one chose."""
    opened = memberships.add(
        by=foreign_owner, email="pt@x.test", name="Pat", role="therapist", password="own"
    )
    with pytest.raises(NotAllowedNow, match="somebody else opened"):
        memberships.add(by=owner, email="pt@x.test", name="Pat", role="owner")
    with pytest.raises(NotAllowedNow, match="somebody else opened"):
        access.grant(by=owner, person=person, email="PT@x.test")
    assert list(queries.workplaces(opened.user_id)) == [opened]
    patient = factories.make_person(other_clinic)
    access.grant(by=foreign_owner, person=patient, email="pt@x.test")
    Authenticator.objects.create(user=opened.user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    sign_ins.prove(opened.user)
    sign_ins.prove(opened.user)
    assert AuditEvent.objects.filter(verb="membership.mailbox_proven").count() == 1
    assert Authenticator.objects.filter(user=opened.user).exists(), "a mailbox alone passes no second step"
    assert memberships.add(by=owner, email="pt@x.test", name="Pat", role="therapist").user == opened.user
    assert access.grant(by=owner, person=person, email="pt@x.test").user == opened.user


def test_sign_in_given_to_a_patient_does_not_become_a_colleagues_before_it_is_proven(
    owner: Actor, person: Person
) -> None:
    """The front desk types a patient's first password: it must not be a future colleague's way in."""
    given = access.grant(by=owner, person=person, email="new@x.test", password="known to the front desk")
    with pytest.raises(NotAllowedNow, match="somebody else opened"):
        memberships.add(by=owner, email="new@x.test", name="New", role="therapist")
    sign_ins.prove(given.user)
    assert memberships.add(by=owner, email="new@x.test", name="New", role="therapist").user == given.user


def test_adding_somebody_twice_is_told_beside_the_email(owner: Actor, clinic: Clinic) -> None:
    memberships.add(by=owner, email="pt@x.test", name="Pat", role="therapist")
    with pytest.raises(ValidationError) as refusal:
        memberships.add(by=owner, email="pt@x.test", name="Pat", role="assistant")
    assert "email" in refusal.value.message_dict
    assert clinic.memberships.filter(user__email="pt@x.test").count() == 1


def test_staff_cannot_be_made_patients_or_anything_unknown(owner: Actor) -> None:
    for role in ("patient", "wizard"):
        with pytest.raises(ValidationError) as refusal:
            memberships.add(by=owner, email="pt@x.test", name="Pat", role=role)
        assert "role" in refusal.value.message_dict
    assert not User.objects.filter(email="pt@x.test").exists()


def test_a_clinic_keeps_an_owner(owner: Actor, owner_member: Membership, clinic: Clinic) -> None:
    with pytest.raises(NotAllowedNow, match="owner"):
        memberships.deactivate(by=owner, membership=owner_member, revision=1)
    with pytest.raises(NotAllowedNow, match="owner"):
        memberships.revise(by=owner, membership=owner_member, revision=1, role="therapist", title="")
    memberships.revise(by=owner, membership=owner_member, revision=1, role="owner", title="DPT")
    factories.make_member(clinic, "owner")
    memberships.revise(by=owner, membership=owner_member, revision=2, role="therapist", title="DPT")
    owner_member.refresh_from_db()
    assert (owner_member.role, owner_member.title) == ("therapist", "DPT")


def test_deactivated_staff_lose_their_workplace_and_can_come_back(
    owner: Actor, therapist_member: Membership, clinic: Clinic
) -> None:
    memberships.deactivate(by=owner, membership=therapist_member, revision=1)
    assert not queries.workplaces(therapist_member.user_id).exists()
    assert therapist_member not in queries.therapists(clinic)
    assert therapist_member in queries.staff(clinic)
    memberships.reactivate(by=owner, membership=therapist_member, revision=2)
    assert therapist_member in queries.therapists(clinic)


def test_therapists_are_those_who_may_sign(clinic: Clinic, owner_member: Membership) -> None:
    others = [factories.make_member(clinic, role) for role in ("assistant", "front_desk", "researcher")]
    therapist = factories.make_member(clinic, "therapist")
    assert set(queries.therapists(clinic)) == {owner_member, therapist}
    assert set(queries.staff(clinic)) == {owner_member, therapist, *others}


def test_signature_is_name_and_title(clinic: Clinic) -> None:
    assert factories.make_member(clinic, name="Ana Ruiz", title="DPT").signature == "Ana Ruiz, DPT"
    assert factories.make_member(clinic, name="Ana Ruiz", title="").signature == "Ana Ruiz"


def test_locations_in_use_by_name(owner: Actor, clinic: Clinic) -> None:
    branch = locations.add(by=owner, name="Branch")
    attic = locations.add(by=owner, name="Attic")
    with pytest.raises(ValidationError) as refusal:
        locations.add(by=owner, name="Attic")
    assert "name" in refusal.value.message_dict
    with pytest.raises(ValidationError):
        locations.revise(by=owner, location=branch, revision=1, name="Attic")
    assert branch.name == "Branch"
    assert list(queries.locations(clinic)) == [attic, branch]
    locations.archive(by=owner, location=attic, revision=1)
    assert list(queries.locations(clinic)) == [branch]
