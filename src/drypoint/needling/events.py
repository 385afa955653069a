"""One thing that happened in a needling session, as the device that saw it wrote it down."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal, NewType
from uuid import UUID

from msgspec import Meta

from drypoint.terms import Millimetres, MuscleId, Side, Value

NeedleId = NewType("NeedleId", str)
"""The client's own name for one needle of this session."""

InsertionId = NewType("InsertionId", str)
"""The client's own name for one passage of a needle through the skin. One needle may serve several."""

_ClientId = Meta(min_length=1, max_length=64)
_Sentence = Annotated[str, Meta(min_length=1, max_length=2000)]


class EventType(StrEnum):
    """Everything that a session log can say."""

    OPENED = "opened"
    NEEDLE_OPENED = "needle_opened"
    INSERTED = "inserted"
    MANIPULATED = "manipulated"
    TWITCHED = "twitched"
    SENSATION = "sensation"
    ESTIM_ON = "estim_on"
    ESTIM_OFF = "estim_off"
    REMOVED = "removed"
    REMOVED_ALL = "removed_all"
    BROKEN = "broken"
    DROPPED = "dropped"
    """A needle that was opened and put away unused."""
    PAUSED = "paused"
    RESUMED = "resumed"
    ADVERSE_EVENT = "adverse_event"
    COUNT_CHECKED = "count_checked"
    CORRECTED = "corrected"
    CLOSED = "closed"


class Sensation(StrEnum):
    """What the person says the needle feels like. Sharp and electric are reasons to stop advancing."""

    ACHE = "ache"
    CRAMP = "cramp"
    SHARP = "sharp"
    ELECTRIC = "electric"
    EASED = "eased"
    """What was felt has gone."""


class EventData(Value, frozen=True):
    """What some types of event say beside the place and the time; every field is optional."""

    twitches: Annotated[int, Meta(ge=1, le=1000)] | None = None
    """``twitched``: how many local twitch responses; one when left out."""
    sensation: Sensation | None = None
    """``sensation``: which."""
    pain_nprs: Annotated[float, Meta(ge=0, le=10)] | None = None
    """``sensation``, ``inserted``: pain during needling on the 0-10 numeric rating scale."""
    passes: Annotated[int, Meta(ge=1, le=1000)] | None = None
    """``manipulated``: how often the needle was moved in and out; one when left out."""
    afterwards: bool = False
    """``inserted``, ``removed``: written down when the hands were free. The time is that of writing, so no
    dwell is told."""
    lot: Annotated[str, Meta(min_length=1, max_length=64)] | None = None
    """``needle_opened``: the clinic's own id of the lot that the needle is from."""
    depth_mm: Millimetres | None = None
    """``inserted``, ``manipulated``: depth as the therapist estimated it."""
    sharps: Annotated[int, Meta(ge=0, le=1000)] | None = None
    """``count_checked``: used needles of this session counted into the sharps container."""
    missing: tuple[Annotated[NeedleId, _ClientId], ...] = ()
    """``closed``: the needles that could not be accounted for; makes the session an incident."""
    corrects: UUID | None = None
    """``corrected``: the event that is taken back. What should stand instead is its own new event."""
    kind: _Sentence | None = None
    """``adverse_event``: what happened."""
    note: _Sentence | None = None
    """Free words of the therapist; never read by the fold."""


class Event(Value, frozen=True):
    """One event. Events are never edited; ``corrected`` takes one back."""

    id: UUID
    """Made by the client (UUIDv7), so that sending it twice does no harm."""
    at: Annotated[datetime, Meta(tz=True)]
    """When it happened by the device's clock, with its offset from UTC."""
    device: Annotated[str, Meta(min_length=1, max_length=64)]
    type: EventType
    needle: Annotated[NeedleId, _ClientId] | None = None
    insertion: Annotated[InsertionId, _ClientId] | None = None
    muscle: MuscleId | None = None
    side: Side | None = None
    site: Annotated[str, Meta(min_length=1, max_length=64)] | None = None
    """Trigger point or spot within the muscle."""
    data: EventData = EventData()


class SessionRequest(Value, frozen=True):
    """All that is known of one session, in any order; repeats are allowed."""

    events: tuple[Event, ...]
    language: Literal["en", "es"] = "en"
    """Of the sentences in ``blocked_by``."""
