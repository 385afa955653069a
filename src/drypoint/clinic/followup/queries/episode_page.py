"""Everything that the one page of an episode shows, in a fixed number of statements."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from drypoint.clinic.episodes.models import Episode, Goal, History, PlanOfCare, TriggerPoint
from drypoint.clinic.followup.models import CheckIn, Decision, NextStepChoice
from drypoint.clinic.followup.queries.course import check_in_scores
from drypoint.clinic.followup.queries.way import Way, next_step
from drypoint.clinic.visits.models import Measurement, PalpationFinding, SessionEvent, Visit, VisitStatus
from drypoint.needling.events import EventType


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One value of a series; ``when`` is before, after, between or check_in."""

    at: datetime
    value: float
    when: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One measure over the episode, in order of time."""

    instrument: str
    place: str
    side: str
    moved_by: str
    unit: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitOnPage:
    """A visit with what the time line tells of it; counts are of what was recorded, corrected or not."""

    visit: Visit
    insertions: int
    needled: bool
    decision: NextStepChoice | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PointCourse:
    """A trigger point with its findings in order of time."""

    trigger_point: TriggerPoint
    findings: tuple[PalpationFinding, ...]

    @property
    def status(self) -> str:
        """The last status, empty when it was never palpated."""
        return self.findings[-1].status if self.findings else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodePage:
    """The course of an episode."""

    episode: Episode
    history: History | None
    plan_of_care: PlanOfCare | None
    goals: tuple[Goal, ...]
    visits: tuple[VisitOnPage, ...]
    series: tuple[Series, ...]
    trigger_points: tuple[PointCourse, ...]
    check_ins: tuple[CheckIn, ...]
    open_visit: Visit | None
    way: Way | None
    """Of the open visit: which step is next."""


def episode_page(episode: Episode) -> EpisodePage:
    """Gather the page of ``episode``. The number of statements does not grow with the visits."""
    of_episode = {"clinic_id": episode.clinic_id, "episode": episode}
    of_visit = {"clinic_id": episode.clinic_id, "visit": OuterRef("pk")}
    inserted = SessionEvent.objects.filter(type=EventType.INSERTED, **of_visit).values("visit")
    visits = list(
        Visit.objects.filter(**of_episode)
        .select_related("therapist__user")
        .annotate(
            inserted=Coalesce(Subquery(inserted.annotate(count=Count("pk")).values("count")), 0),
            chosen=Subquery(Decision.objects.current().filter(**of_visit).values("chosen")[:1]),
        )
        .order_by("started_at", "id")
    )
    in_episode: dict[str, Any] = {
        "clinic_id": episode.clinic_id,
        "visit__in": [one.pk for one in visits],
    }
    check_ins = list(CheckIn.objects.current().filter(**in_episode).order_by("answered_at", "id"))
    open_visit = next((one for one in reversed(visits) if one.status == VisitStatus.OPEN), None)
    if open_visit is not None:
        open_visit.episode, open_visit.clinic = episode, episode.clinic
    return EpisodePage(
        episode=episode,
        history=History.objects.current().filter(**of_episode).first(),
        plan_of_care=PlanOfCare.objects.current().filter(**of_episode).first(),
        goals=tuple(Goal.objects.current().filter(**of_episode).order_by("recorded_at", "id")),
        visits=tuple(
            VisitOnPage(
                visit=one,
                insertions=one.inserted,
                needled=one.inserted > 0,
                decision=NextStepChoice(one.chosen) if one.chosen else None,
            )
            for one in visits
        ),
        series=_series(Measurement.objects.current().filter(**in_episode).only(*_MEASURED), check_ins),
        trigger_points=_courses(
            PalpationFinding.objects.current()
            .filter(**in_episode)
            .select_related("trigger_point")
            .order_by("id"),
            visits,
        ),
        check_ins=tuple(check_ins),
        open_visit=open_visit,
        way=next_step(open_visit) if open_visit is not None else None,
    )


_MEASURED = ("instrument", "place", "side", "moved_by", "unit", "measured_at", "value", "when")


def _series(measurements: Iterable[Measurement], check_ins: list[CheckIn]) -> tuple[Series, ...]:
    points: dict[tuple[str, str, str, str, str], list[Point]] = defaultdict(list)
    for one in measurements:
        key = (one.instrument, one.place, one.side, one.moved_by, one.unit)
        # Only a redacted measurement has no value: the constraint measurement_has_value.
        points[key].append(Point(at=one.measured_at, value=cast("float", one.value), when=one.when))
    for instrument in ("nprs", "soreness_nprs"):
        for at, value in check_in_scores(check_ins, instrument):
            points[instrument, "", "", "", "points"].append(Point(at=at, value=value, when="check_in"))
    return tuple(
        Series(
            instrument=instrument,
            place=place,
            side=side,
            moved_by=moved_by,
            unit=unit,
            points=tuple(sorted(found, key=lambda point: point.at)),
        )
        for (instrument, place, side, moved_by, unit), found in sorted(points.items())
    )


def _courses(findings: Iterable[PalpationFinding], visits: Sequence[Visit]) -> tuple[PointCourse, ...]:
    """The trigger points of which a finding stands, by muscle, side and site."""
    points: dict[UUID, TriggerPoint] = {}
    found_at: dict[UUID, list[PalpationFinding]] = defaultdict(list)
    for finding in findings:
        found_at[finding.visit_id].append(finding)
    by_point: dict[UUID, list[PalpationFinding]] = defaultdict(list)
    for visit in visits:
        for finding in found_at[visit.pk]:
            finding.visit = visit
            points[finding.trigger_point_id] = finding.trigger_point
            by_point[finding.trigger_point_id].append(finding)
    in_order = sorted(points.values(), key=lambda one: (one.muscle, one.side, one.site))
    return tuple(PointCourse(trigger_point=one, findings=tuple(by_point[one.pk])) for one in in_order)
