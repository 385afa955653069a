"""The specification of the rules as cases: given this, expect that. Shown with each rule and tested."""

from collections.abc import Collection
from functools import cache
from typing import Any, Literal

from drypoint.safety.packaged import read
from drypoint.terms import Value


class SpecCase(Value, frozen=True):
    """One case; what all cases share is left out of ``given``."""

    case: str
    engine: Literal["screen", "review", "triage"]
    given: dict[str, Any]
    outcome: str
    findings: tuple[str, ...]


@cache
def load_cases() -> tuple[SpecCase, ...]:
    """Every case, in the order of the file."""
    return read("spec_cases.json", tuple[SpecCase, ...])


def cases_about(named: str, *, asked: Collection[str] = ()) -> tuple[SpecCase, ...]:
    """Cases in which ``named`` is a finding, or one of ``asked`` is answered with anything but no.

    Those are the cases where the rule bites, then those where it might and does not.
    """
    bites = tuple(one for one in load_cases() if named in one.findings)
    near = tuple(one for one in load_cases() if one not in bites and _answers(one) & set(asked))
    return (*bites, *near)


def _answers(one: SpecCase) -> set[str]:
    """Names answered with yes, unknown or particulars."""
    person = one.given.get("person", {}) if one.engine == "review" else one.given
    answers: dict[str, Any] = person.get("answers") or {}
    return {name for name, said in answers.items() if said not in (False, None)}
