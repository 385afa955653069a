"""What every figure is made of: shapes that name their part, drawn for a page or for paper."""

from enum import StrEnum
from html import escape
from typing import Literal

from drypoint.terms import Text, Value

Language = Literal["en", "es"]


class Palette(StrEnum):
    """Where the figure will be seen."""

    PAGE = "page"
    """Shapes carry classes; the page's style sheet gives colours, dark and light."""
    PRINT = "print"
    """Shapes carry their colours: dark ink on white, readable in grey."""


class Part(StrEnum):
    """What a shape is, so that style sheet and print palette can give it its look."""

    LINE = "line"
    SECOND_LINE = "second-line"
    POINT = "point"
    SECOND_POINT = "second-point"
    OPEN_POINT = "open-point"
    OPEN_SECOND_POINT = "open-second-point"
    SESSION = "session"
    SHADE = "shade"
    FAN = "fan"
    WIDE_FAN = "wide-fan"
    AHEAD = "ahead"
    GOAL = "goal"
    GRID = "grid"
    AXIS = "axis"
    WORDS = "words"
    STRONG_WORDS = "strong-words"
    TRACK = "track"
    GAUGE = "gauge"
    COUNTED = "counted"
    UNCOUNTED = "uncounted"


_INK, _SOFT, _ACCENT, _SECOND = "#1c2625", "#4d5a57", "#0b5c5a", "#8a3f00"
_PRINT: dict[Part, str] = {
    Part.LINE: f'fill="none" stroke="{_ACCENT}" stroke-width="2.5" stroke-linejoin="round"',
    Part.SECOND_LINE: f'fill="none" stroke="{_SECOND}" stroke-width="2.5" stroke-dasharray="7 4"',
    Part.POINT: f'fill="{_ACCENT}" stroke="#ffffff" stroke-width="1"',
    Part.SECOND_POINT: f'fill="{_SECOND}" stroke="#ffffff" stroke-width="1"',
    Part.OPEN_POINT: f'fill="#ffffff" stroke="{_ACCENT}" stroke-width="2"',
    Part.OPEN_SECOND_POINT: f'fill="#ffffff" stroke="{_SECOND}" stroke-width="2"',
    Part.SESSION: f'fill="none" stroke="{_INK}" stroke-width="2"',
    Part.SHADE: 'fill="#f3e4cd" stroke="none"',
    Part.FAN: 'fill="#9fbfbc" stroke="none"',
    Part.WIDE_FAN: 'fill="#dbe7e5" stroke="none"',
    Part.AHEAD: f'fill="none" stroke="{_ACCENT}" stroke-width="2" stroke-dasharray="6 4"',
    Part.GOAL: f'fill="none" stroke="{_INK}" stroke-width="1.5" stroke-dasharray="2 4"',
    Part.GRID: 'fill="none" stroke="#d5d0c4" stroke-width="1"',
    Part.AXIS: f'fill="none" stroke="{_SOFT}" stroke-width="1"',
    Part.WORDS: f'fill="{_SOFT}" font-size="14"',
    Part.STRONG_WORDS: f'fill="{_INK}" font-size="26" font-weight="700"',
    Part.TRACK: 'fill="none" stroke="#d5d0c4" stroke-width="14"',
    Part.GAUGE: f'fill="none" stroke="{_ACCENT}" stroke-width="14"',
    Part.COUNTED: f'fill="{_ACCENT}" stroke="{_ACCENT}" stroke-width="1.5"',
    Part.UNCOUNTED: f'fill="#ffffff" stroke="{_SOFT}" stroke-width="1.5"',
}


class FigureTable(Value, frozen=True):
    """The same statement in numbers, for readers and for screen readers."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Figure(Value, frozen=True):
    """A drawn figure."""

    title: str
    description: str
    """What is to be seen, in a sentence or two; also the alternative text in a document."""
    svg: str
    table: FigureTable


class Sheet:
    """Collects the shapes of one figure in order."""

    def __init__(self, *, palette: Palette) -> None:
        self._palette = palette
        self._shapes: list[str] = []

    def path(self, part: Part, data: str) -> None:
        """A path."""
        self._shapes.append(f'<path {self._look(part)} d="{data}"/>')

    def line(self, part: Part, x1: float, y1: float, x2: float, y2: float) -> None:
        """A straight line."""
        self.path(part, f"M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}")

    def box(self, part: Part, x: float, y: float, width: float, height: float) -> None:
        """A rectangle."""
        self._shapes.append(
            f'<rect {self._look(part)} x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"/>'
        )

    def dot(self, part: Part, x: float, y: float, radius: float) -> None:
        """A circle."""
        self._shapes.append(f'<circle {self._look(part)} cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"/>')

    def words(
        self,
        text: str,
        x: float,
        y: float,
        *,
        anchor: Literal["start", "middle", "end"] = "start",
        part: Part = Part.WORDS,
    ) -> None:
        """Text, its baseline at ``y``."""
        self._shapes.append(
            f'<text {self._look(part)} x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'
        )

    def svg(self, *, name: str, width: float, height: float, title: str, description: str) -> str:
        """The whole figure; ``name`` makes its ids unique on a page."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="figure" viewBox="0 0 {width:g} {height:g}"'
            f' role="img" aria-labelledby="{name}-title {name}-description">'
            f'<title id="{name}-title">{escape(title)}</title>'
            f'<desc id="{name}-description">{escape(description)}</desc>{"".join(self._shapes)}</svg>'
        )

    def _look(self, part: Part) -> str:
        return f'class="figure__{part}"' if self._palette is Palette.PAGE else _PRINT[part]


def number(value: float, language: Language) -> str:
    """A number as people write it: no needless decimals, a comma in Spanish."""
    text = f"{value:.1f}".removesuffix(".0")
    return text.replace(".", ",") if language == "es" else text


def say(text: Text, language: Language, **values: str) -> str:
    """A text with its named places filled."""
    return text.in_language(language).format(**values)
