"""Redaction pages: the owner blanks what should never have stood in a chart, and the shell stays."""

from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from tests.clinic import factories
from tests.clinic.visits.care import BEGUN, Care
from tests.web.conftest import SignIn, browser_of

from drypoint.clinic.audit.models import AuditEvent
from drypoint.clinic.errors import NotAllowedNow
from drypoint.clinic.followup.actions import chart_redactions, notes
from drypoint.clinic.followup.queries import redactable
from drypoint.clinic.visits.actions import measurements
from drypoint.clinic.visits.models import Consent, EngineResult, MeasuredWhen, Screening
from drypoint.web.presenters.audit_trail import NOUNS


def address(care: Any, fact: Any) -> str:
    return reverse("redact", args=[care.episode.person_id, fact._meta.model_name, fact.pk])


def test_every_kind_that_can_be_redacted_has_its_noun() -> None:
    assert set(redactable.kinds()) - set(NOUNS) == set()
    assert {"screening", "note", "allergy", "adverseevent", "checkin"} <= set(redactable.kinds())
    assert "engineresult" not in redactable.kinds(), "it goes with the fact that it repeats"


@pytest.fixture
def care(db: None) -> Care:
    return Care()


def browser(care: Care, role: str) -> Client:
    return browser_of(factories.make_member(care.clinic, role))


@pytest.fixture
def owner(care: Care) -> Client:
    return browser(care, "owner")


def test_owner_sees_what_a_redaction_reaches_and_blanks_it(care: Care, owner: Client) -> None:
    care.screen()
    screening = Screening.objects.get()
    listed = owner.get(reverse("redactions", args=[care.episode.person_id]))
    assert [row.noun for row in listed.context["rows"]] == ["A screening"]
    asked = owner.get(address(care, screening))
    facts = {str(fact.term): str(fact.value) for fact in asked.context["facts"]}
    assert facts["Results of engines"] == "1 is blanked too"
    assert facts["Earlier versions"] == "0 are blanked too"
    refused = owner.post(address(care, screening), {"reason": ""})
    assert refused.status_code == 422
    assert Screening.objects.get().person_request != {}
    done = owner.post(address(care, screening), {"reason": "Answers of another person"})
    assert done.status_code == 302
    blank = Screening.objects.get()
    assert (blank.person_request, blank.redaction_reason) == ({}, "Answers of another person")
    assert EngineResult.objects.get(pk=blank.engine_result_id).result == {}
    assert AuditEvent.objects.filter(verb="screening.redacted").count() == 1
    assert owner.get(address(care, screening)).status_code == 404, "there is nothing left to blank"


def test_signed_note_that_quotes_it_goes_in_the_same_step_unless_it_is_left(
    care: Care, owner: Client
) -> None:
    consent = care.consent()
    note = notes.sign(by=care.therapist, visit=care.visit, revision=care.visit.revision)
    done = owner.post(address(care, consent), {"reason": "Wrong person", "with_note": "on"})
    assert done.status_code == 302
    note.refresh_from_db()
    assert (note.content, note.text) == ({}, "")
    assert Consent.objects.get().redacted_at is not None
    page = browser(care, "therapist").get(reverse("note", args=[care.visit.pk]))
    assert page.status_code == 200
    assert "Wrong person" in page.content.decode()


def test_note_of_another_visit_is_refused(care: Care) -> None:
    consent = care.consent()
    note = notes.sign(by=care.therapist, visit=care.visit, revision=care.visit.revision)
    elsewhere = care.consent(visit=care.start_visit(days=7))
    with pytest.raises(NotAllowedNow):
        chart_redactions.redact(
            by=factories.acting(care.clinic, "owner"), fact=elsewhere, reason="Wrong person", note=note
        )
    elsewhere.refresh_from_db()
    assert elsewhere.redacted_at is None
    assert consent.redacted_at is None


def test_only_who_may_redact_gets_in(care: Care, as_role: SignIn) -> None:
    consent = care.consent()
    therapist = browser(care, "therapist")
    assert therapist.get(reverse("redactions", args=[care.episode.person_id])).status_code == 403
    assert therapist.post(address(care, consent), {"reason": "x"}).status_code == 403
    assert as_role("owner").post(address(care, consent), {"reason": "x"}).status_code == 404


PAGES = """
    visit screening screening_outcome history examination plan_of_care consent pain_drawing ranking palpation
    plan session reassessment other_treatments exercises after-care check-ins decision note
""".split()


@pytest.mark.parametrize("is_signed", [False, True])
def test_pages_of_a_visit_stand_whatever_was_blanked(care: Care, owner: Client, is_signed: bool) -> None:
    care.draw()
    care.needle()
    measurements.record(
        by=care.therapist,
        visit=care.visit,
        instrument="nprs",
        value=6.5,
        when=MeasuredWhen.BEFORE,
        measured_at=BEGUN,
    )
    if is_signed:
        notes.sign(by=care.therapist, visit=care.visit, revision=care.visit.revision)
    facts = list(redactable.facts_about(care.episode.person))
    kinds = [str(fact._meta.model_name) for fact in facts]
    assert {"screening", "consent", "paindrawing", "needlingplan", "measurement"} <= set(kinds)
    for kind, fact in zip(kinds, facts, strict=True):
        with transaction.atomic():
            chart_redactions.redact(
                by=factories.acting(care.clinic, "owner"), fact=fact, reason="Wrong person"
            )
            opened = {name: owner.get(reverse(name, args=[care.visit.pk])).status_code for name in PAGES}
            opened["episode"] = owner.get(reverse("episode", args=[care.episode.pk])).status_code
            assert {name: code for name, code in opened.items() if code not in (200, 302)} == {}, kind
            transaction.set_rollback(True)
