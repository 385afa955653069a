"""What may go wrong with a message, and what must go out all the same."""

from datetime import UTC, date, datetime, time, timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.mail.backends.base import BaseEmailBackend
from django.urls import reverse
from hypothesis import given
from hypothesis import settings as trying
from hypothesis import strategies as st
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


ZONES = ("UTC", "Europe/Madrid", "America/Los_Angeles", "Australia/Lord_Howe", "Asia/Kathmandu")
CLOCK_CHANGES = (
    date(2026, 10, 24),
    date(2026, 10, 31),
    date(2027, 3, 27),
    date(2027, 4, 3),
    date(2027, 6, 1),
)
"""Days before a night on which clocks change in one of them, and one on which none does."""


@given(
    zone=st.sampled_from(ZONES),
    day=st.sampled_from(CLOCK_CHANGES),
    since=st.integers(0, 24 * 60),
    minutes=st.integers(0, 40 * 60),
)
@trying(max_examples=40, deadline=None)
def test_time_awake_is_what_counting_minutes_says(zone: str, day: date, since: int, minutes: int) -> None:
    clinic = Clinic(timezone=zone)
    begins = datetime.combine(day, time(), tzinfo=UTC) + timedelta(minutes=since)
    counted = sum(not reminders._is_quiet(clinic, begins + timedelta(minutes=n)) for n in range(minutes))
    awake = reminders._awake(clinic, begins, begins + timedelta(minutes=minutes))
    assert awake == timedelta(minutes=counted)


@given(
    zone=st.sampled_from(ZONES),
    day=st.sampled_from(CLOCK_CHANGES),
    due_after=st.integers(0, 24 * 60),
    back_after=st.integers(0, 11 * 60),
)
@trying(max_examples=100, deadline=None)
def test_question_of_any_minute_is_asked_by_a_server_that_comes_back_in_the_hours_after_the_night(
    zone: str, day: date, due_after: int, back_after: int
) -> None:
    """Whenever it was due, also in the last minute before the quiet hours, and whatever the clocks do."""
    clinic = Clinic(timezone=zone)
    midnight = datetime.combine(day, time(), tzinfo=ZoneInfo(zone)).astimezone(UTC)
    due_at = midnight + timedelta(minutes=due_after)
    back_at = due_at
    while reminders._is_quiet(clinic, back_at):
        back_at += timedelta(minutes=1)
    back_at += timedelta(minutes=back_after)
    assert reminders._awake(clinic, due_at, back_at) < reminders.LATE
    assert back_at - due_at < reminders.LATE + reminders.LONGEST_QUIET, "it is still looked for"


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


def test_session_begun_on_paper_and_closed_days_later_still_gets_its_check_ins(
    care: Care, may_send: None
) -> None:
    session = care.needle()
    long_ago, lately = NOON - timedelta(days=3), NOON - timedelta(hours=1)
    type(session).objects.filter(pk=session.pk).update(started_at=long_ago, created_at=long_ago)
    care.visit.session_events.update(received_at=long_ago)
    queue_due(care.clinic, now=NOON)
    assert not care.visit.check_in_invitations.exists(), "an old one, long seen to"
    care.visit.session_events.filter(type="closed").update(received_at=lately)
    queue_due(care.clinic, now=NOON)
    assert care.visit.check_in_invitations.exists()


def test_question_due_in_the_last_minute_of_the_day_is_asked_in_the_morning(
    care: Care, may_send: None
) -> None:
    agreed(care)
    due_at = datetime(2027, 3, 2, 19, 59, 45, tzinfo=UTC)
    type(care.visit).objects.filter(pk=care.visit.pk).update(started_at=due_at - timedelta(hours=24))
    care.visit.refresh_from_db()
    invited(care, due_at)
    assert queue_due(care.clinic, now=datetime(2027, 3, 2, 20, 0, 5, tzinfo=UTC)) == 0
    assert queue_due(care.clinic, now=datetime(2027, 3, 3, 8, 0, 5, tzinfo=UTC)) == 1


def test_alert_is_tried_until_somebody_has_read_it_however_long_no_server_answers(
    care: Care, may_send: None
) -> None:
    named(care, 0)
    answered(care, at=NOON, breathless=True)
    queue_due(care.clinic, now=NOON)

    def unreachable(_message: Message) -> None:
        raise outbox.Unreachable("TimeoutError")

    now = NOON
    for _hour in range(10):
        outbox.send_due(now=now, send=unreachable)
        now += timedelta(hours=1)
    assert Message.objects.get().state == MessageState.QUEUED
    assert outbox.send_due(now=now, send=mails.send) == 1


def test_nothing_goes_out_once_the_mail_server_was_taken_away_and_it_says_so(
    care: Care, may_send: None, settings: Any
) -> None:
    queued(care)
    settings.MAIL_IS_SET = False
    assert outbox.send_due(now=NOON, send=mails.send) == 0
    assert Message.objects.get().state == MessageState.NOT_CONFIGURED
    settings.MAIL_IS_SET = True
    queued(care)
    assert outbox.send_due(now=NOON, send=mails.send) == 1


def test_slow_questions_end_a_round_so_that_new_alerts_are_looked_for(care: Care, may_send: None) -> None:
    named(care, 0)
    for number in range(5):
        queued(care, f"question {number}", NOON - timedelta(hours=1))
    answered(care, at=NOON, breathless=True)
    queue_due(care.clinic, now=NOON)
    sent: list[str] = []
    outbox.send_due(
        now=NOON, send=lambda message: sent.append(message.purpose), clock=lambda: 40.0 * len(sent)
    )
    assert sent == [Purpose.ALERT, Purpose.CHECK_IN]
    assert Message.objects.filter(state=MessageState.QUEUED).count() == 4


def test_fault_before_anything_was_handed_over_is_tried_again(
    care: Care, may_send: None, caplog: Any
) -> None:
    queued(care)

    def broken(_message: Message) -> str:
        raise KeyError("ana@home.test")

    outbox.send_due(now=NOON, send=mails.send, no_longer=broken)
    message = Message.objects.get()
    assert (message.state, message.error) == (MessageState.QUEUED, "KeyError")
    assert "ana@home.test" not in caplog.text
    assert outbox.send_due(now=message.due_at, send=mails.send) == 1


def test_who_left_since_an_alert_was_queued_is_not_told(care: Care, may_send: None) -> None:
    (member,) = named(care, 0)
    answered(care, at=NOON, breathless=True)
    queue_due(care.clinic, now=NOON)
    type(member).objects.filter(pk=member.pk).update(active=False)
    assert no_longer(Message.objects.get(), now=NOON) == "left"
