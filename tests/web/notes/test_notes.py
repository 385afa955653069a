"""The note on the screen: draft, signature, paper, addenda."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.clinic import factories
from tests.clinic.visits.care import Care
from tests.web.conftest import SignIn, browser_of

from drypoint.clinic.followup.actions import decisions, notes
from drypoint.clinic.followup.models import NextStepChoice
from drypoint.clinic.visits.models import VisitStatus
from drypoint.web.views import notes as views

SIGN = {"revision": 1, "language": "en", "procedure_code": "20560"}


@pytest.fixture
def care(db: None) -> Care:
    return Care()


@pytest.fixture
def browser(care: Care) -> Client:
    return browser_of(care.member)


def address(care: Care, name: str = "note") -> str:
    return reverse(name, args=[care.visit.pk])


def signed(care: Care) -> Any:
    return notes.sign(by=care.therapist, visit=care.visit, revision=1)


def test_draft_shows_what_is_recorded_and_links_what_is_missing(care: Care, browser: Client) -> None:
    care.needle()
    page = browser.get(address(care)).content.decode()
    assert "Gluteus medius" in page
    assert "things are not recorded" in page
    assert "Response and reassessment" in page
    assert f'href="{address(care, "reassessment")}"' in page
    assert f'href="{address(care, "after-care")}"' in page


def test_draft_proposes_the_code_with_its_muscles(care: Care, browser: Client) -> None:
    care.needle()
    answer = browser.get(address(care))
    assert '<p class="figure-number">20560</p>' in answer.content.decode()
    assert answer.context["form"].initial["procedure_code"] == "20560"


def test_visit_without_needling_asks_for_no_code(care: Care, browser: Client) -> None:
    page = browser.get(address(care)).content.decode()
    assert "No needling at this visit." in page
    assert 'name="procedure_code"' not in page
    assert browser.post(address(care), {"revision": 1, "language": "en"}).status_code == 302


def test_note_is_signed_and_shown_as_it_was_frozen(care: Care, browser: Client) -> None:
    care.needle()
    assert browser.post(address(care), SIGN).url == address(care)
    note = care.clinic.notes.get()
    assert note.procedure_code == "20560"
    page = browser.get(address(care)).content.decode()
    assert "Signed by" in page
    assert note.sha256 in page
    assert "Procedure code, confirmed" in page
    assert "The record still says what was signed" in page
    assert 'name="revision"' not in page


def test_note_can_be_read_and_signed_in_spanish(care: Care, browser: Client) -> None:
    assert "Paciente y visita" in browser.get(address(care), {"language": "es"}).content.decode()
    browser.post(address(care), SIGN | {"language": "es"})
    assert care.clinic.notes.get().language == "es"


def test_second_signature_is_told(care: Care, browser: Client) -> None:
    browser.post(address(care), SIGN)
    again = browser.post(address(care), SIGN)
    assert again.status_code == 409
    assert "signed already" in again.content.decode()
    assert care.clinic.notes.count() == 1


def test_signature_in_the_same_moment_is_told(
    care: Care, browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = views.notes.sign

    def later(**asked: Any) -> Any:
        ours(by=care.therapist, visit=care.clinic.visits.get(), revision=1)
        return ours(**asked)

    monkeypatch.setattr(views.notes, "sign", later)
    answer = browser.post(address(care), SIGN)
    assert answer.status_code == 409
    assert "signed already" in answer.content.decode()
    assert care.clinic.notes.count() == 1


def test_stale_draft_is_not_signed(care: Care, browser: Client) -> None:
    care.clinic.visits.update(revision=2)
    answer = browser.post(address(care), SIGN)
    assert answer.status_code == 409
    assert 'name="revision" value="2"' in answer.content.decode()
    assert browser.post(address(care), SIGN | {"revision": 2}).status_code == 302


def test_open_session_keeps_the_note_open(care: Care, browser: Client) -> None:
    care.begin()
    answer = browser.post(address(care), SIGN)
    assert answer.status_code == 422
    assert "Close the needling session first" in answer.content.decode()
    assert care.clinic.visits.get().status == VisitStatus.OPEN


def test_who_has_no_licence_or_may_not_sign_does_not(care: Care, as_role: SignIn) -> None:
    trainee = browser_of(factories.make_member(care.clinic, "therapist"))
    answer = trainee.post(address(care), SIGN)
    assert answer.status_code == 422
    assert "No valid credential" in answer.content.decode()
    assistant = as_role("assistant", care.clinic)
    assert "A licensed therapist signs the note." in assistant.get(address(care)).content.decode()
    assert assistant.post(address(care), SIGN).status_code == 403
    assert assistant.post(address(care, "note-addendum"), {"text": "x"}).status_code == 403


def test_note_without_a_date_of_birth_says_what_to_do(care: Care, browser: Client) -> None:
    care.person.birth_date = None
    care.person.save(update_fields=["birth_date"])
    assert "Record the date of birth first" in browser.get(address(care)).content.decode()
    assert browser.post(address(care), SIGN).status_code == 422


def test_paper_is_the_same_to_the_byte(care: Care, browser: Client) -> None:
    assert browser.get(address(care, "note-pdf")).status_code == 404
    browser.post(address(care), SIGN)
    first, second = browser.get(address(care, "note-pdf")), browser.get(address(care, "note-pdf"))
    assert first.content[:5] == b"%PDF-"
    assert first.content == second.content


def test_addendum_is_added_and_an_empty_one_is_not(care: Care, browser: Client) -> None:
    assert browser.post(address(care, "note-addendum"), {"text": "x"}).status_code == 404
    browser.post(address(care), SIGN)
    assert browser.post(address(care, "note-addendum"), {"text": " "}).status_code == 422
    assert (
        browser.post(address(care, "note-addendum"), {"text": "A bruise, seen next day"}).status_code == 302
    )
    page = browser.get(address(care)).content.decode()
    assert page.count("A bruise, seen next day") == 2  # in the note, and in its text to copy
    assert "A bruise" not in care.clinic.notes.get().text


def test_record_that_goes_on_is_told(care: Care, browser: Client) -> None:
    browser.post(address(care), SIGN)
    decisions.decide(by=care.therapist, visit=care.visit, chosen=NextStepChoice.CONTINUE)
    page = browser.get(address(care)).content.decode()
    assert "The record went on after the note was signed" in page
    assert "<li><strong>Decision and next step</strong>" in page
    assert "<ins>Decision: Continue as planned</ins>" in page


def test_others_see_nothing(care: Care, as_role: SignIn) -> None:
    signed(care)
    for name in ("note", "note-pdf"):
        assert as_role("therapist").get(address(care, name)).status_code == 404
        assert as_role("front_desk", care.clinic).get(address(care, name)).status_code == 403
    assert as_role("therapist").post(address(care, "note-addendum"), {"text": "x"}).status_code == 404


def test_text_for_another_system_is_kept_by_nobody(care: Care, browser: Client, as_role: SignIn) -> None:
    care.needle()
    draft = browser.get(address(care, "note-text"))
    assert "Draft: not signed" in draft.content.decode()
    assert draft["Cache-Control"] == "no-store"
    browser.post(address(care), SIGN)
    browser.post(address(care, "note-addendum"), {"text": "A bruise, seen next day"})
    said = browser.get(address(care, "note-text"))
    assert "A bruise, seen next day" in said.content.decode()
    assert said["Content-Type"] == "text/plain; charset=utf-8"
    care.clinic.notes.update(redacted_at=care.visit.started_at)
    assert browser.get(address(care, "note-text")).status_code == 409


def test_own_words_stand_below_the_draft_marked_as_theirs(care: Care, browser: Client) -> None:
    where = reverse("note-words", args=[care.visit.pk, "examination"])
    assert "Examination" in browser.get(where).content.decode()
    assert browser.get(reverse("note-words", args=[care.visit.pk, "weather"])).status_code == 404
    assert browser.post(where, {"text": "Stiff on standing up"}).status_code == 302
    page = browser.get(address(care)).content.decode()
    assert "In the therapist&#x27;s own words" in page
    assert "Stiff on standing up" in page
    assert browser.post(where, {"text": "Not stiff"}).status_code == 409
    last = care.clinic.note_words.get()
    assert browser.post(where, {"text": " ", "supersedes": str(last.pk)}).status_code == 302
    assert "own words</strong>" not in browser.get(address(care)).content.decode()
    browser.post(address(care), SIGN)
    assert browser.post(where, {"text": "later"}).status_code == 422


def test_requirements_are_listed_with_who_asks(care: Care, browser: Client) -> None:
    care.needle()
    page = browser.get(address(care)).content.decode()
    assert "What boards and payers ask a note to state" in page
    assert "Virginia Board of Physical Therapy" in page
    assert page.count("Missing") >= 3
    browser.post(address(care), SIGN | {"consent_copy_given": "on"})
    text = care.clinic.notes.get().text
    assert "Signed, with a copy for the patient" in text


def test_note_of_another_version_is_not_compared(care: Care, browser: Client) -> None:
    note = signed(care)
    note.content["stamp"]["version"] = "1"
    note.save(update_fields=["content"])
    assert "Not compared with the record" in browser.get(address(care)).content.decode()
