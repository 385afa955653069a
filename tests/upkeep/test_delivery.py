"""The doctor says where messages would not be sent."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.clinic import factories
from tests.clinic.visits.care import Care

from drypoint.clinic.accounts.models.clinics import ClinicKind
from drypoint.clinic.followup.actions import check_ins
from drypoint.clinic.followup.models import Channel
from drypoint.clinic.messages.actions import on_call, outbox
from drypoint.clinic.messages.models import Message, MessageState, Purpose
from drypoint.upkeep import delivery, scheduler


@pytest.fixture
def care(db: None) -> Care:
    return Care()


def test_doctor_says_where_messages_would_not_be_sent(care: Care, settings: Any, tmp_path: Path) -> None:
    settings.MAIL_IS_SET, settings.OWN_ADDRESS = False, ""
    now = datetime.now(UTC)

    def said(at: datetime = now) -> tuple[bool, str]:
        (found,) = delivery.examine(tmp_path, now=at)
        return found.ok, found.says

    assert said() == (True, "nothing is sent: no mail server is set, nobody is on call or to be asked")
    on_call.name(by=factories.acting(care.clinic, "owner"), clinic=care.clinic, entries=[(care.member.pk, 0)])
    assert said() == (False, "the scheduler has never run here, so nothing is sent: run 'drypoint serve'")
    (tmp_path / scheduler.HEARTBEAT).touch()
    assert "set DRYPOINT_MAIL_URL" in said()[1]
    settings.MAIL_IS_SET, settings.OWN_ADDRESS = True, "https://clinic.example"
    assert said()[0]
    ok, words = said(now + timedelta(hours=1))
    assert not ok and words.startswith("the scheduler last ran at ")
    outbox.queue(
        clinic=care.clinic,
        key="k",
        purpose=Purpose.CHECK_IN,
        to=care.person,
        address="ana@home.test",
        language="en",
        about=care.visit.pk,
        due_at=now - timedelta(hours=1),
    )
    assert "nothing sends them" in said()[1]


def queued(care: Care, key: str, due_at: datetime) -> Message:
    made = outbox.queue(
        clinic=care.clinic,
        key=key,
        purpose=Purpose.CHECK_IN,
        to=care.person,
        address="ana@home.test",
        language="en",
        about=care.visit.pk,
        due_at=due_at,
    )
    assert made is not None
    return made


def test_doctor_fails_where_check_ins_are_wanted_and_nothing_can_be_sent(
    care: Care, settings: Any, tmp_path: Path
) -> None:
    settings.MAIL_IS_SET, settings.OWN_ADDRESS = False, ""
    now = datetime.now(UTC)
    (tmp_path / scheduler.HEARTBEAT).touch()
    clinics = type(care.clinic).objects.filter(pk=care.clinic.pk)
    clinics.update(kind=ClinicKind.REAL)
    type(care.person).objects.filter(pk=care.person.pk).update(may_email=True, email="ana@home.test")
    assert [found.ok for found in delivery.examine(tmp_path, now=now)] == [True]
    check_ins.invite(
        by=care.therapist,
        visit=care.visit,
        due_at=now + timedelta(hours=3),
        expires_at=now + timedelta(days=7),
        channel=Channel.EMAIL,
    )
    (found,) = delivery.examine(tmp_path, now=now)
    assert not found.ok
    assert found.says.startswith("1 check-ins are to go by e-mail and nothing can be sent")
    clinics.update(kind=ClinicKind.DEMO)
    assert [found.ok for found in delivery.examine(tmp_path, now=now)] == [True], "a demo writes to nobody"


def test_doctor_fails_when_failures_pile_up_but_not_for_a_slip_of_the_pen(
    care: Care, settings: Any, tmp_path: Path
) -> None:
    settings.MAIL_IS_SET, settings.OWN_ADDRESS = True, "https://clinic.example"
    now = datetime.now(UTC)
    (tmp_path / scheduler.HEARTBEAT).touch()
    for number in range(3):
        queued(care, str(number), now)
    Message.objects.update(state=MessageState.FAILED, tried_at=now - timedelta(hours=1))
    (found,) = delivery.examine(tmp_path, now=now)
    assert (found.ok, found.says[:25]) == (False, "3 failed within a day: lo")
    Message.objects.filter(key="2").update(state=MessageState.SENT)
    assert [found.ok for found in delivery.examine(tmp_path, now=now)] == [True]


def test_doctor_fails_where_links_in_mails_open_inside_the_clinic_only(
    care: Care, settings: Any, tmp_path: Path
) -> None:
    settings.MAIL_IS_SET, settings.OWN_ADDRESS = True, "https://clinic-pc.local:8443"
    (tmp_path / scheduler.HEARTBEAT).touch()
    (found,) = delivery.examine(tmp_path, now=datetime.now(UTC))
    assert not found.ok
    assert "https://clinic-pc.local:8443, which opens on the clinic's network only" in found.says


@pytest.mark.parametrize(
    ("address", "inside"),
    [
        ("https://clinic.example", False),
        ("https://clinic.example:8443/", False),
        ("https://203.0.113.5", False),
        ("https://192.168.1.20:8443", True),
        ("https://[fd00::1]:8443", True),
        ("https://clinic-pc.local:8443", True),
        ("https://clinic-pc", True),
        ("http://localhost:8000", True),
    ],
)
def test_addresses_that_open_only_inside_are_told_apart(address: str, inside: bool) -> None:
    assert delivery.opens_only_inside(address) is inside
