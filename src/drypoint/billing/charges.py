"""What a visit comes to: lines with units, modifiers and fees, in whole cents."""

import re
from typing import Annotated

from msgspec import Meta

from drypoint.billing.rules import BillingRules, UnitRule, load_billing_rules
from drypoint.billing.units import TimedMinutes, timed_units
from drypoint.terms import InvalidInput, Text, Value

Cents = Annotated[int, Meta(ge=0, le=100_000_000)]

_CODE = re.compile(r"[0-9A-Z][0-9]{3}[0-9A-Z]")
_MODIFIER = re.compile(r"[0-9A-Z]{2}")
MOST_MODIFIERS = 4


class Fee(Value, frozen=True):
    """One code as the clinic bills it."""

    code: str
    cents: Cents | None = None
    """For one unit; ``None`` where the clinic has set no fee."""
    timed: bool = False
    modifiers: tuple[str, ...] = ()
    words: str = ""
    """The clinic's own: descriptors of codes are licensed."""


class Service(Value, frozen=True):
    """Something done beside needling."""

    code: str
    minutes: Annotated[int, Meta(ge=1, le=1440)] | None = None
    """One to one; needed where the code is timed."""


class ChargesRequest(Value, frozen=True):
    """What was done at one visit and what the clinic charges."""

    needling: str | None
    """The confirmed needling code, if any."""
    services: tuple[Service, ...]
    fees: tuple[Fee, ...]
    rule: UnitRule


class ChargeLine(Value, frozen=True):
    """One line of a bill."""

    code: str
    units: int
    minutes: int | None
    modifiers: tuple[str, ...]
    words: str
    cents: int | None
    """For all units; ``None`` without a fee."""


class Unbilled(Value, frozen=True):
    """A timed code whose minutes make no unit."""

    code: str
    minutes: int


class Charges(Value, frozen=True):
    """The lines and their sum."""

    lines: tuple[ChargeLine, ...]
    unbilled: tuple[Unbilled, ...]
    timed_minutes: int
    total_cents: int
    """Of the lines that have a fee."""
    without_fee: tuple[str, ...]
    """Codes of lines that the total leaves out."""


def charges(request: ChargesRequest, *, rules: BillingRules | None = None) -> Charges:
    """The bill of one visit: needling first, then services in the order given, each code once.

    Raises:
        InvalidInput: a code or modifier that cannot be one, a code without a fee row, a timed code without
            minutes, or a code that is never reported beside needling.
    """
    known = rules or load_billing_rules()
    fees = _fees(request.fees)
    _check(request, known)
    minutes = _minutes(request, fees)
    timed = [TimedMinutes(code=code, minutes=spent) for code, spent in minutes.items() if fees[code].timed]
    units = dict(zip((one.code for one in timed), timed_units(timed, request.rule), strict=True))
    lines: list[ChargeLine] = []
    if request.needling is not None:
        lines.append(_line(fees.get(request.needling) or Fee(code=request.needling), 1, None))
    for code, spent in minutes.items():
        count = units.get(code, 1)
        if count:
            lines.append(_line(fees[code], count, spent if fees[code].timed else None))
    return Charges(
        lines=tuple(lines),
        unbilled=tuple(Unbilled(code=one.code, minutes=one.minutes) for one in timed if not units[one.code]),
        timed_minutes=sum(one.minutes for one in timed),
        total_cents=sum(line.cents for line in lines if line.cents is not None),
        without_fee=tuple(line.code for line in lines if line.cents is None),
    )


def check_code(code: str, *, where: str) -> None:
    """Raise ``InvalidInput`` for what cannot be the number of a procedure code."""
    if not _CODE.fullmatch(code):
        raise InvalidInput(
            "Write the number of a procedure code: five characters, such as 97110.", where=where
        )


def check_modifiers(modifiers: tuple[str, ...], *, where: str) -> None:
    """Raise ``InvalidInput`` for what cannot be modifiers of a procedure code."""
    if len(modifiers) > MOST_MODIFIERS or not all(map(_MODIFIER.fullmatch, modifiers)):
        raise InvalidInput("Write at most four modifiers of two characters each, such as GP.", where=where)
    if len(set(modifiers)) < len(modifiers):
        raise InvalidInput("Write each modifier once.", where=where)


def never_with_needling(code: str, *, rules: BillingRules | None = None) -> Text | None:
    """Why ``code`` is refused beside needling, if it is."""
    known = rules or load_billing_rules()
    return next((row.because for row in known.never_with_needling if code in row.codes), None)


def _fees(rows: tuple[Fee, ...]) -> dict[str, Fee]:
    fees: dict[str, Fee] = {}
    for row in rows:
        check_code(row.code, where="fees")
        check_modifiers(row.modifiers, where="fees")
        if row.code in fees:
            raise InvalidInput(f"Give one fee for {row.code}.", where="fees")
        fees[row.code] = row
    return fees


def _check(request: ChargesRequest, known: BillingRules) -> None:
    if request.needling is not None and request.needling not in known.needling:
        raise InvalidInput(f"Choose one of {', '.join(known.needling)} for needling.", where="needling")
    for number, service in enumerate(request.services):
        where = f"services[{number}].code"
        check_code(service.code, where=where)
        if service.code in known.needling:
            raise InvalidInput("Needling is not timed and stands on the bill once.", where=where)
        because = never_with_needling(service.code, rules=known)
        if because is not None and request.needling is not None:
            raise InvalidInput(because.en, where=where)


def _minutes(request: ChargesRequest, fees: dict[str, Fee]) -> dict[str, int]:
    """Minutes by code, those of one code together; 0 where the code is not timed."""
    minutes: dict[str, int] = {}
    for number, service in enumerate(request.services):
        fee = fees.get(service.code)
        if fee is None:
            raise InvalidInput(
                f"Enter {service.code} among the clinic's codes first.", where=f"services[{number}].code"
            )
        if fee.timed and service.minutes is None:
            raise InvalidInput(
                f"Record the minutes first: {service.code} is a timed code.",
                where=f"services[{number}].minutes",
            )
        minutes[service.code] = minutes.get(service.code, 0) + (service.minutes or 0)
    return minutes


def _line(fee: Fee, units: int, minutes: int | None) -> ChargeLine:
    return ChargeLine(
        code=fee.code,
        units=units,
        minutes=minutes,
        modifiers=fee.modifiers,
        words=fee.words,
        cents=None if fee.cents is None else fee.cents * units,
    )
