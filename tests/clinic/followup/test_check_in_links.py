"""The link of a check-in: its token, and the date of birth that it asks for."""

from datetime import date, datetime, timedelta

import pytest
from django.test import override_settings
from tests.clinic.visits.care import BEGUN, Care

from drypoint.clinic.audit.queries import trail
from drypoint.clinic.errors import NotAllowedNow
from drypoint.clinic.followup.actions import check_ins
from drypoint.clinic.followup.actions.identity_checks import LOCKED_FOR, MOST_WRONG, try_birth_date
from drypoint.clinic.followup.models import Channel, CheckInInvitation
from drypoint.clinic.followup.queries import invitations

RIGHT, WRONG = date(1980, 5, 1), date(1980, 1, 5)


@pytest.fixture
def invited(care: Care) -> tuple[CheckInInvitation, str]:
    return invite(care)


def invite(care: Care) -> tuple[CheckInInvitation, str]:
    return check_ins.invite(
        by=care.therapist,
        visit=care.visit,
        due_at=BEGUN + timedelta(days=1),
        expires_at=BEGUN + timedelta(days=8),
        channel=Channel.QR_CODE,
    )


def tries(invitation: CheckInInvitation, typed: date, at: datetime = BEGUN) -> bool:
    return try_birth_date(invitation=invitation, typed=typed, at=at)


def test_token_can_be_shown_again_but_is_not_kept(invited: tuple[CheckInInvitation, str]) -> None:
    invitation, token = invited
    assert invitations.link_token(invitation) == token
    assert token not in {str(value) for value in vars(CheckInInvitation.objects.get()).values()}
    assert len(token) >= 43  # 256 bits


def test_tokens_differ(care: Care, invited: tuple[CheckInInvitation, str]) -> None:
    assert invite(care)[1] != invited[1]


def test_token_of_another_secret_key_is_not_shown_but_still_answers(
    invited: tuple[CheckInInvitation, str],
) -> None:
    invitation, token = invited
    with override_settings(SECRET_KEY="another one, after a restore elsewhere"):
        assert invitations.link_token(invitation) is None
        assert invitations.find(token) == invitation


def test_find_names_closed_links_too_and_no_guesses(invited: tuple[CheckInInvitation, str]) -> None:
    invitation, token = invited
    late = invitation.expires_at + timedelta(seconds=1)
    assert invitations.find(token) == invitation
    assert invitations.invitation_of(token, now=late) is None
    assert invitations.invitation_of(token, now=BEGUN) == invitation
    assert invitations.find(token[:-1]) is None


def test_invite_needs_a_date_of_birth(care: Care) -> None:
    care.person.birth_date = None
    care.person.save(update_fields=["birth_date"])
    care.visit.episode.person.refresh_from_db()
    with pytest.raises(NotAllowedNow, match="date of birth"):
        invite(care)


def test_right_date_passes_and_forgets_wrong_ones(invited: tuple[CheckInInvitation, str]) -> None:
    invitation, _token = invited
    assert not tries(invitation, WRONG)
    assert CheckInInvitation.objects.get().wrong_dates == 1
    assert tries(invitation, RIGHT)
    assert CheckInInvitation.objects.get().wrong_dates == 0


def test_too_many_wrong_dates_lock_the_link_for_the_right_one_too(
    care: Care, invited: tuple[CheckInInvitation, str]
) -> None:
    invitation, _token = invited
    for _number in range(MOST_WRONG - 1):
        assert not tries(invitation, WRONG)
    for typed in (WRONG, RIGHT):
        with pytest.raises(NotAllowedNow, match="in an hour"):
            tries(invitation, typed)
    stored = CheckInInvitation.objects.select_related("visit__episode__person").get()
    with pytest.raises(NotAllowedNow):
        tries(stored, RIGHT)
    assert tries(stored, RIGHT, at=BEGUN + LOCKED_FOR)
    wrong = trail(care.clinic.pk, subject_id=invitation.pk).filter(verb="check_in.birth_date_wrong")
    assert wrong.count() == MOST_WRONG
    assert {event.actor_role for event in wrong} == {"check-in link"}


def test_nobody_passes_where_no_date_is_known(care: Care, invited: tuple[CheckInInvitation, str]) -> None:
    invitation, _token = invited
    invitation.visit.episode.person.birth_date = None
    assert not tries(invitation, RIGHT)
