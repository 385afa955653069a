"""Renders the rules and their specification cases as the page ``docs/reference/safety-rules.md``."""

from collections.abc import Sequence

import msgspec

from drypoint.safety.outcomes import Outcome
from drypoint.safety.rules import PlanRule, Rule, RuleSet
from drypoint.safety.specification import SpecCase
from drypoint.safety.triage import Sign, TriageFile

HEAD = """# Safety rules

Generated from the rule set and from the cases in `src/drypoint/safety/data/spec_cases.json`; a test keeps it
in step. To write it anew: `DRYPOINT_WRITE_MANUAL=1 .venv/bin/python -m pytest tests/safety/test_spec.py`.

The rules support a licensed professional who decides. Nothing here tells anyone to stop a medicine.

- **Outcomes, worst first**: {outcomes}.
  The worst finding wins. While a required question is unanswered the best is `incomplete`.
- **True always means that the risk is there**, however the question is worded. `unknown` counts as true,
  and as unanswered.
- **Places.** A rule bound to a place asks at the screen for a changed plan (`modify`) and bites with its full
  outcome on the planned insertions that it meets. An answer without a place holds everywhere.
- **Old ids.** A question that was split keeps its id as prefix. Where the old id is still a question of its
  own (`epilepsy`, `diabetes`), yes makes its follow-up questions required. Where it only mixed others, as
  `red_flag_undiagnosed` did, yes counts as the strictest of them. No is a no to each of them that is not
  answered by name.
- **Degrees** stand for answers: `needle_phobia` with `mild` is `needle_phobia_mild`.
- **Strictest** is the strictest class that any source found states; a dash: no source states a class.
  Every row is marked unverified: of no rule were class and action both read in one source.
"""


def render(ruleset: RuleSet, cases: Sequence[SpecCase], after: TriageFile) -> str:
    """The page as Markdown."""
    parts = [HEAD.format(outcomes=", ".join(f"`{outcome.value}`" for outcome in Outcome))]
    parts.append(_table(("Case", "Engine", "Given", "Outcome", "Findings"), [_case(case) for case in cases]))
    parts[-1] = f"## Cases\n\n{parts[-1]}"
    columns = ("Rule", "Kind", "Outcome", "Scope", "Reads", "Strictest", "Sources")
    parts.append(f"## Rules about the person\n\n{_table(columns, [_rule(rule) for rule in ruleset.rules])}")
    parts.append(
        f"## Rules about the plan\n\n{_table(columns, [_rule(rule) for rule in ruleset.plan_rules])}"
    )
    questions = [
        (
            f"`{question.id}`",
            question.text.en,
            question.answered_by.value,
            question.asked.value,
            "yes" if question.required else "no",
            f"`{question.asked_if}`" if question.asked_if else "",
        )
        for question in sorted(ruleset.questions, key=lambda question: question.stage)
    ]
    columns = ("Question", "In words", "Who", "When", "Required", "Only if")
    parts.append(f"## Questions, in the order in which they are put\n\n{_table(columns, questions)}")
    columns = ("Sign", "In words", "How soon", "Sooner", "Sources")
    late = after.late_infection
    parts.append(
        f"## Triage after needling\n\nEverybody is asked about every sign, wherever the needles were;"
        f" a sign that may be there counts as there.\nPain of {after.severe_pain.nprs:g} and more, or after"
        f" {after.soreness_call_after.hours:g} hours, is for the clinic; until {late.until_hours:g} hours"
        f" `{late.level.value}` with {_names(late.questions)}.\n\n"
        f"{_table(columns, [_sign(sign) for sign in after.signs])}"
    )
    return "\n".join(parts)


def _names(codes: Sequence[str]) -> str:
    return ", ".join(f"`{code}`" for code in codes)


def _sign(sign: Sign) -> tuple[str, ...]:
    by = [f"`{one.level.value}` with {_names(one.questions)}" for one in sign.raised_by]
    under = [f"`{one.level.value}` over {_names(one.structures)}" for one in sign.raised_under]
    return (
        f"`{sign.id}`",
        sign.question.en,
        f"`{sign.level.value}`",
        "; ".join([*by, *under]),
        _names(sign.sources),
    )


def _case(case: SpecCase) -> tuple[str, ...]:
    findings = ", ".join(f"`{finding}`" for finding in case.findings) or "none"
    return (
        case.case,
        case.engine,
        f"`{msgspec.json.encode(case.given).decode()}`",
        f"`{case.outcome}`",
        findings,
    )


def _rule(rule: Rule | PlanRule) -> tuple[str, ...]:
    return (
        f"`{rule.id}`",
        rule.kind.value,
        rule.outcome.value,
        rule.scope.value,
        ", ".join(f"`{name}`" for name in rule.reads),
        rule.strictest_kind.value if rule.strictest_kind else "–",
        ", ".join(f"`{key}`" for key in rule.sources),
    )


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |\n" for line in lines)
