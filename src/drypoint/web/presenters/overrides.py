"""Findings gone ahead with, in words: counts beside what they are of, and the list."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from drypoint.clinic.followup.queries.overrides import Count, Override, Report
from drypoint.clinic.rules.queries import shipped_rule
from drypoint.web.presenters.csv_rows import as_csv
from drypoint.web.presenters.parts import Cell, Table, Words
from drypoint.web.templatetags.drypoint import localised

CSV_HEAD = (
    "day",
    "visit",
    "person_number",
    "finding",
    "asked_for",
    "words",
    "signed_by",
    "needled",
    "adverse_events",
    "worst_check_in",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideRow:
    """One finding with which somebody went ahead."""

    person: str
    url: str
    rule_url: str
    because: str
    level: str
    words: str
    who: str
    followed: list[str]
    check_in: str


def counts(report: Report) -> Table:
    """All plans signed, those without and with an override."""
    rows: list[tuple[Words, Count]] = [
        (_("All signed plans"), report.all_plans),
        (_("Without a finding gone ahead with"), report.without),
        (_("With at least one"), report.over),
    ]
    return Table(
        caption=_("What followed, on record"),
        head=[_("Plans"), *_count_head()],
        rows=[[Cell(name), *_counted(count)] for name, count in rows],
    )


def rules(report: Report) -> Table:
    """By finding, most often first."""
    return Table(
        caption=_("By finding"),
        head=[_("Finding"), _("Reason given"), _("Change accepted"), *_count_head()],
        rows=[
            [
                Cell(rule_words(one.finding, one.because), url=_rule_url(one.finding)),
                Cell(str(one.with_reason), number=True),
                Cell(str(one.with_change), number=True),
                *_counted(one.count),
            ]
            for one in report.rules
        ],
    )


def signers(report: Report) -> Table:
    """By clinician, by name: not ranked."""
    return Table(
        caption=_("By who signed"),
        head=[_("Who"), _("Signed in all"), *_count_head()],
        rows=[
            [Cell(one.name), Cell(str(one.signed), number=True), *_counted(one.count)]
            for one in report.signers
        ],
    )


def rows(found: Sequence[Override]) -> list[OverrideRow]:
    """The list, newest first."""
    return [
        OverrideRow(
            person=one.plan.visit.episode.person.full_name,
            url=reverse("plan", args=[one.plan.visit_id]),
            rule_url=_rule_url(one.finding),
            because=rule_words(one.finding, one.because),
            level=one.outcome,
            words=one.words,
            who=_("%(name)s, %(day)s") % {"name": _signer(one), "day": _day(one)},
            followed=_followed(one),
            check_in=one.after.level,
        )
        for one in found
    ]


def csv_of(found: Sequence[Override]) -> str:
    """The list for a spreadsheet."""
    return as_csv(
        CSV_HEAD,
        [
            (
                timezone.localtime(one.plan.signed_at).date() if one.plan.signed_at else "",
                one.plan.visit_id,
                one.plan.visit.episode.person.number,
                one.finding,
                one.outcome,
                one.words,
                _signer(one),
                "yes" if one.after.needled else "no",
                "; ".join(
                    f"{event.kind} ({event.scheme}: {event.grade or 'not graded'})"
                    for event in one.after.adverse_events
                ),
                one.after.level,
            )
            for one in found
        ],
    )


def rule_words(finding: str, because: str) -> str:
    """The rule's own words, with dots where a plan's numbers stand; else what was said."""
    rule = shipped_rule(finding)
    if rule is None:
        return because or finding
    return re.sub(r"\{\w+\}", "…", localised(rule.because))


def _rule_url(finding: str) -> str:
    return reverse("rule", args=[finding]) if shipped_rule(finding) is not None else ""


def _followed(one: Override) -> list[str]:
    if not one.after.needled:
        return [_("Not needled.")]
    said = [
        _("%(event)s, graded %(grade)s") % {"event": event.get_kind_display(), "grade": event.grade}
        if event.grade
        else _("%(event)s, not graded yet") % {"event": event.get_kind_display()}
        for event in one.after.adverse_events
    ]
    return said or [_("No adverse event is on record.")]


def _count_head() -> list[str]:
    return [_("Plans signed"), _("Needled"), _("Adverse event"), _("Check-in answered"), _("Call or sooner")]


def _counted(count: Count) -> list[Cell]:
    """Each number with what it is of."""
    of_needled, of_answered = count.needled, count.answered
    return [
        Cell(str(count.plans), number=True),
        Cell(_of(count.needled, count.plans), number=True),
        Cell(_of(count.with_adverse_event, of_needled), number=True),
        Cell(_of(count.answered, of_needled), number=True),
        Cell(_of(count.urgent, of_answered), number=True),
    ]


def _of(times: int, whole: int) -> str:
    return _("%(times)d of %(of)d") % {"times": times, "of": whole}


def _signer(one: Override) -> str:
    return one.plan.signed_by.user.name if one.plan.signed_by is not None else "–"


def _day(one: Override) -> str:
    return date_format(timezone.localtime(one.plan.signed_at), "j M Y")
