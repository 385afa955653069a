"""The specification as a table: each case runs on its engine, and the table renders into the manual."""

import os
from pathlib import Path
from typing import Any

import msgspec
import pytest

from drypoint.safety import (
    ReviewRequest,
    Scope,
    ScreenRequest,
    TriageRequest,
    load_rules,
    load_triage,
    review,
    screen,
    triage,
)
from drypoint.safety.manual import render
from drypoint.safety.specification import SpecCase, cases_about, load_cases

HERE = Path(__file__).parent
MANUAL = HERE.parent.parent / "docs" / "reference" / "safety-rules.md"
CASES = load_cases()
RULES = load_rules()


def all_no(**answers: Any) -> dict[str, Any]:
    """Every question answered no, then ``answers``; an answer of None leaves its question open."""
    everything = {question.id: False for question in RULES.questions if question.asked_if is None}
    for never_asked in ("children", "pregnancy_t1", "pregnancy_t2_t3"):
        del everything[never_asked]
    if "pregnancy" in answers:
        del everything["pregnancy"]
    return {name: value for name, value in {**everything, **answers}.items() if value is not None}


def person(given: dict[str, Any]) -> dict[str, Any]:
    """A woman of 44 with no risk, except as given."""
    answers = {} if given.get("answers", {}) is None else all_no(**given.get("answers", {}))
    whole = {"age": 44, "sex": "female", **given, "answers": answers}
    return {field: value for field, value in whole.items() if value is not None}


def outcome_and_findings(case: SpecCase) -> tuple[str, tuple[str, ...]]:
    given = case.given
    match case.engine:
        case "screen":
            result = screen(msgspec.convert(person(given), ScreenRequest))
        case "review":
            result = review(msgspec.convert({**given, "person": person(given["person"])}, ReviewRequest))
        case _:
            return triage(msgspec.convert(given, TriageRequest)).level.value, ()
    return result.outcome.value, tuple(finding.id for finding in result.findings)


@pytest.mark.parametrize("case", CASES, ids=[case.case for case in CASES])
def test_case_holds(case: SpecCase) -> None:
    assert outcome_and_findings(case) == (case.outcome, case.findings)


def test_cases_about_a_rule_are_those_where_it_bites_and_those_near_it() -> None:
    found = cases_about("needle_phobia", asked=("needle_phobia",))
    assert [case.case for case in found] == ["needle phobia", "nervous about needles"]
    assert "breath" in cases_about("breathless", asked=("breathless",))[0].case
    assert cases_about("no_such_rule") == ()
    plans = cases_about("anticoagulant_deep_muscle")
    assert plans
    assert {case.engine for case in plans} == {"review"}


def test_manual_is_in_step() -> None:
    rendered = render(RULES, CASES, load_triage())
    if "DRYPOINT_WRITE_MANUAL" in os.environ:
        MANUAL.write_text(rendered)
    assert MANUAL.read_text() == rendered, "write it anew as the page's first lines say"


def test_each_rule_is_bound_to_a_place_or_to_the_person() -> None:
    for rule in RULES.rules:
        assert (rule.scope in (Scope.REGION, Scope.MUSCLE)) == (rule.places_from is not None), rule.id
