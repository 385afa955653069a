"""An episode in words and pictures: its course on one page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drypoint import atlas
from drypoint.atlas import BodyArea, Complaint
from drypoint.clinic.actors import Actor
from drypoint.clinic.episodes.models import Episode, Goal, PlanOfCare
from drypoint.clinic.followup.models import CheckIn
from drypoint.clinic.followup.queries.alerts import ChartAlerts
from drypoint.clinic.followup.queries.episode_page import EpisodePage, PointCourse, VisitOnPage
from drypoint.clinic.permissions import Permission
from drypoint.clinic.visits.models import Consent, VisitStatus
from drypoint.web.presenters import consents, courses, way
from drypoint.web.presenters.charts import day, moment
from drypoint.web.presenters.parts import Cell, Fact, Table
from drypoint.web.templatetags.drypoint import localised


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """The one thing to do next, as a button; ``posts`` where it writes."""

    label: str
    url: str
    posts: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitRow:
    """One visit on the time line."""

    day: str
    url: str
    what: str
    decision: str
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PointRow:
    """One trigger point with its status from visit to visit."""

    name: str
    status: str
    status_words: str
    series: Sequence[tuple[str, str, str]]
    """Day, status code and status in words of the first visit and of each change; oldest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseOnPage:
    """Everything that the template shows."""

    next: NextStep | None
    complaint: str
    consent: Consent | None
    consent_words: str
    may_withdraw: bool
    courses: Sequence[Any]
    dials: Sequence[Any]
    visits: Sequence[VisitRow]
    points: Sequence[PointRow]
    goals: Sequence[Fact]
    history: Sequence[Fact]
    plan: Sequence[Fact]
    check_ins: Table | None
    latest_visit_id: Any
    has_needling: bool


def present(page: EpisodePage, known: ChartAlerts, actor: Actor) -> CourseOnPage:
    """The page of an episode for ``actor``."""
    latest = page.visits[-1].visit if page.visits else None
    consent = known.consent
    return CourseOnPage(
        next=_next(page, actor),
        complaint=complaint_name(page.episode),
        consent=consent,
        consent_words=consents.standing(consent) if consent is not None else "",
        may_withdraw=actor.may(Permission.RECORD_SESSION),
        courses=courses.pain(page),
        dials=courses.motion(page),
        visits=[_visit(one) for one in reversed(page.visits)],
        points=[_point(one) for one in page.trigger_points],
        goals=[goal_fact(one) for one in page.goals],
        history=_history(page),
        plan=plan_facts(page.plan_of_care) if page.plan_of_care is not None else [],
        check_ins=_check_ins(page.check_ins) if page.check_ins else None,
        latest_visit_id=latest.pk if latest is not None else None,
        has_needling=any(one.needled for one in page.visits),
    )


def complaints(asked: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Areas of the body with their complaints as (id, words); those found when something is asked."""
    known = atlas.load()
    if asked.strip():
        found = known.find_complaints(asked)
        return [("", [(one.id, title_of(one)) for one in found])] if found else []
    areas: dict[BodyArea, list[tuple[str, str]]] = {}
    for one in known.complaints:
        areas.setdefault(one.area, []).append((one.id, title_of(one)))
    return [(area_name(area), rows) for area, rows in areas.items()]


def area_name(area: BodyArea) -> str:
    """A part of the body as lists are headed."""
    names = {
        BodyArea.HEAD_NECK: _("Head and neck"),
        BodyArea.SHOULDER_ARM: _("Shoulder and arm"),
        BodyArea.TRUNK: _("Chest, back and belly"),
        BodyArea.PELVIS_HIP: _("Pelvis and hip"),
        BodyArea.LEG_FOOT: _("Leg and foot"),
        BodyArea.GENERAL: _("Other"),
    }
    return names[area]


def title_of(complaint: Complaint) -> str:
    """A complaint as a title."""
    words = localised(complaint.label)
    return words[:1].upper() + words[1:]


def complaint_name(episode: Episode) -> str:
    """The atlas's word for what the episode is about."""
    return title_of(atlas.load().complaint(episode.complaint))


def plan_facts(care: PlanOfCare) -> list[Fact]:
    """The plan of care in facts."""
    needling = _("Yes") if care.needling else _("No")
    visits = ngettext("%(n)d visit", "%(n)d visits", care.planned_visits) % {"n": care.planned_visits}
    interval = ngettext("every day", "every %(n)d days", care.interval_days) % {"n": care.interval_days}
    return [
        Fact(_("Indication"), care.indication),
        Fact(_("Dry needling"), f"{needling}: {care.needling_reason}"),
        Fact(_("Visits"), f"{visits}, {interval}"),
        Fact(
            _("Tried before"),
            "; ".join(f"{one.kind}: {one.result}" for one in care.tried_before) or _("Nothing recorded"),
        ),
        Fact(_("Other treatments"), ", ".join(one.kind for one in care.other_treatments)),
        Fact(_("Review on"), date_format(care.review_on, "j M Y") if care.review_on else ""),
    ]


def _next(page: EpisodePage, actor: Actor) -> NextStep | None:
    if page.episode.closed_on is not None or not actor.may(Permission.EDIT_CHART):
        return None
    if page.open_visit is not None and page.way is not None:
        step = page.way.next
        label = _("Go on: %(step)s") % {"step": way.NAMES[step]} if step is not None else _("Open the visit")
        url = way.url(step, page.open_visit) if step is not None else ""
        return NextStep(
            label=label,
            url=url or reverse("visit", args=[page.open_visit.pk]),
            note=day(page.open_visit.started_at),
        )
    label = _("Start the first visit") if not page.visits else _("Start a visit")
    return NextStep(label=label, url=reverse("visit_start", args=[page.episode.pk]), posts=True)


def _visit(one: VisitOnPage) -> VisitRow:
    visit = one.visit
    what = [str(visit.get_kind_display()), visit.therapist.user.name]
    if one.needled:
        what.append(ngettext("%(n)d insertion", "%(n)d insertions", one.insertions) % {"n": one.insertions})
    return VisitRow(
        day=day(visit.started_at),
        url=reverse("visit", args=[visit.pk]),
        what=" · ".join(what),
        decision=str(one.decision.label) if one.decision is not None else "",
        is_open=visit.status == VisitStatus.OPEN,
    )


def _point(one: PointCourse) -> PointRow:
    point = one.trigger_point
    muscle = localised(atlas.load().muscle(point.muscle).name)
    name = _("%(muscle)s, %(side)s") % {"muscle": muscle, "side": point.get_side_display()}
    if point.site > 1:
        name = _("%(name)s, site %(site)d") % {"name": name, "site": point.site}
    before = (None, *one.findings)
    found = [
        (day(each.visit.started_at), each.status, str(each.get_status_display()))
        for last, each in zip(before, one.findings, strict=False)
        if last is None or each.status != last.status
    ]
    return PointRow(
        name=name,
        status=one.status,
        status_words=found[-1][2] if found else _("Not palpated yet"),
        series=found,
    )


def goal_fact(goal: Goal) -> Fact:
    """A goal with its target and day."""
    said = []
    if goal.target_value is not None:
        said.append(
            _("%(measure)s: %(value)s %(unit)s")
            % {
                "measure": courses.measure_name(goal.measure),
                "value": f"{goal.target_value:g}",
                "unit": courses.unit_name(goal.unit),
            }
        )
    if goal.met_on is not None:
        said.append(_("met on %(day)s") % {"day": date_format(goal.met_on, "j M Y")})
    elif goal.by_on is not None:
        said.append(_("by %(day)s") % {"day": date_format(goal.by_on, "j M Y")})
    return Fact(goal.words, " · ".join(said))


def _history(page: EpisodePage) -> list[Fact]:
    history = page.history
    if history is None:
        return []
    onset = [date_format(history.onset_on, "j M Y") if history.onset_on else "", history.onset]
    facts = [
        Fact(_("Onset"), " · ".join(one for one in onset if one)),
        Fact(_("Mechanism"), history.mechanism),
        Fact(_("Work"), history.occupation),
        Fact(_("Sport and load"), history.sport_and_load),
        Fact(_("Goals in own words"), history.goals_own_words),
    ]
    return [fact for fact in facts if fact.value]


def _check_ins(found: Sequence[CheckIn]) -> Table:
    rows = []
    for one in reversed(found):
        answers = one.answers["triage"]
        rows.append(
            [
                Cell(moment(one.answered_at), url=reverse("check-ins", args=[one.visit_id])),
                Cell("", level=one.level),
                Cell(_score(answers.get("pain_nprs")), number=True),
                Cell(_score(answers.get("soreness_nprs")), number=True),
                Cell(_("read") if one.acknowledged_at else _("not read yet")),
            ]
        )
    head = [_("Answered"), _("Level"), _("Pain 0–10"), _("Soreness 0–10"), _("Clinic")]
    return Table(caption=_("Check-ins, newest first"), head=head, rows=rows)


def _score(value: float | None) -> str:
    return "–" if value is None else f"{value:g}"
