"""Recording a press of a button on a session's page: all of its events or none, and once."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from drypoint.clinic.accounts.queries import today
from drypoint.clinic.actors import Actor
from drypoint.clinic.errors import NotAllowedNow
from drypoint.clinic.records import hold
from drypoint.clinic.stock.models import NeedleLot
from drypoint.clinic.stock.queries import require_usable
from drypoint.clinic.visits.actions import sessions
from drypoint.clinic.visits.models import SessionEvent, Visit
from drypoint.clinic.visits.queries.sessions import session_state
from drypoint.needling import SessionState


def record(
    *,
    by: Actor,
    visit: Visit,
    events: Sequence[dict[str, Any]],
    lots: Mapping[str, NeedleLot] | None = None,
    needles_were_in: bool = False,
) -> SessionState:
    """As ``sessions.record_events`` for a page without a clock: an event whose id is known is the same press.

    Raises ``NotAllowedNow`` with every reason when one event is refused, or for a lot that must not be
    opened: nothing is stored then, so that no needle counts as opened for an insertion that was refused.

    With ``needles_were_in`` the needles are out again by now: from which lot they came is a fact, whatever is
    to be said against that lot, and is stored. ``stock.queries.why_not_usable`` says what to warn of.
    """
    with transaction.atomic():
        hold(visit)
        asked = {UUID(str(event["id"])): event for event in events}
        known = set(
            SessionEvent.objects.filter(clinic_id=visit.clinic_id, visit=visit, pk__in=asked).values_list(
                "pk", flat=True
            )
        )
        fresh = [event for key, event in asked.items() if key not in known]
        if not fresh:
            return session_state(visit)
        for lot in () if needles_were_in else (lots or {}).values():
            require_usable(lot, on=today(visit.clinic))
        recorded = sessions.record_events(by=by, visit=visit, events=fresh, lots=lots)
        if recorded.refused:
            raise NotAllowedNow(" ".join(dict.fromkeys(recorded.refused.values())))
    return recorded.state
