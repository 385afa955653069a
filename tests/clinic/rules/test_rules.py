"""Sign-off of the safety rules, and departures from them."""

import copy
from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from tests.clinic import factories

from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.actors import Actor, actor_for
from drypoint.clinic.errors import Conflict, NotAllowedNow, NotPermitted
from drypoint.clinic.rules import content, queries
from drypoint.clinic.rules.actions import approvals, local_rules, settings
from drypoint.clinic.rules.models import Authority, Direction, LocalRule, RuleSetting
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
    queries.require_approved(clinic, version=VERSION, language="en")
    assert queries.approved(clinic, version=VERSION, language="en") == approval
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


def test_a_translation_is_approved_by_somebody_bilingual_and_needs_english_too(
    clinic: Clinic, owner: Actor
) -> None:
    with pytest.raises(ValidationError) as refusal:
        _approve(owner, clinic, language="es")
    assert "bilingual" in refusal.value.message_dict
    assert _approve(owner, clinic, language="es", bilingual=True).bilingual
    with pytest.raises(NotAllowedNow, match="English"):
        queries.require_approved(clinic, version=VERSION, language="es")
    _approve(owner, clinic)
    queries.require_approved(clinic, version=VERSION, language="es")


def test_spanish_is_missing_only_where_the_clinic_treats_in_spanish(clinic: Clinic, owner: Actor) -> None:
    assert queries.missing_approvals(clinic, version=VERSION) == ("en",)
    _approve(owner, clinic)
    assert queries.missing_approvals(clinic, version=VERSION) == ()
    person = factories.make_person(clinic)
    clinic.people.filter(pk=person.pk).update(language="es-MX")
    assert queries.languages_served(clinic) == ("en", "es")
    assert queries.missing_approvals(clinic, version=VERSION) == ("es",)


def test_approval_keeps_the_content_once_and_refuses_a_version_that_is_not_in_use(
    clinic: Clinic, owner: Actor
) -> None:
    with pytest.raises(Conflict, match="changed meanwhile"):
        _approve(owner, clinic, version="0.9.0+other")
    english = _approve(owner, clinic)
    spanish = _approve(owner, clinic, language="es", bilingual=True)
    assert english.content == spanish.content
    assert clinic.rule_set_contents.get().content == content.content_of_today()


def test_changes_since_the_approved_version_are_told_field_by_field(clinic: Clinic, owner: Actor) -> None:
    approval = _approve(owner, clinic)
    older = copy.deepcopy(content.content_of_today())
    rules = older["files"]["rules.json"]["rules"]
    rules[0]["because"]["en"] = "Older words."
    gone, rules[1:] = rules[1]["id"], rules[2:]
    older["files"]["triage.json"]["signs"].append({"id": "hiccups", "level": "expected"})
    clinic.rule_set_contents.update(version="0.9.0+older", content=older)
    clinic.rule_set_approvals.update(version="0.9.0+older")
    before = queries.approved_before(clinic, language="en", but=VERSION)
    assert before == approval
    assert queries.approved_before(clinic, language="es", but=VERSION) is None
    found = content.changes(before.content.content, content.content_of_today())
    assert {(one.part, one.row, one.kind) for one in found} == {
        ("rules", RULES.rules[0].id, "changed"),
        ("rules", gone, "added"),
        ("triage.signs", "hiccups", "removed"),
    }
    changed = next(one for one in found if one.kind == "changed")
    assert [(one.field, one.before) for one in changed.fields] == [("because.en", "Older words.")]
    assert changed.fields[0].after == RULES.rules[0].because.en


def test_content_without_a_change_has_no_differences() -> None:
    today = content.content_of_today()
    assert content.changes(today, copy.deepcopy(today)) == ()
    assert len(content.changes({"version": "", "files": {}}, today)) > len(RULES.rules)


def _enter(by: Actor, clinic: Clinic, **more: object) -> LocalRule:
    known = {
        "authority": Authority.STATE,
        "name": "Board",
        "outcome": Outcome.REASONS_NEEDED,
        "text": "A written referral is needed.",
        "source": "Section 1, read on 1 January 2026",
        "from_day": date(2026, 1, 1),
    }
    return local_rules.enter(by=by, clinic=clinic, **{**known, **more})


def test_a_local_rule_holds_from_its_first_to_its_last_day(clinic: Clinic, owner: Actor) -> None:
    rule = _enter(owner, clinic, until_day=date(2026, 1, 31), places=["lower_leg"])
    for day, holds in (
        (date(2025, 12, 31), False),
        (date(2026, 1, 1), True),
        (date(2026, 1, 31), True),
        (date(2026, 2, 1), False),
    ):
        assert (queries.local_rules_on(clinic, day) == (rule,)) == holds


def test_a_local_rule_is_corrected_and_ended_and_the_past_is_kept(clinic: Clinic, owner: Actor) -> None:
    with time_machine.travel("2026-05-01T00:00:00Z", tick=False) as clock:
        first = _enter(owner, clinic)
        clock.move_to("2026-05-02T00:00:00Z")
        second = _enter(owner, clinic, text="An oral referral will do.", note="new wording", supersedes=first)
        assert second.rule == first.rule
        third = local_rules.end(by=owner, local_rule=second, until_day=date(2026, 6, 1), reason="repealed")
    assert list(queries.local_rules(clinic)) == [third]
    assert queries.local_rules_on(clinic, date(2026, 6, 2)) == ()
    assert queries.local_rules_on(clinic, date(2026, 6, 1)) == (third,)
    assert clinic.local_rules.count() == 3
    with pytest.raises(Conflict):
        local_rules.end(by=owner, local_rule=second, until_day=date(2026, 6, 1), reason="again")


def test_local_rule_refuses_what_means_nothing(clinic: Clinic, owner: Actor, therapist: Actor) -> None:
    rule = _enter(owner, clinic)
    for field, given in (
        ("until_day", {"until_day": date(2025, 1, 1)}),
        ("age_below", {"age_from": 18, "age_below": 18}),
        ("places", {"places": ["moon"]}),
        ("note", {"supersedes": rule}),
        ("text", {"text": " "}),
        ("source", {"source": ""}),
    ):
        with pytest.raises(ValidationError) as refusal:
            _enter(owner, clinic, **given)
        assert field in refusal.value.message_dict
    with pytest.raises(ValidationError):
        local_rules.end(by=owner, local_rule=rule, until_day=date(2027, 1, 1), reason="")
    with pytest.raises(NotPermitted):
        _enter(therapist, clinic)


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
