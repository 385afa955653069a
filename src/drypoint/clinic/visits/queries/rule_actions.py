"""How often a safety rule acted lately, in counts without names."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.visits.models import EngineName, EngineResult

DAYS = 90
"""What counts as lately."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acted:
    """In how many of how many results a rule acted in the last ``DAYS`` days."""

    times: int
    of: int


def finding(clinic: Clinic, rule: str, *, engine: EngineName) -> Acted:
    """Current results of ``screen`` or ``review`` with ``rule`` among their findings."""
    found = list(_lately(clinic, engine).values_list("result__findings", flat=True))
    return Acted(times=sum(any(one["id"] == rule for one in each or ()) for each in found), of=len(found))


def habit(clinic: Clinic, line: str) -> Acted:
    """Screens that showed the line of the checklist."""
    found = list(_lately(clinic, EngineName.SCREEN).values_list("result__checklist", flat=True))
    return Acted(times=sum(any(one["id"] == line for one in each or ()) for each in found), of=len(found))


def sign(clinic: Clinic, named: str) -> Acted:
    """Check-ins in which the sign was answered with yes or not sure."""
    found = list(_lately(clinic, EngineName.TRIAGE).values_list("request__answers", flat=True))
    return Acted(
        times=sum((each or {}).get(named) in (True, "unknown") for each in found if each is not None),
        of=len(found),
    )


def signed_over(clinic: Clinic, rule: str) -> Acted:
    """Signed plans in which somebody went ahead with words for a finding of ``rule``."""
    plans = clinic.needling_plans.filter(signed_at__gte=_since(), redacted_at__isnull=True)
    reasons = list(plans.values_list("reasons", flat=True))
    return Acted(times=sum(rule in each for each in reasons), of=len(reasons))


def _lately(clinic: Clinic, engine: EngineName) -> QuerySet[EngineResult]:
    return clinic.engine_results.filter(engine=engine, recorded_at__gte=_since(), redacted_at__isnull=True)


def _since() -> datetime:
    return timezone.now() - timedelta(days=DAYS)
