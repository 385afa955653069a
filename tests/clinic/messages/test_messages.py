"""Reminders and alerts: queued once, sent at most once, or shown as what became of them."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from tests.clinic import factories
from tests.clinic.messages.writing import NOON, agreed, answered, invited, named, queue_due, queued
from tests.clinic.visits.care import BEGUN, Care

from drypoint.clinic.audit.models import AuditEvent
from drypoint.clinic.errors import Conflict, NotPermitted
from drypoint.clinic.followup.actions import check_ins
from drypoint.clinic.followup.models import Channel
from drypoint.clinic.followup.queries.check_in_board import board
from drypoint.clinic.followup.queries.invitations import token_of
from drypoint.clinic.followup.queries.message_links import path_of
from drypoint.clinic.messages import queries
from drypoint.clinic.messages.actions import on_call, outbox
from drypoint.clinic.messages.models import Message, MessageState, Purpose
from drypoint.upkeep import mails


def test_message_is_kept_once_whoever_asks_again(care: Care, may_send: None) -> None:
    queued(care)
    again = outbox.queue(
        clinic=care.clinic,
        key="k",
        purpose=Purpose.ALERT,
        to=care.member,
        address="x@y.test",
        language="en",
        about=care.visit.pk,
        due_at=NOON,
    )
    assert again is None
    assert AuditEvent.objects.filter(verb="message.queued").count() == 1


def test_due_message_is_sent_once_in_the_language_of_who_gets_it(care: Care, may_send: None) -> None:
    queued(care)
    queued(care, "later", NOON + timedelta(hours=1))
    assert outbox.send_due(now=NOON, send=mails.send) == 1
    assert outbox.send_due(now=NOON, send=mails.send) == 0
    (sent,) = mail.outbox
    assert sent.to == ["ana@home.test"]
    assert f"https://clinic.example{path_of(Message.objects.get(key='k'))}" in sent.body
    assert "preguntas" in sent.body
    message = Message.objects.get(key="k")
    assert (message.state, message.attempts, message.sent_at) == (MessageState.SENT, 1, NOON)
    assert AuditEvent.objects.filter(verb="message.sent").count() == 1


def test_failure_is_tried_again_with_waits_and_then_said(care: Care, may_send: None) -> None:
    queued(care)

    def refuse(_message: Message) -> None:
        raise outbox.NotTaken("ConnectionRefusedError")

    now = NOON
    for tries in range(1, len(outbox.WAITS) + 2):
        assert outbox.send_due(now=now, send=refuse) == 0
        message = Message.objects.get()
        assert message.attempts == tries
        assert message.error == "ConnectionRefusedError"
        now = max(now, message.due_at)
    assert Message.objects.get().state == MessageState.FAILED
    assert outbox.send_due(now=now + timedelta(days=1), send=refuse) == 0
    assert AuditEvent.objects.filter(verb="message.failed").count() == 1


def test_message_cut_off_while_being_sent_is_shown_as_not_known_and_never_sent_again(
    care: Care, may_send: None
) -> None:
    queued(care)

    class Killed(BaseException):
        pass

    def die(_message: Message) -> None:
        raise Killed

    with pytest.raises(Killed):
        outbox.send_due(now=NOON, send=die)
    assert Message.objects.get().state == MessageState.SENDING
    assert outbox.send_due(now=NOON + timedelta(minutes=5), send=mails.send) == 0
    assert outbox.send_due(now=NOON + timedelta(minutes=11), send=mails.send) == 0
    assert Message.objects.get().state == MessageState.UNKNOWN
    assert mail.outbox == []


def test_without_a_mail_server_nothing_is_sent_and_it_says_so(care: Care) -> None:
    assert queued(care).state == MessageState.NOT_CONFIGURED
    assert outbox.send_due(now=NOON, send=mails.send) == 0


def test_check_in_goes_to_who_agreed_and_is_asked_once(care: Care, may_send: None) -> None:
    invited(care, BEGUN + timedelta(hours=24))
    now = BEGUN + timedelta(hours=24, minutes=1)
    assert queue_due(care.clinic, now=now) == 0, "nobody agreed"
    agreed(care)
    assert queue_due(care.clinic, now=now) == 1
    assert queue_due(care.clinic, now=now) == 0
    message = Message.objects.get()
    assert (message.purpose, message.person_id) == (Purpose.CHECK_IN, care.person.pk)
    assert message.about == care.visit.check_in_invitations.get().pk
    kept = " ".join(str(value) for value in Message.objects.values().get().values())
    assert token_of(message.about) not in kept, "who reads the database can open no link"


@pytest.mark.parametrize(
    ("due_after", "asked_at_hour", "is_sent"),
    [(3, 22, True), (24, 22, False), (24, 7, False), (24, 9, True)],
)
def test_usual_reminders_keep_quiet_hours_and_the_safety_message_does_not(
    care: Care, may_send: None, due_after: int, asked_at_hour: int, is_sent: bool
) -> None:
    agreed(care)
    now = (BEGUN + timedelta(days=1)).replace(hour=asked_at_hour, minute=30)
    type(care.visit).objects.filter(pk=care.visit.pk).update(
        started_at=now - timedelta(hours=due_after, minutes=1)
    )
    care.visit.refresh_from_db()
    invited(care, care.visit.started_at + timedelta(hours=due_after))
    assert queue_due(care.clinic, now=now) == int(is_sent)


def test_nothing_is_sent_long_after_it_was_due_or_once_answered(care: Care, may_send: None) -> None:
    agreed(care)
    invited(care, NOON)
    assert queue_due(care.clinic, now=NOON + timedelta(hours=13)) == 0, "at night"
    assert queue_due(care.clinic, now=NOON + timedelta(hours=24, minutes=30)) == 0, "half a day awake"
    invitation = care.visit.check_in_invitations.get()
    check_ins.revoke(by=care.therapist, invitation=invitation)
    assert queue_due(care.clinic, now=NOON + timedelta(minutes=1)) == 0


def test_session_that_nobody_followed_up_gets_its_check_ins(care: Care, may_send: None) -> None:
    agreed(care)
    session = care.needle()
    now = session.started_at + timedelta(hours=1)
    assert queue_due(care.clinic, now=now) == 0
    made = list(care.visit.check_in_invitations.order_by("due_at"))
    assert len(made) >= 2
    assert queue_due(care.clinic, now=now) == 0
    assert care.visit.check_in_invitations.count() == len(made), "once"
    assert AuditEvent.objects.filter(verb="check_in.invited", actor_role="scheduler").count() == len(made)
    assert check_ins.invite_after_session(visit=care.visit) == []


def test_who_has_no_birth_date_is_on_the_board_to_be_called_and_gets_no_mail(
    care: Care, may_send: None
) -> None:
    agreed(care)
    session = care.needle()
    type(care.person).objects.filter(pk=care.person.pk).update(birth_date=None)
    queue_due(care.clinic, now=session.started_at + timedelta(hours=1))
    made = care.visit.check_in_invitations.order_by("due_at")
    assert {one.channel for one in made} == {Channel.CALL}
    now = made[0].due_at + timedelta(minutes=1)
    assert queue_due(care.clinic, now=now) == 0
    assert made[0] in [one.invitation for one in board(care.clinic, now=now).to_call]


def test_alert_goes_up_the_list_until_somebody_has_read_it(care: Care, may_send: None) -> None:
    first, second = named(care, 0, 15)
    check_in = answered(care, at=NOON, breathless=True)
    assert check_in.level == "emergency"
    assert queue_due(care.clinic, now=NOON) == 1
    assert queue_due(care.clinic, now=NOON + timedelta(minutes=14)) == 0
    assert queue_due(care.clinic, now=NOON + timedelta(minutes=15)) == 1
    assert {one.member_id for one in Message.objects.all()} == {first.pk, second.pk}
    again = answered(care, at=NOON, fever=True)
    assert again.level == "same_day"
    check_ins.acknowledge(by=care.therapist, check_in=again, words="Called")
    check_ins.acknowledge(by=care.therapist, check_in=check_in, words="Called")
    assert queue_due(care.clinic, now=NOON + timedelta(hours=1)) == 0


def test_answers_that_can_wait_alert_nobody(care: Care, may_send: None) -> None:
    named(care, 0)
    answered(care, at=NOON, pain_nprs=2)
    assert queue_due(care.clinic, now=NOON + timedelta(hours=1)) == 0


def test_who_left_is_skipped_and_the_waits_stay(care: Care) -> None:
    first, second = named(care, 5, 10)
    type(first).objects.filter(pk=first.pk).update(active=False)
    (told,) = queries.on_call(care.clinic)
    assert (told.member.pk, told.after) == (second.pk, timedelta(minutes=15))


def test_list_is_named_by_who_may_and_refuses_what_makes_no_sense(care: Care) -> None:
    owner = factories.acting(care.clinic, "owner")
    member = care.member.pk
    for wrong in ([(member, 0), (member, 5)], [(factories.make_clinic(name="X").pk, 0)], [(member, -1)]):
        with pytest.raises(ValidationError):
            on_call.name(by=owner, clinic=care.clinic, entries=wrong)
    with pytest.raises(NotPermitted):
        on_call.name(by=care.therapist, clinic=care.clinic, entries=[(member, 0)])
    named(care, 0)
    with pytest.raises(Conflict):
        on_call.name(by=owner, clinic=care.clinic, entries=[])
    named(care)
    assert queries.on_call(care.clinic) == []


def test_two_servers_queue_and_send_a_message_once(
    care: Care, may_send: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    queued(care)
    real = type(care.clinic).messages.related_manager_cls.filter
    # The other server queued between our look and our write.
    monkeypatch.setattr(
        type(care.clinic).messages.related_manager_cls, "filter", lambda self, **_asked: real(self, key="-")
    )
    lost = outbox.queue(
        clinic=care.clinic,
        key="k",
        purpose=Purpose.CHECK_IN,
        to=care.person,
        address="ana@home.test",
        language="en",
        about=care.visit.pk,
        due_at=NOON,
    )
    assert lost is None
    monkeypatch.undo()
    taken_by_the_other = []

    def slow(message: Message) -> None:
        taken_by_the_other.append(message.key)
        assert outbox.send_due(now=NOON, send=mails.send) == 0, "it is marked before it is handed over"

    assert outbox.send_due(now=NOON, send=slow) == 1
    assert taken_by_the_other == ["k"]


def test_message_that_another_server_claimed_meanwhile_is_left_to_it(care: Care, may_send: None) -> None:
    queued(care)
    queued(care, "second", NOON - timedelta(minutes=1))

    def send_and_take_the_other(message: Message) -> None:
        Message.objects.filter(key="k").update(state=MessageState.SENT)

    assert outbox.send_due(now=NOON, send=send_and_take_the_other) == 1
    assert Message.objects.get(key="k").attempts == 0


def test_stuck_messages_are_counted(care: Care, may_send: None) -> None:
    queued(care)
    assert queries.stuck(now=NOON) == 0
    assert queries.stuck(now=NOON + timedelta(minutes=16)) == 1
