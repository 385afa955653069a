"""Sections of the note about the person and the care, in the active language."""

from collections.abc import Iterator
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from drypoint.clinic.episodes.models import BodySide, History
from drypoint.clinic.followup.queries.note_source import NoteSource
from drypoint.clinic.rules.words import departures
from drypoint.clinic.visits.actions.rankings import SIGNS
from drypoint.clinic.visits.measure_words import measure_name, unit_name
from drypoint.clinic.visits.queries.body_pictures import pain_picture
from drypoint.documents import (
    Block,
    BodyFigure,
    Bullets,
    Column,
    Fact,
    Facts,
    NoteSection,
    Paragraph,
    RequiredItem,
    Table,
    Topic,
    written_time,
)


def fact(label: str, value: object | None) -> Iterator[Fact]:
    """A labelled fact, if there is one."""
    if value not in (None, ""):
        yield Fact(label=label, value=str(value))


def section(topic: Topic, *blocks: Block, records: tuple[RequiredItem, ...] = ()) -> NoteSection:
    """A section of those blocks that say something."""
    said = tuple(block for block in blocks if not (isinstance(block, Facts) and not block.facts))
    return NoteSection(topic=topic, blocks=said, records=records)


def yes_no(value: bool | None) -> str:
    """A sign that may not have been tested."""
    return _("not tested") if value is None else _("yes") if value else _("no")


def visit_section(source: NoteSource) -> NoteSection:
    """When, what kind of visit, by whom."""
    visit = source.visit
    return section(
        Topic.PATIENT_AND_VISIT,
        Facts(
            facts=(
                Fact(label=_("Complaint"), value=visit.episode.title),
                Fact(label=_("Visit"), value=written_time(source.local(visit.started_at), source.language)),
                Fact(label=_("Kind of visit"), value=visit.get_kind_display()),
                Fact(label=_("Seen by"), value=visit.therapist.signature),
                *_from_paper(source),
            )
        ),
    )


def _from_paper(source: NoteSource) -> tuple[Fact, ...]:
    """That the visit was worked on paper and entered later, where it was."""
    visit = source.visit
    if not visit.paper_record_by:
        return ()
    entered = written_time(source.local(visit.created_at), source.language)
    return (
        Fact(
            label=_("Entered later from paper"),
            value=_("%(when)s; written on paper by %(who)s")
            % {"when": entered, "who": visit.paper_record_by},
        ),
    )


def history_section(source: NoteSource) -> NoteSection | None:
    """The history where it is new since the last visit, and what else was told since."""
    history, follows = source.history, source.previous is not None
    is_new = history is not None and not (follows and history.recorded_at < source.changed_since)
    told = (*(_history(history) if history is not None and is_new else ()), *_told_since(source))
    if told:
        return section(Topic.HISTORY_CHANGES, Facts(facts=told))
    if history is None:
        return None
    return section(Topic.HISTORY_CHANGES, Paragraph(text=_("No change was recorded since the last visit.")))


def _history(history: History) -> tuple[Fact, ...]:
    onset_on = date_format(history.onset_on, "DATE_FORMAT") if history.onset_on is not None else None
    return (
        *fact(_("Began on"), onset_on),
        *fact(_("Onset"), history.onset),
        *fact(_("Mechanism"), history.mechanism),
        *fact(_("Occupation"), history.occupation),
        *fact(_("Sport and load"), history.sport_and_load),
        *fact(_("Stress"), history.stress),
        *fact(_("Sleep"), history.sleep),
        *fact(_("Behaviour of the pain"), history.pain_behaviour),
        *fact(_("Goals in own words"), history.goals_own_words),
        *fact(_("Medicines"), ", ".join(history.medicines)),
        *fact(_("Red flags, in words"), history.red_flag_words),
    )


def _told_since(source: NoteSource) -> Iterator[Fact]:
    """How it was after the last visit, and medicines and allergies that were recorded since."""
    if source.previous is None:
        return
    for one in source.check_ins:
        moment = written_time(source.local(one.answered_at), source.language)
        said, answers = [str(one.get_level_display())], one.answers.get("triage") or {}
        for key, label in (("pain_nprs", _("pain")), ("soreness_nprs", _("soreness"))):
            if answers.get(key) is not None:
                said.append(_("%(what)s %(score)s of 10") % {"what": label, "score": f"{answers[key]:g}"})
        if answers.get("bruise"):
            said.append(_("a bruise"))
        yield Fact(label=_("After the last visit"), value=f"{', '.join(said)} ({moment})")
    since = source.changed_since
    medicines = [
        f"{one.text} ({_('stopped')})" if one.stopped_on else one.text
        for one in source.medicines
        if one.text and one.recorded_at >= since
    ]
    allergies = [one.substance for one in source.allergies if one.substance and one.recorded_at >= since]
    yield from fact(_("Medicines recorded since"), ", ".join(medicines))
    yield from fact(_("Allergies recorded since"), ", ".join(allergies))


def screening_section(source: NoteSource) -> NoteSection | None:
    """Outcome and date, each finding with what was decided about it, what is unanswered."""
    screening = source.screening
    if screening is None:
        return None
    result = screening.engine_result.result
    reasons = source.plan.reasons if source.plan is not None else {}
    findings: list[dict[str, Any]] = list(result["findings"])
    if source.plan is not None:
        known = {finding["id"] for finding in findings}
        findings += [one for one in source.plan.review.result["findings"] if one["id"] not in known]
    here = departures(source.visit.clinic, at=screening.engine_result.recorded_at)
    lines = {
        finding["id"]: " ".join(
            (
                f"{finding['because']} {finding['action']}",
                *([here[finding["id"]]] if finding["id"] in here else []),
                *(
                    [_("Decided: %(reason)s") % {"reason": reasons[finding["id"]]}]
                    if finding["id"] in reasons
                    else []
                ),
            )
        )
        for finding in findings
    }
    return section(
        Topic.SCREENING,
        Facts(
            facts=(
                Fact(label=_("Result"), value=_outcome(result["outcome"])),
                Fact(
                    label=_("Screened"),
                    value=written_time(source.local(screening.recorded_at), source.language),
                ),
                Fact(label=_("Answered by"), value=screening.get_answered_by_display()),
                Fact(label=_("Rules"), value=screening.engine_result.versions.get("rules")),
                *fact(_("Not answered"), ", ".join(result["unanswered"])),
            )
        ),
        *([Bullets(items=tuple(lines.values()))] if lines else []),
        records=(RequiredItem.SCREENING_RESULT_AND_DATE,),
    )


def _outcome(outcome: str) -> str:
    names = {
        "emergency": _("Emergency"),
        "stop": _("Do not needle"),
        "refer": _("Refer first"),
        "incomplete": _("Questions open"),
        "reasons_needed": _("Reasons needed"),
        "modify": _("Go ahead with changes"),
        "clear": _("Nothing found that speaks against it"),
    }
    return names[outcome]


def examination_section(source: NoteSource) -> NoteSection | None:
    """What the examination of this visit showed."""
    examination = source.examination
    if examination is None:
        return None
    results = {True: _("positive"), False: _("negative"), None: _("not conclusive")}
    tests = (
        f"{test.name}"
        + (f", {BodySide(test.side.value).label}" if test.side is not None else "")
        + f": {results[test.positive]}"
        + (f". {test.words}" if test.words else "")
        for test in examination.special_tests
    )
    return section(
        Topic.EXAMINATION,
        Facts(
            facts=(
                *(Fact(label=one.part, value=one.words) for one in examination.findings),
                *fact(_("Neurological"), examination.neuro),
                *fact(_("Special tests"), "; ".join(tests)),
                *fact(_("Summary"), examination.summary),
            )
        ),
    )


def indication_section(source: NoteSource) -> NoteSection | None:
    """Indication, what was tried before, the plan of care and its goals."""
    care, plan, history = source.plan_of_care, source.plan, source.history
    indication = care.indication if care is not None else plan.indication if plan is not None else ""
    tried = (
        *(care.tried_before if care is not None else ()),
        *(history.previous_treatments if history else ()),
    )
    rows = dict.fromkeys(f"{one.kind}: {one.result}" for one in tried)
    facts: list[Fact] = [*fact(_("Indication"), indication), *fact(_("Tried before"), "; ".join(rows))]
    if care is not None:
        answer = _("yes") if care.needling else _("no")
        facts += [
            Fact(label=_("Needling"), value=f"{answer}: {care.needling_reason}"),
            Fact(
                label=_("Planned"),
                value=_("%(visits)d visits, one each %(days)d days")
                % {"visits": care.planned_visits, "days": care.interval_days},
            ),
            *fact(_("Other treatments planned"), "; ".join(one.kind for one in care.other_treatments)),
            *fact(_("Review on"), date_format(care.review_on, "DATE_FORMAT") if care.review_on else None),
        ]
    facts += [Fact(label=_("Goal"), value=_goal(goal)) for goal in source.goals]
    if not facts:
        return None
    records = (
        *((RequiredItem.INDICATION,) if indication else ()),
        *((RequiredItem.PRIOR_CARE,) if rows else ()),
    )
    return section(Topic.INDICATION_AND_PLAN, Facts(facts=tuple(facts)), records=records)


def _goal(goal: Any) -> str:
    target = (
        f" ({measure_name(goal.measure)} {goal.target_value:g} {unit_name(goal.unit)})"
        if goal.target_value is not None
        else ""
    )
    met = _(", met on %(day)s") % {"day": date_format(goal.met_on, "DATE_FORMAT")} if goal.met_on else ""
    return f"{goal.words}{target}{met}"


def drawing_section(source: NoteSource) -> NoteSection | None:
    """Where it hurts, zone by zone."""
    drawing = source.drawing
    if drawing is None:
        return None
    lines = []
    for zone in drawing.zones:
        parts = [
            source.zone(zone.code),
            str(BodySide(zone.side.value).label),
            _("covered %(percent)d %%") % {"percent": round(100 * zone.cover)},
        ]
        if zone.intensity is not None:
            parts.append(_("pain %(score)s of 10") % {"score": f"{zone.intensity:g}"})
        if zone.quality:
            parts.append(zone.quality)
        lines.append(", ".join(parts))
    drawn = Fact(label=_("Drawn by"), value=drawing.get_drawn_by_display())
    title = _("Where it hurts")
    picture = BodyFigure(picture=pain_picture(drawing, title=title), alt=f"{title}: {'; '.join(lines)}")
    return section(
        Topic.PAIN_DRAWING,
        Facts(facts=(drawn,)),
        *([picture] if lines else []),
        *([Bullets(items=tuple(lines))] if lines else [Paragraph(text=_("No pain was drawn."))]),
    )


def palpation_section(source: NoteSource) -> NoteSection | None:
    """Each trigger point with its signs and status."""
    if not source.palpation:
        return None
    titles = (
        _("Muscle"),
        _("Taut band"),
        _("Spot tenderness"),
        _("Recognised pain"),
        _("Local twitch response"),
        _("Referred pain"),
        _("Pressure pain threshold (kPa)"),
        _("Status"),
    )
    rows = tuple(
        (
            f"{source.muscle(one.trigger_point.muscle)}, {one.trigger_point.get_side_display()}, "
            f"{one.trigger_point.site}",
            *(yes_no(getattr(one, sign)) for sign in SIGNS),
            f"{one.ppt_kpa:g}" if one.ppt_kpa is not None else _("not measured"),
            str(one.get_status_display()),
        )
        for one in source.palpation
    )
    columns = tuple(Column(title=title, names_row=title == titles[0]) for title in titles)
    return section(Topic.PALPATION, Table(columns=columns, rows=rows))
