"""What came of the visit: measures with their change as the engine reads it, tolerance, harm."""

from django.utils.translation import gettext as _

from drypoint.clinic.followup.queries.course import decision_request
from drypoint.clinic.followup.queries.course_figure import course_figure
from drypoint.clinic.followup.queries.note_sections import fact, section
from drypoint.clinic.followup.queries.note_source import NoteSource
from drypoint.clinic.incidents.models import AdverseEvent
from drypoint.clinic.visits.change_words import engine_change, verdicts
from drypoint.clinic.visits.measure_words import measured_name, unit_name
from drypoint.clinic.visits.models import MeasuredWhen, Measurement
from drypoint.clinic.visits.queries.measurements import Key, key_of
from drypoint.clinic.visits.queries.visits import visits_of_episode
from drypoint.decision.rules import ThresholdId, load_rules
from drypoint.documents import (
    Block,
    Bullets,
    Column,
    Fact,
    Facts,
    Figure,
    NoteSection,
    Paragraph,
    RequiredItem,
    Table,
    Topic,
)
from drypoint.figures import Palette


def response_section(source: NoteSource) -> NoteSection | None:
    """Each measure before and after; the last of several counts. The change since the first visit, judged."""
    if not source.measurements:
        return None
    rows: dict[tuple[str, ...], dict[str, Measurement]] = {}
    for one in source.measurements:
        rows.setdefault((*key_of(one), one.unit), {})[one.when] = one
    columns = (
        Column(title=_("Measure"), names_row=True),
        Column(title=_("Before"), numeric=True),
        Column(title=_("After"), numeric=True),
        Column(title=_("Change"), numeric=True),
        Column(title=_("Between visits"), numeric=True),
        Column(title=_("Unit")),
        Column(title=_("Device and rater")),
    )
    table = Table(columns=columns, rows=tuple(_row(key, at) for key, at in rows.items()))
    after = any(one.when == MeasuredWhen.AFTER for one in source.measurements)
    blocks: tuple[Block, ...] = (
        table,
        *((Paragraph(text=_not_judged()),) if after else ()),
        *_since_first(source),
        *_course(source),
    )
    return section(Topic.RESPONSE, *blocks, records=(RequiredItem.RESPONSE,) if after else ())


def _course(source: NoteSource) -> tuple[Block, ...]:
    """The course of pain up to this visit as a picture, once there are two scores to join.

    What is told afterwards is not part of the note, so that a signed one stays what the record said.
    """
    asked = decision_request(source.visit, "nprs")
    first = visits_of_episode(source.visit).earliest("started_at")
    measured = [one.measured_at for one in source.measurements if one.instrument == "nprs"]
    if not measured:
        return ()
    until = (max(measured) - first.started_at).total_seconds() / 86_400
    seen = [one for one in asked["observations"] if one["day"] <= until]
    if len(seen) < 2:
        return ()
    asked |= {"observations": seen}
    drawn = course_figure(
        asked,
        None,
        begins=first.started_at.astimezone(source.visit.clinic.zone).date(),
        palette=Palette.PRINT,
    )
    return (Figure(svg=drawn.svg, alt=drawn.description, caption=drawn.title, width_percent=60),)


def _row(key: tuple[str, ...], at: dict[str, Measurement]) -> tuple[str, ...]:
    before, after = at.get(MeasuredWhen.BEFORE), at.get(MeasuredWhen.AFTER)
    return (
        measured_name(*key[:-1]),
        _value(before),
        _value(after),
        _difference(before, after),
        _value(at.get(MeasuredWhen.BETWEEN)),
        unit_name(key[-1]),
        "; ".join(dict.fromkeys(how for one in at.values() for how in (one.device, one.rater) if how)) or "–",
    )


def _value(one: Measurement | None) -> str:
    return f"{one.value:g}" if one is not None and one.value is not None else "–"


def _difference(before: Measurement | None, after: Measurement | None) -> str:
    if before is None or after is None or before.value is None or after.value is None:
        return "–"
    return f"{round(after.value - before.value, 9):+g}"


def _not_judged() -> str:
    return _(
        "Scores taken straight after needling, or within %(hours)d hours of it, are kept but not judged: "
        "soreness hides the effect, and they hardly tell what lasts."
    ) % {"hours": load_rules().threshold(ThresholdId.SORENESS_WINDOW_HOURS)}


def _since_first(source: NoteSource) -> tuple[Block, ...]:
    """Before treatment now against before treatment the first time, as the change engine reads it."""
    lines = []
    for one in source.measurements:
        first = source.first_measured.get(key_of(one))
        if one.when != MeasuredWhen.BEFORE or first is None:
            continue
        lines.append(_judged(source, key_of(one), first, one))
    return (Paragraph(text=_("Since it was first measured:")), Bullets(items=tuple(lines))) if lines else ()


def _judged(source: NoteSource, key: Key, first: Measurement, now: Measurement) -> str:
    said = f"{measured_name(*key)}: {_value(first)} → {_value(now)} ({_difference(first, now)})"
    if key.instrument == "rom_deg" or first.value is None or now.value is None:
        return said
    found = engine_change(key.instrument, first.value, now.value, complaint=source.visit.episode.complaint)
    return " ".join((f"{said}.", *verdicts(found)))


def tolerance_section(source: NoteSource) -> NoteSection:
    """How it was borne, and every adverse event known when the note is drafted."""
    tolerance = source.session.tolerance if source.session is not None else ""
    events = [
        *(f"{kind}" for kind in source.state.adverse_events if kind),
        *(_event(one) for one in source.adverse_events),
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


def _event(one: AdverseEvent) -> str:
    """One adverse event with what was done and how it ended, as far as it is known."""
    said = ": ".join(part for part in (str(one.get_kind_display()), one.description) if part)
    more = [
        *([_("done: %(words)s") % {"words": one.action_taken}] if one.action_taken else []),
        *([_("ended: %(words)s") % {"words": one.outcome}] if one.outcome else []),
    ]
    return ", ".join((said, *more))
