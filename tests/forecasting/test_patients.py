"""The road on which real patients are forecast, walked with drawn ones; their file is not in here."""

import csv
import importlib
import math
import re
from pathlib import Path

import numpy as np
import pytest

BENCH = Path(__file__).parents[2] / "bench"


@pytest.fixture
def real_patients(monkeypatch):
    monkeypatch.syspath_prepend(BENCH)
    return importlib.import_module("forecast_patients").real_patients


def drawn(path, people=60):
    """Headache scores as in the file: some improve, the last score carries part of the first."""
    rng = np.random.default_rng(20)
    first = np.clip(rng.normal(26, 14, size=people), 2, 90)
    group = rng.integers(0, 2, size=people)
    third = np.clip(0.8 * first - 2 * group + rng.normal(0, 8, size=people), 0, 100)
    last = np.clip(0.3 * first + 0.5 * third - 2 * group + rng.normal(0, 8, size=people), 0, 100)
    with path.open("w", encoding="utf-8", newline="") as lines:
        rows = csv.writer(lines)
        rows.writerow(["id", "group", "pk1", "pk2", "pk5"])
        for number in range(people):
            rows.writerow(
                [number, group[number], f"{first[number]:.2f}", f"{third[number]:.2f}", f"{last[number]:.2f}"]
            )
        rows.writerow([people, 1, "10.5", "", ""])  # who stopped telling is left out
    return np.column_stack([first, third, last]).round(2)


def test_drawn_patients_are_forecast_as_well_as_by_regression(tmp_path, real_patients):
    path = tmp_path / "patients.csv"
    scores = drawn(path)
    page = real_patients(str(path))
    assert "of 60 people" in page
    ours, regression, carried = (float(one) for one in re.findall(r"\| (\d+\.\d+) \|", page))
    assert carried == pytest.approx(math.sqrt(((scores[:, 2] - scores[:, 1]) ** 2).mean()), abs=0.006)
    assert abs(ours - regression) < 0.3
    assert ours < carried
    (inside,) = re.findall(r"80 % interval held (\d+) %", page)
    assert 70 <= int(inside) <= 90


@pytest.mark.parametrize("path", ["", "/nowhere/patients.csv"])
def test_without_the_file_it_says_that_it_was_not_run(path, real_patients):
    assert "Not run" in real_patients(path)
