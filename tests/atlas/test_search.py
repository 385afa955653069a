"""Finding muscles by the names that people use."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drypoint.atlas import load
from drypoint.atlas.anatomy import also_called
from drypoint.atlas.search import _edits, folded, matching_zones, nearly

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


def near(text: str) -> list[str]:
    return [muscle.id for muscle in nearly(text, ATLAS.muscles, also_called)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("trapecious", "trapezius_upper"),
        ("piriformus", "piriformis"),
        ("pyriformis", "piriformis"),
        ("soelus", "soleus"),
        ("sternocleidomastiod", "sternocleidomastoid_sternal"),
        ("gluteus maxmus", "gluteus_maximus"),
        ("escaleno anterrior", "scalenus_anterior"),
        ("SCM", "sternocleidomastoid_sternal"),
        ("isquiotibiales", "biceps_femoris"),
        ("cuadriceps", "rectus_femoris"),
    ],
)
def test_slips_of_spelling_and_short_forms_find_the_muscle(typed: str, first: str) -> None:
    assert near(typed)[0] == first


def test_letters_as_typed_leave_no_room_for_guesses() -> None:
    assert near("piriformis") == ["piriformis"]
    assert set(near("trapezius")) == {"trapezius_upper", "trapezius_middle", "trapezius_lower"}


@pytest.mark.parametrize("typed", ["", "  ", "xyzq", "xy", "moonshine", "soelus xyzq"])
def test_nothing_is_guessed_from_nothing(typed: str) -> None:
    assert near(typed) == []


def slow_slips(part: str, word: str) -> int:
    """The same count by definition: the least over the beginnings of the word."""

    def edits(a: str, b: str) -> int:
        if not a or not b:
            return len(a) + len(b)
        least = min(edits(a[:-1], b) + 1, edits(a, b[:-1]) + 1, edits(a[:-1], b[:-1]) + (a[-1] != b[-1]))
        if len(a) > 1 and len(b) > 1 and a[-1] == b[-2] and a[-2] == b[-1]:
            least = min(least, edits(a[:-2], b[:-2]) + 1)
        return least

    return min(edits(part, word[:length]) for length in range(len(word) + 1))


@given(st.text("abc", min_size=1, max_size=5), st.text("abc", max_size=5), st.integers(0, 2))
def test_slips_are_counted_as_by_definition(part: str, word: str, allowed: int) -> None:
    least = slow_slips(part, word)
    counted = _edits(part, word, allowed)
    assert counted == least if least <= allowed else counted > allowed


def test_places_are_found_by_their_words() -> None:
    assert matching_zones("sien", ATLAS.zones)[0].code == "head.temple"
    assert matching_zones("temple", ATLAS.zones)[0].code == "head.temple"
    assert matching_zones("", ATLAS.zones) == ()
