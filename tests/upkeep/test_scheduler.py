"""The scheduler beside the web server: rounds, a heartbeat, started again, ended with the server."""

import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from tests.clinic.visits.care import Care

from drypoint.clinic.followup.actions import check_ins, reminders
from drypoint.clinic.followup.models import Channel, CheckInInvitation
from drypoint.clinic.messages.models import Message, MessageState
from drypoint.upkeep import delivery, scheduler


@pytest.fixture
def care(db: None) -> Care:
    return Care()


def asked(care: Care, now: datetime) -> CheckInInvitation:
    """A question to a person who agreed to be written to."""
    type(care.person).objects.filter(pk=care.person.pk).update(may_email=True, email="ana@home.test")
    return check_ins.invite(
        by=care.therapist,
        visit=care.visit,
        due_at=now,
        expires_at=now + timedelta(days=7),
        channel=Channel.EMAIL,
    )[0]


def test_round_sends_what_is_due_and_forgets_ended_sign_ins(care: Care, settings: Any) -> None:
    settings.MAIL_IS_SET, settings.OWN_ADDRESS = True, "https://clinic.example"
    now = datetime.now(UTC)
    asked(care, now)
    Session.objects.create(session_key="old", session_data="x", expire_date=now - timedelta(days=1))
    Session.objects.create(session_key="new", session_data="x", expire_date=now + timedelta(days=1))
    assert scheduler.run_round(now=now) == scheduler.Round(taken=1, faults=0)
    assert Message.objects.get().state == MessageState.SENT
    assert set(Session.objects.values_list("session_key", flat=True)) == {"new"}


def test_one_round_leaves_a_heartbeat(care: Care, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert scheduler.last_round(tmp_path) is None
    monkeypatch.setattr(scheduler, "close_old_connections", lambda: None)
    monkeypatch.setattr(scheduler.signal, "signal", lambda *_args: None)
    scheduler.run_forever(tmp_path, once=True)
    beat = scheduler.last_round(tmp_path)
    assert beat is not None
    assert datetime.now(UTC) - beat < timedelta(minutes=1)


def test_scheduler_ends_when_the_server_beside_it_is_gone(
    care: Care, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduler, "close_old_connections", lambda: None)
    monkeypatch.setattr(scheduler.signal, "signal", lambda *_args: None)
    begun = time.monotonic()
    scheduler.run_forever(tmp_path, beside=os.getppid() + 1)
    assert time.monotonic() - begun < scheduler.ROUND_SECONDS


def test_a_record_that_breaks_one_step_stops_no_other_and_is_known_to_doctor(
    care: Care, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    settings.MAIL_IS_SET, settings.OWN_ADDRESS = True, "https://clinic.example"
    done: list[str] = []

    def alerts(clinic: object, now: datetime) -> int:
        done.append("alerts")
        return 0

    def links(clinic: object, now: datetime) -> int:
        raise KeyError("Ana Ruiz")

    def questions(clinic: object, now: datetime) -> int:
        done.append("questions")
        return 0

    monkeypatch.setattr(reminders, "STEPS", (alerts, links, questions))
    monkeypatch.setattr(scheduler, "close_old_connections", lambda: None)
    monkeypatch.setattr(scheduler.signal, "signal", lambda *_args: None)
    scheduler.run_forever(tmp_path, once=True)
    assert done == ["alerts", "questions"]
    assert "KeyError" in caplog.text and "Ana" not in caplog.text
    (found,) = delivery.examine(tmp_path, now=datetime.now(UTC))
    assert (found.ok, found.says) == (False, "1 steps of the scheduler failed in its last round: see its log")


def test_what_cannot_wait_is_the_first_step() -> None:
    assert reminders.STEPS[0] is reminders.alerts


def test_a_heartbeat_that_cannot_be_read_counts_no_faults(tmp_path: Path) -> None:
    (tmp_path / scheduler.HEARTBEAT).write_text("what?")
    assert scheduler.last_faults(tmp_path) == 0
