"""Calls that reached nobody."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.clinic import factories
from tests.clinic.visits.care import Care

from drypoint.clinic.audit.models import AuditEvent
from drypoint.clinic.errors import ForeignRecord, NotAllowedNow, NotPermitted
from drypoint.clinic.followup.actions import call_attempts, check_ins
from drypoint.clinic.followup.models import CallResult, Channel, CheckInInvitation
from drypoint.terms.errors import InvalidInput


def asked(care: Care) -> CheckInInvitation:
    now = timezone.now()
    return check_ins.invite(
        by=care.therapist,
        visit=care.visit,
        due_at=now,
        expires_at=now + timedelta(days=7),
        channel=Channel.CALL,
    )[0]


def test_attempt_is_kept_with_who_and_when_each_time(care: Care) -> None:
    invitation, now = asked(care), timezone.now()
    for minutes, result in ((20, CallResult.NO_ANSWER), (0, CallResult.LEFT_WORD)):
        call_attempts.record(
            by=care.therapist, invitation=invitation, result=result, tried_at=now - timedelta(minutes=minutes)
        )
    kept = invitation.call_attempts.order_by("tried_at")
    assert [(one.result, one.recorded_by_id) for one in kept] == [
        ("no_answer", care.member.pk),
        ("left_word", care.member.pk),
    ]
    assert AuditEvent.objects.filter(verb="call_attempt.recorded").count() == 2


def test_time_to_come_and_an_answered_question_are_refused(care: Care) -> None:
    invitation, now = asked(care), timezone.now()
    said = {"by": care.therapist, "invitation": invitation, "result": CallResult.WRONG_NUMBER}
    with pytest.raises(InvalidInput, match="still to come"):
        call_attempts.record(**said, tried_at=now + timedelta(hours=1))
    check_ins.answer(by=care.therapist, visit=care.visit, answers={}, answered_at=now, invitation=invitation)
    with pytest.raises(NotAllowedNow, match="answered meanwhile"):
        call_attempts.record(**said, tried_at=now)


def test_others_record_none(care: Care) -> None:
    invitation = asked(care)
    other = Care(name="Other")
    for by, refused in (
        (other.therapist, ForeignRecord),
        (factories.acting(care.clinic, "front_desk"), NotPermitted),
    ):
        with pytest.raises(refused):
            call_attempts.record(
                by=by, invitation=invitation, result=CallResult.NO_ANSWER, tried_at=timezone.now()
            )
    assert not invitation.call_attempts.exists()
