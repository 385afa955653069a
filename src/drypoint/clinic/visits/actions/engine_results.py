"""Asking an engine about a visit and keeping what it said."""

from typing import Any

from django.utils.translation import gettext as _

from drypoint import engines
from drypoint.clinic.actors import Actor
from drypoint.clinic.errors import NotAllowedNow
from drypoint.clinic.permissions import Permission
from drypoint.clinic.records import append
from drypoint.clinic.visits.canonical import fingerprint, plain
from drypoint.clinic.visits.models import EngineName, EngineResult, Visit


def run(*, by: Actor, visit: Visit, engine: EngineName, request: dict[str, Any]) -> EngineResult:
    """Run ``engine`` on ``request`` (its own JSON) and keep both; ``InvalidInput`` when it refuses.

    By staff who keep the chart, or by the person about themselves.
    """
    by.require_or_own(Permission.EDIT_CHART, clinic_id=visit.clinic_id, person_id=visit.episode.person_id)
    asked = plain(request)
    said = _ask(engine, asked)
    return append(
        EngineResult,
        by=by,
        verb="engine_result.kept",
        visit=visit,
        engine=engine,
        request=asked,
        result=said,
        versions=said.get("versions") or {},
        sha256=_fingerprint(engine, asked, said),
    )


def is_intact(result: EngineResult) -> bool:
    """Whether the stored request and result are still what was hashed when they were kept."""
    return result.sha256 == _fingerprint(result.engine, result.request, result.result)


def replay(result: EngineResult) -> bool:
    """Whether the result is intact and its engine, asked the same today, says the same.

    Versions are left out of the comparison: a newer version that says the same says the same. Raises
    ``NotAllowedNow`` for a redacted result.
    """
    if result.redacted_at is not None:
        raise NotAllowedNow(_("This result was redacted; nothing is left to replay."))
    return is_intact(result) and _content(_ask(result.engine, result.request)) == _content(result.result)


def _ask(engine: str, request: dict[str, Any]) -> dict[str, Any]:
    said: dict[str, Any] = plain(engines.run(engine, engines.decode(engine, request)))
    return said


def _content(result: dict[str, Any]) -> str:
    return fingerprint({name: value for name, value in result.items() if name != "versions"})


def _fingerprint(engine: str, request: Any, result: Any) -> str:
    return fingerprint({"engine": str(engine), "request": request, "result": result})
