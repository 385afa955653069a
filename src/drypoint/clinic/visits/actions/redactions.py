"""Redacting a fact of a visit together with its earlier versions and the engine results that repeat it."""

from django.db import transaction

from drypoint.clinic import records
from drypoint.clinic.actors import Actor
from drypoint.clinic.records import Fact
from drypoint.clinic.visits.queries.redactions import repeating, versions


def redact(*, by: Actor, fact: Fact, reason: str) -> None:
    """Blank the fact, what it superseded, and every engine result that repeats it.

    Shells stay, with who, when and why. A signed note that quotes the fact is a fact of its own.
    """
    with transaction.atomic():
        for one in (*versions(fact), *repeating(fact)):
            records.redact(one, by=by, reason=reason)
