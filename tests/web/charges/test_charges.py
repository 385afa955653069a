"""Codes and superbill on the screen: confirmed, on paper, as CSV, replaced, void; fees; a period."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.clinic import factories
from tests.clinic.visits.care import Care
from tests.web.conftest import SignIn, browser_of

from drypoint.clinic.charges.actions import fees
from drypoint.clinic.followup.actions import notes
from drypoint.clinic.visits.actions import other_treatments
from drypoint.clinic.visits.models import TreatmentKind

BILL = {"code_0": "97110", "diagnoses": "M54.2, m7918", "language": "en"}
DAYS = {"first": "2027-03-01", "last": "2027-03-31"}


@pytest.fixture
def care(db: None) -> Care:
    made = Care()
    owner = factories.acting(made.clinic, "owner")
    fees.set_fee(by=owner, clinic=made.clinic, code="97110", cents=4_000, timed=True, kind="exercise")
    fees.set_fee(by=owner, clinic=made.clinic, code="97014", cents=1_500)
    fees.set_fee(by=owner, clinic=made.clinic, code="97810", timed=True)
    made.needle()
    other_treatments.record(
        by=made.therapist, visit=made.visit, kind=TreatmentKind.EXERCISE, minutes=23, words="=bridges"
    )
    return made


@pytest.fixture
def signed(care: Care) -> Care:
    notes.sign(by=care.therapist, visit=care.visit, revision=1, procedure_code="20560")  # type: ignore[arg-type]
    return care


@pytest.fixture
def browser(care: Care) -> Client:
    return browser_of(care.member)


def address(care: Care, name: str = "charges") -> str:
    return reverse(name, args=[care.visit.pk])


def of_person(care: Care, name: str) -> str:
    return reverse(name, args=[care.person.pk])


def test_before_the_note_there_is_nothing_to_confirm(care: Care, browser: Client) -> None:
    page = browser.get(address(care)).content.decode()
    assert "Sign the note first" in page
    assert "confirm" not in page
    assert browser.post(address(care), BILL).status_code == 200
    assert not care.clinic.superbills.exists()
    assert browser.get(address(care, "superbill-pdf")).status_code == 404


def test_codes_are_proposed_confirmed_and_billed(signed: Care, browser: Client) -> None:
    answer = browser.get(address(signed))
    assert "Gluteus medius" in answer.content.decode()
    assert '<option value="97110" selected>' in answer.content.decode()
    assert browser.post(address(signed), BILL | {"extra": ["97014"]}).url == address(signed)
    page = browser.get(address(signed)).content.decode()
    assert "95.00 USD" in page
    assert "Cervicalgia" in page
    assert "Issue a new bill in its place" in page
    assert 'value="M54.2, M79.18"' in page


def test_needling_code_is_asked_where_the_note_has_none(care: Care, browser: Client) -> None:
    notes.sign(by=care.therapist, visit=care.visit, revision=1)
    assert 'name="needling"' in browser.get(address(care)).content.decode()
    assert browser.post(address(care), BILL).status_code == 422
    assert browser.post(address(care), BILL | {"needling": "20560"}).status_code == 302


def test_what_cannot_be_billed_comes_back_with_its_reason(signed: Care, browser: Client) -> None:
    answer = browser.post(address(signed), BILL | {"code_0": "97810"})
    assert answer.status_code == 422
    assert "never reported with needle insertion" in answer.content.decode()
    answer = browser.post(address(signed), BILL | {"diagnoses": "M54.5"})
    assert "finer codes" in answer.content.decode()
    assert not signed.clinic.superbills.exists()


def test_bill_on_paper_and_as_csv_is_kept_by_nobody(signed: Care, browser: Client) -> None:
    browser.post(address(signed), BILL)
    first, second = (browser.get(address(signed, "superbill-pdf")) for _time in range(2))
    assert first.content == second.content
    assert first["Cache-Control"] == "no-store"
    rows = browser.get(address(signed, "superbill-csv"))
    assert rows["Cache-Control"] == "no-store"
    lines = rows.content.decode().splitlines()
    assert lines[0].startswith("bill,state,day,clinic_number,person,code")
    assert ",97110,,2,23,80.00,USD," in lines[2]
    assert lines[2].startswith("1,stands,2027-03-01,")


def test_bill_is_replaced_with_a_reason_and_two_at_once_are_told(signed: Care, browser: Client) -> None:
    browser.post(address(signed), BILL)
    again = browser.post(address(signed), BILL)
    assert again.status_code == 422
    stale = browser.post(address(signed), BILL | {"reason": "Other diagnosis"})
    assert stale.status_code == 409
    last = signed.clinic.superbills.get()
    done = browser.post(address(signed), BILL | {"reason": "Other diagnosis", "supersedes": str(last.pk)})
    assert done.status_code == 302
    page = browser.get(address(signed)).content.decode()
    assert "Replaced" in page
    assert "Bill 2" in page


def test_bill_is_voided_with_a_reason(signed: Care, browser: Client) -> None:
    browser.post(address(signed), BILL)
    assert "Void bill 1?" in browser.get(address(signed, "superbill-void")).content.decode()
    assert browser.post(address(signed, "superbill-void"), {"reason": ""}).status_code == 422
    assert browser.post(address(signed, "superbill-void"), {"reason": "Wrong payer"}).status_code == 302
    assert "Wrong payer" in browser.get(address(signed)).content.decode()
    assert browser.post(address(signed, "superbill-void"), {"reason": "again"}).status_code == 422
    assert ",void," in browser.get(address(signed, "superbill-csv")).content.decode()


def test_diagnosis_is_found_by_words(signed: Care, browser: Client) -> None:
    page = browser.get(address(signed), {"q": "pain right shoulder"}).content.decode()
    assert "M25.511" in page
    assert "No code holds these words." in browser.get(address(signed), {"q": "xyzzy"}).content.decode()


def test_period_on_screen_paper_and_csv(signed: Care, browser: Client) -> None:
    assert "No bill in these days" in browser.get(of_person(signed, "superbills"), DAYS).content.decode()
    assert browser.get(of_person(signed, "superbills-pdf"), DAYS).status_code == 409
    browser.post(address(signed), BILL)
    assert "80.00 USD" in browser.get(of_person(signed, "superbills"), DAYS).content.decode()
    assert browser.get(of_person(signed, "superbills-pdf"), DAYS).content.startswith(b"%PDF")
    assert ",97110," in browser.get(of_person(signed, "superbills-csv"), DAYS).content.decode()
    assert browser.get(of_person(signed, "superbills")).status_code == 200
    assert browser.get(of_person(signed, "superbills"), {"first": "x", "last": ""}).status_code == 422
    assert browser.get(of_person(signed, "superbills-csv"), {"first": "x", "last": ""}).status_code == 400


def test_blanked_bill_is_said_and_not_printed(signed: Care, browser: Client, as_role: SignIn) -> None:
    from drypoint.clinic.records import redact

    browser.post(address(signed), BILL)
    row = signed.clinic.superbills.get()
    redact(row, by=factories.acting(signed.clinic, "owner"), reason="Wrong person")
    assert "blanked" in browser.get(address(signed)).content.decode()
    assert browser.get(address(signed, "superbill-pdf")).status_code == 409


def test_fees_are_the_owners(signed: Care, as_role: SignIn) -> None:
    owner = as_role("owner", signed.clinic)
    assert "97110" in owner.get(reverse("fees")).content.decode()
    said: dict[str, Any] = {"code": "97140", "words": "hands", "timed": "on", "fee": "35.5", "in_use": "on"}
    assert owner.get(reverse("fee_add")).status_code == 200
    assert owner.post(reverse("fee_add"), said | {"modifiers": "gp 59"}).status_code == 302
    row = signed.clinic.code_fees.current().get(code="97140")
    assert (row.cents, row.modifiers) == (3_550, "GP 59")
    assert owner.post(reverse("fee_add"), said).status_code == 409
    assert owner.post(reverse("fee_add"), said | {"code": "1"}).status_code == 422
    change = reverse("fee_revise", args=[row.pk])
    assert "hands" in owner.get(change).content.decode()
    assert owner.post(change, said | {"fee": "", "supersedes": str(row.pk)}).status_code == 302
    assert signed.clinic.code_fees.current().get(code="97140").cents is None
    assert as_role("therapist", signed.clinic).get(reverse("fees")).status_code == 403


def test_who_may_not_sign_confirms_nothing_and_others_see_nothing(signed: Care, as_role: SignIn) -> None:
    assistant = as_role("assistant", signed.clinic)
    assert "A licensed therapist confirms the codes." in assistant.get(address(signed)).content.decode()
    assert assistant.post(address(signed), BILL).status_code == 403
    for name in ("charges", "superbill-pdf", "superbill-csv", "superbill-void"):
        assert as_role("therapist").get(address(signed, name)).status_code == 404
        assert as_role("front_desk", signed.clinic).get(address(signed, name)).status_code == 403
    for name in ("superbills", "superbills-pdf", "superbills-csv"):
        assert as_role("therapist").get(of_person(signed, name)).status_code == 404
