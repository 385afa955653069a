"""Reads of fees and superbills."""

from collections.abc import Iterable
from datetime import date

import msgspec
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from msgspec.structs import replace

from drypoint import billing
from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.charges.models import CodeFee, Superbill
from drypoint.clinic.errors import NotAllowedNow
from drypoint.clinic.followup.queries.note_draft import letterhead, paper, person_strip
from drypoint.clinic.people.models import Person
from drypoint.clinic.visits.models import Visit
from drypoint.documents import Bill, BillVoid, Language, Stamp, SuperbillContent

VERSION = "1"
"""Of the way in which superbills are laid out."""


def fees(clinic: Clinic) -> QuerySet[CodeFee]:
    """The codes that the clinic bills now, and those that it took out of use."""
    return clinic.code_fees.current().order_by("code")


def as_fee(row: CodeFee) -> billing.Fee:
    """A row as the billing room reads it."""
    return billing.Fee(
        code=row.code,
        cents=row.cents,
        timed=row.timed,
        modifiers=tuple(row.modifiers.split()),
        words=row.words,
    )


def current_bill(visit: Visit) -> Superbill | None:
    """The last bill of the visit, void or not; ``None`` before the first."""
    return (
        visit.superbills.filter(superseded_by__isnull=True)
        .select_related("void", "supersedes", "recorded_by__user", "clinic")
        .first()
    )


def bills_of_visit(visit: Visit) -> QuerySet[Superbill]:
    """Every bill of the visit, oldest first."""
    return visit.superbills.select_related("void", "superseded_by", "recorded_by__user").order_by("number")


def bills_between(
    clinic: Clinic, *, first: date, last: date, person: Person | None = None
) -> list[Superbill]:
    """Bills of visits on these days, oldest first; replaced ones are left out, void ones are not."""
    found = clinic.superbills.filter(
        day__gte=first, day__lte=last, superseded_by__isnull=True, redacted_at__isnull=True
    ).select_related("void", "clinic", "recorded_by__user", "visit__episode__person")
    if person is not None:
        found = found.filter(visit__episode__person=person)
    return list(found.order_by("day", "number"))


def as_bill(row: Superbill) -> Bill:
    """A bill as it was issued, with what happened to it since."""
    if row.redacted_at is not None:
        raise NotAllowedNow(_("This bill was blanked; nothing is left to print."))
    frozen = msgspec.convert(row.content, Bill)
    void = getattr(row, "void", None)
    if void is None:
        return frozen
    at = void.recorded_at.astimezone(row.clinic.zone)
    return replace(frozen, void=BillVoid(at=at, reason=void.reason))


def superbill_content(
    rows: Iterable[Superbill], *, person: Person, language: Language, period: str | None = None
) -> SuperbillContent:
    """Bills of one person as they are printed. Raises ``NotAllowedNow`` without any."""
    found = list(rows)
    if not found:
        raise NotAllowedNow(_("There is no bill to print."))
    clinic, last = person.clinic, found[-1]
    moments = [one.recorded_at for one in found]
    moments += [one.void.recorded_at for one in found if getattr(one, "void", None) is not None]
    return SuperbillContent(
        language=language,
        paper=paper(clinic),
        letterhead=letterhead(clinic),
        person=person_strip(person),
        stamp=Stamp(
            reference=", ".join(str(one.number) for one in found) if period is None else str(last.number),
            version=VERSION,
            at=max(moments).astimezone(clinic.zone),
        ),
        is_demo=clinic.is_demo,
        bills=tuple(as_bill(one) for one in found),
        period=period,
    )
