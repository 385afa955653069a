"""Broken landmarks and sites are named with file and row."""

import json
from collections.abc import Callable
from importlib import resources
from typing import Any

import msgspec
import pytest

from drypoint.atlas import OnTheSurface, check, load
from drypoint.atlas.body import landmarks_file, marking, site_faults, sites_file
from drypoint.terms import KnowledgeError

Edit = Callable[[dict[str, Any], dict[str, Any]], None]


def faults(edit: Edit) -> tuple[str, ...]:
    marks, drawn = (json.loads(msgspec.json.encode(file)) for file in (landmarks_file(), sites_file()))
    drawn["muscles"] = [row for row in drawn["muscles"] if row["muscle"] in {"infraspinatus", "soleus"}]
    edit(marks, drawn)
    return site_faults(
        msgspec.convert(marks, type(landmarks_file())), msgspec.convert(drawn, type(sites_file())), load()
    )


def mark(marks: dict[str, Any], wanted: str) -> dict[str, Any]:
    return next(row for row in marks["landmarks"] if row["id"] == wanted)


def infraspinatus(drawn: dict[str, Any]) -> dict[str, Any]:
    return next(row for row in drawn["muscles"] if row["muscle"] == "infraspinatus")


def test_packaged_files_have_no_fault() -> None:
    assert site_faults(landmarks_file(), sites_file(), load()) == ()


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (
            lambda marks, _: marks["landmarks"].append(mark(marks, "c7")),
            "landmarks.json: c7: the landmark stands 2 times",
        ),
        (
            lambda _, drawn: drawn["muscles"].append(infraspinatus(drawn)),
            "sites.json: infraspinatus: the muscle stands 2 times",
        ),
        (
            lambda marks, _: mark(marks, "c7").update(at=[900.0, 0.0, 0.0]),
            "landmarks.json: c7: no skin is met there",
        ),
        (
            lambda marks, _: mark(marks, "c7").update(sources=["moon"]),
            "landmarks.json: c7: unknown source 'moon'",
        ),
        (
            lambda marks, _: mark(marks, "trochanter").update(zones=["hp.", "moon."]),
            "landmarks.json: trochanter: no zone begins with 'moon.'",
        ),
        (
            lambda marks, _: mark(marks, "acromion_angle").update(id="acromion_corner"),
            "sites.json: infraspinatus: trigger point 1: unknown landmark 'acromion_angle'",
        ),
        (
            lambda _, drawn: infraspinatus(drawn).update(muscle="moon"),
            "sites.json: moon: unknown muscle",
        ),
        (
            lambda _, drawn: infraspinatus(drawn)["sites"].pop(),
            "sites.json: infraspinatus: has not one site for each of its trigger points [1, 3]",
        ),
        (
            lambda _, drawn: infraspinatus(drawn)["sites"][0].update(sources=["moon"]),
            "sites.json: infraspinatus: unknown source 'moon'",
        ),
        (
            lambda _, drawn: infraspinatus(drawn).update(zones=["sc.", "moon."]),
            "sites.json: infraspinatus: no zone begins with 'moon.'",
        ),
        (
            lambda _, drawn: infraspinatus(drawn)["outline"][0].update(c7=0.25),
            "sites.json: infraspinatus: outline point 1: shares add up to 1.25, not 1",
        ),
        (
            lambda _, drawn: infraspinatus(drawn)["outline"].__setitem__(0, {"c7": -9.0, "acromion": 10.0}),
            "sites.json: infraspinatus: outline point 1 does not lie on the skin of its zones",
        ),
        (
            lambda _, drawn: infraspinatus(drawn)["sites"][0].update(at={"chin": 1.0}),
            "sites.json: infraspinatus: trigger point 1 does not lie on the skin of its zones",
        ),
        (
            lambda _, drawn: infraspinatus(drawn).update(
                zones=[], sites=[*infraspinatus(drawn)["sites"][:1], _afar(infraspinatus(drawn)["sites"][1])]
            ),
            "sites.json: infraspinatus: a site lies apart from the outline",
        ),
    ],
)
def test_fault_names_file_and_row(edit: Edit, said: str) -> None:
    assert said in faults(edit)


def _afar(site: dict[str, Any]) -> dict[str, Any]:
    return {**site, "at": {"heel_back": 1.0}}


def test_unreadable_file_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "landmarks.json").write_text('{"schema": 1}')
    monkeypatch.setattr(resources, "files", lambda _package: tmp_path)
    with pytest.raises(KnowledgeError, match=r"landmarks\.json: .*sources"):
        marking.decoded("landmarks.json", type(landmarks_file()))


def test_report_counts_what_is_placed_on_the_surface() -> None:
    report = check(load(), surface=OnTheSurface(landmarks=3, sites=8, muscles_drawn=2))
    assert (report.landmarks, report.sites, report.muscles_drawn) == (3, 8, 2)
    assert check(load()).sites == 0
