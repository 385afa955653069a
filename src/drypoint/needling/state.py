"""Where a session stands: the result of folding its log."""

from datetime import datetime
from enum import StrEnum

from drypoint.needling.events import InsertionId, NeedleId, Sensation
from drypoint.terms import MuscleId, Seconds, Side, Value, Versions


class SessionStatus(StrEnum):
    """Closed only when every needle is accounted for; otherwise it stays open or is an incident."""

    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"
    INCIDENT = "incident"
    """Ended with a broken needle, or with named needles that were not found."""


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
    """``None`` while the needle is in, and when the clocks disagree so that it would be negative."""
    manipulations: int
    twitches: int
    sensations: tuple[Sensation, ...]


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
    adverse_events: tuple[str | None, ...]
    """What happened, in the words recorded; ``None`` where only the fact was recorded."""
    may_close: bool
    blocked_by: tuple[str, ...]
    """One sentence for each thing that must happen before closing; empty when ``may_close``."""
    versions: Versions | None = None
    """Stamped by ``drypoint.engines``."""
