"""An adverse event during a session: in the session's log and in the person's record, or in neither."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from drypoint.clinic.actors import Actor
from drypoint.clinic.incidents.actions import adverse_events
from drypoint.clinic.incidents.models import AdverseEvent, AdverseEventKind
from drypoint.clinic.records import hold
from drypoint.clinic.visits.actions import presses
from drypoint.clinic.visits.models import Visit
from drypoint.clinic.visits.queries.sessions import log


def record(
    *,
    by: Actor,
    visit: Visit,
    events: Sequence[dict[str, Any]],
    kind: AdverseEventKind,
    scheme: str,
    grade: str,
    onset_at: datetime,
    description: str = "",
    action_taken: str = "",
) -> AdverseEvent | None:
    """Record the log's ``events`` and the adverse event; ``None`` when the same press was recorded before."""
    with transaction.atomic():
        hold(visit)
        asked = {UUID(str(event["id"])) for event in events}
        if asked <= {event.id for event in log(visit)}:
            return None
        presses.record(by=by, visit=visit, events=events)
        return adverse_events.record(
            by=by,
            person=visit.episode.person,
            visit=visit,
            kind=kind,
            scheme=scheme,
            grade=grade,
            onset_at=onset_at,
            description=description,
            action_taken=action_taken,
        )
