"""The picture of a course, with its forecast where one is kept: the same on pages and in documents."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from drypoint import figures
from drypoint.clinic.visits.languages import engine_language
from drypoint.clinic.visits.measure_words import measure_name, unit_name
from drypoint.clinic.visits.measures import measure
from drypoint.figures import Course, CoursePoint, FanDay, Figure, Palette, PointKind

_KINDS = {"before": PointKind.BEFORE, "after": PointKind.AFTER, "check_in": PointKind.CHECK_IN}


def course_figure(
    asked: dict[str, Any], said: dict[str, Any] | None, *, begins: date, palette: Palette = Palette.PAGE
) -> Figure:
    """Draw a course.

    Args:
        asked: as ``decision_request`` gives it.
        said: the result of the forecast from it, or from an earlier one; ``None`` draws no fan.
        begins: the day from which the course counts.
        palette: for a page or for print.
    """
    instrument = asked["instrument"]
    scale, days = measure(instrument), said["forecast"] if said is not None else ()
    values = [one["value"] for one in asked["observations"]] + [one["hi95"] for one in days]
    low = scale.low if scale.low is not None else min(0.0, *values)
    high = scale.high if scale.high is not None else max(*values, low + 1)
    name = measure_name(instrument)
    return figures.course(
        Course(
            name="forecast" if days else "course",
            title=_("Forecast: %(measure)s") % {"measure": name} if days else name,
            unit=unit_name(scale.unit),
            low=low,
            high=high,
            begins=begins,
            series=(
                figures.Series(
                    name=name,
                    points=tuple(
                        CoursePoint(day=one["day"], value=one["value"], kind=_KINDS[one["kind"]])
                        for one in asked["observations"]
                    ),
                ),
            ),
            session_days=tuple(one["day"] for one in asked["sessions"]),
            planned_days=tuple(
                one["day"]
                for one in asked.get("planned", ())
                if said is not None and days and said["now_day"] <= one["day"] <= days[-1]["day"]
            ),
            goal=asked.get("goal"),
            fan=tuple(FanDay(**{key: one[key] for key in FanDay.__struct_fields__}) for one in days),
        ),
        palette=palette,
        language=engine_language(),
    )
