"""Where a session stands: the result of folding its log."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from drypoint.needling.events import EventType, InsertionId, NeedleId, Sensation
from drypoint.needling.pain import AsksFor
from drypoint.terms import MuscleId, Seconds, Side, Value, Versions


class SessionStatus(StrEnum):
    """Closed only when every needle is accounted for; otherwise it stays open or is an incident."""

    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"
    INCIDENT = "incident"
    """Ended with a broken needle, or with named needles that were not found."""


class NeedlePlace(StrEnum):
    """Where a needle is, as recorded."""

    READY = "ready"
    """Opened and not used yet: on the tray, as the rest of a pack is. Not accounted for until it is used or
    put away."""
    IN = "in"
    SHARPS = "sharps"
    DROPPED = "dropped"
    BROKEN = "broken"


class NeedleState(Value, frozen=True):
    """One needle of the session."""

    needle: NeedleId
    place: NeedlePlace


class TakenBack(Value, frozen=True):
    """An event that no longer counts, and when and where it was taken back."""

    event: UUID
    type: EventType
    at: datetime
    """Of the event that was taken back."""
    taken_back_at: datetime
    device: str
    """That took it back."""
    why: str | None


class InsertionState(Value, frozen=True):
    """One passage of a needle through the skin."""

    insertion: InsertionId
    needle: NeedleId
    muscle: MuscleId
    side: Side
    site: str | None
    inserted_at: datetime
    removed_at: datetime | None
    """``None`` while the needle is in."""
    dwell_seconds: Seconds | None
    """``None`` while the needle is in, when it was written down afterwards, and when the clocks disagree so
    that it would be negative."""
    manipulations: int
    passes: int
    """How often the needle was moved in and out, over all manipulations."""
    twitches: int
    sensations: tuple[Sensation, ...]
    pain_nprs: float | None
    """As it was last said, 0-10."""
    current_on: bool
    """Whether electrical stimulation runs through the needle; it does not once the needle is out."""
    asks_for: AsksFor | None
    """What the sensations ask for (``needling/data/pain.json``); nothing once the needle is out."""


class SessionState(Value, frozen=True):
    """The needle account and the insertions of one session.

    ``needles_opened = needles_in + sharps + dropped_unused + broken + unaccounted``.
    """

    state: SessionStatus
    needles_opened: int
    needles_in: int
    """Needles in the skin now."""
    sharps: int
    """Used needles in the sharps container: as counted; before there is a count, as removed."""
    dropped_unused: int
    broken: int
    unaccounted: int
    """Opened and nowhere else. Below zero when more were counted than are recorded as opened."""
    count_checked: bool
    """Whether the needles were counted after the last one moved."""
    insertions: tuple[InsertionState, ...]
    """In order of insertion."""
    needles: tuple[NeedleState, ...]
    """Every needle, in the order in which they were first named."""
    taken_back: tuple[TakenBack, ...]
    """What was recorded and corrected, in reading order."""
    adverse_events: tuple[str | None, ...]
    """What happened, in the words recorded; ``None`` where only the fact was recorded."""
    may_close: bool
    blocked_by: tuple[str, ...]
    """One sentence for each thing that must happen before closing; empty when ``may_close``."""
    versions: Versions | None = None
    """Stamped by ``drypoint.engines``."""
