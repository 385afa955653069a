"""The outbox and who is on call: what the pages say is what is so."""

from typing import Any

import pytest
from django.urls import reverse
from tests.clinic import factories
from tests.clinic.visits.care import Care
from tests.web.conftest import browser_of

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
    assert "no mail server is set on this server" in board(care)
    settings.MAIL_IS_SET, settings.OWN_ADDRESS = True, "https://clinic.example"
    page = board(care)
    assert "mailed to who is on call" in page
    assert f"{care.member.user.name}: at once" in page


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
        link_path="/c/secret-token/",
        due_at=care.visit.started_at,
    )
    page = browser_of(care.member).get(reverse("outbox")).content.decode()
    assert care.person.full_name in page
    assert "Not sent: no mail server is set" in page
    assert "ana@home.test" not in page
    assert "secret-token" not in page
