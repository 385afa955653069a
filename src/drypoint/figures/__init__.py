"""Figures as SVG text, each with its title, description and the table that says the same in numbers."""

from drypoint.figures.course import Course, CoursePoint, PointKind, Series, course
from drypoint.figures.dial import Dial, dial
from drypoint.figures.drawing import Figure, FigureTable, Palette
from drypoint.figures.icon_array import IconArray, icon_array
from drypoint.figures.scale import Scale

__all__ = [
    "Course",
    "CoursePoint",
    "Dial",
    "Figure",
    "FigureTable",
    "IconArray",
    "Palette",
    "PointKind",
    "Scale",
    "Series",
    "course",
    "dial",
    "icon_array",
]
