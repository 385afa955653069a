"""The audit trail in words."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from tests.clinic import factories
from tests.web.conftest import SignIn

import drypoint.clinic
from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.actors import actor_for
from drypoint.clinic.audit import actions as audit
from drypoint.clinic.audit import queries
from drypoint.clinic.audit.models import AuditEvent
from drypoint.clinic.people.models import Person
from drypoint.web.presenters.audit_trail import SENTENCES, did


@pytest.fixture
def owner(as_role: SignIn) -> Client:
    return as_role("owner")


def test_every_verb_of_the_record_has_its_sentence() -> None:
    record = Path(drypoint.clinic.__file__).parent
    said = {
        verb
        for file in record.rglob("actions/*.py")
        for verb in re.findall(r'(?:verb=|verb = |, )"([a-z_]+\.[a-z_]+)"', file.read_text(encoding="utf-8"))
    }
    assert len(said) > 60, "the search still finds them"
    assert sorted(said - set(SENTENCES)) == []


def test_opening_and_redacting_are_said_by_noun() -> None:
    assert did("visit.opened") == "looked at a visit"
    assert did("note.redacted") == "redacted a note"
    assert did("thing.happened") == "thing.happened"


def test_trail_is_narrowed_to_who_whom_and_when(
    owner: Client, demo: Clinic, marta: Person, as_role: SignIn
) -> None:
    reader = factories.make_member(demo, name="Reader One")
    audit.opened(by=actor_for(reader), subject=marta)
    by_reader = owner.get("/audit/", {"member": str(reader.pk)}).context["lines"]
    assert [(line.who, line.did) for line in by_reader] == [("Reader One", "looked at a person's page")]
    about = owner.get("/audit/", {"person_number": marta.number}).context["lines"]
    assert {line.person for line in about} == {marta}
    assert owner.get("/audit/", {"person_number": 999}).context["lines"] == []
    event = AuditEvent.objects.filter(clinic_id=demo.pk).first()
    assert event is not None
    AuditEvent.objects.filter(pk=event.pk).update(at=event.at - timedelta(days=400))
    long_ago = (event.at - timedelta(days=400)).date().isoformat()
    assert len(owner.get("/audit/", {"day": long_ago}).context["lines"]) == 1


def test_trail_goes_on_after_a_page_without_gap_or_repeat(owner: Client, demo: Clinic, marta: Person) -> None:
    by = actor_for(factories.make_member(demo))
    moment = audit.opened(by=by, subject=marta).at
    for _again in range(queries.PAGE_SIZE + 5):
        audit.opened(by=by, subject=marta)
    AuditEvent.objects.filter(verb="person.opened").update(at=moment)
    every = list(queries.trail(demo.pk).values_list("pk", flat=True))
    first = owner.get("/audit/")
    assert len(first.context["lines"]) == queries.PAGE_SIZE
    assert "Older" in first.content.decode()
    page = queries.page(queries.trail(demo.pk))
    rest = queries.page(queries.trail(demo.pk), after=page.next_after)
    assert [event.pk for event in (*page.events, *rest.events)] == every
    assert rest.next_after is None
    older = owner.get("/audit/", {"after": str(page.next_after)}).content.decode()
    assert "To the newest" in older
    assert owner.get("/audit/", {"after": "nothing"}).status_code == 200


def test_trail_asks_the_database_as_often_for_many_as_for_one(
    owner: Client,
    demo: Clinic,
    django_assert_max_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    for _number in range(6):
        member = actor_for(factories.make_member(demo))
        audit.opened(by=member, subject=factories.make_person(demo))
    with django_assert_max_num_queries(8):
        owner.get("/audit/")


def test_a_patient_and_the_system_are_named(owner: Client, demo: Clinic, marta: Person) -> None:
    from drypoint.clinic.actors import patient

    audit.opened(by=patient(clinic_id=demo.pk, person_id=marta.pk), subject=marta)
    lines = owner.get("/audit/").context["lines"]
    assert lines[0].who == "Marta Quintero"
    assert "the system (tests)" in {line.who for line in lines}


def test_trail_is_of_one_clinic_and_for_owners(owner: Client, as_role: SignIn, demo: Clinic) -> None:
    elsewhere = factories.make_person(factories.make_clinic(demo.kind, "Elsewhere"), family_name="Faraway")
    assert "Faraway" not in owner.get("/audit/").content.decode()
    assert owner.get("/audit/", {"person_number": elsewhere.number}).context["lines"] == []
    assert as_role("therapist").get(reverse("audit_trail")).status_code == 403
