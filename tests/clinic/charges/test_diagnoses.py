"""Diagnosis codes read from the package's files, beside what an XML reader makes of them."""

from importlib.util import find_spec
from pathlib import Path
from xml.etree import ElementTree

import pytest

from drypoint.clinic.charges import diagnoses
from drypoint.terms import InvalidInput


def test_titles_are_those_of_the_tabular_list() -> None:
    spec = find_spec("simple_icd_10_cm")
    assert spec is not None
    assert spec.origin is not None
    folder = Path(spec.origin).parent / "data"
    assert diagnoses.RELEASE == "April 2026"
    assert {one.name for one in folder.iterdir()} >= {
        "icd10c-tabular-April-1-2026.xml",
        "code-list-April-2026.txt",
    }
    read = {}
    for _event, element in ElementTree.iterparse(folder / "icd10c-tabular-April-1-2026.xml"):  # noqa: S314
        if element.tag == "diag":
            read[element.findtext("name")] = element.findtext("desc")
        if element.tag == "section":
            element.clear()
    assert diagnoses._release().titles == read
    assert len(read) > 40_000


def test_code_may_be_written_without_its_dot_and_small() -> None:
    assert diagnoses.diagnosis(" m7918 ") == ("M79.18", "Myalgia, other site")
    assert diagnoses.diagnosis("I10").code == "I10"


def test_seventh_character_says_what_it_refines() -> None:
    found = diagnoses.diagnosis("S13.140A")
    assert found.title.startswith("Subluxation of C3/C4")
    assert found.title.endswith("seventh character A")
    assert diagnoses.diagnosis("S13.4XXA").title.startswith("Sprain of ligaments of cervical spine")


def test_search_finds_every_word_shortest_title_first() -> None:
    found = diagnoses.search("pain shoulder right")
    assert found[0] == ("M25.511", "Pain in right shoulder")
    assert diagnoses.search("") == []
    assert diagnoses.search("M54.5") != []
    assert all(one.code != "M54.5" for one in diagnoses.search("low back pain"))
    assert len(diagnoses.search("pain", most=5)) == 5


@pytest.mark.parametrize("code", ["", "M", "M54.", "54.2", "ZZZ", "A00-A09", "M54.22222222222222"])
def test_what_is_no_code_is_refused(code: str) -> None:
    with pytest.raises(InvalidInput, match="no code"):
        diagnoses.diagnosis(code)


def test_missing_package_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diagnoses, "find_spec", lambda _name: None)
    with pytest.raises(InvalidInput, match="install drypoint"):
        diagnoses._release.__wrapped__()
