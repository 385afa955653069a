"""What a redaction of a fact reaches: its earlier versions and the engine results that repeat it."""

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


def versions(fact: Fact) -> list[Fact]:
    """The fact and what it superseded, newest first, without what is blank already."""
    found: list[Fact] = []
    version: Fact | None = fact
    while version is not None:
        if version.redacted_at is None:
            found.append(version)
        version = version.supersedes
    return found


def repeating(fact: Fact) -> list[EngineResult]:
    """Results of engines that hold what the fact says, without what is blank already."""
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
