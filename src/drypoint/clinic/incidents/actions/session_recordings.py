"""What a device recorded, with what the clinic must hear of: adverse events, sessions that ended badly."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from drypoint.clinic.actors import Actor
from drypoint.clinic.incidents.actions import adverse_events, session_closings
from drypoint.clinic.incidents.models import AdverseEventKind
from drypoint.clinic.incidents.severity import WHITE
from drypoint.clinic.visits.actions import recordings
from drypoint.clinic.visits.models import Visit
from drypoint.needling import Event, EventType, SessionStatus


def record(
    *, by: Actor, visit: Visit, events: Sequence[dict[str, Any]], sent_at: datetime | None = None
) -> recordings.Recorded:
    """As ``recordings.record``; adverse events, and a session that ends as an incident, are reported too."""
    if not events:
        return recordings.record(by=by, visit=visit, events=events, sent_at=sent_at)
    with transaction.atomic():
        recorded = recordings.record(by=by, visit=visit, events=events, sent_at=sent_at)
        for event in recorded.fresh:
            if event.type is EventType.ADVERSE_EVENT:
                _harm(by, visit, event)
        closings = [event for event in recorded.fresh if event.type is EventType.CLOSED]
        session_closings.report(
            by,
            visit,
            recorded.state,
            was_one=recorded.was is SessionStatus.INCIDENT,
            happened_at=max((event.at for event in closings), default=timezone.now()),
            what_happened="; ".join(event.data.note for event in closings if event.data.note),
        )
    return recorded


def _harm(by: Actor, visit: Visit, event: Event) -> None:
    """The adverse event in the person's record; its grade is asked for when the hands are free."""
    said = event.data.kind or ""
    known = said in AdverseEventKind.values
    words = [] if known or not said else [said]
    adverse_events.record(
        by=by,
        person=visit.episode.person,
        visit=visit,
        kind=AdverseEventKind(said) if known else AdverseEventKind.OTHER,
        scheme=WHITE.code,
        grade="",
        muscle=str(event.muscle or ""),
        side=event.side.value if event.side else "",
        onset_at=event.at,
        description=" ".join([*words, *([event.data.note] if event.data.note else [])])[:2000],
    )
