"""The library of exercises: complete, readable, honest about what is unverified, pictures that exist."""

from importlib.resources import files
from statistics import mean
from typing import Any

import msgspec
import pytest
from tests.safety.reading import english_grade, spanish_inflesz

from drypoint import atlas
from drypoint.exercises import (
    Exercise,
    Kind,
    library_faults,
    load_library,
    picture,
    picture_sizes,
    printed_picture,
)
from drypoint.exercises.library import check_library, decode
from drypoint.terms import InvalidInput, KnowledgeError

LIBRARY = load_library()
EXERCISES = {one.id: one for one in LIBRARY.exercises}
MUSCLES = {muscle.id for muscle in atlas.load().muscles}
TWELVE_YEARS, USUAL = 7.0, 55.0
"""As for the screening questions: Flesch-Kincaid grade, INFLESZ."""
PROMISES = ("cure", "heal", "guarantee", "will fix", "safe", "cura", "sana", "garantiza", "seguro")
MOST_BYTES = 12_000


def faults(**changes: Any) -> tuple[str, ...]:
    first, *rest = LIBRARY.exercises
    changed = msgspec.structs.replace(first, **changes)
    library = msgspec.structs.replace(LIBRARY, exercises=(changed, *rest))
    return library_faults(library, muscles=MUSCLES, poses=picture_sizes())


def test_library_has_each_kind_for_each_joint_that_moves() -> None:
    assert len(EXERCISES) >= 60
    kinds = {kind: sum(one.kind is kind for one in EXERCISES.values()) for kind in Kind}
    assert kinds[Kind.STRETCH] >= 20 and kinds[Kind.STRENGTH] >= 20 and kinds[Kind.MOBILITY] >= 10
    for joint in {one for exercise in EXERCISES.values() for one in exercise.joints}:
        of_joint = [one for one in EXERCISES.values() if joint in one.joints]
        assert len({one.kind for one in of_joint}) >= 2, joint


def test_nine_of_ten_muscles_have_an_exercise() -> None:
    covered = {muscle for one in EXERCISES.values() for muscle in one.muscles}
    assert covered <= MUSCLES and len(covered) >= 0.9 * len(MUSCLES)


@pytest.mark.parametrize("name", EXERCISES)
def test_each_exercise_is_for_twelve_years_in_both_languages_and_promises_nothing(name: str) -> None:
    one = EXERCISES[name]
    for texts in (one.steps, (one.progression,)):
        english, spanish = (" ".join(text.in_language(code) for text in texts) for code in ("en", "es"))
        assert english_grade(english) <= TWELVE_YEARS, english
        if texts is one.steps:
            assert spanish_inflesz(spanish) >= USUAL, spanish
    said = " ".join(
        text.in_language(code).lower()
        for text in (one.name, *one.steps, one.progression)
        for code in ("en", "es")
    )
    assert not any(f" {word} " in f" {said} " for word in PROMISES)
    assert all(text.es for text in (one.name, *one.steps, one.progression))


def test_library_as_a_whole_reads_easily() -> None:
    texts = [text for one in EXERCISES.values() for text in (*one.steps, one.progression)]
    texts += [one.text for one in LIBRARY.cautions] + [LIBRARY.stop.text]
    assert mean(english_grade(text.en) for text in texts) <= TWELVE_YEARS
    assert spanish_inflesz(" ".join(text.in_language("es") for text in texts)) >= 65
    for caution in LIBRARY.cautions:
        assert english_grade(caution.text.en) <= TWELVE_YEARS + 1, caution.text.en


def test_every_row_names_its_source_and_general_teaching_is_unverified() -> None:
    for one in (*EXERCISES.values(), *LIBRARY.cautions, LIBRARY.stop):
        assert one.sources and one.verification.is_unverified


def test_strength_says_what_comes_next_and_every_dose_is_a_range_to_begin_with() -> None:
    for one in EXERCISES.values():
        begins = one.dose.begins_with()
        assert "times_per_day" in begins and "days_per_week" in begins, one.id
        assert "repetitions" in begins or "hold_seconds" in begins, one.id
        assert one.progression.en


def test_lying_on_the_back_and_face_down_carry_their_caution() -> None:
    for one in EXERCISES.values():
        if one.positions[0] == "supine":
            assert "pregnancy_back" in one.cautions, one.id
        if one.positions[0] == "prone" and one.id != "plank_knees":
            assert "pregnancy_prone" in one.cautions, one.id
        if one.joints[0] == "neck":
            assert {"dizzy", "neck_injury"} <= set(one.cautions), one.id
        if "band" in one.equipment:
            assert "band_eyes" in one.cautions, one.id


@pytest.mark.parametrize("pose", picture_sizes())
def test_each_picture_is_small_takes_the_pages_colours_and_is_used(pose: str) -> None:
    drawn = picture(pose)
    width, height = picture_sizes()[pose]
    assert len(drawn.encode()) <= MOST_BYTES
    assert f'viewBox="0 0 {width} {height}"' in drawn and 'id="pose"' in drawn
    assert "var(--skin," in drawn and "var(--cloth," in drawn
    assert any(pose in one.pictures for one in EXERCISES.values())


def test_pictures_folder_holds_what_is_listed() -> None:
    folder = files("drypoint.exercises").joinpath("data", "pictures")
    found = {one.name.removesuffix(".svg") for one in folder.iterdir() if one.name.endswith(".svg")}
    assert found == set(picture_sizes())


def test_most_exercises_show_start_and_end() -> None:
    both = [one.id for one in EXERCISES.values() if len(one.pictures) == 2]
    assert len(both) >= 0.75 * len(EXERCISES)


def test_printed_picture_stands_on_its_own_in_light_colours() -> None:
    drawn = printed_picture(EXERCISES["squat"])
    assert (
        drawn is not None and "var(" not in drawn and 'id="' not in drawn and drawn.count("<g transform") >= 2
    )
    assert printed_picture(EXERCISES["jaw_open"]) is None


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"muscles": ("tail_wagger",)}, "unknown muscle tail_wagger"),
        ({"cautions": ("moon",)}, "unknown caution moon"),
        ({"pictures": ("headstand",)}, "unknown picture headstand"),
        ({"sources": ("rumour",)}, "unknown source rumour"),
        ({"sources": ()}, "names no source"),
        ({"steps": ()}, "says no steps"),
        ({"id": "squat"}, "stands twice"),
        ({"dose": msgspec.structs.replace(LIBRARY.exercises[0].dose, sets=(3, 2))}, "sets runs backwards"),
    ],
)
def test_a_broken_row_is_named(changes: dict[str, Any], fault: str) -> None:
    assert any(fault in found for found in faults(**changes))


def test_a_broken_library_is_refused() -> None:
    with pytest.raises(KnowledgeError, match="unknown muscle"):
        check_library(LIBRARY, muscles=(), poses=picture_sizes())
    with pytest.raises(KnowledgeError, match=r"exercises\.json"):
        decode(b'{"schema": 1}')


def test_unknown_exercise_and_pose_are_refused_in_words() -> None:
    assert LIBRARY.find("headstand") is None
    with pytest.raises(InvalidInput, match="library"):
        LIBRARY.exercise("headstand")
    with pytest.raises(InvalidInput, match="picture"):
        picture("headstand")
    exercise: Exercise = LIBRARY.exercise("neck_turn")
    assert [one.id for one in LIBRARY.cautions_of(exercise)] == ["dizzy", "neck_injury"]
