"""Figures say what their numbers say: positions, words and tables are read back from the SVG."""

import re
from datetime import date
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drypoint.figures import (
    Course,
    CoursePoint,
    Dial,
    Figure,
    IconArray,
    Palette,
    PointKind,
    Scale,
    Series,
    course,
    dial,
    icon_array,
)
from drypoint.terms import InvalidInput

SVG = "{http://www.w3.org/2000/svg}"


def drawn(figure: Figure) -> ElementTree.Element:
    return ElementTree.fromstring(figure.svg)  # noqa: S314 - our own text


def shapes(figure: Figure, part: str) -> list[ElementTree.Element]:
    return [shape for shape in drawn(figure).iter() if shape.get("class") == f"figure__{part}"]


def words(figure: Figure) -> list[str]:
    return [text.text or "" for text in drawn(figure).iter(f"{SVG}text")]


def pain(**changes: object) -> Course:
    points = (
        CoursePoint(day=0, value=6.5),
        CoursePoint(day=0, value=5, kind=PointKind.AFTER),
        CoursePoint(day=1, value=5.5, kind=PointKind.CHECK_IN),
        CoursePoint(day=14, value=3),
    )
    asked = {
        "name": "pain",
        "title": "Pain",
        "unit": "",
        "low": 0,
        "high": 10,
        "begins": date(2026, 3, 30),
        "series": (Series(name="Pain", points=points),),
        "session_days": (0.0, 14.0),
        "goal": 2.0,
    }
    return Course(**{**asked, **changes})  # type: ignore[arg-type]


def test_course_draws_higher_values_higher_and_later_ones_to_the_right() -> None:
    hollow = shapes(course(pain()), "open-point")[:2]
    first, last = ((float(dot.get("cx", "")), float(dot.get("cy", ""))) for dot in hollow)
    assert first[0] < last[0]
    assert first[1] < last[1], "6.5 stands above 3 on the sheet"


def test_course_marks_each_session_once_and_shades_72_hours_after_it() -> None:
    figure = course(pain())
    assert len(shapes(figure, "session")) == 2 + 1, "two sessions and the legend"
    shades = shapes(figure, "shade")
    assert len(shades) == 2
    span_days = 14 * 1.06
    width_px = float(shades[0].get("width", "")) / (420 - 36 - 14) * span_days
    assert width_px == pytest.approx(3, abs=0.01)


def test_course_cuts_the_shade_at_the_end_of_the_sheet() -> None:
    last = shapes(course(pain()), "shade")[1]
    assert float(last.get("x", "")) + float(last.get("width", "")) <= 420 - 14 + 0.1


def test_course_table_has_every_value_and_session_in_order_of_time() -> None:
    table = course(pain()).table
    assert table.rows == (
        ("30 Mar", "Pain", "before treatment", "6.5"),
        ("30 Mar", "Pain", "after treatment", "5"),
        ("30 Mar", "needling session", "–", "–"),
        ("31 Mar", "Pain", "check-in", "5.5"),
        ("13 Apr", "Pain", "before treatment", "3"),
        ("13 Apr", "needling session", "–", "–"),
    )


def test_course_speaks_spanish_with_a_decimal_comma() -> None:
    figure = course(pain(), language="es")
    assert figure.table.rows[0] == ("30 mar", "Pain", "antes del tratamiento", "6,5")
    assert "meta 2" in words(figure)
    assert figure.description.startswith("Pain: de 6,5 el 30 mar a 3 el 13 abr, 4 valores.")


def test_course_describes_first_and_last_value_and_sessions() -> None:
    assert course(pain()).description == (
        "Pain: from 6.5 on 30 Mar to 3 on 13 Apr, 4 values. Needling sessions: 30 Mar, 13 Apr."
    )


def test_course_without_values_says_so_and_draws_no_line() -> None:
    figure = course(pain(series=(Series(name="Pain", points=()),), session_days=(), goal=None))
    assert figure.description == "No value is recorded yet."
    assert not shapes(figure, "line")
    assert not shapes(figure, "goal")
    assert figure.table.rows == ()


def test_course_tells_two_series_apart_by_more_than_colour() -> None:
    left = Series(name="Left", points=(CoursePoint(day=0, value=40), CoursePoint(day=7, value=60)))
    right = Series(name="Right", points=(CoursePoint(day=0, value=80),))
    figure = course(
        pain(series=(left, right), low=0, high=180, unit="°", shade_soreness=False), palette=Palette.PRINT
    )
    assert 'stroke-dasharray="7 4"' in figure.svg
    assert not shapes(figure, "shade")
    assert figure.table.rows[0] == ("30 Mar", "Left", "before treatment", "40°")
    assert "72 h" not in figure.svg


def test_course_writes_a_unit_apart_from_its_number() -> None:
    figure = course(pain(unit="kPa", high=500))
    assert figure.table.rows[0][-1] == "6.5 kPa"


@pytest.mark.parametrize(
    ("changes", "where"),
    [({"high": 0}, "high"), ({"series": tuple(Series(name=n, points=()) for n in "abc")}, "series")],
)
def test_course_refuses_what_cannot_be_read(changes: dict[str, object], where: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        course(pain(**changes))
    assert refused.value.where == where


def test_figures_escape_words() -> None:
    figure = course(
        pain(title="<script>&", series=(Series(name='"><x', points=(CoursePoint(day=0, value=1),)),))
    )
    assert "<script>" not in figure.svg
    assert drawn(figure).find(f"{SVG}title").text == "<script>&"  # type: ignore[union-attr]


@pytest.mark.parametrize("palette", Palette)
def test_page_figures_carry_classes_and_print_figures_colours(palette: Palette) -> None:
    svg = course(pain(), palette=palette).svg
    assert ('class="figure__' in svg) == (palette is Palette.PAGE)
    assert ("#0b5c5a" in svg) == (palette is Palette.PRINT)
    assert "style=" not in svg, "the content security policy drops inline styles"


def rotation(**changes: object) -> Dial:
    asked = {"name": "rotation", "title": "Neck rotation", "measured_degrees": 45, "full_degrees": 90}
    return Dial(**{**asked, **changes})  # type: ignore[arg-type]


def end_of(path: str) -> tuple[float, float]:
    x, y = re.findall(r"-?[\d.]+", path)[-2:]
    return float(x), float(y)


def test_dial_points_half_way_up_at_half_its_range() -> None:
    x, y = end_of(shapes(dial(rotation()), "gauge")[0].get("d", ""))
    assert (x, y) == (120.0, 32.0)


def test_dial_shows_other_side_and_norm_with_its_source() -> None:
    figure = dial(rotation(other_side_degrees=60, norm_degrees=80, norm_source="Youdas 1992, age 20–29"))
    assert figure.table.rows == (
        ("Measured", "45", "–"),
        ("Other side", "60", "–"),
        ("Published norm", "80", "Youdas 1992, age 20–29"),
    )
    assert len(shapes(figure, "second-line")) == len(shapes(figure, "goal")) == 1
    assert figure.description == "Measured 45 degrees. Other side 60 degrees. Published norm 80 degrees."


def test_dial_leaves_out_what_is_not_known() -> None:
    figure = dial(rotation(), language="es")
    assert not shapes(figure, "second-line")
    assert not shapes(figure, "goal")
    assert figure.table.rows == (("Medido", "45", "–"),)


def test_dial_draws_more_than_its_range_at_the_end_but_tells_the_number() -> None:
    figure = dial(rotation(measured_degrees=120))
    assert end_of(shapes(figure, "gauge")[0].get("d", "")) == (208.0, 120.0)
    assert figure.table.rows[0][1] == "120"


@pytest.mark.parametrize(
    ("changes", "where"), [({"full_degrees": 0}, "full_degrees"), ({"norm_degrees": 80}, "norm_source")]
)
def test_dial_refuses_an_empty_range_and_a_norm_from_nowhere(changes: dict[str, object], where: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        dial(rotation(**changes))
    assert refused.value.where == where


def sore(percent: float) -> Figure:
    return icon_array(
        IconArray(name="sore", title="Soreness", percent=percent, counted="feel sore", others="do not")
    )


@pytest.mark.parametrize(
    ("percent", "filled", "sentence"),
    [
        (0, 0, "About 0 of 100 people: feel sore."),
        (0.2, 0, "Fewer than 1 of 100 people: feel sore."),
        (18.5, 19, "About 19 of 100 people: feel sore."),
        (99.7, 100, "More than 99 of 100 people: feel sore."),
        (100, 100, "About 100 of 100 people: feel sore."),
    ],
)
def test_icon_array_fills_as_many_people_as_it_says(percent: float, filled: int, sentence: str) -> None:
    figure = sore(percent)
    assert len(shapes(figure, "counted")) == 2 * filled, "a head and a body each"
    assert len(shapes(figure, "uncounted")) == 2 * (100 - filled)
    assert figure.description == sentence


def test_icon_array_table_keeps_the_exact_share() -> None:
    assert sore(18.5).table.rows == (("feel sore", "18.5"), ("do not", "81.5"))


@given(st.floats(-1e6, 1e6), st.floats(0.01, 1e6), st.integers(2, 12))
def test_scale_steps_are_few_round_and_inside(low: float, span: float, most: int) -> None:
    scale = Scale(low=low, high=low + span, start=0, end=1)
    steps = scale.steps(most)
    slack = span * 1e-6 + 1e-6
    assert len(steps) <= most
    assert all(low - slack <= step <= low + span + slack for step in steps)


def test_scale_steps_of_a_pain_scale() -> None:
    assert Scale(low=0, high=10, start=0, end=1).steps() == (0, 2, 4, 6, 8, 10)


@given(st.floats(-100, 100))
def test_scale_keeps_every_value_on_the_sheet(value: float) -> None:
    assert 36 <= Scale(low=0, high=10, start=36, end=466).at(value) <= 466
