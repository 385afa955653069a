"""Incidents: report, review, close; adverse events and what became of them."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from tests.clinic import factories
from tests.web.conftest import SignIn

from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.audit.models import AuditEvent
from drypoint.clinic.incidents.actions import adverse_events, incidents
from drypoint.clinic.incidents.models import AdverseEvent, AdverseEventKind, Incident, IncidentKind
from drypoint.clinic.people.models import Person

SLIP = {
    "kind": "near_miss",
    "title": "Wrong side marked",
    "happened_at": "2026-03-01T09:00",
    "what_happened": "Noticed before the needle.",
}


@pytest.fixture
def slip(demo: Clinic, marta: Person) -> Incident:
    return incidents.report(
        by=factories.acting(demo, "assistant"),
        kind=IncidentKind.NEAR_MISS,
        happened_at=factories.NOON,
        title="Wrong side marked",
        what_happened="Noticed before the needle.",
        person=marta,
    )


@pytest.fixture
def bruise(demo: Clinic, marta: Person) -> AdverseEvent:
    return adverse_events.record(
        by=factories.acting(demo),
        person=marta,
        kind=AdverseEventKind.BRUISING,
        scheme="white",
        grade="mild",
        description="coin sized",
        muscle="trapezius_upper",
        side="left",
    )


def test_a_reported_incident_names_nobody_in_the_list(therapist: Client, demo: Clinic, marta: Person) -> None:
    answer = therapist.post("/incidents/report/", SLIP | {"person_number": str(marta.number)})
    reported = demo.incidents.get()
    assert answer.url == reverse("incident", args=[reported.pk])
    assert reported.person == marta
    listed = therapist.get("/incidents/").content.decode()
    assert "Wrong side marked" in listed
    assert "Quintero" not in listed
    page = therapist.get(answer.url).content.decode()
    assert "Marta Quintero" in page
    seen = AuditEvent.objects.filter(verb="incident.opened", about_person_id=marta.pk)
    assert seen.count() == 1


def test_a_number_that_nobody_has_is_said_beside_it(therapist: Client, demo: Clinic) -> None:
    answer = therapist.post("/incidents/report/", SLIP | {"person_number": "999"})
    assert answer.status_code == 422
    assert 'href="#field_person_number"' in answer.content.decode()
    assert "Noticed before the needle." in answer.content.decode()
    assert not demo.incidents.exists()


def test_the_front_desk_reports_but_does_not_read(as_role: SignIn, demo: Clinic) -> None:
    desk = as_role("front_desk")
    assert 'href="/incidents/report/"' in desk.get("/today/").content.decode()
    assert desk.post("/incidents/report/", SLIP).url == "/today/"
    assert desk.get(reverse("incident", args=[demo.incidents.get().pk])).status_code == 403


def test_an_incident_is_reviewed_then_closed_then_opened_again(therapist: Client, slip: Incident) -> None:
    page = reverse("incident", args=[slip.pk])
    review, close = (reverse(f"incident_{step}", args=[slip.pk]) for step in ("review", "close"))
    assert close not in therapist.get(page).content.decode()
    assert therapist.post(close, {"revision": 1, "note": "done"}).status_code == 422
    assert therapist.post(review, {"revision": 1, "note": ""}).status_code == 422
    assert therapist.post(review, {"revision": 1, "note": "Marker moved"}).status_code == 302
    assert close in therapist.get(page).content.decode()
    assert therapist.post(close, {"revision": 2, "note": "Mark both sides"}).status_code == 302
    shown = therapist.get(page).content.decode()
    assert "Marker moved" in shown
    assert "Mark both sides" in shown
    assert "Open again" in shown
    assert "Wrong side marked" not in therapist.get("/incidents/").content.decode()
    assert "Wrong side marked" in therapist.get("/incidents/?all=1").content.decode()


def test_second_of_two_reviewers_keeps_their_words(therapist: Client, demo: Clinic, slip: Incident) -> None:
    incidents.review(by=factories.acting(demo), incident=slip, revision=1, note="first")
    answer = therapist.post(reverse("incident_review", args=[slip.pk]), {"revision": 1, "note": "second"})
    assert answer.status_code == 409
    assert "second" in answer.content.decode()


def test_assistants_see_incidents_but_do_not_close_them(as_role: SignIn, slip: Incident) -> None:
    assistant = as_role("assistant")
    assert "Review" not in assistant.get(reverse("incident", args=[slip.pk])).content.decode()
    assert assistant.get(reverse("incident_review", args=[slip.pk])).status_code == 403


def test_lists_ask_the_database_as_often_for_many_as_for_one(
    therapist: Client,
    demo: Clinic,
    slip: Incident,
    bruise: AdverseEvent,
    django_assert_max_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    for _more in range(4):
        incidents.report(
            by=factories.acting(demo, "assistant"),
            kind=IncidentKind.OTHER,
            happened_at=factories.NOON,
            title="t",
            what_happened="w",
        )
    for url in ("/incidents/", "/adverse-events/"):
        with django_assert_max_num_queries(7):
            therapist.get(url)


def test_an_adverse_event_shows_its_grade_in_the_words_of_its_scheme(
    therapist: Client, bruise: AdverseEvent
) -> None:
    listed = therapist.get("/adverse-events/").content.decode()
    assert "Mild" in listed
    assert "Quintero" not in listed
    page = therapist.get(reverse("adverse_event", args=[bruise.pk])).content.decode()
    assert "does not inconvenience the patient" in page
    assert "Physiotherapy Alberta" in page
    assert "coin sized" in page
    assert "left" in page
    assert AuditEvent.objects.filter(verb="adverseevent.opened").count() == 1


def test_what_became_of_it_supersedes_and_old_addresses_lead_to_it(
    therapist: Client, demo: Clinic, bruise: AdverseEvent
) -> None:
    url = reverse("adverse_event_follow_up", args=[bruise.pk])
    typed = {"supersedes": str(bruise.pk), "outcome": "gone", "resolved_on": "2026-03-05"}
    assert therapist.post(url, typed).status_code == 302
    stands = demo.adverse_events.current().get()
    assert (stands.outcome, stands.resolved_on, stands.description) == (
        "gone",
        date(2026, 3, 5),
        "coin sized",
    )
    assert "gone" in therapist.get(reverse("adverse_event", args=[bruise.pk])).content.decode()
    answer = therapist.post(url, typed | {"outcome": "mine"})
    assert answer.status_code == 409, "somebody was faster"
    assert "mine" in answer.content.decode()
    assert "gone" in answer.content.decode()
    again = typed | {"outcome": "mine", "supersedes": str(stands.pk)}
    assert therapist.post(url, again).status_code == 302


def test_another_clinics_incident_does_not_exist(
    as_role: SignIn, slip: Incident, bruise: AdverseEvent
) -> None:
    elsewhere = as_role("owner", factories.make_clinic(slip.clinic.kind, "Elsewhere"))
    for name, key in (
        ("incident", slip.pk),
        ("incident_review", slip.pk),
        ("adverse_event", bruise.pk),
        ("adverse_event_follow_up", bruise.pk),
    ):
        assert elsewhere.get(reverse(name, args=[key])).status_code == 404
