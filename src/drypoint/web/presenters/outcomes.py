"""Outcomes without names, as tables and as CSV."""

import csv
import io
from collections.abc import Sequence

from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from drypoint import atlas
from drypoint.clinic.followup.queries.outcomes import SMALLEST_GROUP, AdverseEvents, Group, Outcomes
from drypoint.web.presenters.episodes import area_name
from drypoint.web.presenters.parts import Cell, Table

CSV_HEAD = (
    "complaints",
    "people",
    "episodes",
    "visits",
    "insertions",
    "nprs_change_median",
    "nprs_change_episodes",
)


def table(found: Outcomes) -> Table:
    """Groups, largest first, then the whole."""
    rows = [[Cell(name(group)), *_numbers(group), *_change(group)] for group in found.groups]
    if found.whole is not None:
        rows.append(
            [Cell(_("Whole clinic")), *_numbers(found.whole), Cell("–", number=True), Cell("–", number=True)]
        )
    return Table(
        caption=_("Groups of %(number)d people or more") % {"number": SMALLEST_GROUP},
        head=[
            _("Complaint"),
            _("People"),
            _("Episodes"),
            _("Visits"),
            _("Insertions"),
            _("Change of pain, median (0–10)"),
            _("Episodes with both scores"),
        ],
        rows=rows,
    )


def adverse_events(found: AdverseEvents) -> Table:
    """Events against visits and insertions, denominators beside them."""
    return Table(
        caption=_("Of everything recorded"),
        head=[_("Counted against"), _("How many"), _("Adverse events"), _("Per 1 000")],
        rows=[
            [
                Cell(label),
                Cell(number_format(denominator, force_grouping=True), number=True),
                Cell(_hidden() if found.events is None else str(found.events), number=True),
                Cell(_rate(found, denominator), number=True),
            ]
            for label, denominator in ((_("Visits"), found.visits), (_("Insertions"), found.insertions))
        ],
    )


def name(group: Group) -> str:
    """The complaint, or how many are counted together."""
    complaints = [atlas.load().complaint(one) for one in group.complaints]
    if len(complaints) == 1:
        return complaints[0].label.in_language(get_language() or "en")
    together = ngettext(
        "%(number)d complaint counted together", "%(number)d complaints counted together", len(complaints)
    ) % {"number": len(complaints)}
    areas = {one.area for one in complaints}
    return f"{area_name(areas.pop())}: {together}" if len(areas) == 1 else together


def as_csv(found: Outcomes) -> str:
    """The same rows for a spreadsheet: complaint ids joined by spaces, empty where a number is held back."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(CSV_HEAD)
    whole: Sequence[Group] = () if found.whole is None else (found.whole,)
    for group in (*found.groups, *whole):
        change = group.change
        writer.writerow(
            [
                " ".join(group.complaints) or "all",
                group.people,
                group.episodes,
                group.visits,
                group.insertions,
                "" if change is None else f"{change.median:g}",
                "" if change is None else change.episodes,
            ]
        )
    if (events := found.adverse_events) is not None:
        writer.writerow([])
        writer.writerow(["counted_against", "denominator", "adverse_events", "per_1000"])
        for label, denominator in (("visits", events.visits), ("insertions", events.insertions)):
            rate = events.per_thousand(denominator)
            writer.writerow(
                [
                    label,
                    denominator,
                    "" if events.events is None else events.events,
                    "" if rate is None else f"{rate:.3f}",
                ]
            )
    return text.getvalue()


def _numbers(group: Group) -> list[Cell]:
    counts = (group.people, group.episodes, group.visits, group.insertions)
    return [Cell(number_format(count, force_grouping=True), number=True) for count in counts]


def _change(group: Group) -> list[Cell]:
    if group.change is None:
        return [Cell(_hidden(), number=True), Cell(_hidden(), number=True)]
    points = number_format(group.change.median, decimal_pos=1)
    return [
        Cell(f"+{points}" if group.change.median > 0 else points.replace("-", "−"), number=True),
        Cell(str(group.change.episodes), number=True),
    ]


def _rate(found: AdverseEvents, denominator: int) -> str:
    rate = found.per_thousand(denominator)
    if rate is None:
        return _hidden() if found.events is None else "–"
    return number_format(rate, decimal_pos=2)


def _hidden() -> str:
    return _("fewer than %(number)d people") % {"number": SMALLEST_GROUP}
