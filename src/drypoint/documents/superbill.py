"""The superbill of one visit, or of a person's visits in a period. It promises no reimbursement."""

import datetime
from typing import Literal

from drypoint.documents.blocks import Block, Bullets, Callout, Column, Fact, Facts, Paragraph, Section, Table
from drypoint.documents.contents import DocumentContent, ProfessionalSignature, aware, known_facts
from drypoint.documents.dates import written_date
from drypoint.documents.labels import Language, labels
from drypoint.documents.layout import Layout, lay_out
from drypoint.documents.typesetting import typeset
from drypoint.terms import Value


class BilledDiagnosis(Value, frozen=True):
    """A diagnosis code with the title of its release, which is in the public domain."""

    code: str
    title: str


class BillLine(Value, frozen=True):
    """One procedure code: its number, and words of the clinic's own."""

    code: str
    units: int
    minutes: int | None
    modifiers: tuple[str, ...]
    words: str
    cents: int | None
    """For all units; ``None`` without a fee."""


class BillVoid(Value, frozen=True):
    """Since when and why a bill no longer counts."""

    at: datetime.datetime
    reason: str

    def __post_init__(self) -> None:
        """Raise ``InvalidInput`` for a time without an offset from UTC."""
        aware(self.at, "at")


class Bill(Value, frozen=True):
    """What one visit was billed as."""

    number: int
    day: datetime.date
    seen_by: str
    confirmed: ProfessionalSignature
    diagnoses: tuple[BilledDiagnosis, ...]
    icd_release: str
    muscles: tuple[str, ...]
    """Distinct muscles that the needling code was counted from."""
    lines: tuple[BillLine, ...]
    unbilled: tuple[str, ...]
    """Such as ``97140: 7 min``."""
    unit_rule: Literal["cms", "ama"]
    timed_minutes: int
    total_cents: int
    currency: str
    billing_number: str = ""
    replaces: int | None = None
    reason: str = ""
    void: BillVoid | None = None


class SuperbillContent(DocumentContent, frozen=True):
    """Bills of one person, oldest first."""

    bills: tuple[Bill, ...]
    period: str | None = None
    """Such as "1 to 31 March 2027"; ``None`` for the bill of one visit."""


def money(cents: int, currency: str, language: Language) -> str:
    """An amount as it is read, such as ``1234.50 USD``."""
    mark = "," if language == "es" else "."
    return f"{cents // 100}{mark}{cents % 100:02d} {currency}"


def layout_of_superbill(content: SuperbillContent) -> Layout:
    """Each bill with its lines and total, then the total of the period, then what the paper is."""
    words = labels().superbill
    title = content.say(words.title)
    if content.period is not None:
        title = content.say(words.period, period=content.period)
    sections = tuple(_bill(content, bill) for bill in content.bills)
    about = Section(
        title=content.say(words.what_it_is),
        blocks=(
            Paragraph(text=content.say(words.payer_decides)),
            Paragraph(text=content.say(words.needle_time)),
        ),
    )
    return lay_out(content, title=title, sections=(*sections, *_sum(content), about))


def superbill(content: SuperbillContent) -> bytes:
    """The superbill as PDF (UA-1, A-2a); raises ``TypesettingFailed``."""
    return typeset("superbill", layout_of_superbill(content), at=content.stamp.at)


def _bill(content: SuperbillContent, bill: Bill) -> Section:
    words = labels().superbill
    rule = words.cms if bill.unit_rule == "cms" else words.ama
    signed = bill.confirmed
    who = ", ".join(part for part in (signed.name, signed.profession, signed.licence) if part)
    minutes = str(bill.timed_minutes)
    blocks: tuple[Block, ...] = (
        *_standing(content, bill),
        known_facts(
            (content.say(words.seen_by), bill.seen_by),
            (content.say(words.clinic_billing_number), bill.billing_number),
            (content.say(words.confirmed_by), f"{who}, {content.write(signed.signed_at)}"),
            (content.say(words.muscles), ", ".join(bill.muscles)),
            (
                content.say(words.units_by),
                content.say(rule, minutes=minutes) if bill.timed_minutes else None,
            ),
            (content.say(words.unbilled), "; ".join(bill.unbilled)),
        ),
        *_diagnoses(content, bill),
        _lines(content, bill),
        Facts(
            facts=(
                Fact(
                    label=content.say(words.total),
                    value=money(bill.total_cents, bill.currency, content.language),
                ),
            )
        ),
    )
    day = written_date(bill.day, content.language)
    return Section(title=content.say(words.bill, number=str(bill.number), day=day), blocks=blocks)


def _standing(content: SuperbillContent, bill: Bill) -> tuple[Block, ...]:
    words = labels().superbill
    blocks: list[Block] = []
    if bill.void is not None:
        since = content.say(words.voided, time=content.write(bill.void.at))
        blocks.append(Callout(tone="urgent", title=since, lines=(bill.void.reason,)))
    if bill.replaces is not None:
        said = content.say(words.replaces, number=str(bill.replaces), reason=bill.reason)
        blocks.append(Callout(tone="plain", title=said))
    return tuple(blocks)


def _diagnoses(content: SuperbillContent, bill: Bill) -> tuple[Block, ...]:
    if not bill.diagnoses:
        return ()
    title = content.say(labels().superbill.diagnoses, release=bill.icd_release)
    listed = tuple(f"{one.code} {one.title}" for one in bill.diagnoses)
    return (Paragraph(text=title), Bullets(items=listed))


def _lines(content: SuperbillContent, bill: Bill) -> Block:
    words = labels().superbill
    if not bill.lines:
        return Paragraph(text=content.say(words.nothing))
    columns = (
        Column(title=content.say(words.code), names_row=True, share=11),
        Column(title=content.say(words.words), share=36),
        Column(title=content.say(words.modifiers), share=15),
        Column(title=content.say(words.units), numeric=True, share=10),
        Column(title=content.say(words.minutes), numeric=True, share=11),
        Column(title=content.say(words.fee), numeric=True, share=17),
    )
    rows = tuple(
        (
            line.code,
            line.words or "–",
            " ".join(line.modifiers) or "–",
            str(line.units),
            "–" if line.minutes is None else str(line.minutes),
            content.say(words.no_fee)
            if line.cents is None
            else money(line.cents, bill.currency, content.language),
        )
        for line in bill.lines
    )
    return Table(columns=columns, rows=rows)


def _sum(content: SuperbillContent) -> tuple[Section, ...]:
    """The total of what counts, each currency by itself; for a period only."""
    if content.period is None:
        return ()
    title = content.say(labels().superbill.total_of_period)
    sums: dict[str, int] = {}
    for bill in content.bills:
        if bill.void is None:
            sums[bill.currency] = sums.get(bill.currency, 0) + bill.total_cents
    facts = tuple(
        Fact(label=currency, value=money(cents, currency, content.language))
        for currency, cents in sums.items()
    )
    nothing = Paragraph(text=content.say(labels().superbill.nothing))
    return (Section(title=title, blocks=(Facts(facts=facts) if facts else nothing,)),)
