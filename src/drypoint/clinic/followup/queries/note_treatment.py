"""Sections of the note about what was done and what came of it, in the active language."""

from collections.abc import Iterator
from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drypoint import atlas, billing
from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.episodes.models import BodySide
from drypoint.clinic.followup.models import ProcedureCode
from drypoint.clinic.followup.queries.note_sections import fact, section
from drypoint.clinic.followup.queries.note_source import NoteSource
from drypoint.clinic.visits.measure_words import measured_name, unit_name
from drypoint.clinic.visits.models import MeasuredWhen, Measurement, Question
from drypoint.clinic.visits.rows import PlannedInsertion, PrescribedExercise
from drypoint.documents import (
    Bullets,
    Column,
    Fact,
    Facts,
    NoteSection,
    Paragraph,
    RequiredItem,
    Table,
    Topic,
    session_note_rules,
    written_time,
)
from drypoint.needling import InsertionState, SessionState
from drypoint.safety import load_places


class _Insertion(NamedTuple):
    """One insertion with what the plan, the event and the lot say of it."""

    state: InsertionState
    planned: PlannedInsertion | None
    length_mm: float | None
    diameter_mm: float | None
    depth_mm: float | None


def needling_section(source: NoteSource) -> NoteSection:
    """Each insertion, the needle count, how and without what; or that there was no needling."""
    if source.session is None:
        # Said once: none of what a needling note must state applies.
        items = tuple(row.item for row in session_note_rules().required if row.topic is Topic.NEEDLING)
        return section(Topic.NEEDLING, Paragraph(text=_("No needling at this visit.")), records=items)
    done = _insertions(source)
    state, stimulated = source.state, _stimulated(source)
    positions = sorted({one.planned.position for one in done if one.planned and one.planned.position})
    stimulation = source.session.stimulation or ("" if stimulated else _("none recorded"))
    count = _(
        "%(opened)d opened: %(sharps)d in the sharps container, %(dropped)d put away unused, "
        "%(broken)d broken, %(unaccounted)d not accounted for"
    ) % {
        "opened": state.needles_opened,
        "sharps": state.sharps,
        "dropped": state.dropped_unused,
        "broken": state.broken,
        "unaccounted": state.unaccounted,
    }
    recorded = {
        RequiredItem.POSITION: bool(positions),
        RequiredItem.SKIN_PREPARATION: bool(source.session.skin_preparation),
        RequiredItem.MUSCLES_AND_SIDES: bool(done),
        RequiredItem.NEEDLE_SIZE: all(one.length_mm and one.diameter_mm for one in done),
        RequiredItem.NEEDLE_COUNT: state.count_checked or not state.needles_opened,
        RequiredItem.DEPTH_OR_TARGET: all(one.depth_mm or one.state.site for one in done),
        RequiredItem.TECHNIQUE: all(one.planned and one.planned.technique for one in done),
        RequiredItem.LOCAL_TWITCH_RESPONSES: True,
        RequiredItem.ELECTRICAL_STIMULATION: bool(stimulation),
        RequiredItem.DWELL_TIME: all(one.state.dwell_seconds is not None for one in done),
        RequiredItem.WITHOUT_INJECTION: True,
    }
    return section(
        Topic.NEEDLING,
        _table(source, done) if done else Paragraph(text=_("No insertion was recorded.")),
        Facts(
            facts=(
                *fact(_("Position"), ", ".join(_position(one) for one in positions)),
                *fact(_("Skin preparation"), source.session.skin_preparation),
                Fact(label=_("Needles"), value=count),
                *fact(_("Electrical stimulation"), stimulation),
                *fact(_("Recorded, not looked at yet"), " ".join(_asked(source))),
                Fact(
                    label=_("Method"),
                    value=_("Solid filiform needles, without injection of any substance."),
                ),
            )
        ),
        records=tuple(item for item, stands in recorded.items() if stands),
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
        data = source.insertions[str(state.insertion)].payload["data"]
        found.append(
            _Insertion(
                state=state,
                planned=match,
                length_mm=float(lot.length_mm) if lot else match.length_mm if match else None,
                diameter_mm=float(lot.diameter_mm) if lot else match.diameter_mm if match else None,
                depth_mm=data.get("depth_mm"),
            )
        )
    return found


def _table(source: NoteSource, done: list[_Insertion]) -> Table:
    columns = (
        Column(title=_("Muscle"), names_row=True),
        Column(title=_("Side")),
        Column(title=_("Site")),
        Column(title=_("Needle (mm)")),
        Column(title=_("Depth, as estimated (mm)"), numeric=True),
        Column(title=_("Technique")),
        Column(title=_("Dwell (s)"), numeric=True),
        Column(title=_("Local twitch responses"), numeric=True),
    )
    return Table(columns=columns, rows=tuple(_row(source, one) for one in done))


def _row(source: NoteSource, one: _Insertion) -> tuple[str | None, ...]:
    state = one.state
    size = f"{one.length_mm:g} × {one.diameter_mm:g}" if one.length_mm and one.diameter_mm else None
    technique = one.planned.technique if one.planned is not None else None
    return (
        source.muscle(state.muscle),
        str(BodySide(state.side.value).label),
        state.site,
        size,
        f"{one.depth_mm:g}" if one.depth_mm is not None else None,
        _technique(technique) if technique else None,
        f"{state.dwell_seconds:.0f}" if state.dwell_seconds is not None else None,
        str(state.twitches),
    )


def _stimulated(source: NoteSource) -> bool:
    return source.visit.session_events.filter(type="estim_on").exists()


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


def other_treatments_section(source: NoteSource) -> NoteSection | None:
    """What else was done, with minutes."""
    if not source.other_treatments:
        return None
    lines = []
    for one in source.other_treatments:
        parts = [str(one.get_kind_display())]
        if one.minutes is not None:
            parts.append(ngettext("%(n)d minute", "%(n)d minutes", one.minutes) % {"n": one.minutes})
        if one.words:
            parts.append(one.words)
        lines.append(", ".join(parts))
    timed = [one.minutes for one in source.other_treatments if one.minutes is not None]
    total = ngettext("%(n)d minute", "%(n)d minutes", sum(timed)) % {"n": sum(timed)} if timed else None
    return section(
        Topic.OTHER_TREATMENTS,
        Bullets(items=tuple(lines)),
        Facts(facts=tuple(fact(_("Timed in all"), total))),
    )


def exercises_section(source: NoteSource) -> NoteSection | None:
    """What to do at home."""
    if source.exercises is None:
        return None
    lines = tuple(exercise_line(one) for one in source.exercises.exercises)
    said = Bullets(items=lines) if lines else Paragraph(text=_("No exercises were given."))
    return section(Topic.EXERCISES, said)


def exercise_line(exercise: PrescribedExercise) -> str:
    """One exercise with its dose, in the active language."""
    parts = (exercise.name, exercise_dose(exercise), exercise.words)
    return ", ".join(part for part in parts if part)


def exercise_dose(exercise: PrescribedExercise) -> str:
    """How much and how often, in the active language; empty where nothing was said."""
    parts = []
    if exercise.sets is not None:
        parts.append(_("%(n)d sets") % {"n": exercise.sets})
    if exercise.repetitions is not None:
        parts.append(_("%(n)d repetitions") % {"n": exercise.repetitions})
    if exercise.hold_seconds is not None:
        parts.append(_("hold %(n)d seconds") % {"n": exercise.hold_seconds})
    if exercise.times_per_day is not None:
        parts.append(_("%(n)d times a day") % {"n": exercise.times_per_day})
    if exercise.days_per_week is not None:
        parts.append(_("%(n)d days a week") % {"n": exercise.days_per_week})
    return ", ".join(parts)


def response_section(source: NoteSource) -> NoteSection | None:
    """Each measure before and after; the last of several counts."""
    if not source.measurements:
        return None
    rows: dict[tuple[str, ...], dict[str, Measurement]] = {}
    for one in source.measurements:
        key = (one.instrument, one.place, one.side, one.moved_by, one.unit)
        rows.setdefault(key, {})[one.when] = one
    columns = (
        Column(title=_("Measure"), names_row=True),
        Column(title=_("Before"), numeric=True),
        Column(title=_("After"), numeric=True),
        Column(title=_("Between visits"), numeric=True),
        Column(title=_("Unit")),
        Column(title=_("Device and rater")),
    )
    table = Table(
        columns=columns,
        rows=tuple(
            (
                measured_name(*key[:-1]),
                *(_value(at.get(when)) for when in MeasuredWhen),
                unit_name(key[-1]),
                "; ".join(
                    dict.fromkeys(how for one in at.values() for how in (one.device, one.rater) if how)
                ),
            )
            for key, at in rows.items()
        ),
    )
    after = any(one.when == MeasuredWhen.AFTER for one in source.measurements)
    return section(Topic.RESPONSE, table, records=(RequiredItem.RESPONSE,) if after else ())


def _value(one: Measurement | None) -> str:
    return f"{one.value:g}" if one is not None and one.value is not None else "–"


def tolerance_section(source: NoteSource) -> NoteSection:
    """How it was borne, and every adverse event known when the note is drafted."""
    tolerance = source.session.tolerance if source.session is not None else ""
    events = [
        *(f"{kind}" for kind in source.state.adverse_events if kind),
        *(
            ": ".join(part for part in (str(one.get_kind_display()), one.description) if part)
            for one in source.adverse_events
        ),
    ]
    said = "; ".join(events) or _("None was recorded up to this note.")
    records: tuple[RequiredItem, ...] = (RequiredItem.ADVERSE_EVENTS,)
    if tolerance:
        records = (RequiredItem.TOLERANCE_AND_OUTCOME, *records)
    return section(
        Topic.TOLERANCE,
        Facts(facts=(*fact(_("Tolerance"), tolerance), Fact(label=_("Adverse events"), value=said))),
        records=records,
    )


def after_care_section(source: NoteSource) -> NoteSection | None:
    """Which advice was given to whom."""
    sheet = source.after_care
    if sheet is None:
        return None
    places = load_places()
    regions = ", ".join(places.label(region, source.language) for region in sheet.regions)
    return section(
        Topic.AFTER_CARE,
        Facts(
            facts=(
                Fact(label=_("After-care sheet"), value=f"{regions} ({sheet.language})"),
                Fact(label=_("Given to"), value=sheet.given_to),
                Fact(label=_("Given"), value=written_time(source.local(sheet.given_at), source.language)),
            )
        ),
        records=(RequiredItem.ADVICE,),
    )


def billing_section(source: NoteSource) -> NoteSection:
    """The code that the number of muscles gives, and what the signer confirmed."""
    said = procedure_code(source.state, source.visit.clinic)
    if said is None:
        return section(
            Topic.BILLING, Paragraph(text=_("No muscle was needled.")), records=(RequiredItem.MUSCLE_COUNT,)
        )
    confirmed = source.procedure_code
    return section(
        Topic.BILLING,
        Facts(
            facts=(
                Fact(label=_("Muscles counted"), value=str(len(said.billing_muscles))),
                Fact(
                    label=_("Procedure code by that count")
                    if confirmed
                    else _("Procedure code, to be confirmed"),
                    value=said.code,
                ),
                *fact(
                    _("Procedure code, confirmed"),
                    str(ProcedureCode(confirmed).label) if confirmed else None,
                ),
            )
        ),
        records=(RequiredItem.MUSCLE_COUNT,),
    )


def procedure_code(state: SessionState, clinic: Clinic) -> billing.ProcedureCode | None:
    """What the needled muscles give; ``None`` where none was needled."""
    needled = tuple(billing.NeedledMuscle(muscle=one.muscle, side=one.side) for one in state.insertions)
    if not needled:
        return None
    asked = billing.CodeRequest(muscles=needled, sides_count_twice=clinic.sides_count_twice)
    return billing.code(asked, atlas=atlas.load())


def decision_section(source: NoteSource) -> NoteSection | None:
    """What follows, and why."""
    decision = source.decision
    if decision is None:
        return None
    day = date_format(decision.next_visit_on, "DATE_FORMAT") if decision.next_visit_on else None
    suggested = str(decision.get_suggested_display()) if decision.suggested else None
    return section(
        Topic.DECISION,
        Facts(
            facts=(
                Fact(label=_("Decision"), value=str(decision.get_chosen_display())),
                *fact(_("Suggested by the rules"), suggested),
                *fact(_("Reason"), decision.reason),
                *fact(_("Next visit"), day),
            )
        ),
    )
