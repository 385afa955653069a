"""What must hold for every person and plan."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drypoint.safety import (
    Answer,
    Insertion,
    NeedlingPlan,
    Outcome,
    Place,
    ReviewRequest,
    ScreenRequest,
    load_places,
    load_rules,
    review,
    screen,
)
from drypoint.safety.answers import gather
from drypoint.safety.outcomes import WORST_FIRST
from drypoint.safety.screening import fired_rules, places_of
from drypoint.safety.thresholds import ClinicThresholds
from drypoint.terms import KnowledgeError, Side

RULES = load_rules()
PLACES = load_places()
ANSWERABLE = sorted({question.id for question in RULES.questions} | set(RULES.families))
VALUES: tuple[Any, ...] = (True, False, "unknown")
ANSWERS = st.dictionaries(st.sampled_from(ANSWERABLE), st.sampled_from(VALUES), max_size=30)
ALL_NO: dict[str, Any] = {name: False for name in ANSWERABLE if name not in ("children", "pregnancy")}
MUSCLES = st.sampled_from(sorted(PLACES.muscles))
SIDES = st.sampled_from([Side.LEFT, Side.RIGHT])


def badness(outcome: Outcome) -> int:
    return -WORST_FIRST.index(outcome)


def people(answers: dict[str, Any], **known: Any) -> ScreenRequest:
    return ScreenRequest(answers=answers, **{"age": 44.0, "sex": "female", **known})


@given(ANSWERS, st.sampled_from(ANSWERABLE), st.booleans())
def test_a_risk_more_never_betters_the_outcome(
    answers: dict[str, Any], risk: str, otherwise_all_no: bool
) -> None:
    before = {**ALL_NO, **answers} if otherwise_all_no else answers
    with_risk = screen(people({**before, risk: True})).outcome
    assert badness(with_risk) >= badness(screen(people({**before, risk: False})).outcome)
    if before.get(risk) is not True:
        assert badness(with_risk) >= badness(Outcome.MODIFY) or not _has_rule(risk)


def _has_rule(question: str) -> bool:
    return any(question in rule.questions for rule in RULES.rules)


@given(ANSWERS, st.sampled_from(ANSWERABLE), st.booleans())
def test_unknown_is_never_better_than_true(answers: dict[str, Any], asked: str, all_no: bool) -> None:
    before = {**ALL_NO, **answers} if all_no else answers
    true = screen(people({**before, asked: True})).outcome
    unknown = screen(people({**before, asked: "unknown"})).outcome
    assert badness(unknown) >= badness(true)


@given(ANSWERS, st.randoms(use_true_random=False))
def test_order_never_matters(answers: dict[str, Any], random: Any) -> None:
    items = list(answers.items())
    random.shuffle(items)
    assert screen(people(answers)) == screen(people(dict(items)))
    medicines = ["warfarin", "foozumab", "aspirin"]
    shuffled = random.sample(medicines, k=len(medicines))
    assert screen(people(answers, medicines=tuple(medicines))) == screen(
        people(answers, medicines=tuple(shuffled))
    )


@given(st.lists(st.tuples(MUSCLES, SIDES), min_size=2, max_size=4), st.randoms(use_true_random=False))
def test_order_of_insertions_never_matters(planned: list[tuple[str, Side]], random: Any) -> None:
    shuffled = random.sample(planned, k=len(planned))

    def found(order: list[tuple[str, Side]]) -> tuple[Outcome, set[str]]:
        plan = NeedlingPlan(insertions=tuple(Insertion(muscle=muscle, side=side) for muscle, side in order))
        result = review(ReviewRequest(person=people({}), plan=plan))
        return result.outcome, {finding.id for finding in result.findings}

    assert found(planned) == found(shuffled)


PLACE_BOUND = [
    rule
    for rule in RULES.rules
    if rule.places_from == "answer" and len(rule.questions) == 1 and not rule.spreads_to_neighbours
]


@given(
    st.sampled_from(PLACE_BOUND),
    MUSCLES,
    SIDES,
    st.sampled_from([region.code for region in PLACES.regions]),
    st.sampled_from([*Side, None]),
)
def test_a_place_bound_rule_bites_exactly_where_it_is(
    rule: Any, muscle: str, side: Side, region: str, place_side: Side | None
) -> None:
    answer = Answer(value=True, places=(Place(region=region, side=place_side),))
    plan = NeedlingPlan(insertions=(Insertion(muscle=muscle, side=side),))
    found = review(ReviewRequest(person=people({rule.questions[0]: answer}), plan=plan)).findings
    bites = [finding.insertion for finding in found if finding.id == rule.id]
    here = region in PLACES.muscles[muscle] and place_side in (None, Side.MIDLINE, side)
    assert bites == ([0] if here else [])


@given(ANSWERS)
def test_no_rule_reads_what_it_does_not_declare(answers: dict[str, Any]) -> None:
    facts = gather(people(answers, bmi=17.0, pregnancy_weeks=9.0), RULES, ClinicThresholds())
    for rule in fired_rules(facts, RULES, ClinicThresholds()):
        places_of(rule, facts.only(rule.reads))


@pytest.mark.parametrize("read", ["fact", "number", "medicines"])
def test_an_undeclared_read_is_refused(read: str) -> None:
    nothing = gather(people({}), RULES, ClinicThresholds()).only(())
    with pytest.raises(KnowledgeError, match="without declaring"):
        {
            "fact": lambda: nothing.fact("epilepsy"),
            "number": lambda: nothing.number("age"),
            "medicines": lambda: nothing.medicines,
        }[read]()


@given(ANSWERS, st.sampled_from(["first", "later"]))
def test_clear_means_that_everything_required_is_answered(answers: dict[str, Any], visit: Any) -> None:
    result = screen(people({**ALL_NO, **answers}, visit=visit))
    if result.outcome is Outcome.CLEAR:
        assert not result.unanswered
        assert not result.findings
