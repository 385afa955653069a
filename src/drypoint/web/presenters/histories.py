"""A history in words, for what somebody else saved and for pages that read it."""

from collections.abc import Iterable

import msgspec
from django.utils.translation import gettext as _

from drypoint.clinic.episodes.models import History
from drypoint.clinic.episodes.rows import TriedTreatment
from drypoint.web.forms.histories import HistoryForm


def said(history: History) -> list[tuple[object, object]]:
    """Every field with what stands in it, and the treatments tried."""
    names = [name for name in HistoryForm.base_fields if name != "supersedes"]
    return [
        *((HistoryForm.base_fields[name].label, _plain(getattr(history, name))) for name in names),
        (_("Tried before"), tried(history.previous_treatments)),
    ]


def tried(rows: Iterable[TriedTreatment]) -> str:
    """Treatments with their results in one line."""
    return "; ".join(f"{one.kind}: {one.result}" for one in rows)


def rows_of(treatments: Iterable[TriedTreatment]) -> list[dict[str, object]]:
    """Treatments as rows of a form."""
    return [msgspec.to_builtins(one) for one in treatments]


def _plain(value: object) -> object:
    return ", ".join(value) if isinstance(value, tuple) else value
