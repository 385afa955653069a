"""The programme on paper: when to stop first, each exercise with dose, steps and picture, both languages."""

import datetime
import io

import pytest
from pypdf import PdfReader
from tests.documents.samples import LETTERHEAD, PERSON, STAMP

from drypoint.documents import ExerciseProgrammeContent, Figure, Step, exercise_programme, picture_words
from drypoint.documents.labels import Language
from drypoint.exercises import load_library, printed_picture
from drypoint.terms import InvalidInput


def content(language: Language, *names: str) -> ExerciseProgrammeContent:
    library = load_library()
    steps = []
    for one in (library.exercise(name) for name in names):
        name, drawn = one.name.in_language(language), printed_picture(one)
        steps.append(
            Step(
                name=name,
                how=tuple(step.in_language(language) for step in one.steps),
                dose="2 x 8",
                figure=Figure(svg=drawn, alt=picture_words(name, language)) if drawn else None,
            )
        )
    return ExerciseProgrammeContent(
        language=language,
        paper="a4",
        letterhead=LETTERHEAD,
        person=PERSON,
        stamp=STAMP,
        is_demo=True,
        visit_on=datetime.date(2026, 11, 22),
        seen_by="Elena Duarte, PT",
        exercises=tuple(steps),
        stop=library.stop.text.in_language(language),
        phone="+1 555 010 0142",
        next_visit="1 December",
    )


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("When to stop", "Squeeze your buttocks", "2 x 8", "1 December")),
        ("es", ("Cuándo parar", "Apriete los glúteos", "2 x 8")),
    ],
)
def test_programme_says_when_to_stop_and_each_step(language: Language, words: tuple[str, ...]) -> None:
    made = exercise_programme(content(language, "bridge", "jaw_open"))
    reader = PdfReader(io.BytesIO(made))
    said = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    for one in words:
        assert one in said
    assert said.index(words[0]) < said.index(words[1])
    assert made == exercise_programme(content(language, "bridge", "jaw_open"))


def test_every_picture_can_be_printed() -> None:
    ids = [one.id for one in load_library().exercises if one.pictures]
    assert exercise_programme(content("en", *ids)).startswith(b"%PDF")


def test_an_empty_programme_is_refused() -> None:
    with pytest.raises(InvalidInput, match="at least one exercise"):
        content("en")
