"""Finding muscles by the names that people use."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drypoint.atlas import load
from drypoint.atlas.search import folded

ATLAS = load()


def found(text: str) -> list[str]:
    return [muscle.id for muscle in ATLAS.find_muscles(text)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("piriformis", "piriformis"),
        ("Musculus piriformis", "piriformis"),
        ("piriforme", "piriformis"),
        ("psoas", "psoas_major"),
        ("SÓLEO", "soleus"),
        ("soleo", "soleus"),
        ("gemelo externo", "gastrocnemius_lateral"),
        ("smile", "zygomaticus_major"),
        ("upper trapezius", "trapezius_upper"),
    ],
)
def test_muscle_is_found_by_any_name(text: str, first: str) -> None:
    assert found(text)[0] == first


def test_whole_name_comes_before_beginnings_and_words_inside() -> None:
    assert found("biceps")[0] == "biceps_brachii"
    assert {"biceps_femoris", "brachialis"} <= set(found("biceps"))


def test_everyday_name_of_a_group_finds_all_its_parts() -> None:
    assert found("quads") == ["rectus_femoris", "vastus_medialis", "vastus_intermedius", "vastus_lateralis"]


def test_nothing_matches_nothing() -> None:
    assert found("") == []
    assert found(" ,. ") == []
    assert found("xylophone") == []


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@pytest.mark.parametrize("muscle", ATLAS.muscles, ids=lambda muscle: muscle.id)
def test_every_muscle_is_found_by_each_of_its_names(muscle: object) -> None:
    names = [muscle.latin, muscle.name.en, muscle.name.es]  # pyright: ignore
    if muscle.everyday is not None:  # pyright: ignore
        names += [muscle.everyday.en, muscle.everyday.es]  # pyright: ignore
    for name in names:
        assert muscle in ATLAS.find_muscles(name)


@pytest.mark.parametrize(
    ("text", "first"),
    [("heel", "plantar_heel_pain"), ("cefalea", "tension_type_headache"), ("Ciática", "sciatica_like_pain")],
)
def test_find_complaints_by_everyday_words(text: str, first: str) -> None:
    assert ATLAS.find_complaints(text)[0].id == first


def test_find_complaints_finds_nothing_for_nothing() -> None:
    assert ATLAS.find_complaints("  ") == ()
    assert ATLAS.find_complaints("zzz") == ()
