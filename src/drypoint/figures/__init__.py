"""Figures as SVG text, each with its title, description and the table that says the same in numbers."""

from drypoint.figures.body_picture import (
    BodyPicture,
    Layer,
    ShownRegion,
    ShownSite,
    ShownZone,
    body_picture,
    drawing_picture,
)
from drypoint.figures.course import Course, CoursePoint, FanDay, PointKind, Series, course
from drypoint.figures.dial import Dial, dial
from drypoint.figures.drawing import Figure, FigureTable, Palette
from drypoint.figures.exercise_days import ExerciseDays, ShownDay, exercise_days
from drypoint.figures.icon_array import IconArray, icon_array
from drypoint.figures.scale import Scale
from drypoint.figures.soreness import soreness_course
from drypoint.figures.view_words import view_name
from drypoint.figures.zone_map import ZoneLink, zone_map

__all__ = [
    "BodyPicture",
    "Course",
    "CoursePoint",
    "Dial",
    "ExerciseDays",
    "FanDay",
    "Figure",
    "FigureTable",
    "IconArray",
    "Layer",
    "Palette",
    "PointKind",
    "Scale",
    "Series",
    "ShownDay",
    "ShownRegion",
    "ShownSite",
    "ShownZone",
    "ZoneLink",
    "body_picture",
    "course",
    "dial",
    "drawing_picture",
    "exercise_days",
    "icon_array",
    "soreness_course",
    "view_name",
    "zone_map",
]
