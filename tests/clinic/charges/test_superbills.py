"""Bills: from the signed note, confirmed, replaced and voided by facts, never changed."""

from datetime import timedelta
from typing import Any

import pytest
from tests.clinic import factories
from tests.clinic.visits.care import BEGUN, Care

from drypoint import documents
from drypoint.billing import Service
from drypoint.clinic.actors import actor_for
from drypoint.clinic.charges.actions import fees, superbills
from drypoint.clinic.charges.models import Superbill
from drypoint.clinic.charges.queries import (
    as_bill,
    bills_between,
    bills_of_visit,
    current_bill,
    superbill_content,
)
from drypoint.clinic.errors import Conflict, NotAllowedNow, NotPermitted
from drypoint.clinic.followup.actions import notes
from drypoint.clinic.followup.models import ProcedureCode
from drypoint.clinic.records import redact
from drypoint.terms import InvalidInput

EXERCISE = Service(code="97110", minutes=23)


def issue(care: Care, **said: Any) -> Superbill:
    return superbills.issue(
        by=care.therapist,
        visit=care.visit,
        **{"services": [EXERCISE], "diagnoses": ["m79.18", "M54.2"], **said},
    )


def test_bill_says_codes_units_fees_and_who_confirmed(billed: Care) -> None:
    row = issue(billed)
    bill = as_bill(Superbill.objects.get())
    assert [(one.code, one.units, one.cents, one.modifiers) for one in bill.lines] == [
        ("20560", 1, 3_000, ("GP",)),
        ("97110", 2, 8_000, ("GP",)),
    ]
    assert (row.number, row.total_cents, row.currency) == (1, 11_000, "USD")
    assert [one.code for one in bill.diagnoses] == ["M79.18", "M54.2"]
    assert bill.diagnoses[1].title == "Cervicalgia"
    assert bill.confirmed.licence == "PT-1"
    assert bill.muscles == ("gluteus medius",)
    assert row.day == BEGUN.date()


def test_needle_time_is_in_no_units(billed: Care) -> None:
    bill = as_bill(issue(billed))
    assert bill.timed_minutes == 23
    assert bill.lines[0].minutes is None


def test_bill_rests_on_a_signed_note(care: Care) -> None:
    care.needle()
    with pytest.raises(NotAllowedNow, match="Sign the note first"):
        issue(care)


def test_code_of_the_note_stands_on_the_bill(billed: Care) -> None:
    bill = as_bill(issue(billed, needling=ProcedureCode.MANY))
    assert bill.lines[0].code == "20560"


def test_code_is_asked_where_the_note_confirms_none(care: Care) -> None:
    care.needle()
    notes.sign(by=care.therapist, visit=care.visit, revision=1)
    with pytest.raises(NotAllowedNow, match="nothing to bill"):
        issue(care, services=[], needling=ProcedureCode.NONE)
    bill = as_bill(issue(care, services=[], needling=ProcedureCode.MANY))
    assert [(one.code, one.cents) for one in bill.lines] == [("20561", None)]


def test_no_needling_no_needling_code(care: Care) -> None:
    notes.sign(by=care.therapist, visit=care.visit, revision=1)
    with pytest.raises(InvalidInput, match="No muscle was needled"):
        issue(care, services=[], needling=ProcedureCode.FEW)


def test_acupuncture_beside_needling_is_refused_with_its_reason(billed: Care) -> None:
    with pytest.raises(InvalidInput, match="never reported with needle insertion"):
        issue(billed, services=[Service(code="97810", minutes=15)])
    assert not Superbill.objects.exists()


@pytest.mark.parametrize(
    ("diagnoses", "message"),
    [
        (["M54.5"], "finer codes"),
        (["Z99999"], "no code of ICD-10-CM"),
        (["back pain"], "no code of ICD-10-CM"),
        (
            [f"M54.{n}" for n in (2, 6, 81, 89, 9)] + [f"M25.5{n}" for n in (11, 12, 21, 22, 31, 32, 41, 42)],
            "12",
        ),
    ],
)
def test_diagnoses_that_cannot_stand_are_refused(billed: Care, diagnoses: list[str], message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        issue(billed, diagnoses=diagnoses)


def test_second_bill_of_a_visit_is_a_conflict(billed: Care) -> None:
    issue(billed)
    with pytest.raises(Conflict):
        issue(billed)
    assert Superbill.objects.count() == 1


def test_bill_is_replaced_with_a_reason_and_the_old_one_stays(billed: Care) -> None:
    first = issue(billed)
    with pytest.raises(InvalidInput, match="Say why"):
        issue(billed, supersedes=first, reason=" ")
    second = issue(billed, supersedes=first, reason="Diagnosis corrected", diagnoses=["M54.2"])
    assert [one.number for one in bills_of_visit(billed.visit)] == [1, 2]
    assert (as_bill(second).replaces, as_bill(second).reason) == (1, "Diagnosis corrected")
    assert len(as_bill(Superbill.objects.get(number=1)).diagnoses) == 2
    assert current_bill(billed.visit) == second


def test_void_bill_stays_marked_and_counts_no_more(billed: Care) -> None:
    first = issue(billed)
    with pytest.raises(InvalidInput, match="Say why"):
        superbills.void(by=billed.therapist, superbill=first, reason="")
    superbills.void(by=billed.therapist, superbill=first, reason="Billed to the wrong payer")
    with pytest.raises(NotAllowedNow, match="void already"):
        superbills.void(by=billed.therapist, superbill=first, reason="again")
    void = as_bill(Superbill.objects.get()).void
    assert void is not None
    assert void.reason == "Billed to the wrong payer"
    rows = bills_between(billed.clinic, first=BEGUN.date(), last=BEGUN.date())
    content = superbill_content(rows, person=billed.person, language="en", period="March")
    text = documents.text_of(documents.layout_of_superbill(content))
    assert "Void since" in text
    assert "Nothing is billed." in text
    again = issue(billed, supersedes=Superbill.objects.get(), reason="To the right payer")
    assert again.number == 2


def test_changed_fees_change_no_issued_bill(billed: Care) -> None:
    row = issue(billed)
    standing = billed.clinic.code_fees.current().get(code="97110")
    owner = factories.acting(billed.clinic, "owner")
    fees.set_fee(by=owner, clinic=billed.clinic, code="97110", cents=9_900, timed=True, supersedes=standing)
    assert as_bill(Superbill.objects.get(pk=row.pk)).total_cents == 11_000
    with pytest.raises(Conflict):
        fees.set_fee(by=owner, clinic=billed.clinic, code="97110", cents=1, timed=True)


def test_who_may_bill_and_who_may_set_fees(billed: Care) -> None:
    assistant = factories.acting(billed.clinic, "assistant")
    with pytest.raises(NotPermitted):
        superbills.issue(by=assistant, visit=billed.visit, services=[EXERCISE])
    with pytest.raises(NotPermitted):
        fees.set_fee(by=billed.therapist, clinic=billed.clinic, code="97112")
    trainee = factories.make_member(billed.clinic, title="Trainee")
    with pytest.raises(NotAllowedNow, match="Licence"):
        superbills.issue(by=actor_for(trainee), visit=billed.visit, services=[EXERCISE])
    row = issue(billed)
    with pytest.raises(NotPermitted):
        superbills.void(by=assistant, superbill=row, reason="x")


def test_period_holds_its_days_and_one_person(billed: Care) -> None:
    row = issue(billed)
    other = factories.make_person(billed.clinic, "Bo", "Lind")
    day = BEGUN.date()
    assert bills_between(billed.clinic, first=day, last=day, person=billed.person) == [row]
    assert bills_between(billed.clinic, first=day, last=day, person=other) == []
    assert bills_between(billed.clinic, first=day + timedelta(days=1), last=day + timedelta(days=9)) == []
    with pytest.raises(NotAllowedNow, match="no bill"):
        superbill_content([], person=billed.person, language="en")


def test_superbill_typesets_in_both_languages_and_promises_nothing(billed: Care) -> None:
    rows = [issue(billed)]
    for language, said in (("en", "the payer decides"), ("es", "lo decide el pagador")):
        content = superbill_content(rows, person=billed.person, language=language)  # type: ignore[arg-type]
        assert documents.superbill(content).startswith(b"%PDF")
        assert said in documents.text_of(documents.layout_of_superbill(content))
    assert "110,00 USD" in documents.text_of(documents.layout_of_superbill(content))


def test_blanked_bill_prints_no_more(billed: Care) -> None:
    row = issue(billed)
    redact(row, by=factories.acting(billed.clinic, "owner"), reason="Wrong person")
    with pytest.raises(NotAllowedNow, match="blanked"):
        as_bill(Superbill.objects.get())
