"""How soreness after needling fades, as two studies measured it: how much of the first is left."""

from drypoint.figures.drawing import Figure, FigureTable, Language, Palette, Part, Sheet, number, say
from drypoint.figures.scale import Scale
from drypoint.outcomes import SorenessFile, SorenessMeasure, SorenessPoint
from drypoint.terms import Text

WIDTH, HEIGHT = 420.0, 236.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 44.0, 22.0, 30.0, 70.0
DRAWN = ("sanchez_infante_2021", "martin_pintado_2014_needling_only")
"""Groups drawn, first and second line; the table has all."""

_TITLE = Text(en="How soreness usually fades", es="Cómo suelen irse las agujetas")
_AXIS = Text(en="% left", es="% que queda")
_HOURS = Text(en="hours after needling", es="horas tras la punción")
_NAMES = (Text(en="27 people", es="27 personas"), Text(en="another study", es="otro estudio"))
_DESCRIPTION = Text(
    en="Soreness is worst on the day. In one study of {n} people {day} % was left after 24 hours and {three}"
    " % after 72 hours; in another {two} % after 48 hours.",
    es="Las agujetas son peores ese día. En un estudio de {n} personas quedaba el {day} % a las 24 horas y el"
    " {three} % a las 72; en otro, el {two} % a las 48 horas.",
)
_HEAD = (
    Text(en="Group", es="Grupo"),
    Text(en="Hours", es="Horas"),
    Text(en="Measured", es="Medido"),
    Text(en="Left", es="Queda"),
    Text(en="People", es="Personas"),
    Text(en="Source", es="Fuente"),
)
_MEASURES = {
    SorenessMeasure.VAS_MM: Text(en="{value} mm of 100", es="{value} mm de 100"),
    SorenessMeasure.PERCENT_OF_NEEDLING_PAIN: Text(
        en="{value} % of needling pain", es="{value} % del dolor al pinchar"
    ),
}


def percent_left(point: SorenessPoint, file: SorenessFile) -> float:
    """Of the group's soreness at hour 0, or of the pain felt during needling, in percent."""
    if point.measure is SorenessMeasure.PERCENT_OF_NEEDLING_PAIN:
        return point.value
    first = next(one.value for one in file.course if one.arm == point.arm and one.hours == 0)
    return 100 * point.value / first


def soreness_course(
    file: SorenessFile, *, palette: Palette = Palette.PAGE, language: Language = "en", name: str = "soreness"
) -> Figure:
    """Draw ``outcomes.load_soreness``; millimetres are put as a share of the group's own hour 0."""
    across = Scale(low=0, high=72, start=_LEFT, end=WIDTH - _RIGHT)
    up = Scale(low=0, high=100, start=HEIGHT - _BOTTOM, end=_TOP)
    sheet = Sheet(palette=palette)
    for value in (0, 25, 50, 75, 100):
        sheet.line(Part.GRID, _LEFT, up.at(value), WIDTH - _RIGHT, up.at(value))
        sheet.words(str(value), _LEFT - 6, up.at(value) + 4, anchor="end")
    base = HEIGHT - _BOTTOM
    sheet.line(Part.AXIS, _LEFT, base, WIDTH - _RIGHT, base)
    sheet.words(say(_AXIS, language), 4, 15)
    for hour in (0, 24, 48, 72):
        sheet.line(Part.AXIS, across.at(hour), base, across.at(hour), base + 4)
        sheet.words(str(hour), across.at(hour), base + 18, anchor="middle")
    sheet.words(say(_HOURS, language), WIDTH - _RIGHT, base + 36, anchor="end")
    for place, (arm, line, dot) in enumerate(
        zip(DRAWN, (Part.LINE, Part.SECOND_LINE), (Part.POINT, Part.OPEN_SECOND_POINT), strict=True)
    ):
        points = [(across.at(one.hours), up.at(percent_left(one, file))) for one in _of(file, arm)]
        sheet.path(line, "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points))
        for x, y in points:
            sheet.dot(dot, x, y, 4.5)
        x, y = _LEFT + 6 + place * 150, HEIGHT - 10
        sheet.path(line, f"M{x - 4:.1f} {y:.1f}L{x + 16:.1f} {y:.1f}")
        sheet.dot(dot, x + 6, y, 4.5)
        sheet.words(say(_NAMES[place], language), x + 22, y + 4)
    title = say(_TITLE, language)
    description = _described(file, language)
    return Figure(
        title=title,
        description=description,
        svg=sheet.svg(name=name, width=WIDTH, height=HEIGHT, title=title, description=description),
        table=_table(file, title, language),
    )


def _of(file: SorenessFile, arm: str) -> list[SorenessPoint]:
    return sorted((one for one in file.course if one.arm == arm), key=lambda one: one.hours)


def _described(file: SorenessFile, language: Language) -> str:
    first, second = ({one.hours: round(percent_left(one, file)) for one in _of(file, arm)} for arm in DRAWN)
    people = str(_of(file, DRAWN[0])[0].n)
    return say(
        _DESCRIPTION, language, day=str(first[24]), three=str(first[72]), two=str(second[48]), n=people
    )


def _table(file: SorenessFile, caption: str, language: Language) -> FigureTable:
    rows = tuple(
        (
            one.label.in_language(language),
            number(one.hours, language),
            say(_MEASURES[one.measure], language, value=number(one.value, language)),
            f"{percent_left(one, file):.0f} %",
            "–" if one.n is None else str(one.n),
            "; ".join(file.sources[key].citation for key in one.sources),
        )
        for one in file.course
    )
    return FigureTable(caption=caption, head=tuple(say(text, language) for text in _HEAD), rows=rows)
