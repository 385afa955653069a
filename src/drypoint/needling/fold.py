"""The session engine: a fold over the event log."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from drypoint.needling.events import Event, EventType, InsertionId, NeedleId, SessionRequest
from drypoint.needling.log import Correction, in_force
from drypoint.needling.pain import Said, asked_by, pain_rules
from drypoint.needling.sentences import Blocked, Blocker, needles
from drypoint.needling.state import (
    InsertionState,
    NeedlePlace,
    NeedleState,
    SessionState,
    SessionStatus,
    TakenBack,
)
from drypoint.terms import Value

CLOCKS_MAY_DIFFER = timedelta(seconds=120)
"""Two devices at most: each one's clock counts as right while it is less than a minute off
(``recordings.CLOCK_IS_OFF_MS``), one ahead and one behind."""
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

    opened: dict[NeedleId, None]
    """In the order in which they were first named."""
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

    def place(self, needle: NeedleId) -> NeedlePlace:
        """Where one of the needles is, as recorded; what the count says cannot be told of one needle."""
        for place, held in (
            (NeedlePlace.BROKEN, self.broken),
            (NeedlePlace.IN, self.inside),
            (NeedlePlace.SHARPS, self.used),
            (NeedlePlace.DROPPED, self.dropped),
        ):
            if needle in held:
                return place
        return NeedlePlace.READY


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
        *needles(
            inside=len(account.inside),
            unaccounted=account.unaccounted,
            counted=count is not None,
            any_opened=bool(account.opened),
        ),
        *_contradictions(events, insertions),
    ]
    if log.open_corrections:
        blocked.append(Blocked(by=Blocker.CORRECTION_WITHOUT_TARGET))

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
        needles=tuple(NeedleState(needle=one, place=account.place(one)) for one in account.opened),
        taken_back=tuple(_taken_back(one) for one in log.corrections),
        adverse_events=tuple(event.data.kind for event in events if event.type is EventType.ADVERSE_EVENT),
        may_close=not blocked,
        blocked_by=tuple(one.says(request.language) for one in blocked),
    )


def _status(events: Sequence[Event], account: _Account, blocked: Sequence[Blocked]) -> SessionStatus:
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
    opened = frozenset(account.opened)
    known_lost = opened - account.used - account.dropped - account.broken
    return lost > 0 and len(named) == lost and known_lost <= named <= opened


def _taken_back(one: Correction) -> TakenBack:
    return TakenBack(
        event=one.target.id,
        type=one.target.type,
        at=one.target.at,
        taken_back_at=one.by.at,
        device=one.by.device,
        why=one.by.data.note,
    )


class _Told:
    """What the log tells of one insertion, gathered in reading order."""

    def __init__(self, inserted: Event) -> None:
        self.inserted = inserted
        self.removed: Event | None = None
        self.manipulations = self.passes = self.twitches = 0
        self.said: list[Said] = []
        self.current_on = False
        self.hear(inserted)

    def hear(self, event: Event) -> None:
        data = event.data
        match event.type:
            case EventType.MANIPULATED:
                self.manipulations += 1
                self.passes += data.passes or 1
            case EventType.TWITCHED:
                self.twitches += data.twitches or 1
            case EventType.ESTIM_ON | EventType.ESTIM_OFF:
                self.current_on = event.type is EventType.ESTIM_ON
            case EventType.INSERTED | EventType.SENSATION:
                if data.sensation is not None or data.pain_nprs is not None:
                    self.said.append(Said(at=event.at, sensation=data.sensation, pain_nprs=data.pain_nprs))
            case _:
                pass

    def state(self, *, ended: bool) -> InsertionState:
        """As it stands; ``ended`` when the needle is not in any more, removed or broken."""
        event, removed = self.inserted, self.removed
        # merge() refuses an insertion without these, and the type checker cannot know it.
        assert event.insertion is not None and event.needle is not None  # noqa: S101
        assert event.muscle is not None and event.side is not None  # noqa: S101
        rule = None if ended else asked_by(self.said, pain_rules().rules)
        pains = [one.pain_nprs for one in self.said if one.pain_nprs is not None]
        return InsertionState(
            insertion=event.insertion,
            needle=event.needle,
            muscle=event.muscle,
            side=event.side,
            site=event.site,
            inserted_at=event.at,
            removed_at=None if removed is None else removed.at,
            dwell_seconds=None if removed is None else _dwell(event, removed),
            manipulations=self.manipulations,
            passes=self.passes,
            twitches=self.twitches,
            sensations=tuple(one.sensation for one in self.said if one.sensation is not None),
            pain_nprs=pains[-1] if pains else None,
            current_on=self.current_on and not ended,
            asks_for=None if rule is None else rule.asks_for,
        )


def _dwell(inserted: Event, removed: Event) -> float | None:
    if inserted.data.afterwards or removed.data.afterwards:
        return None
    seconds = (removed.at - inserted.at).total_seconds()
    return seconds if seconds >= 0 else None


def _covers(all_out: Event, inserted: Event) -> bool:
    """Whether ``all_out`` took this needle out: it stands before, and not by the doubt of another clock.

    A clock less than a minute off is not put right, so a needle that another device put in within two minutes
    before may have gone in afterwards: it stays in until it is taken out by name.
    """
    return inserted.device == all_out.device or all_out.at - inserted.at >= CLOCKS_MAY_DIFFER


def _insertions(events: Sequence[Event]) -> tuple[InsertionState, ...]:
    """Each insertion once, by its first record; a removal ends it wherever it stands in the order."""
    told: dict[InsertionId, _Told] = {}
    removed: dict[InsertionId, Event] = {}
    waiting: dict[InsertionId, list[Event]] = {}
    for event in events:
        if event.type is EventType.REMOVED_ALL:
            for insertion, one in told.items():
                if _covers(event, one.inserted):
                    removed.setdefault(insertion, event)
        elif event.insertion is None:
            continue
        elif event.type is EventType.REMOVED:
            removed.setdefault(event.insertion, event)
        elif event.insertion in told:
            if event.type is not EventType.INSERTED:
                told[event.insertion].hear(event)
        elif event.type is EventType.INSERTED:
            told[event.insertion] = one = _Told(event)
            # By a slow clock a twitch may stand before its insertion.
            for early in waiting.pop(event.insertion, ()):
                one.hear(early)
        else:
            waiting.setdefault(event.insertion, []).append(event)
    broken = _needles(events, EventType.BROKEN)
    for insertion, one in told.items():
        one.removed = removed.get(insertion)
    return tuple(
        one.state(ended=one.removed is not None or one.inserted.needle in broken) for one in told.values()
    )


def _account(
    events: Sequence[Event], insertions: Iterable[InsertionState], counted_sharps: int | None
) -> _Account:
    opened = dict.fromkeys(event.needle for event in events if event.needle is not None)
    broken = _needles(events, EventType.BROKEN)
    inside = frozenset(one.needle for one in insertions if one.removed_at is None) - broken
    used = frozenset(one.needle for one in insertions) - inside - broken
    dropped = _needles(events, EventType.DROPPED) - inside - used - broken
    return _Account(
        opened=opened, inside=inside, used=used, dropped=dropped, broken=broken, counted_sharps=counted_sharps
    )


def _contradictions(events: Sequence[Event], insertions: Sequence[InsertionState]) -> list[Blocked]:
    """Records that cannot all be true, or that refer to something that has not arrived."""
    known = {one.insertion for one in insertions}
    used = {one.needle for one in insertions}
    found: list[Blocked] = []
    if any(event.insertion is not None and event.insertion not in known for event in events):
        found.append(Blocked(by=Blocker.UNKNOWN_INSERTION))
    if sum(event.type is EventType.INSERTED for event in events) > len(insertions):
        found.append(Blocked(by=Blocker.INSERTION_TWICE))
    if used & _needles(events, EventType.DROPPED):
        found.append(Blocked(by=Blocker.DROPPED_AND_USED))
    return found


def _needles(events: Iterable[Event], kind: EventType) -> frozenset[NeedleId]:
    return frozenset(event.needle for event in events if event.type is kind and event.needle is not None)


def _last(events: Sequence[Event], *kinds: EventType) -> Event | None:
    return next((event for event in reversed(events) if event.type in kinds), None)
