"""Sign-off of the safety rules, and departures from them."""

import pytest
import time_machine
from django.core.exceptions import ValidationError
from tests.clinic import factories

from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.actors import Actor, actor_for
from drypoint.clinic.errors import Conflict, NotAllowedNow, NotPermitted
from drypoint.clinic.rules import queries
from drypoint.clinic.rules.actions import approvals, settings
from drypoint.clinic.rules.models import Direction, RuleSetting
from drypoint.safety import Kind, Outcome, ScreenRequest, load_rules, screen

RULES = load_rules()
VERSION = RULES.version


def _approve(by: Actor, clinic: Clinic, **more: object) -> object:
    known = {"version": VERSION, "language": "en", "statement": "I have read every rule."}
    return approvals.approve(by=by, clinic=clinic, **{**known, **more})


def test_a_real_clinic_starts_without_approval(clinic: Clinic) -> None:
    assert queries.approved(clinic, version=VERSION, language="en") is None
    with pytest.raises(NotAllowedNow, match="approved the safety rules"):
        queries.require_approved(clinic, version=VERSION, language="en")


def test_approval_holds_for_its_version_and_language_until_withdrawn(clinic: Clinic, owner: Actor) -> None:
    approval = _approve(owner, clinic)
    assert queries.require_approved(clinic, version=VERSION, language="en") == approval
    assert approval.licence.membership_id == owner.membership_id
    assert queries.approved(clinic, version=VERSION, language="es") is None
    assert queries.approved(clinic, version="0", language="en") is None
    withdrawn = approvals.withdraw(by=owner, approval=approval, reason="found a mistake")
    assert queries.approved(clinic, version=VERSION, language="en") is None
    last = queries.last_approval(clinic, version=VERSION, language="en")
    assert last == withdrawn
    again = _approve(owner, clinic, supersedes=last)
    assert queries.approved(clinic, version=VERSION, language="en") == again
    assert list(queries.approvals(clinic)) == [again, withdrawn, approval]


def test_two_owners_approving_at_once_make_one_chain(clinic: Clinic, owner: Actor) -> None:
    _approve(owner, clinic)
    with pytest.raises(Conflict):
        _approve(factories.acting(clinic, "owner"), clinic)
    assert clinic.rule_set_approvals.count() == 1


def test_approval_needs_a_licensed_owner_and_words(clinic: Clinic, owner: Actor, therapist: Actor) -> None:
    with pytest.raises(NotPermitted):
        _approve(therapist, clinic)
    with pytest.raises(NotAllowedNow, match="Licence"):
        _approve(actor_for(factories.make_member(clinic, "owner")), clinic)
    with pytest.raises(ValidationError):
        _approve(owner, clinic, statement=" ")
    approval = _approve(owner, clinic)
    with pytest.raises(ValidationError):
        approvals.withdraw(by=owner, approval=approval, reason=" ")
    assert queries.approved(clinic, version=VERSION, language="en") == approval


def _sign(by: Actor, clinic: Clinic, rule: str, outcome: Outcome | None, **more: object) -> RuleSetting:
    return settings.sign(
        by=by, clinic=clinic, rule=rule, outcome=outcome, **{"reason": "our patients", **more}
    )


def test_a_setting_acts_in_the_screen_and_can_be_replayed(clinic: Clinic, owner: Actor) -> None:
    rule = next(one for one in RULES.rules if one.outcome is Outcome.STOP and len(one.questions) == 1)
    request = ScreenRequest(answers={rule.questions[0]: True})

    def outcome_of(**when: object) -> Outcome:
        found = screen(request, ruleset=queries.ruleset(clinic, **when))
        return next(finding.outcome for finding in found.findings if finding.id == rule.id)

    with time_machine.travel("2027-01-01T00:00:00Z", tick=False) as clock:
        shipped_at = factories.NOON.replace(year=2026)
        laxer = _sign(owner, clinic, rule.id, Outcome.REASONS_NEEDED)
        clock.move_to("2027-06-01T00:00:00Z")
        assert laxer.direction == Direction.LAXER
        assert outcome_of() is Outcome.REASONS_NEEDED
        back = _sign(owner, clinic, rule.id, None, supersedes=laxer)
    assert back.direction == Direction.AS_SHIPPED
    assert queries.settings(clinic) == {}
    assert queries.last_settings(clinic) == {rule.id: back}
    assert outcome_of() is rule.outcome
    assert outcome_of(at=factories.NOON) is Outcome.REASONS_NEEDED
    assert outcome_of(at=shipped_at) is rule.outcome
    assert queries.ruleset(clinic).version == VERSION


def test_a_stricter_setting_is_in_force_by_rule(clinic: Clinic, owner: Actor) -> None:
    rule = next(one for one in RULES.plan_rules if one.outcome is Outcome.MODIFY)
    setting = _sign(owner, clinic, rule.id, Outcome.STOP)
    assert setting.direction == Direction.STRICTER
    assert queries.settings(clinic) == {rule.id: setting}
    changed = queries.ruleset(clinic)
    assert next(one for one in changed.plan_rules if one.id == rule.id).outcome is Outcome.STOP
    assert len(changed.rules) == len(RULES.rules)
    with pytest.raises(Conflict):
        _sign(owner, clinic, rule.id, Outcome.REFER)


def test_a_red_flag_is_never_made_laxer(clinic: Clinic, owner: Actor) -> None:
    flag = next(
        one for one in RULES.rules if one.kind is Kind.RED_FLAG and one.outcome is not Outcome.EMERGENCY
    )
    with pytest.raises(NotAllowedNow, match="red flag"):
        _sign(owner, clinic, flag.id, Outcome.MODIFY)
    assert _sign(owner, clinic, flag.id, Outcome.EMERGENCY).direction == Direction.STRICTER


def test_setting_refuses_what_means_nothing(clinic: Clinic, owner: Actor, therapist: Actor) -> None:
    rule = RULES.rules[0]
    for field, given in (
        ("rule", {"rule": "no_such_rule", "outcome": Outcome.STOP}),
        ("outcome", {"rule": rule.id, "outcome": rule.outcome}),
        ("outcome", {"rule": rule.id, "outcome": Outcome.CLEAR}),
        ("outcome", {"rule": rule.id, "outcome": Outcome.INCOMPLETE}),
        ("reason", {"rule": rule.id, "outcome": None, "reason": ""}),
    ):
        with pytest.raises(ValidationError) as refusal:
            _sign(owner, clinic, **given)
        assert field in refusal.value.message_dict
    with pytest.raises(NotPermitted):
        _sign(therapist, clinic, rule.id, None)
    assert not clinic.rule_settings.exists()
