"""Recording the answers to the screening questions."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from drypoint.clinic.accounts.features import Feature
from drypoint.clinic.actors import Actor, ActorKind
from drypoint.clinic.visits.access import append_unsigned, require_visit_or_own
from drypoint.clinic.visits.actions import engine_results
from drypoint.clinic.visits.features import require_feature
from drypoint.clinic.visits.models import AnsweredBy, EngineName, Screening, Visit
from drypoint.clinic.visits.queries.persons import screen_request


def record(
    *,
    by: Actor,
    visit: Visit,
    answers: dict[str, Any],
    language: str = "en",
    pregnancy_weeks: float | None = None,
    confirmed: Sequence[str] = (),
    supersedes: Screening | None = None,
) -> Screening:
    """Screen the person with ``answers`` and what the record knows of them: age, measures, medicines.

    ``confirmed`` are ids of contradictions that were asked about and stand. The person themselves may answer
    where the clinic has accepted that.
    """
    require_visit_or_own(by, visit)
    if by.kind is ActorKind.PATIENT:
        require_feature(visit.clinic, Feature.PATIENT_SCREENING_AND_TRIAGE)
    request = screen_request(
        visit, answers=answers, pregnancy_weeks=pregnancy_weeks, language=language, confirmed=confirmed
    )
    with transaction.atomic():
        return append_unsigned(
            Screening,
            by=by,
            verb="screening.recorded",
            supersedes=supersedes,
            chain=("visit",),
            visit=visit,
            person_request=request,
            answered_by=AnsweredBy.PATIENT if by.kind is ActorKind.PATIENT else AnsweredBy.THERAPIST,
            engine_result=engine_results.run(by=by, visit=visit, engine=EngineName.SCREEN, request=request),
        )


def confirm(*, by: Actor, screening: Screening) -> Screening:
    """Say that answers which do not fit were asked about and stand; the stricter goes on to hold."""
    by.require_named()
    kept = screening.person_request
    asked = [one["id"] for one in screening.engine_result.result.get("to_confirm", ())]
    return record(
        by=by,
        visit=screening.visit,
        answers=kept["answers"],
        language=kept["language"],
        pregnancy_weeks=kept.get("pregnancy_weeks"),
        confirmed=[*kept.get("confirmed", ()), *asked],
        supersedes=screening,
    )
