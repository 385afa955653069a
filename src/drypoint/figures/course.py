"""The course of a measure over an episode, with sessions, check-ins, soreness and goal."""

from datetime import date, timedelta
from enum import StrEnum

from drypoint.figures.drawing import Figure, FigureTable, Language, Palette, Part, Sheet, number, say
from drypoint.figures.scale import Scale
from drypoint.terms import Days, Hours, InvalidInput, Score, Text, Value

WIDTH, HEIGHT = 420.0, 288.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 36.0, 14.0, 34.0, 74.0
SORENESS_HOURS: Hours = 72.0
"""How long after needling soreness is shaded: needling pain was gone at 72 h in 27 of 27 people
(Sánchez-Infante et al. 2021)."""

_MONTHS = {
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(),
    "es": "ene feb mar abr may jun jul ago sep oct nov dic".split(),
}


class PointKind(StrEnum):
    """When a value was taken."""

    BEFORE = "before"
    """At a visit, before treatment."""
    AFTER = "after"
    """At the same visit, after treatment."""
    CHECK_IN = "check_in"
    """Told by the patient between visits."""


class CoursePoint(Value, frozen=True):
    """One value."""

    day: Days
    """Since ``Course.begins``; may be a fraction of a day."""
    value: Score
    kind: PointKind = PointKind.BEFORE


class Series(Value, frozen=True):
    """One measured thing, such as the right side. Two series at most share a figure."""

    name: str
    points: tuple[CoursePoint, ...]


class FanDay(Value, frozen=True):
    """What is forecast for one day: the mean, and where 80 and 95 of 100 such scores are told to lie."""

    day: Days
    mean: Score
    lo80: Score
    hi80: Score
    lo95: Score
    hi95: Score


class Course(Value, frozen=True):
    """What is drawn. Values outside ``low`` to ``high`` are drawn at the edge; the table has them whole."""

    name: str
    """Letters, digits and hyphens; makes ids unique on the page."""
    title: str
    unit: str
    low: Score
    high: Score
    begins: date
    series: tuple[Series, ...]
    session_days: tuple[Days, ...] = ()
    goal: Score | None = None
    fan: tuple[FanDay, ...] = ()
    """A forecast, in order of time; none is drawn where there is none."""
    planned_days: tuple[Days, ...] = ()
    """Sessions that the forecast reckons with."""
    shade_soreness: bool = True
    """Whether the hours after each session are shaded, as soreness may sway what is felt then."""


_KINDS = {
    PointKind.BEFORE: Text(en="before treatment", es="antes del tratamiento"),
    PointKind.AFTER: Text(en="after treatment", es="después del tratamiento"),
    PointKind.CHECK_IN: Text(en="check-in", es="seguimiento"),
}
_SESSION = Text(en="needling session", es="sesión de punción")
_SESSION_SHORT = Text(en="session", es="sesión")
_LEGEND = {
    PointKind.BEFORE: Text(en="before", es="antes"),
    PointKind.AFTER: Text(en="after", es="después"),
    PointKind.CHECK_IN: Text(en="check-in", es="seguimiento"),
}
_SHADED = Text(
    en="Shaded: 72 h after needling, soreness may still be felt",
    es="Sombreado: 72 h tras punción; puede haber molestias",
)
_FAN = Text(en="forecast: 80 and 95 of 100", es="previsión: 80 y 95 de 100")
_PLANNED = Text(en="planned session", es="sesión prevista")
_FORECAST = Text(en="forecast", es="previsión")
_RANGE = Text(
    en="{mean} (80 %: {lo80} to {hi80}; 95 %: {lo95} to {hi95})",
    es="{mean} (80 %: {lo80} a {hi80}; 95 %: {lo95} a {hi95})",
)
_AHEAD = Text(
    en="Forecast for {day}: about {mean}; 80 of 100 such scores between {lo80} and {hi80}.",
    es="Previsión para el {day}: alrededor de {mean}; 80 de cada 100 puntuaciones así entre {lo80} y {hi80}.",
)
_GOAL = Text(en="goal {goal}", es="meta {goal}")
_HEAD = (
    Text(en="Date", es="Fecha"),
    Text(en="What", es="Qué"),
    Text(en="When", es="Cuándo"),
    Text(en="Value", es="Valor"),
)
_DESCRIPTION = Text(
    en="{name}: from {first} on {from_day} to {last} on {to_day}, {count} values.",
    es="{name}: de {first} el {from_day} a {last} el {to_day}, {count} valores.",
)
_EMPTY = Text(en="No value is recorded yet.", es="Aún no hay ningún valor.")
_SESSIONS = Text(en="Needling sessions: {days}.", es="Sesiones de punción: {days}.")


def course(asked: Course, *, palette: Palette = Palette.PAGE, language: Language = "en") -> Figure:
    """Draw the course. Raises ``InvalidInput`` on an empty range or more than two series.

    Time runs to the right from the first value or session to the last; missing values leave no mark.
    """
    if asked.high <= asked.low:
        raise InvalidInput("the highest value must lie above the lowest", where="high")
    if len(asked.series) > 2:
        raise InvalidInput("show at most two series in one figure", where="series")
    days = [point.day for series in asked.series for point in series.points] + list(asked.session_days)
    days += [one.day for one in asked.fan] + list(asked.planned_days)
    across = _time_scale(days)
    up = Scale(low=asked.low, high=asked.high, start=HEIGHT - _BOTTOM, end=_TOP)
    sheet = Sheet(palette=palette)
    _soreness(sheet, asked, across)
    _fan(sheet, asked, across, up)
    _grid(sheet, asked, across, up, language)
    for day in (*asked.session_days, *asked.planned_days):
        _session(sheet, across.at(day), HEIGHT - _BOTTOM)
    for index, series in enumerate(asked.series):
        _series(sheet, series, across, up, second=index == 1)
    if asked.goal is not None:
        _goal(sheet, asked.goal, up, language)
    _legend(sheet, asked, language)
    description = _description(asked, language)
    return Figure(
        title=asked.title,
        description=description,
        svg=sheet.svg(
            name=asked.name, width=WIDTH, height=HEIGHT, title=asked.title, description=description
        ),
        table=_table(asked, language),
    )


def _time_scale(days: list[Days]) -> Scale:
    first, last = (min(days), max(days)) if days else (0.0, 0.0)
    # A week at least, and a little air at both ends so that marks are not cut.
    last = max(last, first + 7)
    air = (last - first) * 0.03
    return Scale(low=first - air, high=last + air, start=_LEFT, end=WIDTH - _RIGHT)


def _soreness(sheet: Sheet, asked: Course, across: Scale) -> None:
    if not asked.shade_soreness:
        return
    for day in asked.session_days:
        begin, end = across.at(day), across.at(day + SORENESS_HOURS / 24)
        sheet.box(Part.SHADE, begin, _TOP, end - begin, HEIGHT - _BOTTOM - _TOP)


def _fan(sheet: Sheet, asked: Course, across: Scale, up: Scale) -> None:
    if not asked.fan:
        return
    for part, low, high in ((Part.WIDE_FAN, "lo95", "hi95"), (Part.FAN, "lo80", "hi80")):
        upper = [(across.at(one.day), up.at(getattr(one, high))) for one in asked.fan]
        lower = [(across.at(one.day), up.at(getattr(one, low))) for one in reversed(asked.fan)]
        sheet.path(part, "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in (*upper, *lower)) + "Z")
    middle = [(across.at(one.day), up.at(one.mean)) for one in asked.fan]
    sheet.path(Part.AHEAD, "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in middle))


def _grid(sheet: Sheet, asked: Course, across: Scale, up: Scale, language: Language) -> None:
    for value in up.steps():
        y = up.at(value)
        sheet.line(Part.GRID, _LEFT, y, WIDTH - _RIGHT, y)
        sheet.words(number(value, language), _LEFT - 6, y + 4, anchor="end")
    base = HEIGHT - _BOTTOM
    sheet.line(Part.AXIS, _LEFT, base, WIDTH - _RIGHT, base)
    sheet.words(asked.unit, 4, 15)
    for day in across.steps(5):
        x = across.at(day)
        sheet.line(Part.AXIS, x, base, x, base + 4)
        sheet.words(_date(asked.begins, day, language), x, base + 18, anchor="middle")


def _goal(sheet: Sheet, goal: Score, up: Scale, language: Language) -> None:
    y = up.at(goal)
    sheet.line(Part.GOAL, _LEFT, y, WIDTH - _RIGHT, y)
    # Its words stand above the plot, where no value can cover them.
    sheet.line(Part.GOAL, WIDTH - _RIGHT - 100, 10, WIDTH - _RIGHT - 74, 10)
    sheet.words(say(_GOAL, language, goal=number(goal, language)), WIDTH - _RIGHT, 15, anchor="end")


def _session(sheet: Sheet, x: float, base: float) -> None:
    sheet.path(Part.SESSION, f"M{x - 5:.1f} {base:.1f}L{x:.1f} {base - 9:.1f}L{x + 5:.1f} {base:.1f}Z")


def _series(sheet: Sheet, series: Series, across: Scale, up: Scale, *, second: bool) -> None:
    points = sorted(series.points, key=lambda point: (point.day, point.kind is PointKind.AFTER))
    if not points:
        return
    places = [(across.at(point.day), up.at(point.value)) for point in points]
    sheet.path(
        Part.SECOND_LINE if second else Part.LINE, "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
    )
    filled = Part.SECOND_POINT if second else Part.POINT
    hollow = Part.OPEN_SECOND_POINT if second else Part.OPEN_POINT
    for point, (x, y) in zip(points, places, strict=True):
        _mark(sheet, point.kind, hollow, filled, x, y)


def _mark(sheet: Sheet, kind: PointKind, hollow: Part, filled: Part, x: float, y: float) -> None:
    match kind:
        case PointKind.BEFORE:
            sheet.dot(hollow, x, y, 4.5)
        case PointKind.AFTER:
            sheet.dot(filled, x, y, 4.5)
        case _:
            sheet.path(filled, f"M{x:.1f} {y - 5:.1f}l5 5l-5 5l-5 -5Z")


def _legend(sheet: Sheet, asked: Course, language: Language) -> None:
    y = HEIGHT - 30
    taken = {point.kind for series in asked.series for point in series.points}
    for place, (kind, words) in enumerate((kind, words) for kind, words in _LEGEND.items() if kind in taken):
        x = _LEFT + 6 + place * 88
        _mark(sheet, kind, Part.OPEN_POINT, Part.POINT, x, y)
        sheet.words(say(words, language), x + 10, y + 4)
    if asked.session_days:
        x = _LEFT + 6 + len(taken) * 88 + (18 if PointKind.CHECK_IN in taken else 0)
        _session(sheet, x, y + 5)
        sheet.words(say(_SESSION_SHORT, language), x + 10, y + 4)
    if asked.fan:
        sheet.box(Part.WIDE_FAN, 4, HEIGHT - 17, 22, 12)
        sheet.box(Part.FAN, 8, HEIGHT - 17, 14, 12)
        sheet.words(say(_FAN, language), 32, HEIGHT - 6)
    elif asked.session_days and asked.shade_soreness:
        sheet.words(say(_SHADED, language), 4, HEIGHT - 6)


def _description(asked: Course, language: Language) -> str:
    said: list[str] = []
    for series in asked.series:
        points = sorted(series.points, key=lambda point: point.day)
        if not points:
            continue
        first, last = points[0], points[-1]
        said.append(
            say(
                _DESCRIPTION,
                language,
                name=series.name,
                first=_with_unit(first.value, asked.unit, language),
                from_day=_date(asked.begins, first.day, language),
                last=_with_unit(last.value, asked.unit, language),
                to_day=_date(asked.begins, last.day, language),
                count=str(len(points)),
            )
        )
    if not said:
        said.append(say(_EMPTY, language))
    if asked.fan:
        last = asked.fan[-1]
        said.append(
            say(_AHEAD, language, day=_date(asked.begins, last.day, language), **_told(last, language))
        )
    if asked.session_days:
        days = ", ".join(_date(asked.begins, day, language) for day in asked.session_days)
        said.append(say(_SESSIONS, language, days=days))
    return " ".join(said)


def _table(asked: Course, language: Language) -> FigureTable:
    rows = [
        (
            point.day,
            series.name,
            say(_KINDS[point.kind], language),
            _with_unit(point.value, asked.unit, language),
        )
        for series in asked.series
        for point in series.points
    ]
    rows += [(day, say(_SESSION, language), "–", "–") for day in asked.session_days]
    rows += [(day, say(_PLANNED, language), "–", "–") for day in asked.planned_days]
    rows += [
        (one.day, say(_FORECAST, language), "–", say(_RANGE, language, **_told(one, language)))
        for one in asked.fan[:: max(1, len(asked.fan) // _TOLD_DAYS)]
    ]
    return FigureTable(
        caption=asked.title,
        head=tuple(say(text, language) for text in _HEAD),
        rows=tuple((_date(asked.begins, day, language), *rest) for day, *rest in sorted(rows, key=_by_day)),
    )


_TOLD_DAYS = 6
"""Of a forecast stand in the table; between two of them little happens."""


def _told(one: FanDay, language: Language) -> dict[str, str]:
    names = ("mean", "lo80", "hi80", "lo95", "hi95")
    return {name: number(getattr(one, name), language) for name in names}


def _by_day(row: tuple[Days, str, str, str]) -> Days:
    return row[0]


def _with_unit(value: Score, unit: str, language: Language) -> str:
    apart = "" if unit in {"°", "%"} or not unit else " "
    return f"{number(value, language)}{apart}{unit}"


def _date(begins: date, day: Days, language: Language) -> str:
    when = begins + timedelta(days=day // 1)
    return f"{when.day} {_MONTHS[language][when.month - 1]}"
