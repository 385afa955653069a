"""Without a valid licence and a valid needling credential nobody needles."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from tests.clinic import factories

from drypoint.clinic.accounts import queries
from drypoint.clinic.accounts.actions import credentials
from drypoint.clinic.accounts.models import Clinic, Membership
from drypoint.clinic.accounts.models.memberships import CredentialKind
from drypoint.clinic.actors import Actor, actor_for, system
from drypoint.clinic.errors import Conflict, NotAllowedNow, NotPermitted
from drypoint.clinic.records import redact

FIRST, LAST = date(2027, 1, 1), date(2027, 12, 31)


@pytest.fixture
def member(clinic: Clinic) -> Membership:
    return factories.make_member(clinic)


@pytest.mark.parametrize(
    ("on", "holds"),
    [
        (FIRST - timedelta(days=1), False),
        (FIRST, True),
        (LAST, True),
        (LAST + timedelta(days=1), False),
    ],
)
def test_credential_holds_from_its_first_to_its_last_day(member: Membership, on: date, holds: bool) -> None:
    credential = factories.make_credential(member, CredentialKind.NEEDLING, valid_from=FIRST, expires=LAST)
    assert queries.needling_credential(member, on=on) == (credential if holds else None)


def test_credential_without_expiry_holds_on(member: Membership) -> None:
    credential = factories.make_credential(member, CredentialKind.LICENCE, valid_from=FIRST, expires=None)
    assert queries.licence(member, on=date(2090, 1, 1)) == credential


def test_needling_needs_licence_and_needling_credential(member: Membership) -> None:
    actor = actor_for(member)
    with pytest.raises(NotAllowedNow) as refusal:
        queries.require_needling_credential(actor, on=FIRST)
    assert "Licence to practise" in str(refusal.value)
    assert "Needling training" in str(refusal.value)
    needling = factories.make_credential(member, CredentialKind.NEEDLING)
    with pytest.raises(NotAllowedNow) as refusal:
        queries.require_needling_credential(actor, on=FIRST)
    assert "Needling training" not in str(refusal.value)
    factories.make_credential(member, CredentialKind.LICENCE)
    assert queries.require_needling_credential(actor, on=FIRST) == needling
    assert queries.missing_for_needling(member, on=FIRST) == []


def test_what_is_missing_says_the_day(member: Membership) -> None:
    factories.make_credential(member, CredentialKind.LICENCE, valid_from=date(2027, 6, 1))
    factories.make_credential(member, CredentialKind.NEEDLING, expires=date(2027, 2, 3))
    with translation.override("en"):
        licence, needling = queries.missing_for_needling(member, on=date(2027, 3, 1))
    assert "1 June 2027" in licence
    assert "expired on 3 February 2027" in needling


def test_someone_elses_credential_does_not_count(member: Membership, clinic: Clinic) -> None:
    factories.make_therapist(clinic)
    assert len(queries.missing_for_needling(member, on=FIRST)) == 2


def test_the_system_never_needles(clinic: Clinic) -> None:
    with pytest.raises(NotPermitted):
        queries.require_needling_credential(system(clinic_id=clinic.pk, name="tests"), on=FIRST)


def test_revoked_superseded_and_redacted_credentials_do_not_hold(owner: Actor, member: Membership) -> None:
    revoked = factories.make_credential(member, CredentialKind.NEEDLING)
    credentials.revoke(by=owner, credential=revoked, reason="training not recognised")
    assert queries.needling_credential(member, on=FIRST) is None
    assert queries.missing_for_needling(member, on=FIRST)[1].startswith("No valid credential")
    wrong = factories.make_credential(member, CredentialKind.NEEDLING)
    right = credentials.record(
        by=owner,
        membership=member,
        kind=CredentialKind.NEEDLING,
        valid_from=FIRST,
        expires=LAST,
        training_hours=Decimal("80"),
        regions=["neck"],
        supersedes=wrong,
    )
    assert queries.needling_credential(member, on=FIRST) == right
    assert queries.needling_credential(member, on=date(2026, 1, 1)) is None
    redact(right, by=owner, reason="of another person")
    assert queries.needling_credential(member, on=FIRST) is None


def test_credential_refuses_impossible_content(owner: Actor, member: Membership) -> None:
    def record(**details: object) -> None:
        known = {"kind": CredentialKind.LICENCE, "valid_from": FIRST, "expires": LAST}
        credentials.record(by=owner, membership=member, **{**known, **details})

    for field, value in (("expires", date(2026, 1, 1)), ("training_hours", Decimal("-1")), ("kind", "magic")):
        with pytest.raises(ValidationError) as refusal:
            record(**{field: value})
        assert field in refusal.value.message_dict
    assert not member.credentials.exists()


def test_revoking_needs_a_reason(owner: Actor, member: Membership) -> None:
    credential = factories.make_credential(member)
    with pytest.raises(ValidationError):
        credentials.revoke(by=owner, credential=credential, reason=" ")
    assert queries.licence(member, on=FIRST) == credential


def test_expiring_credentials_soonest_first(owner: Actor, member: Membership, clinic: Clinic) -> None:
    later = factories.make_credential(member, CredentialKind.NEEDLING, expires=date(2027, 3, 30))
    soon = factories.make_credential(member, CredentialKind.LICENCE, expires=date(2027, 3, 2))
    factories.make_credential(member, CredentialKind.FIRST_AID, expires=date(2027, 2, 28))
    gone = factories.make_credential(member, CredentialKind.OTHER, expires=date(2027, 3, 3))
    credentials.revoke(by=owner, credential=gone, reason="left the course")
    assert list(queries.expiring(clinic, on=date(2027, 3, 1), until=date(2027, 3, 31))) == [soon, later]


def test_revoking_what_was_renewed_meanwhile_is_told_not_passed_over(
    owner: Actor, member: Membership
) -> None:
    old = factories.make_credential(member)
    renewed = credentials.record(
        by=owner,
        membership=member,
        kind=CredentialKind.LICENCE,
        valid_from=FIRST,
        expires=LAST,
        supersedes=old,
    )
    with pytest.raises(Conflict):
        credentials.revoke(by=owner, credential=old, reason="struck off")
    assert queries.licence(member, on=FIRST) == renewed
    credentials.revoke(by=owner, credential=renewed, reason="struck off")
    assert queries.licence(member, on=FIRST) is None


def test_a_correction_does_not_bring_a_revoked_credential_back(owner: Actor, member: Membership) -> None:
    revoked = factories.make_credential(member)
    credentials.revoke(by=owner, credential=revoked, reason="struck off")
    with pytest.raises(NotAllowedNow):
        credentials.record(
            by=owner,
            membership=member,
            kind=CredentialKind.LICENCE,
            valid_from=FIRST,
            expires=LAST,
            supersedes=revoked,
        )
    assert queries.licence(member, on=FIRST) is None
