"""Asking an engine about a visit and keeping what it said."""

from datetime import datetime
from typing import Any

import msgspec
from django.utils import timezone
from django.utils.translation import gettext as _
from msgspec.structs import replace

from drypoint import engines, safety
from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.accounts.queries import safety_thresholds
from drypoint.clinic.actors import Actor
from drypoint.clinic.errors import NotAllowedNow
from drypoint.clinic.permissions import Permission
from drypoint.clinic.records import append
from drypoint.clinic.rules.queries import ruleset
from drypoint.clinic.visits.canonical import fingerprint, plain
from drypoint.clinic.visits.models import EngineName, EngineResult, Visit


def run(*, by: Actor, visit: Visit, engine: EngineName, request: dict[str, Any]) -> EngineResult:
    """Run ``engine`` on ``request`` (its own JSON) and keep both; ``InvalidInput`` when it refuses.

    By staff who keep the chart, or by the person about themselves.
    """
    by.require_or_own(Permission.EDIT_CHART, clinic_id=visit.clinic_id, person_id=visit.episode.person_id)
    asked = plain(request)
    thresholds = plain(safety_thresholds(visit.clinic)) if engine in _SAFETY else {}
    now = timezone.now()
    said = _ask(engine, asked, clinic=visit.clinic, at=now, thresholds=thresholds)
    return append(
        EngineResult,
        by=by,
        verb="engine_result.kept",
        visit=visit,
        recorded_at=now,
        engine=engine,
        request=asked,
        result=said,
        thresholds=thresholds,
        versions=said["versions"],
        sha256=_fingerprint(engine, asked, thresholds, said),
    )


def is_intact(result: EngineResult) -> bool:
    """Whether the stored request and result are still what was hashed when they were kept."""
    return result.sha256 == _fingerprint(result.engine, result.request, result.thresholds, result.result)


def replay(result: EngineResult) -> bool:
    """Whether the result is intact and its engine, asked the same today, says the same.

    The clinic's signed rules and thresholds are those of that time; knowledge and code are today's. Versions
    are left out of the comparison: a newer version that says the same says the same. Raises
    ``NotAllowedNow`` for a redacted result.
    """
    if result.redacted_at is not None:
        raise NotAllowedNow(_("This result was redacted; nothing is left to replay."))
    said = _ask(
        EngineName(result.engine),
        result.request,
        clinic=result.clinic,
        at=result.recorded_at,
        thresholds=result.thresholds,
    )
    return is_intact(result) and _content(said) == _content(result.result)


_SAFETY: dict[EngineName, Any] = {
    EngineName.SCREEN: safety.screen,
    EngineName.REVIEW: safety.review,
    EngineName.TRIAGE: safety.triage,
}
"""Engines that heed what the clinic has signed: departures from the rules, and thresholds."""


def _ask(
    engine: EngineName, request: dict[str, Any], *, clinic: Clinic, at: datetime, thresholds: dict[str, Any]
) -> dict[str, Any]:
    asked: Any = engines.decode(engine, request)
    if engine in _SAFETY:
        result: Any = _SAFETY[engine](
            asked,
            ruleset=ruleset(clinic, at=at),
            thresholds=msgspec.convert(thresholds, safety.ClinicThresholds),
        )
        result = replace(result, versions=engines.current_versions())
    else:
        result = engines.run(engine, asked)
    said: dict[str, Any] = plain(result)
    return said


def _content(result: dict[str, Any]) -> str:
    return fingerprint({name: value for name, value in result.items() if name != "versions"})


def _fingerprint(engine: str, request: Any, thresholds: Any, result: Any) -> str:
    return fingerprint(
        {"engine": str(engine), "request": request, "thresholds": thresholds, "result": result}
    )
