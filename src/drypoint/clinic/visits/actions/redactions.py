"""Redacting a fact of a visit together with the engine results that repeat it."""

from django.db import transaction

from drypoint.clinic import records
from drypoint.clinic.actors import Actor
from drypoint.clinic.records import Fact
from drypoint.clinic.visits.models import EngineResult


def redact(*, by: Actor, fact: Fact, reason: str) -> None:
    """Blank the fact and every engine result that it points to; shells stay, with who, when and why."""
    with transaction.atomic():
        records.redact(fact, by=by, reason=reason)
        for field in fact._meta.concrete_fields:
            result = getattr(fact, field.name) if field.is_relation else None
            if isinstance(result, EngineResult) and result.redacted_at is None:
                records.redact(result, by=by, reason=reason)
