"""A share as people out of a hundred: the way most readers grasp a risk."""

import math

from drypoint.figures.drawing import Figure, FigureTable, Language, Palette, Part, Sheet, number, say
from drypoint.terms import Percent, Text, Value

SIDE = 10
_STEP, _MARGIN = 22.0, 6.0
WIDTH = HEIGHT = SIDE * _STEP + 2 * _MARGIN


class IconArray(Value, frozen=True):
    """What is drawn: ``percent`` of 100 people."""

    name: str
    """Letters, digits and hyphens; makes ids unique on the page."""
    title: str
    percent: Percent
    counted: str
    """What the counted people have in common, such as ``feel sore the next day``."""
    others: str


_ABOUT = Text(en="About {count} of 100 people: {words}.", es="Unas {count} de cada 100 personas: {words}.")
_FEWER = Text(en="Fewer than 1 of 100 people: {words}.", es="Menos de 1 de cada 100 personas: {words}.")
_NEARLY = Text(en="More than 99 of 100 people: {words}.", es="Más de 99 de cada 100 personas: {words}.")
_HEAD = (Text(en="Who", es="Quiénes"), Text(en="Percent", es="Por ciento"))


def icon_array(asked: IconArray, *, palette: Palette = Palette.PAGE, language: Language = "en") -> Figure:
    """Draw a hundred people, the counted ones filled, row by row from the top left.

    The count is rounded half up, but a share that is not nothing is never called nothing, nor all.
    """
    count = math.floor(asked.percent + 0.5)
    sheet = Sheet(palette=palette)
    for index in range(SIDE * SIDE):
        row, column = divmod(index, SIDE)
        _person(
            sheet,
            Part.COUNTED if index < count else Part.UNCOUNTED,
            _MARGIN + (column + 0.5) * _STEP,
            _MARGIN + row * _STEP,
        )
    description = say(_sentence(asked.percent, count), language, count=str(count), words=asked.counted)
    return Figure(
        title=asked.title,
        description=description,
        svg=sheet.svg(
            name=asked.name, width=WIDTH, height=HEIGHT, title=asked.title, description=description
        ),
        table=FigureTable(
            caption=asked.title,
            head=tuple(say(text, language) for text in _HEAD),
            rows=(
                (asked.counted, number(asked.percent, language)),
                (asked.others, number(100 - asked.percent, language)),
            ),
        ),
    )


def _sentence(percent: Percent, count: int) -> Text:
    if percent > 0 and count == 0:
        return _FEWER
    if percent < 100 and count == SIDE * SIDE:
        return _NEARLY
    return _ABOUT


def _person(sheet: Sheet, part: Part, x: float, y: float) -> None:
    sheet.dot(part, x, y + 5, 3.5)
    sheet.path(part, f"M{x - 5:.1f} {y + 18:.1f}v-3a5 5 0 0 1 10 0v3Z")
