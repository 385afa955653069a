"""What changed between two versions of the rules, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from drypoint.clinic.rules.content import FieldChange, RowChange

KINDS = {"added": _("Added"), "removed": _("Removed"), "changed": _("Changed")}
LOOKS = {"added": "done", "removed": "stop", "changed": "modify"}
"""The level as which each kind is coloured."""
PARTS = {
    "rules": _("Rules about the person"),
    "plan_rules.rules": _("Rules about the plan"),
    "rules.checklist": _("Habits of the session"),
    "questions": _("Questions"),
    "triage.signs": _("Signs after the session"),
    "medicines.classes": _("Medicines"),
    "sources": _("Sources"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """One row that is not what it was."""

    row: str
    kind: str | Promise
    look: str
    fields: tuple[FieldChange, ...]
    is_open: bool
    """A changed row shows its fields at once; one that is wholly new or gone can be opened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedPart:
    """The changed rows of one part of the rules."""

    name: str | Promise
    rows: list[Changed]


def parts(found: Sequence[RowChange]) -> list[ChangedPart]:
    """Changes by part, in their order."""
    grouped: dict[str, list[Changed]] = {}
    for one in found:
        changed = Changed(
            row=one.row or one.part,
            kind=KINDS[one.kind],
            look=LOOKS[one.kind],
            fields=one.fields,
            is_open=one.kind == "changed",
        )
        grouped.setdefault(one.part, []).append(changed)
    return [ChangedPart(name=PARTS.get(part, part), rows=rows) for part, rows in grouped.items()]
