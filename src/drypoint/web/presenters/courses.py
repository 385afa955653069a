"""The course of an episode as figures: pain over time, and how far each joint moves."""

from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from drypoint import figures
from drypoint.clinic.followup.queries.episode_page import EpisodePage, Point, Series
from drypoint.clinic.visits import measures
from drypoint.clinic.visits.measure_words import measure_name, unit_name
from drypoint.figures import Course, CoursePoint, Dial, Figure, PointKind
from drypoint.figures.drawing import Language
from drypoint.outcomes import load_rom
from drypoint.outcomes.rom import RomNorm
from drypoint.terms import Side

_KINDS = {
    "before": PointKind.BEFORE,
    "after": PointKind.AFTER,
    "between": PointKind.CHECK_IN,
    "check_in": PointKind.CHECK_IN,
}
_PLOTTED = ("nprs", "tightness_nrs")
"""Always plotted when measured; other instruments follow when they were measured more than once."""


def pain(page: EpisodePage, *, without: str = "") -> list[Figure]:
    """A course for each score: pain and tightness first, then what was measured more than once."""
    left_out = {"soreness_nprs", without}
    scores = [one for one in page.series if not one.place and one.instrument not in left_out]
    known = [one for name in _PLOTTED for one in scores if one.instrument == name]
    others = [one for one in scores if one.instrument not in _PLOTTED and len(one.points) > 1]
    return [_course(page, one, number) for number, one in enumerate((*known, *others))]


def motion(page: EpisodePage) -> list[Figure]:
    """A dial for each joint's motion: the newest value, the other side, the published norm."""
    moved = [one for one in page.series if one.instrument == "rom_deg" and one.points]
    newest = {(one.place, one.side, one.moved_by): one.points[-1].value for one in moved}
    drawn = []
    for number, one in enumerate(moved):
        other = {Side.LEFT.value: Side.RIGHT.value, Side.RIGHT.value: Side.LEFT.value}.get(one.side, "")
        drawn.append(_dial(page, one, newest.get((one.place, other, one.moved_by)), number))
    return drawn


def _course(page: EpisodePage, one: Series, number: int) -> Figure:
    scale = measures.measure(one.instrument)
    values = [point.value for point in one.points]
    low = scale.low if scale.low is not None else min(0.0, *values)
    high = scale.high if scale.high is not None else max(*values, low + 1)
    begins = min([visit.visit.started_at for visit in page.visits] + [point.at for point in one.points])
    goals = [goal for goal in page.goals if goal.measure == one.instrument and goal.target_value is not None]
    return figures.course(
        Course(
            name=f"course-{number}",
            title=measure_name(one.instrument),
            unit=unit_name(one.unit),
            low=low,
            high=high,
            begins=begins.astimezone(page.episode.clinic.zone).date(),
            series=(
                figures.Series(
                    name=measure_name(one.instrument),
                    points=tuple(_point(point, begins) for point in one.points),
                ),
            ),
            session_days=tuple(
                _days(visit.visit.started_at, begins) for visit in page.visits if visit.needled
            ),
            goal=goals[-1].target_value if goals else None,
        ),
        language=_language(),
    )


def _point(point: Point, begins: datetime) -> CoursePoint:
    return CoursePoint(day=_days(point.at, begins), value=point.value, kind=_KINDS[point.when])


def _days(moment: datetime, begins: datetime) -> float:
    return (moment - begins).total_seconds() / 86_400


def _dial(page: EpisodePage, one: Series, other: float | None, number: int) -> Figure:
    first, last = one.points[0], one.points[-1]
    title = motion_name(one.place, one.side, one.moved_by)
    if len(one.points) > 1 and first.value != last.value:
        title = _("%(title)s: from %(first)s° to %(last)s°") % {
            "title": title,
            "first": f"{first.value:g}",
            "last": f"{last.value:g}",
        }
    norm, source = _norm(page, one)
    most = max(last.value, norm or 0.0, other or 0.0)
    end = max(180.0 if most > 90 else 90.0, most)
    return figures.dial(
        Dial(
            name=f"dial-{number}",
            title=title,
            measured_degrees=last.value,
            full_degrees=end,
            other_side_degrees=other,
            norm_degrees=norm,
            norm_source=source,
        ),
        language=_language(),
    )


def motion_name(place: str, side: str, moved_by: str) -> str:
    """A joint's motion in words."""
    words = [place.replace(".", " ").replace("_", " ")]
    words += [_("left") if side == "left" else _("right")] if side in {"left", "right"} else []
    words += [_("passive")] if moved_by == "passive" else []
    said = ", ".join(words)
    return said[:1].upper() + said[1:]


def _norm(page: EpisodePage, one: Series) -> tuple[float | None, str]:
    """The first published figure that fits the person, and in words every one: they do not all agree."""
    joint, _dot, motion = one.place.partition(".")
    rom, person = load_rom(), page.episode.person
    age = person.age_on(page.episode.opened_on)
    fitting = [norm for norm in rom.norms_of(joint, motion) if _fits(norm, one, person.sex_recorded, age)]
    if not fitting:
        return None, ""
    return fitting[0].degrees, "; ".join(_cited(norm) for norm in fitting)


def _fits(norm: RomNorm, one: Series, sex: str, age: int | None) -> bool:
    limits_age = norm.age_from is not None or norm.age_to is not None
    right_age = not limits_age or (
        age is not None and (norm.age_from or 0) <= age <= (norm.age_to if norm.age_to is not None else 200)
    )
    return norm.sex in (None, sex) and norm.motion_kind in (None, one.moved_by) and right_age


def _cited(norm: RomNorm) -> str:
    said = f"{norm.degrees:g}°: " + "; ".join(load_rom().sources[key].citation for key in norm.sources)
    return f"{said} ({_('unverified')})" if norm.verification.is_unverified else said


def _language() -> Language:
    return "es" if (get_language() or "en").startswith("es") else "en"
