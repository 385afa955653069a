"""Scores of questionnaires from answers to their items. The texts are not here: several are licensed."""

from collections.abc import Sequence
from enum import StrEnum
from functools import cache
from typing import Annotated

from msgspec import Meta

from drypoint.outcomes.instruments import load_instruments
from drypoint.outcomes.rows import KnowledgeFile, Sourced, load
from drypoint.terms import InvalidInput, Score, Text, Value, Versions

DECIMALS = 1


class How(StrEnum):
    """How the answers of a part become one number."""

    SUM = "sum"
    MEAN = "mean"


class Part(Value, frozen=True):
    """Some of the items, by their numbers from 1; ``weight`` is what they count in the whole."""

    name: str
    items: tuple[int, ...]
    how: How
    weight: float


class ScoringRule(Sourced, frozen=True):
    """How one instrument is scored: ``offset + factor * sum of weight * part``."""

    instrument: str
    items: int
    low: float
    high: float
    values: tuple[float, ...] | None
    """The only answers there are; ``None``: every whole number from ``low`` to ``high``."""
    reversed: tuple[int, ...]
    """Items that are turned round: ``low + high - answer``."""
    least_answered: int
    parts: tuple[Part, ...]
    factor: float
    offset: float
    says: Text


class ScoringFile(KnowledgeFile, frozen=True):
    """``scoring.json``."""

    rules: tuple[ScoringRule, ...]

    def named(self, instrument: str) -> ScoringRule:
        """How ``instrument`` is scored. Raises ``InvalidInput`` when nobody has said it."""
        for rule in self.rules:
            if rule.instrument == instrument:
                return rule
        names = ", ".join(rule.instrument for rule in self.rules)
        raise InvalidInput(
            f"There is no scoring of {instrument!r} here. Use one of {names}, or enter the score itself.",
            where="instrument",
        )


class ScoreRequest(Value, frozen=True):
    """The answers of one sitting, in the order of the items; ``None`` where one was left out."""

    instrument: Annotated[str, Meta(min_length=1, max_length=64)]
    answers: Annotated[tuple[Score | None, ...], Meta(max_length=100)]


class PartScore(Value, frozen=True):
    """One part's sum or mean, as the rule takes it."""

    name: str
    value: float


class Scored(Value, frozen=True):
    """The score on the instrument's own scale."""

    instrument: str
    score: Score
    parts: tuple[PartScore, ...]
    answered: int
    items: int
    is_prorated: bool
    """Whether items left out were taken at the mean of the others."""
    says: Text
    """How it was computed."""
    unverified: bool
    versions: Versions | None = None
    """Stamped by ``drypoint.engines``."""


@cache
def load_scoring() -> ScoringFile:
    """The rules, read once. Raises ``KnowledgeError`` when the file is broken."""
    return load("scoring.json", ScoringFile)


def score(request: ScoreRequest, *, scoring: ScoringFile | None = None) -> Scored:
    """The score of a questionnaire.

    Raises:
        InvalidInput: nobody has said how the instrument is scored; another number of answers than items; an
            answer that there is not; too few answers, in all or in a part.
    """
    rule = (scoring or load_scoring()).named(request.instrument)
    answers = _checked(request, rule)
    parts = [PartScore(name=part.name, value=_of(part, answers)) for part in rule.parts]
    total = sum(part.weight * found.value for part, found in zip(rule.parts, parts, strict=True))
    answered = sum(answer is not None for answer in answers)
    instrument = load_instruments().named(rule.instrument)
    found = round(rule.offset + rule.factor * total, DECIMALS)
    instrument.check(found, where="answers")
    return Scored(
        instrument=rule.instrument,
        score=found,
        parts=tuple(parts),
        answered=answered,
        items=rule.items,
        is_prorated=answered < rule.items,
        says=rule.says,
        unverified=rule.verification.is_unverified,
    )


def _checked(request: ScoreRequest, rule: ScoringRule) -> list[float | None]:
    answers = list(request.answers)
    if len(answers) > rule.items:
        raise InvalidInput(f"There are {rule.items} items. Give an answer to each.", where="answers")
    answers += [None] * (rule.items - len(answers))
    for number, answer in enumerate(answers):
        if answer is not None and not _may_be(answer, rule):
            values = rule.values or (rule.low, rule.high)
            raise InvalidInput(
                f"An answer is {'one of' if rule.values else 'a whole number within'} "
                f"{', '.join(f'{value:g}' for value in values)}.",
                where=f"answers[{number}]",
            )
    given = sum(answer is not None for answer in answers)
    if given < rule.least_answered:
        raise InvalidInput(
            f"{given} of {rule.items} items are answered; the score needs {rule.least_answered}.",
            where="answers",
        )
    return [
        rule.low + rule.high - answer if answer is not None and number in rule.reversed else answer
        for number, answer in enumerate(answers, start=1)
    ]


def _may_be(answer: float, rule: ScoringRule) -> bool:
    if rule.values is not None:
        return answer in rule.values
    return rule.low <= answer <= rule.high and answer == int(answer)


def _of(part: Part, answers: Sequence[float | None]) -> float:
    given = [answer for number in part.items if (answer := answers[number - 1]) is not None]
    if not given:
        raise InvalidInput(f"No item of {part.name!r} is answered. Answer one at least.", where="answers")
    total = sum(given)
    return total if part.how is How.SUM else total / len(given)
