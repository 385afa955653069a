"""What may go wrong with a message, and what must go out all the same."""

from datetime import UTC, datetime, timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.mail.backends.base import BaseEmailBackend
from django.urls import reverse
from tests.clinic.messages.writing import NOON, agreed, answered, invited, named, queue_due, queued
from tests.clinic.visits.care import Care

from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.followup.actions import check_ins, reminders
from drypoint.clinic.followup.queries.check_in_times import SAFETY, session_ended_at
from drypoint.clinic.followup.queries.message_links import no_longer, path_of
from drypoint.clinic.messages.actions import outbox
from drypoint.clinic.messages.models import Message, MessageState, Purpose
from drypoint.upkeep import mails


def test_message_kept_without_a_mail_server_goes_out_once_there_is_one(care: Care, settings: Any) -> None:
    assert queued(care).state == MessageState.NOT_CONFIGURED
    settings.MAIL_IS_SET, settings.OWN_ADDRESS = True, "https://clinic.example"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    queued(care)
    assert outbox.send_due(now=NOON, send=mails.send) == 1
    assert Message.objects.count() == 1


def test_alerts_go_before_older_questions(care: Care, may_send: None) -> None:
    named(care, 0)
    queued(care, due_at=NOON - timedelta(hours=2))
    answered(care, at=NOON, breathless=True)
    queue_due(care.clinic, now=NOON)
    order: list[str] = []
    outbox.send_due(now=NOON, send=lambda message: order.append(message.purpose))
    assert order == [Purpose.ALERT, Purpose.CHECK_IN]


def test_one_broken_message_keeps_no_other_from_going_out(care: Care, may_send: None, caplog: Any) -> None:
    queued(care, "broken", NOON - timedelta(minutes=1))
    queued(care, "whole")

    def send(message: Message) -> None:
        if message.key == "broken":
            raise KeyError("ana@home.test")

    assert outbox.send_due(now=NOON, send=send) == 1
    broken = Message.objects.get(key="broken")
    assert (broken.state, broken.error) == (MessageState.UNKNOWN, "KeyError")
    assert "ana@home.test" not in caplog.text


@pytest.mark.parametrize(
    ("happens", "why"),
    [
        (lambda care, one: check_ins.revoke(by=care.therapist, invitation=one), "closed"),
        (lambda care, one: type(care.person).objects.update(may_email=False), "opted_out"),
        (lambda care, one: type(care.person).objects.update(email="new@home.test"), "opted_out"),
        (
            lambda care, one: check_ins.answer(
                by=care.therapist, visit=care.visit, answers={}, answered_at=NOON, invitation=one
            ),
            "answered",
        ),
        (lambda care, one: type(one).objects.update(token_sha256="0" * 64), "closed"),
        (lambda care, one: type(one).objects.all().delete(), "closed"),
        (lambda care, one: None, ""),
    ],
)
def test_question_that_is_no_longer_to_be_asked_is_not_sent_and_says_why(
    care: Care, may_send: None, happens: Any, why: str
) -> None:
    agreed(care)
    invited(care, NOON)
    assert queue_due(care.clinic, now=NOON) == 1
    happens(care, care.visit.check_in_invitations.get())
    assert no_longer(Message.objects.get(), now=NOON) == why
    sent = outbox.send_due(now=NOON, send=mails.send, no_longer=lambda one: no_longer(one, now=NOON))
    assert sent == int(not why)
    message = Message.objects.get()
    assert message.state == (MessageState.NOT_NEEDED if why else MessageState.SENT)
    assert message.error == why


def test_alert_that_somebody_acknowledged_meanwhile_is_not_sent(care: Care, may_send: None) -> None:
    named(care, 0)
    check_in = answered(care, at=NOON, breathless=True)
    queue_due(care.clinic, now=NOON)
    message = Message.objects.get()
    assert no_longer(message, now=NOON) == ""
    assert path_of(message) == reverse("check-in-board")
    check_ins.acknowledge(by=care.therapist, check_in=check_in, words="Called")
    assert no_longer(message, now=NOON) == "acknowledged"


class MailServer(BaseEmailBackend):
    """A mail server with the manner of one test."""

    opening: BaseException | None = None
    sending: BaseException | None = None
    closing: BaseException | None = None

    def open(self) -> bool:
        if self.opening:
            raise self.opening
        return True

    def send_messages(self, email_messages: Any) -> int:
        if self.sending:
            raise self.sending
        return len(email_messages)

    def close(self) -> None:
        if self.closing:
            raise self.closing


@pytest.mark.parametrize(
    ("part", "fault", "becomes", "error"),
    [
        ("opening", TimeoutError(), MessageState.QUEUED, "TimeoutError"),
        ("sending", TimeoutError(), MessageState.UNKNOWN, "TimeoutError"),
        ("sending", SMTPServerDisconnected("ana@home.test"), MessageState.UNKNOWN, "SMTPServerDisconnected"),
        ("sending", SMTPDataError(451, b"later"), MessageState.QUEUED, "SMTPDataError 451"),
        ("sending", SMTPDataError(554, b"ana@home.test"), MessageState.FAILED, "SMTPDataError 554"),
        (
            "sending",
            SMTPRecipientsRefused({"ana@home.test": (550, b"no")}),
            MessageState.FAILED,
            "SMTPRecipientsRefused 550",
        ),
        ("sending", ValueError("Invalid address ana"), MessageState.FAILED, "ValueError"),
        ("closing", SMTPServerDisconnected("gone"), MessageState.SENT, ""),
    ],
)
def test_what_the_mail_server_did_decides_whether_it_is_tried_again(
    care: Care,
    may_send: None,
    monkeypatch: pytest.MonkeyPatch,
    part: str,
    fault: Exception,
    becomes: str,
    error: str,
) -> None:
    monkeypatch.setattr(MailServer, part, fault)
    monkeypatch.setattr(mails, "get_connection", MailServer)
    queued(care)
    outbox.send_due(now=NOON, send=mails.send)
    message = Message.objects.get()
    assert (message.state, message.error) == (becomes, error)


def test_unreachable_server_is_tried_with_one_message_a_round(care: Care, may_send: None) -> None:
    queued(care, "a")
    queued(care, "b")
    tried: list[str] = []

    def unreachable(message: Message) -> None:
        tried.append(message.key)
        raise outbox.Unreachable("TimeoutError")

    outbox.send_due(now=NOON, send=unreachable)
    assert tried == ["a"]
    assert {one.state for one in Message.objects.all()} == {MessageState.QUEUED}


@pytest.mark.parametrize("zone", ["UTC", "Europe/Madrid", "America/Los_Angeles", "Australia/Lord_Howe"])
def test_question_due_in_the_night_waits_for_the_morning_whatever_the_clock_does(zone: str) -> None:
    clinic = Clinic(timezone=zone)
    for year, month, day in ((2026, 10, 24), (2026, 10, 31), (2027, 4, 3), (2027, 6, 1)):
        evening = datetime(year, month, day, 20, tzinfo=ZoneInfo(zone))
        morning = (evening + timedelta(days=1)).replace(hour=8)
        for minutes in (0, 1, 55, 121, 300, 600):
            due_at = evening.astimezone(UTC) + timedelta(minutes=minutes)
            assert reminders._out_of_quiet(clinic, due_at) == morning
            assert morning - due_at <= reminders.LONGEST_QUIET
        assert reminders._out_of_quiet(clinic, morning.astimezone(UTC)) == morning


def test_question_due_in_the_evening_is_asked_by_a_server_started_late_in_the_morning(
    care: Care, may_send: None
) -> None:
    agreed(care)
    due_at = datetime(2027, 3, 2, 20, tzinfo=UTC)
    type(care.visit).objects.filter(pk=care.visit.pk).update(started_at=due_at - timedelta(hours=24))
    care.visit.refresh_from_db()
    invited(care, due_at)
    assert queue_due(care.clinic, now=datetime(2027, 3, 3, 11, tzinfo=UTC)) == 1


def test_safety_question_is_added_where_links_were_made_before_the_lung_lay_under_a_needle(
    care: Care, may_send: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = care.needle()
    now = session.started_at + timedelta(hours=1)
    rooms = ("actions.check_ins", "queries.check_in_times")

    def lies_under(*structures: str) -> None:
        for room in rooms:
            monkeypatch.setattr(f"drypoint.clinic.followup.{room}.structures_under", lambda visit: structures)

    lies_under()
    queue_due(care.clinic, now=now)
    before = care.visit.check_in_invitations.count()
    queue_due(care.clinic, now=now)
    assert care.visit.check_in_invitations.count() == before
    lies_under("pleura")
    queue_due(care.clinic, now=now)
    queue_due(care.clinic, now=now)
    assert care.visit.check_in_invitations.count() == before + 1
    first = care.visit.check_in_invitations.order_by("due_at")[0]
    assert first.due_at - session_ended_at(care.visit) == SAFETY


def test_session_entered_days_later_from_paper_still_gets_its_check_ins(care: Care, may_send: None) -> None:
    session = care.needle()
    type(session).objects.filter(pk=session.pk).update(
        started_at=NOON - timedelta(days=3), created_at=NOON - timedelta(hours=1)
    )
    queue_due(care.clinic, now=NOON)
    assert care.visit.check_in_invitations.exists()
