"""An examination in words and as rows of its form."""

from typing import Any

import msgspec
from django.utils.translation import gettext as _

from drypoint.clinic.visits.models import Examination
from drypoint.clinic.visits.rows import SpecialTest
from drypoint.web.forms.examinations import RESULTS


def said(examination: Examination) -> list[tuple[object, object]]:
    """What somebody else recorded meanwhile."""
    return [
        (_("Findings"), "; ".join(f"{one.part}: {one.words}" for one in examination.findings)),
        (_("Neurological findings"), examination.neuro),
        (_("Special tests"), "; ".join(_test(one) for one in examination.special_tests)),
        (_("Summary"), examination.summary),
    ]


def part_rows(examination: Examination) -> list[dict[str, Any]]:
    """Findings as rows of the form."""
    return [msgspec.to_builtins(one) for one in examination.findings]


def test_rows(examination: Examination) -> list[dict[str, Any]]:
    """Special tests as rows of the form."""
    codes = {value: code for code, value in RESULTS.items()}
    return [
        {
            "name": one.name,
            "side": one.side.value if one.side is not None else "",
            "result": codes[one.positive],
            "words": one.words or "",
        }
        for one in examination.special_tests
    ]


def _test(one: SpecialTest) -> str:
    results = {True: _("positive"), False: _("negative"), None: _("unclear")}
    return f"{one.name}: {results[one.positive]}"
