"""After-care, and check-ins by link."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.clinic import factories
from tests.clinic.visits.care import BEGUN, Care, inserted

from drypoint.clinic.actors import patient
from drypoint.clinic.audit.models import AuditEvent
from drypoint.clinic.episodes.models import Episode
from drypoint.clinic.errors import Conflict, ForeignRecord, NotAllowedNow, NotPermitted
from drypoint.clinic.followup.actions import after_care, check_ins
from drypoint.clinic.followup.models import AfterCare, Channel, CheckIn, CheckInInvitation
from drypoint.clinic.followup.queries.invitations import actor_of, invitation_of
from drypoint.clinic.followup.queries.under import structures_under
from drypoint.clinic.keys import new_id
from drypoint.clinic.visits.actions import sessions
from drypoint.clinic.visits.models import EngineResult, Visit, VisitStatus
from drypoint.terms import InvalidInput

WELL = dict.fromkeys(
    (
        "breathless",
        "chest_pain",
        "collapse",
        "thunderclap_headache",
        "new_weakness_or_numbness",
        "bladder_or_bowel_change",
        "growing_swelling",
        "cough",
        "postural_headache",
        "fever",
        "spreading_redness",
        "bleeding",
    ),
    False,
)


def give(care: Care, **changes: Any) -> AfterCare:
    details: dict[str, Any] = {
        "regions": ["buttock"],
        "content": {"normal": ["Soreness"]},
        "language": "en",
        "given_to": "Ana Ruiz",
        "given_at": BEGUN,
    }
    return after_care.give(by=care.therapist, visit=care.visit, **(details | changes))


def invite(care: Care) -> tuple[CheckInInvitation, str]:
    now = timezone.now()
    return check_ins.invite(
        by=care.therapist,
        visit=care.visit,
        due_at=now + timedelta(hours=4),
        expires_at=now + timedelta(days=3),
        channel=Channel.QR_CODE,
    )


def answer(care: Care, by: Any = None, hours: float = 20, **details: Any) -> CheckIn:
    return check_ins.answer(
        by=by or care.themselves,
        visit=care.visit,
        answered_at=BEGUN + timedelta(hours=hours),
        **{"answers": WELL, **details},
    )


def test_structures_under_are_those_planned_and_those_needled(care: Care) -> None:
    assert structures_under(care.visit) == ()
    care.begin()
    planned = structures_under(care.visit)
    reviewed = EngineResult.objects.get(engine="review").result["under"][0]["structures"]
    assert planned == tuple(reviewed)
    assert planned
    sessions.record_events(by=care.therapist, visit=care.visit, events=[inserted(1)])
    assert structures_under(care.visit) == planned


def test_after_care_is_kept_as_given_with_what_lay_under(care: Care) -> None:
    care.needle()
    with pytest.raises(InvalidInput, match="sheet"):
        give(care, content={})
    sheet = give(care)
    assert sheet.under == structures_under(care.visit)
    corrected = give(care, language="es", supersedes=sheet)
    assert list(care.visit.after_care_sheets.current()) == [corrected]
    with pytest.raises(Conflict):
        give(care)


def test_link_keeps_only_the_hash_of_its_token_and_names_its_person(care: Care) -> None:
    invitation, token = invite(care)
    assert token not in str(CheckInInvitation.objects.values().get())
    now = timezone.now()
    assert invitation_of(token, now=now) == invitation
    assert invitation_of(token + "x", now=now) is None
    assert invitation_of(token, now=now + timedelta(days=4)) is None
    assert actor_of(invitation) == care.themselves
    check_ins.revoke(by=care.therapist, invitation=invitation)
    assert invitation_of(token, now=now) is None
    with pytest.raises(NotAllowedNow, match="closed already"):
        check_ins.revoke(by=care.therapist, invitation=invitation)


def test_link_must_outlast_its_due_time(care: Care) -> None:
    with pytest.raises(InvalidInput, match="open"):
        check_ins.invite(
            by=care.therapist, visit=care.visit, due_at=BEGUN, expires_at=BEGUN, channel=Channel.EMAIL
        )
    with pytest.raises(NotPermitted):
        check_ins.invite(
            by=factories.acting(care.clinic, "front_desk"),
            visit=care.visit,
            due_at=BEGUN,
            expires_at=BEGUN + timedelta(days=1),
            channel=Channel.EMAIL,
        )


def test_check_in_is_triaged_with_the_person_and_what_lay_under(care: Care) -> None:
    care.needle()
    give(care, regions=["buttock"])
    invitation, _token = invite(care)
    kept = answer(care, by=actor_of(invitation), invitation=invitation, exercises_done=0.5, words="Better")
    assert (kept.level, kept.recorded_as) == ("nothing_reported", "patient")
    assert kept.triage.request["under"] == list(structures_under(care.visit))
    # The last event of the session, the closing, was five minutes after its beginning.
    assert kept.triage.request["hours_since"] == pytest.approx(20 - 5 / 60)
    assert kept.triage.request["person"]["answers"]["epilepsy"] is False
    worse = answer(care, by=actor_of(invitation), invitation=invitation, answers=WELL | {"breathless": True})
    assert worse.level == "emergency"
    assert worse.triage.result["say"]
    assert set(care.visit.check_ins.waiting()) == {kept, worse}


def test_check_in_without_screening_sheet_or_session_still_gets_its_triage(care: Care) -> None:
    kept = answer(care, hours=-1, answers={"fever": True}, language="es")
    assert kept.level == "same_day"
    assert kept.triage.request["hours_since"] == 0
    assert kept.triage.request["person"]["language"] == "es"


def test_check_in_is_taken_after_signing_and_after_the_end_of_the_episode(care: Care) -> None:
    Visit.objects.update(status=VisitStatus.SIGNED)
    Episode.objects.update(closed_on=BEGUN.date(), closing_reason="goals_met")
    care.visit = Visit.objects.get()
    assert answer(care, answers=WELL | {"chest_pain": True}).level == "emergency"


def test_check_in_by_a_closed_or_foreign_link_is_refused(care: Care) -> None:
    invitation, _token = invite(care)
    other = Care(name="Southside")
    with pytest.raises(NotAllowedNow, match="Call the clinic"):
        answer(other, invitation=invitation)
    check_ins.revoke(by=care.therapist, invitation=invitation)
    with pytest.raises(NotAllowedNow, match="Call the clinic"):
        answer(care, invitation=invitation)
    with pytest.raises(ForeignRecord):
        answer(care, by=patient(clinic_id=care.clinic.pk, person_id=new_id()))
    with pytest.raises(InvalidInput, match="exercises"):
        answer(care, exercises_done=1.5)
    with pytest.raises(InvalidInput, match="pain_nprs"):
        answer(care, answers={"pain_nprs": 11})
    assert not CheckIn.objects.exists()


def test_check_in_is_acknowledged_once_by_a_named_member(care: Care) -> None:
    kept = answer(care)
    check_ins.acknowledge(by=care.therapist, check_in=kept, words=" Called back ")
    assert (kept.acknowledged_by, kept.acknowledged_words) == (care.member, "Called back")
    assert not care.visit.check_ins.waiting().exists()
    assert AuditEvent.objects.filter(verb="check_in.acknowledged").count() == 1
    with pytest.raises(Conflict):
        check_ins.acknowledge(by=care.therapist, check_in=kept)
    with pytest.raises(NotPermitted):
        check_ins.acknowledge(by=factories.setting_up(care.clinic), check_in=kept)
