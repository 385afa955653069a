"""Redacting a fact of a visit together with its earlier versions and the engine results that repeat it."""

from django.db import transaction

from drypoint.clinic import records
from drypoint.clinic.actors import Actor
from drypoint.clinic.records import Fact
from drypoint.clinic.visits.models import (
    EngineName,
    EngineResult,
    NeedlingPlan,
    PainDrawing,
    PalpationFinding,
    Screening,
)

_REPEATED_IN: dict[type[Fact], tuple[EngineName, ...]] = {
    # Review and triage are asked with the person's answers.
    Screening: (EngineName.SCREEN, EngineName.REVIEW, EngineName.TRIAGE),
    PainDrawing: (EngineName.RANK,),
    PalpationFinding: (EngineName.RANK,),
    NeedlingPlan: (EngineName.REVIEW,),
}


def redact(*, by: Actor, fact: Fact, reason: str) -> None:
    """Blank the fact, what it superseded, and every engine result that repeats it.

    Shells stay, with who, when and why. A signed note that quotes the fact is a fact of its own.
    """
    with transaction.atomic():
        version: Fact | None = fact
        while version is not None:
            if version.redacted_at is None:
                records.redact(version, by=by, reason=reason)
            version = version.supersedes
        for result in _repeating(fact):
            records.redact(result, by=by, reason=reason)


def _repeating(fact: Fact) -> list[EngineResult]:
    named = {
        value.pk
        for field in fact._meta.concrete_fields
        if field.is_relation and isinstance(value := getattr(fact, field.name), EngineResult)
    }
    results = EngineResult.objects.filter(clinic_id=fact.clinic_id, redacted_at__isnull=True)
    found = list(results.filter(pk__in=named))
    if engines := _REPEATED_IN.get(type(fact)):
        visit_id = fact.visit_id  # type: ignore[attr-defined]
        found += results.filter(visit_id=visit_id, engine__in=engines).exclude(pk__in=named)
    return found
