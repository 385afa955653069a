"""The procedure note of needling: each insertion, the course of the session, the needle account."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drypoint.clinic.episodes.models import BodySide
from drypoint.clinic.followup.queries.note_sections import fact, section
from drypoint.clinic.followup.queries.note_source import NoteSource
from drypoint.clinic.stock.models import NeedleLot
from drypoint.clinic.visits.models import Question
from drypoint.clinic.visits.rows import PlannedInsertion
from drypoint.documents import (
    Block,
    Bullets,
    Column,
    Fact,
    Facts,
    NotApplicable,
    NoteSection,
    Paragraph,
    RequiredItem,
    Table,
    Topic,
    session_note_rules,
)
from drypoint.needling import Event, EventType, InsertionState, Sensation, TakenBack

_TELLING = frozenset(
    {
        EventType.NEEDLE_OPENED,
        EventType.INSERTED,
        EventType.REMOVED,
        EventType.REMOVED_ALL,
        EventType.BROKEN,
        EventType.DROPPED,
        EventType.ADVERSE_EVENT,
        EventType.COUNT_CHECKED,
    }
)
"""Events whose correction a reader of the note needs: needles, their count, and harm."""


class _Insertion(NamedTuple):
    """One insertion with what the plan, its events and the lot say of it."""

    state: InsertionState
    planned: PlannedInsertion | None
    lot: NeedleLot | None
    length_mm: float | None
    diameter_mm: float | None
    depth_mm: float | None
    stimulated: bool
    afterwards: bool
    """Whether it was written down when the hands were free, so that no dwell is known."""


def needling_section(source: NoteSource) -> NoteSection:
    """Each insertion, the needle count, how and without what; or that there was no needling."""
    if source.session is None:
        reason = _("No needling at this visit.")
        return NoteSection(
            topic=Topic.NEEDLING,
            blocks=(Paragraph(text=reason),),
            not_applicable=tuple(
                NotApplicable(item=row.item, reason=reason)
                for row in session_note_rules().required
                if row.topic is Topic.NEEDLING
            ),
        )
    done = _insertions(source)
    stimulated = any(one.stimulated for one in done)
    positions = sorted({one.planned.position for one in done if one.planned and one.planned.position})
    stimulation = source.session.stimulation or ("" if stimulated else _("none recorded"))
    recorded = {
        RequiredItem.POSITION: bool(positions),
        RequiredItem.SKIN_PREPARATION: bool(source.session.skin_preparation),
        RequiredItem.MUSCLES_AND_SIDES: bool(done),
        RequiredItem.NEEDLE_SIZE: all(one.length_mm and one.diameter_mm for one in done),
        RequiredItem.NEEDLE_COUNT: source.state.count_checked or not source.state.needles_opened,
        RequiredItem.DEPTH_OR_TARGET: all(one.depth_mm or one.state.site for one in done),
        RequiredItem.TECHNIQUE: all(one.planned and one.planned.technique for one in done),
        RequiredItem.LOCAL_TWITCH_RESPONSES: True,
        RequiredItem.ELECTRICAL_STIMULATION: bool(stimulation),
        RequiredItem.DWELL_TIME: all(one.state.dwell_seconds is not None for one in done),
        RequiredItem.WITHOUT_INJECTION: True,
        RequiredItem.SEPARATE_PROCEDURE_NOTE: True,
    }
    blocks: tuple[Block, ...] = (
        _table(source, done) if done else Paragraph(text=_("No insertion was recorded.")),
        Facts(
            facts=(
                *fact(_("Position"), ", ".join(_position(one) for one in positions)),
                *fact(_("Skin preparation"), source.session.skin_preparation),
                Fact(label=_("Needles"), value=_account(source)),
                *fact(_("Electrical stimulation"), stimulation),
                *fact(_("Recorded, not looked at yet"), " ".join(_asked(source))),
                Fact(
                    label=_("Method"),
                    value=_("Solid filiform needles, without injection of any substance."),
                ),
                *_course(source),
            )
        ),
        *_corrections(source),
        *_beneath(source),
    )
    return section(
        Topic.NEEDLING, *blocks, records=tuple(item for item, stands in recorded.items() if stands)
    )


def _asked(source: NoteSource) -> Iterator[str]:
    """Each question once, with where it was asked."""
    where: dict[str, list[str]] = {}
    for one in source.questioned:
        event = one.event
        place = ""
        if event.muscle and event.side:
            place = f"{source.muscle(event.muscle)}, {BodySide(event.side.value).label}"
        for code in one.questions:
            where.setdefault(code, []).append(place)
    for code, places in where.items():
        named = "; ".join(dict.fromkeys(place for place in places if place))
        yield f"{named}: {Question(code).label}" if named else str(Question(code).label)


def _account(source: NoteSource) -> str:
    state = source.state
    return _(
        "%(opened)d opened: %(sharps)d in the sharps container, %(dropped)d put away unused, "
        "%(broken)d broken, %(unaccounted)d not accounted for"
    ) % {
        "opened": state.needles_opened,
        "sharps": state.sharps,
        "dropped": state.dropped_unused,
        "broken": state.broken,
        "unaccounted": state.unaccounted,
    }


def _insertions(source: NoteSource) -> list[_Insertion]:
    plan = source.session.plan if source.session is not None else None
    planned = {
        (str(one.muscle), one.side, one.site): one for one in (plan.insertions if plan is not None else ())
    }
    anywhere = {(muscle, side): one for (muscle, side, _site), one in planned.items()}
    found = []
    for state in source.state.insertions:
        site = int(state.site) if state.site is not None and state.site.isdecimal() else None
        muscle = str(state.muscle)
        match = planned.get((muscle, state.side, site)) or anywhere.get((muscle, state.side))
        opening = source.openings.get(str(state.needle))
        lot = opening.lot if opening is not None else None
        of_it = [one for one in source.events if one.insertion == state.insertion]
        depths = [one.data.depth_mm for one in of_it if one.data.depth_mm is not None]
        found.append(
            _Insertion(
                state=state,
                planned=match,
                lot=lot,
                length_mm=float(lot.length_mm) if lot else match.length_mm if match else None,
                diameter_mm=float(lot.diameter_mm) if lot else match.diameter_mm if match else None,
                depth_mm=depths[-1] if depths else None,
                stimulated=any(one.type is EventType.ESTIM_ON for one in of_it),
                afterwards=any(one.data.afterwards for one in of_it),
            )
        )
    return found


def _table(source: NoteSource, done: list[_Insertion]) -> Table:
    columns = (
        Column(title=_("Muscle, side, site"), names_row=True, share=25),
        Column(title=_("Needle (mm), lot"), share=15),
        Column(title=_("Technique, depth as estimated"), share=17),
        Column(title=_("In, out, dwell"), share=16),
        Column(title=_("Passes"), numeric=True, share=9),
        Column(title=_("Local twitch responses"), numeric=True, share=11),
        Column(title=_("Felt, current"), share=17),
    )
    return Table(columns=columns, rows=tuple(_row(source, one) for one in done))


def _row(source: NoteSource, one: _Insertion) -> tuple[str | None, ...]:
    state, named = one.state, source.muscle(one.state.muscle)
    place = [str(BodySide(state.side.value).label)]
    if state.site is not None:
        place.append(_("site %(site)s") % {"site": state.site})
    size = f"{one.length_mm:g} × {one.diameter_mm:g}" if one.length_mm and one.diameter_mm else None
    lot = _("lot %(number)s") % {"number": one.lot.lot} if one.lot is not None else None
    technique = one.planned.technique if one.planned is not None else None
    depth = _("%(n)s mm deep") % {"n": f"{one.depth_mm:g}"} if one.depth_mm is not None else None
    return (
        f"{named[:1].upper()}{named[1:]}\n{', '.join(place)}",
        _joined(size, lot),
        _joined(_technique(technique) if technique else None, depth),
        _joined(*_times(source, one)),
        str(state.passes) if state.passes else "–",
        str(state.twitches),
        _joined(*_felt(one)) or "–",
    )


def _joined(*parts: str | None) -> str | None:
    return ", ".join(part for part in parts if part) or None


def _times(source: NoteSource, one: _Insertion) -> tuple[str, ...]:
    state = one.state
    went_in = _clock(source, state.inserted_at)
    if state.removed_at is None:
        return (went_in, _("still in"))
    if one.afterwards:
        return (went_in, _clock(source, state.removed_at), _("written down afterwards"))
    dwell = (
        (_("%(n)d s") % {"n": round(state.dwell_seconds)},)
        if state.dwell_seconds is not None
        else (_("dwell not known"),)
    )
    return (f"{went_in}–{_clock(source, state.removed_at)}", *dwell)


def _clock(source: NoteSource, moment: datetime) -> str:
    return source.local(moment).strftime("%H:%M:%S")


def _felt(one: _Insertion) -> tuple[str, ...]:
    state = one.state
    pain = (
        _("pain %(score)s of 10") % {"score": f"{state.pain_nprs:g}"} if state.pain_nprs is not None else ""
    )
    return (
        *(_sensation(felt) for felt in dict.fromkeys(state.sensations)),
        *((pain,) if pain else ()),
        *((_("with current"),) if one.stimulated else ()),
    )


def _sensation(felt: Sensation) -> str:
    return {
        Sensation.ACHE: _("ache"),
        Sensation.CRAMP: _("cramp"),
        Sensation.SHARP: _("sharp"),
        Sensation.ELECTRIC: _("electric"),
        Sensation.EASED: _("eased again"),
    }[felt]


def _course(source: NoteSource) -> tuple[Fact, ...]:
    """When it began and ended, and each pause."""
    session = source.session
    ends = [one.at for one in source.events if one.type is EventType.CLOSED]
    facts: list[Fact] = []
    if session is not None:
        facts.append(Fact(label=_("Began"), value=_clock(source, session.started_at)))
    if ends:
        facts.append(Fact(label=_("Ended"), value=_clock(source, ends[-1])))
    pauses = _pauses(source)
    if pauses:
        said = ngettext("%(n)d pause", "%(n)d pauses", len(pauses)) % {"n": len(pauses)}
        facts.append(Fact(label=_("Pauses"), value=f"{said}: {'; '.join(pauses)}"))
    noted = [one.data.note for one in source.events if one.data.note]
    if noted:
        facts.append(Fact(label=_("Noted during needling"), value="; ".join(noted)))
    return tuple(facts)


def _pauses(source: NoteSource) -> list[str]:
    pauses: list[str] = []
    began: Event | None = None
    for one in source.events:
        if one.type is EventType.PAUSED and began is None:
            began = one
        elif one.type in {EventType.RESUMED, EventType.CLOSED} and began is not None:
            pauses.append(f"{_clock(source, began.at)}–{_clock(source, one.at)}")
            began = None
    if began is not None:
        pauses.append(_("from %(time)s") % {"time": _clock(source, began.at)})
    return pauses


def _beneath(source: NoteSource) -> tuple[Block, ...]:
    """What the review of the signed plan showed under each planned needle, in its words."""
    plan = source.session.plan if source.session is not None else None
    if plan is None:
        return ()
    lines: dict[str, None] = {}
    for under in plan.review.result.get("under", ()):  # nothing once the review was blanked
        planned = plan.insertions[under["insertion"]]
        where = source.muscle(planned.muscle) if planned.muscle else source.zone(str(planned.zone))
        said = ", ".join(under["structure_labels"])
        if not under["reviewed"]:
            said = _("not reviewed: unknown, not harmless")
        worst = under["worst_event_label"]
        lines[
            f"{where}, {BodySide(planned.side.value).label}: {said or _('nothing named')}"
            + (_("; gravest event: %(event)s") % {"event": worst} if worst else "")
        ] = None
    return (
        Paragraph(text=_("What lay under the planned needles, as reviewed:")),
        Bullets(items=tuple(lines)),
    )


def _corrections(source: NoteSource) -> tuple[Block, ...]:
    """What was recorded of needles, count or harm and then taken back."""
    lines = tuple(_correction(source, one) for one in source.state.taken_back if one.type in _TELLING)
    return (Paragraph(text=_("Recorded and taken back:")), Bullets(items=lines)) if lines else ()


def _correction(source: NoteSource, one: TakenBack) -> str:
    said = _("%(what)s at %(time)s, taken back at %(later)s") % {
        "what": _event(one.type),
        "time": _clock(source, one.at),
        "later": _clock(source, one.taken_back_at),
    }
    return f"{said}: {one.why}" if one.why else said


def _event(kind: EventType) -> str:
    return {
        EventType.NEEDLE_OPENED: _("Needle opened"),
        EventType.INSERTED: _("Needle in"),
        EventType.REMOVED: _("Needle out"),
        EventType.REMOVED_ALL: _("All needles out"),
        EventType.BROKEN: _("Needle broken"),
        EventType.DROPPED: _("Needle put away unused"),
        EventType.ADVERSE_EVENT: _("Adverse event"),
        EventType.COUNT_CHECKED: _("Count"),
    }[kind]


def _position(code: str) -> str:
    return {
        "prone": _("lying face down"),
        "supine": _("lying face up"),
        "side_lying": _("lying on the side"),
        "sitting": _("sitting"),
    }[code]


def _technique(code: str) -> str:
    return {
        "deep": _("deep"),
        "superficial": _("superficial"),
        "tangential": _("tangential"),
        "pincer": _("pincer grip"),
    }[code]
