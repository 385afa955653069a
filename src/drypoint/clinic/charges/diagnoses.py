"""ICD-10-CM codes and their titles (public domain), offline, from the files of ``simple-icd-10-cm``.

The package itself builds a tree of every code when it is imported: eight seconds and 200 MB in each process.
We read its two files instead, without importing it: a fifth of a second, once a process.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from html import unescape
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext as _

from drypoint.terms import InvalidInput

RELEASE = "April 2026"
"""Of the files; a test compares it with their names."""
_TABULAR = "icd10c-tabular-April-1-2026.xml"
_CODES = "code-list-April-2026.txt"
_TITLE = re.compile(r"<name>([A-Z][0-9A-Z.]+)</name>\s*<desc>([^<]*)</desc>")
_WHOLE = re.compile(r"[A-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,4})?")
_CATEGORY = 3


class DiagnosisCode(NamedTuple):
    """One code that may stand on a bill."""

    code: str
    title: str


class _Release(NamedTuple):
    codes: tuple[str, ...]
    """Every code without its dot, sorted."""
    titles: dict[str, str]


def diagnosis(code: str) -> DiagnosisCode:
    """The code as it is written, with its title.

    Raises ``InvalidInput`` for a code that is not in the release, and for one that has finer codes below it.
    """
    written = code.strip().upper()
    if "." not in written and len(written) > _CATEGORY:
        written = f"{written[:_CATEGORY]}.{written[_CATEGORY:]}"
    release = _release()
    bare = written.replace(".", "")
    at = bisect_left(release.codes, bare)
    if not _WHOLE.fullmatch(written) or at == len(release.codes) or release.codes[at] != bare:
        raise InvalidInput(
            _("%(code)s is no code of ICD-10-CM, %(release)s.") % {"code": written[:12], "release": RELEASE},
            where="diagnoses",
        )
    if at + 1 < len(release.codes) and release.codes[at + 1].startswith(bare):
        raise InvalidInput(
            _("%(code)s has finer codes below it: choose one of those.") % {"code": written},
            where="diagnoses",
        )
    return DiagnosisCode(written, _title(written, release))


def search(words: str, *, most: int = 20) -> list[DiagnosisCode]:
    """Codes whose title or code holds every word, shortest title first; those with finer codes left out."""
    asked = [word.casefold() for word in words.split()]
    if not asked:
        return []
    found = sorted(_holding(asked), key=lambda one: (len(one.title), one.code))
    return found[:most]


def _holding(asked: list[str]) -> Iterator[DiagnosisCode]:
    for code, title in _release().titles.items():
        held = f"{code} {title}".casefold()
        if all(word in held for word in asked) and _is_finest(code):
            yield DiagnosisCode(code, title)


def _is_finest(code: str) -> bool:
    try:
        diagnosis(code)
    except InvalidInput:
        return False
    return True


def _title(code: str, release: _Release) -> str:
    """Its own title, else that of the code that its seventh character refines."""
    if (title := release.titles.get(code)) is not None:
        return title
    base = code[:-1].rstrip("X").rstrip(".")
    return _("%(title)s, seventh character %(letter)s") % {
        "title": release.titles.get(base, base),
        "letter": code[-1],
    }


@cache
def _release() -> _Release:
    spec = find_spec("simple_icd_10_cm")
    if spec is None or spec.origin is None:
        raise InvalidInput(
            _("The list of diagnosis codes is not installed: install drypoint[clinic] anew."),
            where="diagnoses",
        )
    folder = Path(spec.origin).parent / "data"
    listed = (folder / _CODES).read_text(encoding="utf-8").split()
    tabular = (folder / _TABULAR).read_text(encoding="utf-8")
    codes = tuple(sorted(one for one in listed if one[0].isalpha() and "-" not in one))
    return _Release(codes=codes, titles={code: unescape(title) for code, title in _TITLE.findall(tabular)})
