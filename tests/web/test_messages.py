"""The outbox and who is on call: what the pages say is what is so."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.clinic import factories
from tests.clinic.visits.care import Care
from tests.web.conftest import browser_of

from drypoint.clinic.followup.actions import check_ins
from drypoint.clinic.messages.actions import outbox
from drypoint.clinic.messages.models import OnCallList, Purpose
from drypoint.clinic.messages.queries import current_on_call


@pytest.fixture
def care(db: None) -> Care:
    return Care()


def board(care: Care) -> str:
    return browser_of(care.member).get(reverse("check-in-board")).content.decode()


def named(care: Care, **typed: Any) -> Any:
    owner = browser_of(factories.make_member(care.clinic, "owner", name="Owner One"))
    stands = current_on_call(care.clinic)
    said = {"supersedes": str(stands.pk) if stands else "", **typed}
    return owner.post(reverse("on_call"), said)


def test_board_says_that_nobody_is_told_until_somebody_can_be(care: Care, settings: Any) -> None:
    assert "Nobody is told of an answer that cannot wait" in board(care)
    assert named(care, member_1=str(care.member.pk), minutes_1="0").status_code == 302
    assert "nothing is set up on this server to tell them" in board(care)
    settings.MAIL_IS_SET, settings.OWN_ADDRESS = True, "https://clinic.example"
    page = board(care)
    assert "sent to who is on call" in page
    assert f"{care.member.user.name}: at once, by e-mail" in page


def test_list_is_changed_by_appending_and_the_second_of_two_is_told(care: Care) -> None:
    named(care, member_1=str(care.member.pk), minutes_1="0")
    stale = browser_of(factories.make_member(care.clinic, "owner")).post(
        reverse("on_call"), {"supersedes": "", "member_1": "", "minutes_1": ""}
    )
    assert stale.status_code == 409
    assert named(care).status_code == 302
    assert OnCallList.objects.count() == 2
    twice = named(care, member_1=str(care.member.pk), member_2=str(care.member.pk))
    assert twice.status_code == 422


def test_outbox_shows_what_became_of_each_message_and_no_address(care: Care) -> None:
    outbox.queue(
        clinic=care.clinic,
        key="k",
        purpose=Purpose.CHECK_IN,
        to=care.person,
        address="ana@home.test",
        language="en",
        about=care.visit.pk,
        due_at=care.visit.started_at,
    )
    page = browser_of(care.member).get(reverse("outbox")).content.decode()
    assert care.person.full_name in page
    assert "Not sent: no mail server is set" in page
    assert "ana@home.test" not in page
    assert "/c/" not in page


def test_board_is_loud_once_everybody_was_told_and_nobody_has_read(care: Care) -> None:
    check_ins.answer(
        by=care.therapist,
        visit=care.visit,
        answers={"breathless": True},
        answered_at=timezone.now(),
    )
    assert "Everybody on call was told" not in board(care), "nobody is on call"
    assert named(care, member_1=str(care.member.pk), minutes_1="0").status_code == 302
    assert "Everybody on call was told, and nobody has read it" in board(care)


def test_board_says_who_can_only_be_called(care: Care) -> None:
    care.needle()
    type(care.person).objects.filter(pk=care.person.pk).update(birth_date=None)
    visit = type(care.visit).objects.select_related("episode__person", "clinic").get(pk=care.visit.pk)
    made = check_ins.invite_after_session(visit=visit)
    type(made[0]).objects.update(due_at=timezone.now())
    assert "call them: they cannot be written to" in board(care)
