"""A page that was loaded before somebody signed the note writes nothing into the signed visit."""

from typing import Any

import pytest
from tests.clinic.visits.care import BEGUN, Care, inserted

from drypoint.clinic.errors import NotAllowedNow
from drypoint.clinic.visits.actions import measurements, needling_plans, sessions
from drypoint.clinic.visits.actions.measurements import Reading
from drypoint.clinic.visits.models import MeasuredWhen, NeedlingSession, SessionEvent, Visit, VisitStatus
from drypoint.clinic.visits.queries.measurements import Key


def sign_behind(visit: Visit) -> None:
    """Sign in another window: ``visit`` as loaded here still says that it is open."""
    Visit.objects.filter(pk=visit.pk).update(status=VisitStatus.SIGNED)
    assert visit.status == VisitStatus.OPEN


def test_session_does_not_start(care: Care) -> None:
    care.ready()
    sign_behind(care.visit)
    with pytest.raises(NotAllowedNow, match="signed"):
        sessions.start(by=care.therapist, visit=care.visit, started_at=BEGUN)
    assert not NeedlingSession.objects.exists()


def test_plan_is_not_signed(care: Care) -> None:
    care.screen()
    care.consent()
    plan = care.propose()
    sign_behind(plan.visit)
    with pytest.raises(NotAllowedNow, match="signed"):
        needling_plans.sign(by=care.therapist, plan=plan, reasons={}, signed_at=BEGUN)
    plan.refresh_from_db()
    assert plan.signed_at is None


def test_needle_does_not_go_in(care: Care) -> None:
    care.begin()
    sign_behind(care.visit)
    event: dict[str, Any] = inserted()
    recorded = sessions.record_events(by=care.therapist, visit=care.visit, events=[event])
    assert list(recorded.refused) and not recorded.accepted
    assert not SessionEvent.objects.exists()


def test_readings_are_not_kept(care: Care) -> None:
    sign_behind(care.visit)
    reading = Reading(
        key=Key(instrument="nprs", place="", side="", moved_by=""), value=4, when=MeasuredWhen.AFTER
    )
    with pytest.raises(NotAllowedNow, match="signed"):
        measurements.record_readings(by=care.therapist, visit=care.visit, readings=[reading], now=BEGUN)
    assert not care.clinic.measurements.exists()
