"""A needling plan is signed only when nothing stands in the way."""

from datetime import date
from typing import Any

import pytest
from tests.clinic import factories
from tests.clinic.visits.care import BEGUN, GLUTEUS, Care

from drypoint.clinic.accounts.models import Credential
from drypoint.clinic.accounts.models.clinics import ClinicKind
from drypoint.clinic.actors import actor_for
from drypoint.clinic.episodes.actions import clearances, plans_of_care
from drypoint.clinic.episodes.models import ClearanceAnswer
from drypoint.clinic.errors import Conflict, NotAllowedNow, NotPermitted
from drypoint.clinic.rules.models import RuleSetApproval
from drypoint.clinic.visits.actions import consents, needling_plans, screenings
from drypoint.clinic.visits.models import EngineResult, NeedlingPlan
from drypoint.clinic.visits.queries.plans import Blocker, plan_blockers, training
from drypoint.terms import InvalidInput


def blockers(care: Care, plan: NeedlingPlan, **reasons: str) -> tuple[Blocker, ...]:
    return plan_blockers(plan, by=care.therapist, on=BEGUN.date(), reasons=reasons)


def steps(care: Care, plan: NeedlingPlan, **reasons: str) -> list[str]:
    return [blocker.step for blocker in blockers(care, plan, **reasons)]


def test_plan_needs_a_screening_and_insertions_that_are_understood(care: Care) -> None:
    with pytest.raises(NotAllowedNow, match="Screen"):
        care.propose()
    care.screen()
    for wrong in ((), ({"side": "left"},), ({**GLUTEUS, "zone": "bt.upper"},), ({**GLUTEUS, "angle": 3},)):
        with pytest.raises(InvalidInput) as refused:
            needling_plans.propose(by=care.therapist, visit=care.visit, insertions=wrong, indication="x")
        assert refused.value.where.startswith("insertions")
    with pytest.raises(InvalidInput):
        care.propose({**GLUTEUS, "muscle": "glutes"})
    assert not NeedlingPlan.objects.exists()


def test_plan_is_reviewed_when_proposed_and_signed_once(care: Care) -> None:
    care.screen()
    care.consent()
    plan = care.propose()
    assert plan.review.request["plan"]["insertions"][0]["muscle"] == "gluteus_medius"
    assert "site" not in plan.review.request["plan"]["insertions"][0]
    assert plan.review.result["under"][0]["insertion"] == 0
    care.sign(plan)
    assert (plan.signed_by, plan.signed_at) == (care.member, BEGUN)
    with pytest.raises(Conflict):
        care.sign(plan)


def test_plan_that_was_replaced_cannot_be_signed(care: Care) -> None:
    care.screen()
    care.consent()
    first = care.propose()
    second = care.propose({**GLUTEUS, "length_mm": 50.0}, supersedes=first)
    assert steps(care, first) == ["plan"]
    care.sign(second)
    with pytest.raises(Conflict):
        care.propose(supersedes=first)
    with pytest.raises(Conflict):
        care.propose()


def test_plan_is_signed_by_a_named_professional_with_credentials(care: Care) -> None:
    care.screen()
    care.consent()
    plan = care.propose()
    with pytest.raises(NotPermitted):
        needling_plans.sign(by=factories.acting(care.clinic, "assistant"), plan=plan, reasons={})
    with pytest.raises(NotPermitted, match="named"):
        needling_plans.sign(by=factories.setting_up(care.clinic), plan=plan, reasons={})
    without = actor_for(factories.make_member(care.clinic))
    with pytest.raises(NotAllowedNow, match="No valid credential"):
        needling_plans.sign(by=without, plan=plan, reasons={})
    Credential.objects.filter(membership=care.member, kind="needling").update(expires=date(2027, 2, 1))
    with pytest.raises(NotAllowedNow, match="expired"):
        care.sign(plan)


def test_plan_reviewed_for_another_training_is_proposed_anew(care: Care) -> None:
    Credential.objects.filter(membership=care.member, kind="needling").update(regions=["leg", "moon"])
    care.screen()
    care.consent()
    plan = care.propose()
    assert plan.review.request["training"] == ["leg"]
    assert training(care.member, on=BEGUN.date()) == ["leg"]
    colleague = factories.acting(care.clinic)
    found = plan_blockers(plan, by=colleague, on=BEGUN.date())
    assert any("another training" in blocker.sentence for blocker in found)


def test_plan_without_screening_of_this_state_is_reviewed_again(care: Care) -> None:
    screening = care.screen()
    care.consent()
    plan = care.propose()
    newer = care.screen(supersedes=screening, faint_history=True)
    assert steps(care, plan) == ["plan", "review"]
    from drypoint.clinic.visits.actions import redactions

    redactions.redact(by=factories.acting(care.clinic, "owner"), fact=newer, reason="Wrong person")
    assert steps(care, plan) == ["plan", "screening"], "its review, which repeated the answers, is blank too"


def test_plan_with_unanswered_questions_is_not_signed(care: Care) -> None:
    screenings.record(by=care.therapist, visit=care.visit, answers={})
    care.consent()
    assert "screening" in steps(care, care.propose())


def test_plan_that_meets_a_stop_cannot_be_signed_whatever_the_reason(care: Care) -> None:
    screening = care.screen(systemic_infection=True)
    assert screening.outcome in {"stop", "refer"}
    care.screen(supersedes=screening, no_consent=True)
    care.consent()
    plan = care.propose()
    (blocker,) = blockers(care, plan, no_consent="I say so")
    assert (blocker.step, blocker.finding_id) == ("review", "no_consent")
    assert blocker.sentence.startswith("Do not needle")


def test_plan_with_a_relative_finding_asks_for_its_reason(care: Care) -> None:
    care.screen(epilepsy=True)
    care.consent()
    plan = care.propose()
    (blocker,) = blockers(care, plan)
    assert blocker.finding_id == "epilepsy"
    assert blockers(care, plan, epilepsy="Controlled for years, somebody stays") == ()
    with pytest.raises(NotAllowedNow, match="Say why"):
        needling_plans.sign(by=care.therapist, plan=plan, reasons={"epilepsy": "  "})
    care.sign(plan)
    assert plan.reasons == {"epilepsy": "Done as advised"}
    assert plan_blockers(plan, by=care.therapist, on=BEGUN.date()) == ()


def referring(care: Care) -> tuple[NeedlingPlan, str]:
    """A plan with a finding that sends to a doctor first."""
    screening = care.screen(red_flag_undiagnosed_weight_loss=True)
    finding = next(one for one in screening.engine_result.result["findings"] if one["outcome"] == "refer")
    care.consent()
    return care.propose(), finding["id"]


def test_plan_with_a_referral_waits_for_the_doctor(care: Care) -> None:
    plan, finding = referring(care)
    assert [one.finding_id for one in blockers(care, plan)] == [finding]
    asked = clearances.ask(
        by=care.therapist,
        episode=care.episode,
        asked_whom="Dr Weber",
        finding_ids=[finding],
        question="May we needle?",
        asked_at=BEGUN,
    )
    assert steps(care, plan) == ["review"]
    clearances.answer(
        by=care.therapist,
        clearance=asked,
        answer=ClearanceAnswer.YES,
        answered_at=BEGUN,
        valid_until=BEGUN.date(),
    )
    assert blockers(care, plan) == ()
    assert plan_blockers(plan, by=care.therapist, on=date(2027, 3, 2))[-1].finding_id == finding


def test_plan_needs_consent_for_every_region_of_its_muscles(care: Care) -> None:
    care.screen()
    plan = care.propose()
    assert steps(care, plan) == ["consent"]
    consent = care.consent("buttock")
    (blocker,) = blockers(care, plan)
    assert "hip" in blocker.sentence.lower()
    care.consent("hip")
    assert blockers(care, plan) == ()
    consents.withdraw(by=care.themselves, consent=consent, withdrawn_at=BEGUN)
    newer = care.consent(at=BEGUN.replace(hour=10))
    assert blockers(care, plan) == ()
    consents.withdraw(by=care.themselves, consent=newer, withdrawn_at=newer.given_at)
    with pytest.raises(NotAllowedNow, match="withdrawn"):
        care.sign(plan)


def test_plan_against_the_plan_of_care_is_not_signed(care: Care) -> None:
    care.screen()
    care.consent()
    plans_of_care.record(
        by=care.therapist,
        episode=care.episode,
        indication="x",
        needling=False,
        needling_reason="Not indicated",
        planned_visits=1,
        interval_days=1,
    )
    assert steps(care, care.propose()) == ["examination"]


def test_plan_emptied_by_redaction_is_no_plan(care: Care) -> None:
    care.screen()
    care.consent()
    plan = care.propose()
    from drypoint.clinic.records import redact

    redact(plan, by=factories.acting(care.clinic, "owner"), reason="Wrong person")
    assert steps(care, plan) == ["plan", "plan"]


def test_plan_reviewed_under_older_rules_is_reviewed_again(care: Care) -> None:
    care.screen()
    care.consent()
    plan = care.propose()
    EngineResult.objects.filter(pk=plan.review_id).update(versions={"rules": "0"})
    plan = NeedlingPlan.objects.get()
    assert any("rules changed" in one.sentence for one in blockers(care, plan))


def test_plan_of_a_real_clinic_waits_for_approved_rules(db: None) -> None:
    care = Care(ClinicKind.REAL)
    care.screen()
    care.consent()
    plan = care.propose()
    assert any("approved the safety rules" in one.sentence for one in blockers(care, plan))
    licence = Credential.objects.get(membership=care.member, kind="licence")
    approval: dict[str, Any] = {
        "version": plan.review.versions["rules"],
        "language": "en",
        "approved": True,
        "statement": "Read",
        "licence": licence,
    }
    RuleSetApproval.objects.create(
        clinic=care.clinic, recorded_by=care.member, recorded_as="staff", **approval
    )
    assert blockers(care, plan) == ()
