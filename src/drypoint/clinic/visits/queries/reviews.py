"""What the review would say of insertions, without keeping it."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone

from drypoint import safety
from drypoint.clinic.accounts import queries as accounts
from drypoint.clinic.rules.queries import ruleset
from drypoint.clinic.visits.canonical import plain
from drypoint.clinic.visits.models import Visit
from drypoint.clinic.visits.queries.plans import current_screening, local_request, training
from drypoint.clinic.visits.rows import PlannedInsertion
from drypoint.engines import decode

OURS = frozenset({"site", "dwell_minutes"})
"""Fields of a planned insertion that the review engine does not know."""


def as_reviewed(insertions: Iterable[PlannedInsertion]) -> list[dict[str, Any]]:
    """In the review engine's schema, which leaves out what is not planned."""
    return [
        {name: value for name, value in plain(one).items() if name not in OURS and value is not None}
        for one in insertions
    ]


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
