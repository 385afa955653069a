"""The scheduler beside the web server: rounds, a heartbeat, started again, ended with the server."""

import os
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from tests.clinic.visits.care import Care

from drypoint.clinic.messages.actions import on_call, outbox
from drypoint.clinic.messages.models import Message, MessageState, Purpose
from drypoint.upkeep import doctor, scheduler


@pytest.fixture
def care(db: None) -> Care:
    return Care()


def test_round_sends_what_is_due_and_forgets_ended_sign_ins(care: Care, settings: Any) -> None:
    settings.MAIL_IS_SET, settings.OWN_ADDRESS = True, "https://clinic.example"
    now = datetime.now(UTC)
    outbox.queue(
        clinic=care.clinic,
        key="k",
        purpose=Purpose.CHECK_IN,
        to=care.person,
        address="ana@home.test",
        language="en",
        link_path="/c/x/",
        due_at=now,
    )
    Session.objects.create(session_key="old", session_data="x", expire_date=now - timedelta(days=1))
    Session.objects.create(session_key="new", session_data="x", expire_date=now + timedelta(days=1))
    assert scheduler.run_round(now=now) == 1
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


def test_supervisor_starts_it_again_and_ends_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scheduler, "RESTART_SECONDS", 0.05)
    log = tmp_path / "starts"
    words = (
        f"import time, pathlib; p = pathlib.Path({str(log)!r}); n = len(p.read_text()) if p.exists() else 0;"
    )
    words += " p.write_text('x' * (n + 1)); time.sleep(0 if n == 0 else 60)"
    beside = scheduler.Supervisor((sys.executable, "-c", words))
    beside.start()
    for _try in range(100):
        if log.exists() and len(log.read_text()) == 2:
            break
        time.sleep(0.1)
    beside.stop()
    assert len(log.read_text()) == 2
    assert beside._process is not None
    assert beside._process.poll() is not None


def test_doctor_says_where_messages_would_not_be_sent(care: Care, settings: Any) -> None:
    settings.MAIL_IS_SET, settings.OWN_ADDRESS = False, ""

    def said() -> tuple[bool, str]:
        (found,) = doctor._messages()
        return found.ok, found.says

    assert said() == (True, "nothing is sent: no mail server is set, and nobody is on call")
    from tests.clinic import factories

    on_call.name(by=factories.acting(care.clinic, "owner"), clinic=care.clinic, entries=[(care.member.pk, 0)])
    assert not said()[0]
    settings.MAIL_IS_SET, settings.OWN_ADDRESS = True, "https://clinic.example"
    assert said()[0]
    outbox.queue(
        clinic=care.clinic,
        key="k",
        purpose=Purpose.CHECK_IN,
        to=care.person,
        address="ana@home.test",
        language="en",
        link_path="/c/x/",
        due_at=datetime.now(UTC) - timedelta(hours=1),
    )
    assert "nothing sends them" in said()[1]
