"""A needling session as its page shows it: the count, each planned place, what may be pressed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from drypoint.clinic.keys import new_id
from drypoint.clinic.stock.models import NeedleLot
from drypoint.clinic.visits.models import NeedlingPlan, NeedlingSession
from drypoint.clinic.visits.rows import PlannedInsertion
from drypoint.needling import (
    Event,
    EventType,
    InsertionState,
    NeedleId,
    SessionState,
    SessionStatus,
    in_force,
)
from drypoint.web.forms.needling_plans import size_words
from drypoint.web.forms.sessions import SENSATIONS
from drypoint.web.presenters import under
from drypoint.web.presenters.muscles import muscle_side, place
from drypoint.web.presenters.needling_plans import details

ENDED = frozenset({SessionStatus.CLOSED, SessionStatus.INCIDENT})
WORDS = {
    EventType.NEEDLE_OPENED: gettext_lazy("Needle opened"),
    EventType.INSERTED: gettext_lazy("Needle in"),
    EventType.MANIPULATED: gettext_lazy("Needle moved"),
    EventType.TWITCHED: gettext_lazy("Twitch"),
    EventType.SENSATION: gettext_lazy("Sensation"),
    EventType.ESTIM_ON: gettext_lazy("Current on"),
    EventType.ESTIM_OFF: gettext_lazy("Current off"),
    EventType.REMOVED: gettext_lazy("Needle out"),
    EventType.REMOVED_ALL: gettext_lazy("All needles out"),
    EventType.BROKEN: gettext_lazy("Needle broken"),
    EventType.DROPPED: gettext_lazy("Put away unused"),
    EventType.PAUSED: gettext_lazy("Pause"),
    EventType.RESUMED: gettext_lazy("Go on"),
    EventType.ADVERSE_EVENT: gettext_lazy("Adverse event"),
    EventType.COUNT_CHECKED: gettext_lazy("Needles counted"),
}
NEVER_TAKEN_BACK = frozenset(
    {EventType.OPENED, EventType.CLOSED, EventType.ADVERSE_EVENT, EventType.BROKEN, EventType.CORRECTED}
)


class FreshId:
    """Writes a new id each time a template asks: one for each button."""

    def __str__(self) -> str:
        return str(new_id())


@dataclass(frozen=True, slots=True, kw_only=True)
class InsertionCard:
    """One passage of a needle."""

    id: str
    needle: str
    needle_name: str
    place: str
    is_in: bool
    since: datetime
    time: str
    twitches: int
    said: str
    has_current: bool
    is_broken: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceCard:
    """One planned place with what lies under it and what was done there."""

    key: str
    title: str
    details: str
    under: under.UnderCard | None
    can_needle: bool
    wants_current: bool
    lots: list[tuple[str, str]]
    insertions: list[InsertionCard]


@dataclass(frozen=True, slots=True, kw_only=True)
class LastPress:
    """What can be taken back: the very last press."""

    event: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorder:
    """The whole page. ``needles_out`` are all that are opened and not in the skin."""

    status: str
    is_paused: bool
    is_ended: bool
    is_incident: bool
    needles_in: int
    needles_out: int
    needles_opened: int
    blocked_by: Sequence[str]
    may_close: bool
    count_checked: bool
    adverse_events: list[str]
    places: list[PlaceCard]
    elsewhere: list[InsertionCard]
    last: LastPress | None


def key_of(one: PlannedInsertion) -> str:
    """Names a planned place on the page."""
    return f"{one.muscle or one.zone}-{one.side.value}-{one.site or 1}"


def planned_now(session: NeedlingSession, standing: NeedlingPlan | None) -> NeedlingPlan:
    """The plan that is needled by: the standing one once it is signed, else the one of the start."""
    return standing if standing is not None and standing.signed_at is not None else session.plan


def recorder(
    session: NeedlingSession,
    plan: NeedlingPlan,
    events: Iterable[Event],
    state: SessionState,
    *,
    now: datetime,
    lots: Sequence[NeedleLot] = (),
) -> Recorder:
    """The page of a session that has begun."""
    standing = in_force(events).events
    names = needle_names(standing)
    cards = {one.insertion: _insertion(one, standing, names, now) for one in state.insertions}
    lying = _under_by_place(plan)
    places: list[PlaceCard] = []
    taken: set[str] = set()
    for one in plan.insertions:
        key = key_of(one)
        if key in {known.key for known in places}:
            continue
        here = [found for found in state.insertions if _key(found) == key]
        taken.update(found.insertion for found in here)
        places.append(
            PlaceCard(
                key=key,
                title=place(one.muscle, one.zone, one.side, one.site),
                details=details(one),
                under=lying.get((one.muscle, one.zone)),
                can_needle=one.muscle is not None,
                wants_current=one.electrical_stimulation,
                lots=_lots(one, lots),
                insertions=[cards[found.insertion] for found in here],
            )
        )
    return Recorder(
        status=str(session.get_status_display()),
        is_paused=state.state is SessionStatus.PAUSED,
        is_ended=state.state in ENDED,
        is_incident=state.state is SessionStatus.INCIDENT,
        needles_in=state.needles_in,
        needles_out=state.needles_opened - state.needles_in,
        needles_opened=state.needles_opened,
        blocked_by=state.blocked_by,
        may_close=state.may_close,
        count_checked=state.count_checked,
        adverse_events=[kind or _("Something unwanted") for kind in state.adverse_events],
        places=places,
        elsewhere=[card for insertion, card in cards.items() if insertion not in taken],
        last=_last(standing),
    )


def needle_names(events: Iterable[Event]) -> dict[NeedleId, str]:
    """Needles by number, in the order in which they were opened, with where they were last."""
    numbers: dict[NeedleId, int] = {}
    where: dict[NeedleId, str] = {}
    for event in events:
        if event.needle is None:
            continue
        numbers.setdefault(event.needle, len(numbers) + 1)
        if event.type is EventType.INSERTED and event.muscle and event.side:
            where[event.needle] = muscle_side(event.muscle, event.side, event.site)
    return {
        needle: _("Needle %(number)d, %(where)s") % {"number": number, "where": where[needle]}
        if needle in where
        else _("Needle %(number)d") % {"number": number}
        for needle, number in numbers.items()
    }


def needle_choices(events: Iterable[Event]) -> list[tuple[str, str]]:
    """Every needle that was opened, to name those that are missing."""
    return [(str(needle), name) for needle, name in needle_names(in_force(events).events).items()]


def press_of(event: str, events: Iterable[Event]) -> list[Event] | None:
    """All events of the last press, if ``event`` belongs to it; ``None`` when something came after."""
    standing = in_force(events).events
    if not standing or str(standing[-1].id) != event:
        return None
    last = standing[-1]
    if last.type in NEVER_TAKEN_BACK:
        return None
    return [
        one
        for one in standing
        if one.at == last.at and (one is last or (last.needle and one.needle == last.needle))
    ]


def _last(events: Sequence[Event]) -> LastPress | None:
    if not events or events[-1].type in NEVER_TAKEN_BACK:
        return None
    last = events[-1]
    words = str(WORDS[last.type])
    if last.muscle and last.side:
        words = f"{words}: {muscle_side(last.muscle, last.side, last.site)}"
    return LastPress(event=str(last.id), words=words)


def _insertion(
    one: InsertionState, events: Sequence[Event], names: dict[NeedleId, str], now: datetime
) -> InsertionCard:
    own = [event for event in events if event.insertion == one.insertion]
    broken = any(event.type is EventType.BROKEN and event.needle == one.needle for event in events)
    is_in = one.removed_at is None and not broken
    current = [event.type for event in own if event.type in {EventType.ESTIM_ON, EventType.ESTIM_OFF}]
    minutes = int((now - one.inserted_at).total_seconds() // 60)
    if is_in:
        time = ngettext("in since %(at)s, %(n)d minute", "in since %(at)s, %(n)d minutes", minutes) % {
            "at": _clock(one.inserted_at),
            "n": minutes,
        }
    elif one.dwell_seconds is not None:
        time = _("in for %(time)s") % {"time": _duration(one.dwell_seconds)}
    else:
        time = _("time in not known")
    return InsertionCard(
        id=one.insertion,
        needle=one.needle,
        needle_name=names[one.needle].split(",")[0],
        place=muscle_side(one.muscle, one.side, one.site),
        is_in=is_in,
        since=one.inserted_at,
        time=time,
        twitches=one.twitches,
        said=_said(own, one),
        has_current=bool(current) and current[-1] is EventType.ESTIM_ON,
        is_broken=broken,
    )


def _said(own: Iterable[Event], one: InsertionState) -> str:
    parts = [str(SENSATIONS[sensation]).lower() for sensation in dict.fromkeys(one.sensations)]
    pains = [event.data.pain_nprs for event in own if event.data.pain_nprs is not None]
    if pains:
        parts.append(_("pain %(score)s of 10") % {"score": f"{max(pains):g}"})
    if one.manipulations:
        parts.append(
            ngettext("moved %(n)d time", "moved %(n)d times", one.manipulations) % {"n": one.manipulations}
        )
    return ", ".join(parts)


def _lots(one: PlannedInsertion, lots: Sequence[NeedleLot]) -> list[tuple[str, str]]:
    """Lots of the planned size, soonest to expire first; every usable lot where none has that size."""
    fitting = [
        lot
        for lot in lots
        if (float(lot.length_mm), float(lot.diameter_mm)) == (one.length_mm, one.diameter_mm)
    ]
    return [(str(lot.pk), lot_words(lot)) for lot in fitting or lots]


def lot_words(lot: NeedleLot) -> str:
    """A lot as it is chosen from a list."""
    size = size_words((float(lot.length_mm), float(lot.diameter_mm)))
    return _("%(size)s · %(product)s · lot %(lot)s") % {"size": size, "product": lot.product, "lot": lot.lot}


def _under_by_place(plan: NeedlingPlan) -> dict[tuple[str | None, str | None], under.UnderCard]:
    # A review that was blanked while needles are in: the atlas still says what lies there.
    kept = plan.review.result.get("under") or under.from_atlas(plan.insertions)
    found = under.cards(kept, plan.insertions)
    order = dict.fromkeys((one.muscle, one.zone) for one in plan.insertions)
    return dict(zip(order, found, strict=True))


def _key(one: InsertionState) -> str:
    return f"{one.muscle}-{one.side.value}-{one.site or 1}"


def _clock(at: datetime) -> str:
    return date_format(localtime(at), "H:i")


def _duration(seconds: float) -> str:
    if seconds < 60:
        return _("%(n)d s") % {"n": round(seconds)}
    return _("%(n)d min") % {"n": round(seconds / 60)}
