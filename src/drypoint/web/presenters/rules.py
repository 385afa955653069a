"""Safety rules in words, with who says so and how the clinic handles them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.conf import settings as django_settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from drypoint.clinic.rules.models import RuleSetApproval, RuleSetting
from drypoint.safety import PlanRule, Rule, RuleSet, Scope, Sign, load_places, load_triage
from drypoint.safety.rules import ChecklistLine
from drypoint.terms import Source, Text, Verification
from drypoint.web.forms.rules import GROUPS, KINDS
from drypoint.web.presenters.clinic_settings import who_and_when
from drypoint.web.presenters.levels import LEVELS
from drypoint.web.presenters.muscles import muscle_name
from drypoint.web.presenters.parts import Cell, Fact, Table
from drypoint.web.presenters.rule_cases import CaseRow, case_rows
from drypoint.web.templatetags.drypoint import localised

SCOPES = {
    Scope.PERSON: gettext_lazy("The person"),
    Scope.REGION: gettext_lazy("A region of the body"),
    Scope.MUSCLE: gettext_lazy("A muscle"),
    Scope.THIS_VISIT: gettext_lazy("This visit"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRow:
    """One rule in the list."""

    url: str
    because: str
    action: str
    kind: str | Promise
    level: str
    unverified: bool
    here: str
    """What it leads to in this clinic, where that differs."""
    group: str
    """The part of the list in which it stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleGroup:
    """One part of the list."""

    id: str
    name: str | Promise
    rows: list[RuleRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class RulePage:
    """One rule in full."""

    id: str
    because: Text
    action: Text
    level: str
    verification: Verification
    facts: list[Fact]
    said_by: Table | None
    sources: list[Source]
    questions: list[str]
    cases: list[CaseRow]
    may_differ: bool = True
    """Whether the clinic may handle it differently here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalRow:
    """Whether the version is approved in one language."""

    language: str
    name: str
    is_approved: bool
    is_needed: bool
    """Whether the clinic serves people in this language."""
    said: str
    statement: str
    approve_url: str
    withdraw_url: str
    changes_url: str
    """What changed since the version approved before; empty where there was none."""


def groups(
    ruleset: RuleSet, ours: Mapping[str, RuleSetting], *, words: str = "", kind: str = "", only: str = ""
) -> list[RuleGroup]:
    """Rules, signs and habits as they ship, narrowed to what was asked, part by part."""
    every = [
        *(_row(rule, ours.get(rule.id), rule.kind) for rule in ruleset.rules),
        *(_row(rule, ours.get(rule.id), "plan") for rule in ruleset.plan_rules),
        *(_sign_row(sign) for sign in load_triage().signs),
        *(_habit_row(line) for line in ruleset.checklist),
    ]
    asked = words.casefold().split()
    found = [
        row
        for row, text, marks in every
        if (not kind or row.group == kind)
        and (not only or only in marks)
        and all(word in text for word in asked)
    ]
    parts = [(named, [row for row in found if row.group == named]) for named in GROUPS]
    return [RuleGroup(id=named, name=GROUPS[named], rows=rows) for named, rows in parts if rows]


def total(ruleset: RuleSet) -> int:
    """How many there are in all."""
    return sum(map(len, (ruleset.rules, ruleset.plan_rules, ruleset.checklist, load_triage().signs)))


def page(rule: Rule | PlanRule, ruleset: RuleSet) -> RulePage:
    """One rule in full."""
    asked = [ruleset.question(named) for named in getattr(rule, "questions", ())]
    strictest = KINDS[rule.strictest_kind] if rule.strictest_kind else _("no source states a class")
    return RulePage(
        id=rule.id,
        because=rule.because,
        action=rule.action,
        level=rule.outcome.value,
        verification=rule.verification,
        facts=[
            Fact(_("Kind"), KINDS[rule.kind]),
            Fact(_("Strictest class of any source"), strictest),
            Fact(_("Is about"), SCOPES[rule.scope]),
            Fact(_("Places"), ", ".join(_places(rule))),
            Fact(_("Identifier"), rule.id),
        ],
        said_by=_said_by(rule, ruleset),
        sources=[ruleset.sources[key] for key in rule.sources],
        questions=[localised(question.text) for question in asked if question],
        cases=case_rows(rule.id, asked=getattr(rule, "questions", ())),
    )


def setting_words(setting: RuleSetting) -> list[Fact]:
    """A departure of the clinic with who signed it and why."""
    leads_to = LEVELS[setting.outcome].word if setting.outcome else _("as the rule ships")
    return [
        Fact(_("Leads to"), leads_to),
        Fact(_("Compared with the rule"), setting.get_direction_display()),
        Fact(_("Why"), setting.reason),
        Fact(_("Signed by"), who_and_when(setting)),
    ]


def approvals(
    last: Mapping[str, RuleSetApproval | None], *, served: Collection[str], compared: Collection[str]
) -> list[ApprovalRow]:
    """Each language of ours with what was said last on the version.

    ``served`` are those in which the clinic treats, ``compared`` those with an earlier version to compare.
    """
    names = dict(django_settings.LANGUAGES)
    return [
        ApprovalRow(
            language=language,
            name=str(names[language]),
            is_approved=said is not None and said.approved,
            is_needed=language in served,
            said=_approval(said),
            statement=said.statement if said else "",
            approve_url=reverse("rules_approve", args=[language]),
            withdraw_url=reverse("rules_withdraw", args=[said.pk]) if said else "",
            changes_url=reverse("rules_changes", args=[language]) if language in compared else "",
        )
        for language, said in last.items()
    ]


def statement(ruleset: RuleSet, language: str) -> str:
    """The words that are proposed for signing."""
    names = dict(django_settings.LANGUAGES)
    return _(
        "I have read the safety rules, version %(version)s, in %(language)s, with their sources and their "
        "marks of what is unverified. I approve that our clinic screens and reviews with them. They support "
        "our clinicians, who decide."
    ) % {"version": ruleset.version, "language": names[language]}


Listed = tuple[RuleRow, str, frozenset[str]]
"""A row, its words to search in, and the marks by which the list is narrowed."""


def _row(rule: Rule | PlanRule, setting: RuleSetting | None, group: str) -> Listed:
    row = RuleRow(
        url=reverse("rule", args=[rule.id]),
        because=localised(rule.because),
        action=localised(rule.action),
        kind=KINDS[rule.kind],
        level=rule.outcome.value,
        unverified=rule.verification.is_unverified,
        here=setting.outcome if setting else "",
        group=group,
    )
    return _listed(row, rule.id)


def _sign_row(sign: Sign) -> Listed:
    row = RuleRow(
        url=reverse("rule_sign", args=[sign.id]),
        because=localised(sign.question),
        action=localised(sign.because),
        kind=GROUPS["sign"],
        level=sign.level.value,
        unverified=sign.verification.is_unverified,
        here="",
        group="sign",
    )
    return _listed(row, sign.id)


def _habit_row(line: ChecklistLine) -> Listed:
    row = RuleRow(
        url=reverse("rule_habit", args=[line.id]),
        because=localised(line.text),
        action="",
        kind=GROUPS["habit"],
        level="note",
        unverified=line.verification.is_unverified,
        here="",
        group="habit",
    )
    return _listed(row, line.id)


def _listed(row: RuleRow, named: str) -> Listed:
    text = f"{row.because} {row.action} {named.replace('_', ' ')} {named}".casefold()
    marks = {mark for mark, holds in (("unverified", row.unverified), ("ours", row.here)) if holds}
    return row, text, frozenset(marks)


def _places(rule: Rule | PlanRule) -> list[str]:
    places, language = load_places(), get_language() or "en"
    labelled = [places.label(code, language) for code in (*rule.regions, *rule.zones)]
    return [*labelled, *(muscle_name(muscle) for muscle in rule.muscles)]


def _said_by(rule: Rule | PlanRule, ruleset: RuleSet) -> Table | None:
    if not rule.said_by:
        return None
    return Table(
        caption=_("In which class each source puts it, in the source's words"),
        head=[_("Source"), _("Class")],
        rows=[
            [Cell(ruleset.sources[key].citation), Cell(said)] for key, said in sorted(rule.said_by.items())
        ],
    )


def _approval(said: RuleSetApproval | None) -> str:
    if said is None:
        return _("Nobody has approved this version in this language.")
    words = _("Approved by %(who)s") if said.approved else _("Approval withdrawn by %(who)s")
    return words % {"who": who_and_when(said)}
