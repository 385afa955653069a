"""Doctor first: the letter goes out with the person's word, the answer is recorded."""

from typing import Any

from django.test import Client
from django.urls import reverse
from tests.web.chart.conftest import Care

from drypoint.clinic.episodes.models import Clearance, ClearanceAnswer

FINDING = "red_flag_undiagnosed_night_pain"
TYPED = {
    "asked_whom": "Dr Ada Lind\n1 High Street",
    "finding_ids": [FINDING],
    "question": "May she have dry needling?",
    "agreed": "on",
}


def _asked(care: Care) -> Clearance:
    care.screen(red_flag_undiagnosed_night_pain=True)
    answer = care.browser.post(reverse("clearance_ask", args=[care.visit.pk]), TYPED)
    asked = care.episode.clearances.get()
    assert answer.url == reverse("clearance", args=[asked.pk])
    return asked


def _answer(care: Care, clearance: Clearance, **typed: Any) -> Any:
    return care.browser.post(
        reverse("clearance", args=[clearance.pk]), {"supersedes": str(clearance.pk), **typed}
    )


def test_findings_that_need_a_doctor_are_ticked(care: Care) -> None:
    care.screen(red_flag_undiagnosed_night_pain=True, faint_history=True)
    form = care.browser.get(reverse("clearance_ask", args=[care.visit.pk])).context["form"]
    assert form["finding_ids"].value() == [FINDING]
    assert len(form.fields["finding_ids"].choices) > 1


def test_asking_without_screening_leads_to_it(care: Care) -> None:
    answer = care.browser.get(reverse("clearance_ask", args=[care.visit.pk]))
    assert answer.url == reverse("screening", args=[care.visit.pk])


def test_asking_with_nothing_found_says_so(care: Care) -> None:
    care.screen()
    page = care.browser.get(reverse("clearance_ask", args=[care.visit.pk])).content.decode()
    assert "The screening found nothing to ask about" in page


def test_nothing_goes_out_without_the_persons_word(care: Care) -> None:
    care.screen(red_flag_undiagnosed_night_pain=True)
    answer = care.browser.post(
        reverse("clearance_ask", args=[care.visit.pk]), {**TYPED, "agreed": "", "question": "My own words?"}
    )
    assert answer.status_code == 422
    assert answer.context["form"].errors["agreed"]
    assert "My own words?" in answer.content.decode()
    assert not care.episode.clearances.exists()


def test_letter_is_a_pdf_with_the_question(care: Care) -> None:
    asked = _asked(care)
    assert asked.agreed_to_share_at is not None
    letter = care.browser.get(reverse("clearance_letter", args=[asked.pk]))
    assert letter["Content-Type"] == "application/pdf"
    assert letter.content.startswith(b"%PDF")


def test_letter_stays_as_asked_after_the_answer(care: Care) -> None:
    asked = _asked(care)
    before = care.browser.get(reverse("clearance_letter", args=[asked.pk])).content
    _answer(care, asked, answer="yes")
    answered = care.episode.clearances.current().get()
    assert care.browser.get(reverse("clearance_letter", args=[answered.pk])).content == before


def test_visit_waits_and_then_goes_on(care: Care) -> None:
    asked = _asked(care)
    outcome = care.browser.get(reverse("screening_outcome", args=[care.visit.pk])).content.decode()
    assert "Doctor first: write the letter" not in outcome, "it was asked already"
    assert "Waiting for an answer" in outcome
    waiting = care.browser.get(reverse("visit", args=[care.visit.pk])).content.decode()
    assert "Waiting for a doctor&#x27;s answer" in waiting
    answer = _answer(
        care, asked, answer="with_conditions", conditions="No deep needling", valid_until="2099-01-01"
    )
    standing = care.episode.clearances.current().get()
    assert "Ask a doctor first" in waiting
    assert (
        "Ask a doctor first" not in care.browser.get(reverse("visit", args=[care.visit.pk])).content.decode()
    )
    assert answer.url == reverse("clearance", args=[standing.pk])
    assert standing.answer == ClearanceAnswer.WITH_CONDITIONS
    page = care.browser.get(reverse("clearance", args=[asked.pk]), follow=True).content.decode()
    assert "No deep needling" in page
    assert "1 Jan 2099" in page


def test_conditions_stand_exactly_where_there_are_some(care: Care) -> None:
    asked = _asked(care)
    answer = _answer(care, asked, answer="yes", conditions="But gently")
    assert answer.status_code == 422
    assert answer.context["form"].errors["conditions"]
    assert "But gently" in answer.content.decode()


def test_no_is_said_on_every_page_of_the_chart(care: Care) -> None:
    _answer(care, _asked(care), answer="no")
    page = care.browser.get(reverse("episode", args=[care.episode.pk])).content.decode()
    assert "A doctor said: no needling" in page


def test_second_of_two_answers_is_told(care: Care) -> None:
    asked = _asked(care)
    _answer(care, asked, answer="yes")
    answer = _answer(care, asked, answer="no")
    assert answer.status_code == 409
    assert "Needling may go ahead" in answer.content.decode()
    again = {"supersedes": answer.context["form"]["supersedes"].value(), "answer": "no"}
    assert care.browser.post(reverse("clearance", args=[asked.pk]), again).status_code == 302
    assert care.episode.clearances.current().get().answer == ClearanceAnswer.NO


def test_assistant_reads_but_signs_no_letter(care: Care, as_role) -> None:  # type: ignore[no-untyped-def]
    asked = _asked(care)
    assistant = as_role("assistant")
    assert assistant.get(reverse("clearance", args=[asked.pk])).status_code == 200
    assert assistant.post(reverse("clearance", args=[asked.pk]), {"answer": "yes"}).status_code == 403
    assert assistant.get(reverse("clearance_ask", args=[care.visit.pk])).status_code == 403


def test_clearance_of_another_clinic_does_not_exist(care: Care, elsewhere: Client) -> None:
    asked = _asked(care)
    for name in ("clearance", "clearance_letter"):
        assert elsewhere.get(reverse(name, args=[asked.pk])).status_code == 404
    assert elsewhere.get(reverse("clearance_ask", args=[care.visit.pk])).status_code == 404
