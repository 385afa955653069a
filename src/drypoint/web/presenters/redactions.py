"""What of a chart can be redacted, and what one redaction reaches, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drypoint.clinic.people.models import Person
from drypoint.clinic.records import Fact as Kept
from drypoint.clinic.visits.queries import redactions
from drypoint.web.presenters.audit_trail import NOUNS
from drypoint.web.presenters.clinic_settings import who_and_when
from drypoint.web.presenters.parts import Fact

LONGEST = 300
"""Characters of a field that are shown before it is blanked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One fact that can be redacted."""

    noun: str
    said: str
    recorded_at: datetime
    url: str


def rows(facts: Iterable[Kept], person: Person) -> list[Row]:
    """Newest first, whatever the kind."""
    found = [
        Row(
            noun=noun(fact),
            said=who_and_when(fact),
            recorded_at=fact.recorded_at,
            url=reverse("redact", args=[person.pk, fact._meta.model_name, fact.pk]),
        )
        for fact in facts
    ]
    return sorted(found, key=lambda row: row.recorded_at, reverse=True)


def noun(fact: Kept) -> str:
    """What it is."""
    return capfirst(str(NOUNS[str(fact._meta.model_name)]))


def reach(fact: Kept) -> list[Fact]:
    """What is blanked: the content as it stands, earlier versions, results of engines."""
    earlier = len(redactions.versions(fact)) - 1
    results = len(redactions.repeating(fact))
    counts = [
        Fact(_("Earlier versions"), ngettext("%d is blanked too", "%d are blanked too", earlier) % earlier),
        Fact(_("Results of engines"), ngettext("%d is blanked too", "%d are blanked too", results) % results),
    ]
    return [Fact(_("Recorded by"), who_and_when(fact)), *_content(fact), *counts]


def _content(fact: Kept) -> list[Fact]:
    shown = []
    for name in fact.blank_on_redaction:
        value = getattr(fact, name)
        if value not in (None, "", [], (), {}):
            words = str(value)
            label = capfirst(str(fact._meta.get_field(name).verbose_name))  # type: ignore[union-attr]
            shown.append(Fact(label, words if len(words) <= LONGEST else f"{words[:LONGEST]} …"))
    return shown
