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
from drypoint.needling.log import in_force, merge, shifted
from drypoint.needling.pain import AsksFor, pain_rules
from drypoint.needling.quick import QuickInsertion, quick_events
from drypoint.needling.sentences import SENTENCES, Blocker
from drypoint.needling.state import (
    InsertionState,
    NeedlePlace,
    NeedleState,
    SessionState,
    SessionStatus,
    TakenBack,
)

__all__ = [
    "SENTENCES",
    "AsksFor",
    "Blocker",
    "Event",
    "EventData",
    "EventType",
    "InsertionId",
    "InsertionState",
    "NeedleId",
    "NeedlePlace",
    "NeedleState",
    "QuickInsertion",
    "Sensation",
    "SessionRequest",
    "SessionState",
    "SessionStatus",
    "TakenBack",
    "in_force",
    "merge",
    "pain_rules",
    "quick_events",
    "session",
    "shifted",
]
