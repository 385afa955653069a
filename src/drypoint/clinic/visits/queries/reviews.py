"""What the review would say of insertions, without keeping it."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from drypoint import safety
from drypoint.clinic.accounts import queries as accounts
from drypoint.clinic.rules.queries import ruleset
from drypoint.clinic.visits.models import Visit
from drypoint.clinic.visits.queries.plans import current_screening, local_request, training
from drypoint.engines import decode


def review_request(visit: Visit, insertions: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """The review engine's request for this visit's screening; ``None`` when nobody was screened."""
    screening = current_screening(visit)
    if screening is None:
        return None
    request: dict[str, Any] = {
        "person": screening.person_request,
        "plan": {"insertions": list(insertions)},
    }
    trained = training(visit.therapist, on=accounts.today(visit.clinic))
    if trained is not None:
        request["training"] = trained
    return request | local_request(visit)


def preview_review(visit: Visit, insertions: Sequence[dict[str, Any]]) -> safety.Review | None:
    """The review under what the clinic has signed; ``None`` when nobody was screened."""
    request = review_request(visit, insertions)
    if request is None:
        return None
    asked: Any = decode("review", request)
    return safety.review(
        asked,
        ruleset=ruleset(visit.clinic, at=timezone.now()),
        thresholds=accounts.safety_thresholds(visit.clinic),
    )
