"""The session engine: a fold over the event log."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from drypoint.needling import sentences
from drypoint.needling.events import Event, EventType, InsertionId, NeedleId, SessionRequest
from drypoint.needling.log import in_force
from drypoint.needling.state import InsertionState, SessionState, SessionStatus
from drypoint.terms import Text, Value

_MOVES_A_NEEDLE = frozenset(
    {
        EventType.NEEDLE_OPENED,
        EventType.INSERTED,
        EventType.REMOVED,
        EventType.REMOVED_ALL,
        EventType.BROKEN,
        EventType.DROPPED,
    }
)


class _Account(Value, frozen=True):
    """Where each needle is. Every needle that any event names was opened, recorded so or not."""

    opened: frozenset[NeedleId]
    inside: frozenset[NeedleId]
    used: frozenset[NeedleId]
    dropped: frozenset[NeedleId]
    broken: frozenset[NeedleId]
    counted_sharps: int | None
    """``None`` when the count named no number."""

    @property
    def sharps(self) -> int:
        return len(self.used) if self.counted_sharps is None else self.counted_sharps

    @property
    def unaccounted(self) -> int:
        elsewhere = len(self.inside) + self.sharps + len(self.dropped) + len(self.broken)
        return len(self.opened) - elsewhere


def session(request: SessionRequest) -> SessionState:
    """Fold a session's events into where it stands.

    The order in which events arrive, and repeats, make no difference. A session counts as closed only while
    its needles add up: an event that arrives late and upsets the account opens it again.

    Raises:
        InvalidInput: see ``merge`` and ``in_force``.
    """
    log = in_force(request.events)
    events = log.events
    insertions = _insertions(events)
    count = _last(events, EventType.COUNT_CHECKED)
    if count is not None and any(event.type in _MOVES_A_NEEDLE and event.at > count.at for event in events):
        count = None
    account = _account(events, insertions, None if count is None else count.data.sharps)

    blocked = [
        *sentences.needles(
            inside=len(account.inside),
            unaccounted=account.unaccounted,
            counted=count is not None,
            any_opened=bool(account.opened),
        ),
        *_contradictions(events, insertions),
    ]
    if log.open_corrections:
        blocked.append(sentences.CORRECTION_WITHOUT_TARGET)

    return SessionState(
        state=_status(events, account, blocked),
        needles_opened=len(account.opened),
        needles_in=len(account.inside),
        sharps=account.sharps,
        dropped_unused=len(account.dropped),
        broken=len(account.broken),
        unaccounted=account.unaccounted,
        count_checked=count is not None,
        insertions=insertions,
        adverse_events=tuple(event.data.kind for event in events if event.type is EventType.ADVERSE_EVENT),
        may_close=not blocked,
        blocked_by=tuple(sentence.in_language(request.language) for sentence in blocked),
    )


def _status(events: Sequence[Event], account: _Account, blocked: Sequence[Text]) -> SessionStatus:
    closing = _last(events, EventType.CLOSED)
    if closing is not None:
        if not blocked:
            return SessionStatus.INCIDENT if account.broken else SessionStatus.CLOSED
        if _names_what_is_missing(closing, account):
            return SessionStatus.INCIDENT
    pause = _last(events, EventType.PAUSED, EventType.RESUMED)
    if pause is not None and pause.type is EventType.PAUSED:
        return SessionStatus.PAUSED
    return SessionStatus.OPEN


def _names_what_is_missing(closing: Event, account: _Account) -> bool:
    """Whether the closing names every needle that is known to be lost, and as many as are lost."""
    named = frozenset(closing.data.missing)
    lost = len(account.inside) + account.unaccounted
    known_lost = account.opened - account.used - account.dropped - account.broken
    return lost > 0 and len(named) == lost and known_lost <= named <= account.opened


def _insertions(events: Sequence[Event]) -> tuple[InsertionState, ...]:
    """Each insertion once, by its first record; a removal ends it wherever it stands in the order."""
    removed_at: dict[InsertionId, datetime] = {}
    manipulations: dict[InsertionId, int] = {}
    twitches: dict[InsertionId, int] = {}
    sensations: dict[InsertionId, list[Event]] = {}
    inserted: dict[InsertionId, Event] = {}
    for event in events:
        if event.type is EventType.REMOVED_ALL:
            for insertion in inserted:
                removed_at.setdefault(insertion, event.at)
        elif event.insertion is not None:
            match event.type:
                case EventType.INSERTED:
                    inserted.setdefault(event.insertion, event)
                case EventType.REMOVED:
                    removed_at.setdefault(event.insertion, event.at)
                case EventType.MANIPULATED:
                    manipulations[event.insertion] = manipulations.get(event.insertion, 0) + 1
                case EventType.TWITCHED:
                    twitches[event.insertion] = twitches.get(event.insertion, 0) + (event.data.twitches or 1)
                case EventType.SENSATION:
                    sensations.setdefault(event.insertion, []).append(event)
                case _:
                    pass
    return tuple(
        _insertion(
            event,
            removed_at=removed_at.get(insertion),
            manipulations=manipulations.get(insertion, 0),
            twitches=twitches.get(insertion, 0),
            sensations=sensations.get(insertion, ()),
        )
        for insertion, event in inserted.items()
    )


def _insertion(
    event: Event,
    *,
    removed_at: datetime | None,
    manipulations: int,
    twitches: int,
    sensations: Sequence[Event],
) -> InsertionState:
    # merge() refuses an insertion without these, and the type checker cannot know it.
    assert event.insertion is not None and event.needle is not None  # noqa: S101
    assert event.muscle is not None and event.side is not None  # noqa: S101
    dwell = None if removed_at is None else (removed_at - event.at).total_seconds()
    return InsertionState(
        insertion=event.insertion,
        needle=event.needle,
        muscle=event.muscle,
        side=event.side,
        site=event.site,
        inserted_at=event.at,
        removed_at=removed_at,
        dwell_seconds=dwell if dwell is not None and dwell >= 0 else None,
        manipulations=manipulations,
        twitches=twitches,
        sensations=tuple(said.data.sensation for said in sensations if said.data.sensation is not None),
    )


def _account(
    events: Sequence[Event], insertions: Iterable[InsertionState], counted_sharps: int | None
) -> _Account:
    opened = frozenset(event.needle for event in events if event.needle is not None)
    broken = _needles(events, EventType.BROKEN)
    inside = frozenset(one.needle for one in insertions if one.removed_at is None) - broken
    used = frozenset(one.needle for one in insertions) - inside - broken
    dropped = _needles(events, EventType.DROPPED) - inside - used - broken
    return _Account(
        opened=opened, inside=inside, used=used, dropped=dropped, broken=broken, counted_sharps=counted_sharps
    )


def _contradictions(events: Sequence[Event], insertions: Sequence[InsertionState]) -> list[Text]:
    """Records that cannot all be true, or that refer to something that has not arrived."""
    known = {one.insertion for one in insertions}
    used = {one.needle for one in insertions}
    found: list[Text] = []
    if any(event.insertion is not None and event.insertion not in known for event in events):
        found.append(sentences.UNKNOWN_INSERTION)
    if sum(event.type is EventType.INSERTED for event in events) > len(insertions):
        found.append(sentences.INSERTION_TWICE)
    if used & _needles(events, EventType.DROPPED):
        found.append(sentences.DROPPED_AND_USED)
    return found


def _needles(events: Iterable[Event], kind: EventType) -> frozenset[NeedleId]:
    return frozenset(event.needle for event in events if event.type is kind and event.needle is not None)


def _last(events: Sequence[Event], *kinds: EventType) -> Event | None:
    return next((event for event in reversed(events) if event.type in kinds), None)
