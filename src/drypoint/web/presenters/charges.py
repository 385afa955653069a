"""Bills and fees in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from drypoint.clinic.charges.models import CodeFee, Superbill
from drypoint.clinic.charges.queries import as_bill
from drypoint.documents import Bill, Language, money
from drypoint.web.presenters.parts import Cell, Table

CSV_HEAD = (
    "bill",
    "state",
    "day",
    "clinic_number",
    "person",
    "code",
    "modifiers",
    "units",
    "minutes",
    "fee",
    "currency",
    "own_words",
    "diagnoses",
    "confirmed_by",
    "licence",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BillShown:
    """One bill of a visit; ``bill`` is nothing once it was blanked."""

    row: Superbill
    bill: Bill | None
    total: str
    state: str
    level: str


def page_language() -> Language:
    """The page's language as the documents speak it."""
    return "es" if (get_language() or "").startswith("es") else "en"


def bill(row: Superbill) -> BillShown:
    """A bill with its state."""
    void, replaced = hasattr(row, "void"), hasattr(row, "superseded_by")
    state, level = _("Stands"), "done"
    if void:
        state, level = _("Void"), "stop"
    elif replaced:
        state, level = _("Replaced"), "note"
    return BillShown(
        row=row,
        bill=None if row.redacted_at is not None else as_bill(row),
        total=money(row.total_cents, row.currency, page_language()),
        state=state,
        level=level,
    )


def fees(rows: Iterable[CodeFee], currency: str) -> Table:
    """The clinic's codes."""
    return Table(
        caption=_("Codes that the clinic bills"),
        head=[_("Code"), _("Own words"), _("Timed"), _("Fee for one unit"), _("Modifiers"), _("In use")],
        rows=[
            [
                Cell(one.code, url=reverse("fee_revise", args=[one.pk])),
                Cell(one.words or "–"),
                Cell(_("Yes") if one.timed else _("No")),
                Cell("–" if one.cents is None else money(one.cents, currency, page_language()), number=True),
                Cell(one.modifiers or "–"),
                Cell(_("Yes") if one.in_use else _("No")),
            ]
            for one in rows
        ],
    )


def said_fee(fee: CodeFee) -> list[tuple[str, str]]:
    """A row as somebody else saved it."""
    cents = "–" if fee.cents is None else f"{fee.cents // 100}.{fee.cents % 100:02d}"
    return [(_("Fee for one unit"), cents), (_("Modifiers"), fee.modifiers), (_("Own words"), fee.words)]


def said_bill(row: Superbill) -> list[tuple[str, str]]:
    """A bill that somebody else issued meanwhile."""
    return [(_("Bill"), str(row.number)), (_("Total"), money(row.total_cents, row.currency, page_language()))]


def period(rows: Sequence[Superbill]) -> Table:
    """Bills of a period."""
    return Table(
        caption=_("Bills of these days"),
        head=[_("Bill"), _("Visit"), _("Total"), _("State")],
        rows=[
            [
                Cell(str(one.row.number), url=reverse("charges", args=[one.row.visit_id])),
                Cell(date_format(one.row.day, "j M Y")),
                Cell(one.total, number=True),
                Cell("", level=one.level, word=one.state),
            ]
            for one in map(bill, rows)
        ],
    )


def csv_rows(rows: Iterable[Superbill]) -> Iterable[list[object]]:
    """A line for each code of each bill; amounts of a void bill are told, its state says that they do not
    count."""
    for row in rows:
        shown, person = as_bill(row), row.visit.episode.person
        state = "void" if shown.void else "replaced" if hasattr(row, "superseded_by") else "stands"
        for line in shown.lines:
            yield [
                shown.number,
                state,
                shown.day.isoformat(),
                person.number,
                person.full_name,
                line.code,
                " ".join(line.modifiers),
                line.units,
                "" if line.minutes is None else line.minutes,
                "" if line.cents is None else f"{line.cents // 100}.{line.cents % 100:02d}",
                shown.currency,
                line.words,
                " ".join(one.code for one in shown.diagnoses),
                shown.confirmed.name,
                shown.confirmed.licence or "",
            ]
