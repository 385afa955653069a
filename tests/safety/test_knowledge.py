"""Broken knowledge is refused by file and row, and what ships is whole."""

from typing import Any

import pytest
from msgspec.structs import replace

from drypoint.safety import Kind, MedicineClass, Outcome, load_places, load_rules, load_triage
from drypoint.safety.consent import check_consent, load_consent
from drypoint.safety.medicines import MedicinesFile, check_medicines, load_medicines
from drypoint.safety.packaged import check_sources, read
from drypoint.safety.places import check_places
from drypoint.safety.rules import NumberTest, RulesFile, check_rules
from drypoint.safety.triage import check_triage
from drypoint.terms import KnowledgeError, Verification

RULES = load_rules()
ALLOWED = {
    Kind.RED_FLAG: {Outcome.EMERGENCY, Outcome.REFER},
    Kind.ABSOLUTE: {Outcome.STOP, Outcome.REFER},
    Kind.RELATIVE: {Outcome.REASONS_NEEDED, Outcome.REFER},
    Kind.PRECAUTION: {Outcome.MODIFY, Outcome.INCOMPLETE},
}


def test_each_kind_leads_to_its_own_outcomes() -> None:
    for rule in (*RULES.rules, *RULES.plan_rules):
        assert rule.outcome in ALLOWED[rule.kind], rule.id


def test_version_is_semantic_with_a_hash_of_the_content() -> None:
    number, _, digest = RULES.version.partition("+")
    assert number.count(".") == 2
    assert len(digest) == 12


def test_split_question_keeps_the_old_id_as_prefix() -> None:
    for question in RULES.questions:
        if question.family is not None:
            assert question.id.startswith(f"{question.family}_")


def test_every_question_and_rule_speaks_spanish() -> None:
    for question in RULES.questions:
        assert question.text.es
    for rule in (*RULES.rules, *RULES.plan_rules):
        assert rule.because.es
        assert rule.action.es


def test_unverified_marks_are_kept() -> None:
    assert {rule.verification for rule in RULES.rules} <= {
        Verification.UNVERIFIED,
        Verification.EXPERT_KNOWLEDGE,
    }


def test_missing_or_misshapen_file_is_named() -> None:
    with pytest.raises(KnowledgeError, match=r"nowhere\.json"):
        read("nowhere.json", RulesFile)
    with pytest.raises(KnowledgeError, match=r"places\.json"):
        read("places.json", RulesFile)


@pytest.mark.parametrize("keys", [(), ("nobody_2020",)])
def test_row_without_a_source_is_refused(keys: tuple[str, ...]) -> None:
    with pytest.raises(KnowledgeError, match="row"):
        check_sources("file.json", "row", keys)


def broken_rules() -> list[tuple[str, Any]]:
    rule, plan, question = RULES.rules[0], RULES.plan_rules[0], RULES.questions[0]
    number = NumberTest(input="age", below=3)
    return [
        ("doubled", replace(RULES, rules=(rule, rule))),
        ("doubled", replace(RULES, questions=(question, question))),
        ("unknown questions", replace(RULES, rules=(replace(rule, questions=("none",)),))),
        (
            "unknown questions",
            replace(RULES, questions=(*RULES.questions, replace(question, id="x", asked_if="y"))),
        ),
        ("unknown places", replace(RULES, plan_rules=(replace(plan, muscles=("tail",)),))),
        ("unknown places", replace(RULES, rules=(replace(rule, regions=("wing",)),))),
        ("does not declare", replace(RULES, rules=(replace(rule, reads=()),))),
        ("does not declare", replace(RULES, rules=(replace(rule, number=number),))),
    ]


@pytest.mark.parametrize(("says", "broken"), broken_rules())
def test_broken_rule_set_is_refused(says: str, broken: Any) -> None:
    with pytest.raises(KnowledgeError, match=says):
        check_rules(broken)


def test_plan_rule_that_is_not_declared_is_refused() -> None:
    assert RULES.plan_rule("bilateral_thorax").kind is Kind.RELATIVE
    with pytest.raises(KnowledgeError, match="no rule"):
        RULES.plan_rule("anything_else")


def test_broken_places_are_refused() -> None:
    places = load_places()
    needle = places.usual_needles[0]
    for says, broken in (
        ("doubled", replace(places, regions=(*places.regions, places.regions[0]))),
        ("unknown regions", replace(places, zones={"bk.lumbar": ("wing",)})),
        ("unknown muscle", replace(places, usual_needles=(replace(needle, muscles=("tail",)),))),
    ):
        with pytest.raises(KnowledgeError, match=says):
            check_places(broken)


def test_drug_in_two_classes_is_refused() -> None:
    drug: MedicineClass = load_medicines().classes[0]
    twice = MedicinesFile(schema=1, none_words=(), dose_words=(), classes=(drug, replace(drug, id="other")))
    with pytest.raises(KnowledgeError, match="also in"):
        check_medicines(twice)


def test_broken_triage_is_refused() -> None:
    knowledge = load_triage()
    sign = knowledge.signs[0]
    for broken in (
        replace(knowledge, signs=(replace(sign, id="itch"),)),
        replace(knowledge, says={}),
        replace(knowledge, late_infection=replace(knowledge.late_infection, questions=("no_such_question",))),
    ):
        with pytest.raises(KnowledgeError, match="triage"):
            check_triage(broken, RULES)


def test_rate_without_a_number_is_refused() -> None:
    content = load_consent()
    effect = content.common_effects[1]
    silent = replace(effect.rates[0], percent=None, of=None)
    with pytest.raises(KnowledgeError, match="without a number"):
        check_consent(replace(content, common_effects=(replace(effect, rates=(silent,)),)))
