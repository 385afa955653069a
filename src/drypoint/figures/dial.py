"""A joint's range of motion as a dial, beside the other side and a published norm."""

import math

from drypoint.figures.drawing import Figure, FigureTable, Language, Palette, Part, Sheet, number, say
from drypoint.terms import InvalidInput, Text, Value

WIDTH, HEIGHT = 240.0, 160.0
_CENTRE_X, _CENTRE_Y, _RADIUS = 120.0, 120.0, 88.0


class Dial(Value, frozen=True):
    """What is drawn, in degrees; what was not measured or published is ``None`` and leaves no mark."""

    name: str
    """Letters, digits and hyphens; makes ids unique on the page."""
    title: str
    measured_degrees: float
    full_degrees: float
    """The end of the dial."""
    other_side_degrees: float | None = None
    norm_degrees: float | None = None
    norm_source: str = ""
    """Who published the norm, for which people."""


_MEASURED = Text(en="Measured", es="Medido")
_OTHER = Text(en="Other side", es="Otro lado")
_NORM = Text(en="Published norm", es="Norma publicada")
_HEAD = (Text(en="What", es="Qué"), Text(en="Degrees", es="Grados"), Text(en="Source", es="Fuente"))
_DESCRIPTION = Text(en="{what} {degrees} degrees.", es="{what} {degrees} grados.")


def dial(asked: Dial, *, palette: Palette = Palette.PAGE, language: Language = "en") -> Figure:
    """Draw the dial: 0 degrees at the left, ``full_degrees`` at the right.

    Raises ``InvalidInput`` unless ``full_degrees`` is above zero and the norm names its source.
    """
    if asked.full_degrees <= 0:
        raise InvalidInput("the dial must end above zero degrees", where="full_degrees")
    if asked.norm_degrees is not None and not asked.norm_source:
        raise InvalidInput("say who published the norm", where="norm_source")
    sheet = Sheet(palette=palette)
    sheet.path(Part.TRACK, _arc(_RADIUS, 1.0))
    sheet.path(Part.GAUGE, _arc(_RADIUS, _share(asked.measured_degrees, asked)))
    if asked.other_side_degrees is not None:
        sheet.path(Part.SECOND_LINE, _arc(_RADIUS - 16, _share(asked.other_side_degrees, asked)))
    if asked.norm_degrees is not None:
        share = _share(asked.norm_degrees, asked)
        sheet.line(Part.GOAL, *_on_circle(_RADIUS - 24, share), *_on_circle(_RADIUS + 12, share))
    sheet.words(
        f"{number(asked.measured_degrees, language)}°",
        _CENTRE_X,
        _CENTRE_Y - 14,
        anchor="middle",
        part=Part.STRONG_WORDS,
    )
    sheet.words("0°", _CENTRE_X - _RADIUS, _CENTRE_Y + 20, anchor="middle")
    end = f"{number(asked.full_degrees, language)}°"
    sheet.words(end, _CENTRE_X + _RADIUS, _CENTRE_Y + 20, anchor="middle")
    rows = _rows(asked, language)
    description = " ".join(say(_DESCRIPTION, language, what=what, degrees=value) for what, value, _ in rows)
    return Figure(
        title=asked.title,
        description=description,
        svg=sheet.svg(
            name=asked.name, width=WIDTH, height=HEIGHT, title=asked.title, description=description
        ),
        table=FigureTable(caption=asked.title, head=tuple(say(text, language) for text in _HEAD), rows=rows),
    )


def _rows(asked: Dial, language: Language) -> tuple[tuple[str, str, str], ...]:
    found = (
        (_MEASURED, asked.measured_degrees, ""),
        (_OTHER, asked.other_side_degrees, ""),
        (_NORM, asked.norm_degrees, asked.norm_source),
    )
    return tuple(
        (say(what, language), number(value, language), source or "–")
        for what, value, source in found
        if value is not None
    )


def _share(degrees: float, asked: Dial) -> float:
    return min(1.0, max(0.0, degrees / asked.full_degrees))


def _on_circle(radius: float, share: float) -> tuple[float, float]:
    angle = math.pi * (1 - share)
    return _CENTRE_X + radius * math.cos(angle), _CENTRE_Y - radius * math.sin(angle)


def _arc(radius: float, share: float) -> str:
    x, y = _on_circle(radius, share)
    return f"M{_CENTRE_X - radius:.1f} {_CENTRE_Y:.1f}A{radius:g} {radius:g} 0 0 1 {x:.1f} {y:.1f}"
