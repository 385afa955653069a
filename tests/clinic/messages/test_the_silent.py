"""Who does not answer: one more mail, a call where no mail asks, and an end once they were spoken to."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from tests.clinic.messages.writing import agreed, answered, queue_due
from tests.clinic.visits.care import Care

from drypoint.clinic.followup.actions import check_ins, reminders
from drypoint.clinic.followup.models import Channel, CheckInInvitation
from drypoint.clinic.followup.queries.check_in_board import board
from drypoint.clinic.followup.queries.message_links import no_longer
from drypoint.clinic.messages.actions import outbox
from drypoint.clinic.messages.models import GONE_OUT, Message, MessageState
from drypoint.upkeep import mails

ASKED = datetime(2027, 3, 3, 10, tzinfo=UTC)
DAY = timedelta(days=1)


def asked(care: Care, due_at: datetime = ASKED, channel: Channel = Channel.EMAIL) -> CheckInInvitation:
    made, _token = check_ins.invite(
        by=care.therapist, visit=care.visit, due_at=due_at, expires_at=due_at + 7 * DAY, channel=channel
    )
    return made


def mailed(care: Care, now: datetime = ASKED) -> None:
    agreed(care)
    assert queue_due(care.clinic, now=now) == 1
    assert outbox.send_due(now=now, send=mails.send) == 1


def again(care: Care, now: datetime) -> int:
    return reminders.second_questions(care.clinic, now)


def test_silent_person_gets_one_more_mail_and_no_third(care: Care, may_send: None) -> None:
    asked(care)
    mailed(care)
    assert again(care, ASKED + timedelta(hours=23)) == 0
    assert again(care, ASKED + timedelta(hours=35)) == 0, "not at night"
    assert again(care, ASKED + DAY) == 1
    outbox.send_due(now=ASKED + DAY, send=mails.send)
    assert len(mail.outbox) == 2
    assert again(care, ASKED + DAY + timedelta(hours=2)) == 0
    assert again(care, ASKED + 2 * DAY) == 0


def test_who_is_asked_again_anyway_gets_no_mail_in_between(care: Care, may_send: None) -> None:
    asked(care)
    asked(care, ASKED + DAY + timedelta(hours=6))
    mailed(care)
    assert again(care, ASKED + DAY) == 0


def test_who_was_spoken_to_on_the_telephone_is_no_longer_silent(care: Care, may_send: None) -> None:
    asked(care)
    mailed(care)
    assert board(care.clinic, now=ASKED + DAY).silent
    answered(care, at=ASKED + timedelta(hours=20), pain_nprs=1)
    assert not board(care.clinic, now=ASKED + DAY).silent
    assert again(care, ASKED + DAY) == 0


@pytest.mark.parametrize(
    ("state", "is_called"),
    [
        (MessageState.SENT, False),
        (MessageState.DELIVERED, False),
        (MessageState.QUEUED, False),
        (MessageState.BOUNCED, True),
        (MessageState.FAILED, True),
        (MessageState.UNKNOWN, True),
        (MessageState.NOT_CONFIGURED, True),
        (MessageState.NOT_NEEDED, False),
    ],
)
def test_whom_no_mail_has_surely_asked_is_to_be_called(
    care: Care, may_send: None, state: MessageState, is_called: bool
) -> None:
    invitation = asked(care)
    mailed(care)
    Message.objects.update(state=state)
    found = board(care.clinic, now=ASKED + timedelta(hours=1))
    to_call, in_hand = ([one.invitation for one in some] for some in (found.to_call, found.asked))
    assert (to_call, in_hand) == (([invitation], []) if is_called else ([], [invitation]))
    assert again(care, ASKED + DAY) == int(state in GONE_OUT)


@pytest.mark.parametrize(
    ("channel", "is_called"),
    [(Channel.EMAIL, True), (Channel.CALL, True), (Channel.PRINTED, False), (Channel.QR_CODE, False)],
)
def test_who_agreed_to_no_mail_is_to_be_called_unless_a_link_was_handed_over(
    care: Care, channel: Channel, is_called: bool
) -> None:
    asked(care, channel=channel)
    assert bool(board(care.clinic, now=ASKED).to_call) == is_called


def test_who_withdrew_after_the_question_was_queued_is_to_be_called(care: Care, may_send: None) -> None:
    asked(care)
    mailed(care)
    Message.objects.update(state=MessageState.NOT_NEEDED)
    people: Any = type(care.person).objects
    people.update(may_email=False)
    assert board(care.clinic, now=ASKED).to_call


def test_second_mail_is_held_back_when_they_were_spoken_to_meanwhile(care: Care, may_send: None) -> None:
    asked(care)
    mailed(care)
    assert again(care, ASKED + DAY) == 1
    answered(care, at=ASKED + DAY, pain_nprs=1)
    second = Message.objects.get(key__startswith="check_in_again")
    assert no_longer(second, now=ASKED + DAY) == "answered"
