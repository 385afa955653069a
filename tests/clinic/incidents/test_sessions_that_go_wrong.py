"""Incidents and adverse events that begin in a needling session."""

import pytest
from tests.clinic.visits.care import BEGUN, Care, event, inserted, whole_session

from drypoint.clinic.errors import NotAllowedNow
from drypoint.clinic.incidents.actions import session_adverse_events, session_closings
from drypoint.clinic.incidents.models import AdverseEventKind
from drypoint.clinic.visits.actions import sessions
from drypoint.clinic.visits.queries.sessions import session_state
from drypoint.needling import SessionStatus


@pytest.fixture
def care(db: None) -> Care:
    """A session that has begun."""
    found = Care()
    found.begin()
    return found


def close(care: Care, *events: dict[str, object], words: str = "") -> SessionStatus:
    return session_closings.close(
        by=care.therapist, visit=care.visit, events=events, closed_at=BEGUN, what_happened=words
    ).state


def test_closing_that_adds_up_is_no_incident(care: Care) -> None:
    assert close(care, *whole_session()) is SessionStatus.CLOSED
    assert not care.clinic.incidents.exists()


def test_closing_that_does_not_add_up_is_refused(care: Care) -> None:
    sessions.record_events(by=care.therapist, visit=care.visit, events=[inserted(1)])
    with pytest.raises(NotAllowedNow):
        close(care, event("closed", 5))
    assert session_state(care.visit).state is SessionStatus.OPEN


def test_missing_needle_is_reported_once(care: Care) -> None:
    sessions.record_events(
        by=care.therapist,
        visit=care.visit,
        events=[
            inserted(1),
            event("removed", 2, insertion="i1"),
            event("count_checked", 3, data={"sharps": 0}),
        ],
    )
    closing = event("closed", 5, data={"missing": ["n1"]})
    assert close(care, closing, words="Searched.") is SessionStatus.INCIDENT
    assert close(care, closing, words="Searched.") is SessionStatus.INCIDENT
    incident = care.clinic.incidents.get()
    assert (incident.kind, incident.what_happened) == ("needle_unaccounted", "Searched.")
    assert incident.person_id == care.person.pk


def test_broken_needle_is_reported_in_its_own_words(care: Care) -> None:
    events = [
        inserted(1),
        event("broken", 2, needle="n1"),
        event("count_checked", 3, data={"sharps": 0}),
        event("closed", 4),
    ]
    assert close(care, *events) is SessionStatus.INCIDENT
    incident = care.clinic.incidents.get()
    assert incident.kind == "needle_broken" and incident.what_happened


def test_adverse_event_stands_in_log_and_record_or_in_neither(care: Care) -> None:
    said = {
        "by": care.therapist,
        "visit": care.visit,
        "events": [event("adverse_event", 2, data={"kind": "Faint"})],
        "kind": AdverseEventKind.FAINTING,
        "scheme": "white",
        "onset_at": BEGUN,
    }
    with pytest.raises(Exception, match="grade"):
        session_adverse_events.record(**said, grade="minor")
    assert session_state(care.visit).adverse_events == ()
    assert session_adverse_events.record(**said, grade="mild") is not None
    assert session_adverse_events.record(**said, grade="mild") is None
    assert session_state(care.visit).adverse_events == ("Faint",)
    assert care.clinic.adverse_events.count() == 1
