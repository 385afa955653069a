"""Soreness that fades and exercises at home, drawn: what stands in the picture stands in the table."""

import datetime

import pytest

from drypoint.figures import ExerciseDays, Palette, ShownDay, exercise_days, soreness_course
from drypoint.outcomes import load_soreness
from drypoint.terms import InvalidInput

FIRST = datetime.date(2027, 3, 1)


def on(number: int) -> datetime.date:
    return FIRST + datetime.timedelta(days=number)


@pytest.mark.parametrize("language", ["en", "es"])
def test_soreness_says_the_published_figures_with_their_sources(language: str) -> None:
    file = load_soreness()
    drawn = soreness_course(file, language=language)  # type: ignore[arg-type]
    assert len(drawn.table.rows) == len(file.course)
    for number in ("19 %", "0 %", "11 %"):
        assert number in drawn.description
    rows = {(row[0], row[1]): row for row in drawn.table.rows}
    assert [row[3] for row in rows.values()][:2] == ["100 %", "11 %"]
    assert all("20" in row[5] for row in drawn.table.rows)
    assert ("27" in {row[4] for row in drawn.table.rows}) and ("–" in {row[4] for row in drawn.table.rows})
    assert "figure__line" in drawn.svg and "figure__second-line" in drawn.svg


def test_soreness_for_print_carries_its_colours() -> None:
    assert 'class="figure__' not in soreness_course(load_soreness(), palette=Palette.PRINT).svg


def test_each_ticked_day_has_a_bar_and_a_row_and_a_gap_has_none() -> None:
    days = (
        ShownDay(on=on(0), done=1.0, effort=5, pain=3),
        ShownDay(on=on(1), done=0.0),
        ShownDay(on=on(4), done=0.5, pain=6),
    )
    drawn = exercise_days(ExerciseDays(name="x", title="At home", begins=FIRST, ends=on(8), days=days))
    assert drawn.svg.count("<rect") == len(days) + 1 and drawn.svg.count("<circle") == 3
    assert drawn.table.rows[1] == ("2 Mar", "0%", "–", "–") and drawn.table.rows[2][3] == "6"
    assert drawn.description.startswith("3 of 9 days")


def test_a_long_span_shows_its_end_and_no_pain_draws_no_line() -> None:
    days = (ShownDay(on=on(0), done=1.0), ShownDay(on=on(300), done=1.0))
    drawn = exercise_days(
        ExerciseDays(name="x", title="En casa", begins=FIRST, ends=on(300), days=days), language="es"
    )
    assert drawn.svg.count("<rect") == 2 and "figure__second-line" not in drawn.svg
    assert drawn.table.rows[0][0] == "1 mar" and len(drawn.table.rows) == 2


def test_a_span_that_runs_backwards_is_refused() -> None:
    with pytest.raises(InvalidInput, match="last day"):
        exercise_days(ExerciseDays(name="x", title="x", begins=FIRST, ends=on(-1), days=()))
