"""What is on record after the screening, or is not understood, is not signed over in silence."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from tests.clinic.visits.care import BEGUN, Care
from tests.clinic.visits.test_needling_plans import blockers, steps

from drypoint.clinic.errors import NotAllowedNow
from drypoint.clinic.people.actions import measures, medicines
from drypoint.clinic.visits.actions import needling_plans, sessions
from drypoint.clinic.visits.queries.plans import plan_blockers

KNEE = {"value": True, "places": [{"region": "knee"}]}
CHEST = {"value": True, "places": [{"region": "chest"}]}


def test_plan_waits_for_words_on_a_medicine_that_nobody_knows(care: Care) -> None:
    medicines.record(by=care.therapist, person=care.person, text="zzyzx drops")
    assert care.screen().outcome == "incomplete"
    care.consent()
    plan = care.propose()
    (blocker,) = blockers(care, plan)
    assert blocker.finding_id == "medicine_unknown"
    assert "zzyzx" in blocker.sentence
    with pytest.raises(NotAllowedNow, match="zzyzx"):
        needling_plans.sign(by=care.therapist, plan=plan, reasons={})
    assert blockers(care, plan, medicine_unknown="Eye drops, asked the pharmacist") == ()


def test_medicine_recorded_after_the_screening_is_screened_before_signing(care: Care) -> None:
    screening = care.screen()
    care.consent()
    plan = care.propose()
    medicines.record(by=care.themselves, person=care.person, text="paracetamol 500 mg")
    assert steps(care, plan) == [], "it raises nothing"
    medicines.record(by=care.themselves, person=care.person, text="warfarin 3 mg")
    assert steps(care, plan) == ["screening"]
    with pytest.raises(NotAllowedNow, match="Screen again"):
        care.sign(plan)
    care.screen(supersedes=screening)
    again = care.propose(supersedes=plan)
    assert [blocker.finding_id for blocker in blockers(care, again)] == ["anticoagulant"]


def test_medicine_recorded_after_signing_stops_the_start_of_the_session(care: Care) -> None:
    care.ready()
    medicines.record(by=care.therapist, person=care.person, text="apixaban 5 mg")
    with pytest.raises(NotAllowedNow, match="Screen again"):
        sessions.start(by=care.therapist, visit=care.visit, started_at=BEGUN)


def test_weight_measured_after_the_screening_is_screened_where_it_raises_something(care: Care) -> None:
    care.screen()
    care.consent()
    plan = care.propose()
    for weight, waits in ((Decimal(70), []), (Decimal(45), ["screening"])):
        measures.record(
            by=care.therapist,
            person=care.person,
            measured_on=BEGUN.date(),
            height_cm=Decimal(170),
            weight_kg=weight,
        )
        assert steps(care, plan) == waits


def test_place_elsewhere_asks_for_no_words_and_a_place_that_is_met_does(care: Care) -> None:
    care.screen(joint_replacement=KNEE, pacemaker_icd=CHEST)
    care.consent("buttock", "hip", "leg")
    plan = care.propose()
    assert blockers(care, plan) == ()
    here = {"muscle": "vastus_medialis", "side": "left", "site": 1, "length_mm": 40.0, "diameter_mm": 0.3}
    met = care.propose(here, supersedes=plan)
    assert "joint_replacement" in [blocker.finding_id for blocker in blockers(care, met)]


def test_referral_holds_wherever_the_place_is(care: Care) -> None:
    care.screen(vascular_disease_dvt={"value": True, "places": [{"region": "arm", "side": "right"}]})
    care.consent()
    assert [blocker.finding_id for blocker in blockers(care, care.propose())] == ["vascular_disease_dvt"]


def test_screening_of_an_earlier_day_is_asked_again(care: Care) -> None:
    screening = care.screen()
    care.consent()
    plan = care.sign(care.propose())
    next_day = BEGUN + timedelta(days=1)
    assert plan_blockers(plan, by=care.therapist, on=BEGUN.date()) == ()
    (blocker,) = plan_blockers(plan, by=care.therapist, on=next_day.date())
    assert blocker.step == "screening"
    with pytest.raises(NotAllowedNow, match="earlier day"):
        sessions.start(by=care.therapist, visit=care.visit, started_at=next_day)
    with time_machine.travel(next_day, tick=False):
        care.screen(supersedes=screening)
    assert plan_blockers(plan, by=care.therapist, on=next_day.date()) == ()
