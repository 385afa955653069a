"""Adverse events keep their grade's scheme; incidents are reviewed before they are closed."""

from itertools import product

import pytest
from django.core.exceptions import ValidationError
from tests.clinic import factories

from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.actors import Actor, actor_for, system
from drypoint.clinic.audit import actions as audit
from drypoint.clinic.audit.queries import trail
from drypoint.clinic.episodes.actions import episodes
from drypoint.clinic.errors import ForeignRecord, NotAllowedNow, NotPermitted
from drypoint.clinic.incidents import queries
from drypoint.clinic.incidents.actions import adverse_events, incidents
from drypoint.clinic.incidents.models import AdverseEvent, AdverseEventKind, Incident, IncidentKind
from drypoint.clinic.incidents.severity import SCHEMES, is_grade
from drypoint.clinic.incidents.states import IncidentState, may_become
from drypoint.clinic.people.models import Person
from drypoint.clinic.records import redact
from drypoint.clinic.visits.actions import visits
from drypoint.clinic.visits.models import Visit


def _event(by: Actor, person: Person, **more: object) -> AdverseEvent:
    known = {"kind": AdverseEventKind.BRUISING, "scheme": "white", "grade": "mild"}
    return adverse_events.record(by=by, person=person, **{**known, **more})


def _incident(by: Actor, **more: object) -> Incident:
    known = {
        "kind": IncidentKind.NEAR_MISS,
        "happened_at": factories.NOON,
        "title": "Wrong side drawn",
        "what_happened": "Seen in time.",
    }
    return incidents.report(by=by, **{**known, **more})


def test_a_grade_belongs_to_its_scheme(therapist: Actor, person: Person) -> None:
    assert is_grade("white", "serious")
    assert not is_grade("white_2001", "serious")
    assert not is_grade("made_up", "serious")
    with pytest.raises(ValidationError) as refusal:
        _event(therapist, person, scheme="white_2001", grade="serious")
    assert "grade" in refusal.value.message_dict
    assert all(scheme.source and scheme.grades for scheme in SCHEMES.values())


def test_outcome_known_later_supersedes(therapist: Actor, person: Person) -> None:
    first = _event(therapist, person, description="bruise on the calf")
    later = _event(therapist, person, outcome="gone", supersedes=first)
    assert list(queries.adverse_events(person)) == [later]


def test_adverse_events_are_chart_not_desk(front_desk: Actor, person: Person) -> None:
    with pytest.raises(NotPermitted):
        _event(front_desk, person)
    assert not person.adverse_events.exists()


def test_redacted_adverse_event_keeps_kind_and_grade_for_the_count(owner: Actor, person: Person) -> None:
    event = _event(owner, person, description="words about somebody else")
    redact(event, by=owner, reason="wrong person's words")
    event.refresh_from_db()
    assert (event.description, event.kind, event.grade) == ("", "bruising", "mild")


@pytest.mark.parametrize(("state", "new"), list(product(IncidentState, ["reviewed", "closed"])))
def test_incident_moves_only_as_the_table_says(
    owner: Actor, state: IncidentState, new: IncidentState
) -> None:
    incident = _incident(owner)
    Incident.objects.filter(pk=incident.pk).update(state=state)
    incident.refresh_from_db()
    action = {"reviewed": incidents.review, "closed": incidents.close}[new]
    if may_become(state, new):
        action(by=owner, incident=incident, revision=1, note=" The chart was mirrored. ")
        (step,) = queries.steps(incident)
        assert (step.state, step.note, step.made_by_id) == (
            new,
            "The chart was mirrored.",
            owner.membership_id,
        )
    else:
        with pytest.raises(NotAllowedNow):
            action(by=owner, incident=incident, revision=1, note="x")
        assert not queries.steps(incident).exists()


def test_everybody_reports_but_only_named_clinicians_close(
    front_desk: Actor, assistant: Actor, clinic: Clinic
) -> None:
    incident = _incident(front_desk)
    assert incident.reported_by_id == front_desk.membership_id
    with pytest.raises(NotPermitted):
        incidents.review(by=assistant, incident=incident, revision=1, note="x")
    with pytest.raises(NotPermitted, match="named"):
        incidents.review(
            by=system(clinic_id=clinic.pk, name="tests"), incident=incident, revision=1, note="x"
        )
    with pytest.raises(ValidationError):
        incidents.review(by=factories.acting(clinic), incident=incident, revision=1, note=" ")


def test_open_incidents_first_by_when_they_happened(owner: Actor, clinic: Clinic) -> None:
    old = _incident(owner, happened_at=factories.NOON.replace(year=2026))
    new = _incident(owner)
    assert list(queries.listing(clinic)) == [new, old]
    incidents.review(by=owner, incident=new, revision=1, note="x")
    incidents.close(by=owner, incident=new, revision=2, note="y")
    assert list(queries.listing(clinic, open_only=True)) == [old]


def test_incident_takes_its_patient_from_what_it_names(owner: Actor, clinic: Clinic, person: Person) -> None:
    event = _event(owner, person)
    assert _incident(owner, adverse_event=event).person_id == person.pk
    assert _incident(owner).person_id is None
    with pytest.raises(ForeignRecord):
        _incident(owner, adverse_event=event, person=factories.make_person(clinic, "Luis"))


def _visit(clinic: Clinic, person: Person) -> Visit:
    therapist = factories.make_therapist(clinic)
    by = actor_for(therapist)
    episode = episodes.open(
        by=by,
        person=person,
        complaint="neck_pain",
        title="Neck",
        therapist=therapist,
        opened_on=factories.NOON.date(),
    )
    return visits.start(by=by, episode=episode, therapist=therapist, started_at=factories.NOON)


def test_adverse_event_of_a_visit_stays_with_it_and_its_person(
    therapist: Actor, clinic: Clinic, person: Person
) -> None:
    visit = _visit(clinic, person)
    event = _event(therapist, person, visit=visit)
    later = _event(therapist, person, outcome="gone", supersedes=event)
    assert later.visit == visit
    assert _incident(therapist, visit=visit).person_id == person.pk
    somebody_else = factories.make_person(clinic, "Luis")
    with pytest.raises(ForeignRecord):
        _event(therapist, somebody_else, visit=visit)
    with pytest.raises(ForeignRecord):
        _incident(therapist, visit=visit, person=somebody_else)
    assert not somebody_else.adverse_events.exists()


def test_opening_a_visit_is_on_the_trail_of_its_person(
    therapist: Actor, clinic: Clinic, person: Person
) -> None:
    visit = _visit(clinic, person)
    audit.opened(by=therapist, subject=visit)
    assert trail(clinic.pk, subject_id=visit.pk)[0].about_person_id == person.pk
