"""Asking for a suggestion of the next step, and deciding."""

from datetime import date

from django.utils.translation import gettext as _

from drypoint.clinic.accounts.features import Feature
from drypoint.clinic.actors import Actor
from drypoint.clinic.episodes.access import require_chart
from drypoint.clinic.errors import ForeignRecord
from drypoint.clinic.followup.models import Decision, NextStepChoice
from drypoint.clinic.followup.queries.course import decision_request
from drypoint.clinic.permissions import Permission
from drypoint.clinic.records import append
from drypoint.clinic.visits.actions import engine_results
from drypoint.clinic.visits.features import require_feature
from drypoint.clinic.visits.models import EngineName, EngineResult, Visit
from drypoint.terms import InvalidInput


def suggest(*, by: Actor, visit: Visit, instrument: str = "nprs") -> EngineResult:
    """Ask the rules for the next step from the course of ``instrument`` so far."""
    require_chart(by, visit.episode)
    require_feature(visit.clinic, Feature.DECISION)
    return engine_results.run(
        by=by, visit=visit, engine=EngineName.DECIDE, request=decision_request(visit, instrument)
    )


def foresee(*, by: Actor, visit: Visit, instrument: str = "nprs") -> EngineResult:
    """Forecast the course of ``instrument``; kept, so that it can later be held against what came."""
    require_chart(by, visit.episode)
    require_feature(visit.clinic, Feature.FORECAST)
    return engine_results.run(
        by=by, visit=visit, engine=EngineName.FORECAST, request=decision_request(visit, instrument)
    )


def decide(
    *,
    by: Actor,
    visit: Visit,
    chosen: NextStepChoice,
    reason: str = "",
    suggestion: EngineResult | None = None,
    next_visit_on: date | None = None,
    supersedes: Decision | None = None,
) -> Decision:
    """Record the professional's choice. One that departs from the suggestion says why."""
    require_chart(by, visit.episode, Permission.SIGN)
    by.require_named()
    suggested = ""
    if suggestion is not None:
        if suggestion.visit_id != visit.pk or suggestion.engine != EngineName.DECIDE:
            raise ForeignRecord(_("This record does not exist here."))
        suggested = str(suggestion.result["choice"])
    agrees = suggested == chosen if suggested else None
    if agrees is False and not reason.strip():
        raise InvalidInput(_("Say why you choose another step than the suggested one."), where="reason")
    return append(
        Decision,
        by=by,
        verb="decision.made",
        supersedes=supersedes,
        chain=("visit",),
        visit=visit,
        engine_result=suggestion,
        suggested=suggested,
        chosen=chosen,
        agrees=agrees,
        reason=reason.strip(),
        next_visit_on=next_visit_on,
    )
