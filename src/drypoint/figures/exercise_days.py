"""Days of exercise at home: how much was done, day by day, and how it hurt."""

from datetime import date, timedelta

from drypoint.figures.drawing import Figure, FigureTable, Language, Palette, Part, Sheet, say
from drypoint.figures.scale import Scale
from drypoint.terms import InvalidInput, Probability, Text, Value

WIDTH, HEIGHT = 420.0, 220.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 36.0, 36.0, 34.0, 62.0
MOST_DAYS = 120
WIDEST = 26.0

_MONTHS = {
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(),
    "es": "ene feb mar abr may jun jul ago sep oct nov dic".split(),
}


class ShownDay(Value, frozen=True):
    """One day that was ticked."""

    on: date
    done: Probability
    """Share of the programme's exercises."""
    effort: int | None = None
    pain: int | None = None


class ExerciseDays(Value, frozen=True):
    """What is drawn; a day that nobody ticked leaves a gap, which is not the same as none done."""

    name: str
    title: str
    begins: date
    ends: date
    days: tuple[ShownDay, ...]


_DONE = Text(en="done %", es="hecho %")
_PAIN = Text(en="pain 0-10", es="dolor 0-10")
_LEGEND_DONE = Text(en="exercises done", es="ejercicios hechos")
_LEGEND_PAIN = Text(en="pain", es="dolor")
_HEAD = (
    Text(en="Day", es="Día"),
    Text(en="Done", es="Hecho"),
    Text(en="Effort", es="Esfuerzo"),
    Text(en="Pain", es="Dolor"),
)
_DESCRIPTION = Text(
    en="{count} of {days} days were ticked. A gap is a day that nobody ticked.",
    es="Se marcaron {count} de {days} días. Un hueco es un día sin marcar.",
)


def exercise_days(
    asked: ExerciseDays, *, palette: Palette = Palette.PAGE, language: Language = "en"
) -> Figure:
    """Draw a bar for each ticked day and a point for its pain; of a long span the last ``MOST_DAYS``.

    Raises ``InvalidInput`` when the span runs backwards.
    """
    if asked.ends < asked.begins:
        raise InvalidInput("the last day must not lie before the first", where="ends")
    begins = max(asked.begins, asked.ends - timedelta(days=MOST_DAYS - 1))
    span = max((asked.ends - begins).days, 6)
    shown = [one for one in asked.days if begins <= one.on <= asked.ends]
    across = Scale(low=-0.5, high=span + 0.5, start=_LEFT, end=WIDTH - _RIGHT)
    up = Scale(low=0, high=100, start=HEIGHT - _BOTTOM, end=_TOP)
    sheet = Sheet(palette=palette)
    base = HEIGHT - _BOTTOM
    for value in (0, 50, 100):
        sheet.line(Part.GRID, _LEFT, up.at(value), WIDTH - _RIGHT, up.at(value))
        sheet.words(str(value), _LEFT - 6, up.at(value) + 4, anchor="end")
        sheet.words(str(value // 10), WIDTH - _RIGHT + 6, up.at(value) + 4)
    sheet.line(Part.AXIS, _LEFT, base, WIDTH - _RIGHT, base)
    sheet.words(say(_DONE, language), 4, 15)
    sheet.words(say(_PAIN, language), WIDTH - 4, 15, anchor="end")
    step = -(-span // 4)
    for day in range(0, span + 1, step):
        sheet.words(_date(begins + timedelta(days=day), language), across.at(day), base + 18, anchor="middle")
    wide = min(WIDEST, (across.at(1) - across.at(0)) * 0.7)
    for one in shown:
        x, top = across.at((one.on - begins).days), up.at(100 * one.done)
        # None done is a thin bar: told, and nothing done.
        sheet.box(Part.COUNTED, x - wide / 2, min(top, base - 2), wide, max(base - top, 2.0))
    pains = [
        (across.at((one.on - begins).days), up.at(10 * one.pain)) for one in shown if one.pain is not None
    ]
    if pains:
        sheet.path(Part.SECOND_LINE, "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in pains))
    for x, y in pains:
        sheet.dot(Part.OPEN_SECOND_POINT, x, y, 4.0)
    sheet.box(Part.COUNTED, _LEFT, HEIGHT - 24, 12, 12)
    sheet.words(say(_LEGEND_DONE, language), _LEFT + 20, HEIGHT - 13)
    sheet.dot(Part.OPEN_SECOND_POINT, _LEFT + 186, HEIGHT - 18, 4.0)
    sheet.words(say(_LEGEND_PAIN, language), _LEFT + 198, HEIGHT - 13)
    description = say(
        _DESCRIPTION, language, count=str(len(asked.days)), days=str((asked.ends - asked.begins).days + 1)
    )
    return Figure(
        title=asked.title,
        description=description,
        svg=sheet.svg(
            name=asked.name, width=WIDTH, height=HEIGHT, title=asked.title, description=description
        ),
        table=FigureTable(
            caption=asked.title,
            head=tuple(say(text, language) for text in _HEAD),
            rows=tuple(
                (_date(one.on, language), f"{one.done:.0%}", _said(one.effort), _said(one.pain))
                for one in asked.days
            ),
        ),
    )


def _said(grade: int | None) -> str:
    return "–" if grade is None else str(grade)


def _date(day: date, language: Language) -> str:
    return f"{day.day} {_MONTHS[language][day.month - 1]}"
