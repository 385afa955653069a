"""The needling session as an append-only event log: needles, insertions, count, dwell."""

from drypoint.needling.events import (
    Event,
    EventData,
    EventType,
    InsertionId,
    NeedleId,
    Sensation,
    SessionRequest,
)
from drypoint.needling.fold import session
from drypoint.needling.log import in_force, merge
from drypoint.needling.quick import QuickInsertion, quick_events
from drypoint.needling.state import InsertionState, SessionState, SessionStatus

__all__ = [
    "Event",
    "EventData",
    "EventType",
    "InsertionId",
    "InsertionState",
    "NeedleId",
    "QuickInsertion",
    "Sensation",
    "SessionRequest",
    "SessionState",
    "SessionStatus",
    "in_force",
    "merge",
    "quick_events",
    "session",
]
