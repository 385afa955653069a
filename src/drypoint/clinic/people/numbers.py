"""Telephone numbers as the network wants them (ITU-T E.164), and whether a text message can reach one.

Calling codes and the beginnings of mobile numbers are those of the national numbering plans, written from
memory: ``unverified``. Where a plan does not tell mobile from fixed, such as in North America, nothing is
said here, and the gateway says it.
"""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from drypoint.terms.errors import InvalidInput

SHORTEST, LONGEST = 8, 15
"""Digits of an international number: 15 at most (E.164, 6.1); fewer than 8 are no subscriber's (ours)."""
_SEPARATORS = re.compile(r"[\s().\-/\u00a0]")


@dataclass(frozen=True, slots=True)
class _Plan:
    code: str
    mobile: str = ""
    """Regular expression of a mobile number after the code; empty: cannot be told."""
    trunk: str = ""
    """Digit dialled before a number at home, left out abroad."""


PLANS = {
    "AR": _Plan("54"),
    "AT": _Plan("43", r"6\d{6,12}", "0"),
    "AU": _Plan("61", r"4\d{8}", "0"),
    "BE": _Plan("32", r"4\d{8}", "0"),
    "CA": _Plan("1"),
    "CH": _Plan("41", r"7[4-9]\d{7}", "0"),
    "CL": _Plan("56", r"9\d{8}"),
    "CO": _Plan("57", r"3\d{9}"),
    "DE": _Plan("49", r"1[567]\d{8,9}", "0"),
    "ES": _Plan("34", r"[67]\d{8}"),
    "FR": _Plan("33", r"[67]\d{8}", "0"),
    "GB": _Plan("44", r"7\d{9}", "0"),
    "IE": _Plan("353", r"8[35-9]\d{7}", "0"),
    "IT": _Plan("39", r"3\d{8,9}"),
    "MX": _Plan("52"),
    "NL": _Plan("31", r"6\d{8}", "0"),
    "NZ": _Plan("64", r"2\d{7,9}", "0"),
    "PE": _Plan("51", r"9\d{8}"),
    "PT": _Plan("351", r"9\d{8}"),
    "US": _Plan("1"),
}
"""By country, as two capital letters."""


def to_text(written: str, *, country: str) -> str:
    """``written`` as E.164 (``+34612345678``), for a text message.

    ``country`` is the clinic's, for numbers without a code. Raises ``InvalidInput`` with a sentence for
    people when it is no number, lacks a code that nobody can guess, or is known not to be a mobile's.
    """
    plain = _SEPARATORS.sub("", written)
    digits = plain.removeprefix("+").removeprefix("00") if plain.startswith(("+", "00")) else ""
    if not digits:
        plan = PLANS.get(country)
        if plan is None:
            raise InvalidInput(_("Write the number with its country code, such as +34."), where="phone")
        digits = plan.code + plain.removeprefix(plan.trunk)
    if not digits.isascii() or not digits.isdigit() or not SHORTEST <= len(digits) <= LONGEST:
        raise InvalidInput(_("This is not a telephone number. Check its digits."), where="phone")
    if is_fixed(digits):
        raise InvalidInput(
            _("This is not a mobile number: text messages need one. Ask for another, or leave texts off."),
            where="phone",
        )
    return f"+{digits}"


def is_fixed(digits: str) -> bool:
    """Whether the numbering plan says that no mobile telephone has this number."""
    plan = next((one for one in PLANS.values() if one.mobile and digits.startswith(one.code)), None)
    return plan is not None and not re.fullmatch(plan.mobile, digits.removeprefix(plan.code))


def same(one: str, other: str) -> bool:
    """Whether two numbers with their codes are the same, however they are written."""
    return re.sub(r"\D", "", one).removeprefix("00") == re.sub(r"\D", "", other).removeprefix("00")
