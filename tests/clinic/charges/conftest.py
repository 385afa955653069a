"""One person's care, needled and signed, in a clinic with fees."""

import pytest
from tests.clinic import factories
from tests.clinic.visits.care import Care

from drypoint.clinic.charges.actions import fees
from drypoint.clinic.followup.actions import notes
from drypoint.clinic.followup.models import ProcedureCode
from drypoint.clinic.visits.actions import other_treatments
from drypoint.clinic.visits.models import TreatmentKind


@pytest.fixture
def care(db: None) -> Care:
    return Care()


@pytest.fixture
def billed(care: Care) -> Care:
    """Needled, with 23 minutes of exercise, the note signed with its code; four codes on the list."""
    owner = factories.acting(care.clinic, "owner")
    for code, cents, timed in (("20560", 3_000, False), ("97110", 4_000, True), ("97140", None, True)):
        fees.set_fee(
            by=owner, clinic=care.clinic, code=code, cents=cents, timed=timed, modifiers=("GP",), words="ours"
        )
    fees.set_fee(by=owner, clinic=care.clinic, code="97810", timed=True)
    care.needle()
    other_treatments.record(by=care.therapist, visit=care.visit, kind=TreatmentKind.EXERCISE, minutes=23)
    notes.sign(by=care.therapist, visit=care.visit, revision=1, procedure_code=ProcedureCode.FEW)
    return care
