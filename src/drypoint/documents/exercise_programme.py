"""The exercises that a person takes home, with pictures, on paper."""

import datetime

from drypoint.documents.blocks import Block, Bullets, Callout, Fact, Facts, Paragraph, Section, Step, Steps
from drypoint.documents.contents import DocumentContent, known_facts
from drypoint.documents.dates import written_date
from drypoint.documents.labels import Language, labels
from drypoint.documents.layout import Layout, lay_out
from drypoint.documents.typesetting import typeset
from drypoint.terms import InvalidInput


class ExerciseProgrammeContent(DocumentContent, frozen=True):
    """A programme in plain words."""

    visit_on: datetime.date
    seen_by: str
    exercises: tuple[Step, ...]
    stop: str
    """When to stop any of them."""
    phone: str
    next_visit: str | None = None
    notes: tuple[str, ...] = ()
    """Such as what is not verified."""

    def __post_init__(self) -> None:
        """Raise ``InvalidInput`` without an exercise."""
        if not self.exercises:
            raise InvalidInput("Give at least one exercise.", where="exercises")


def layout_of_exercise_programme(content: ExerciseProgrammeContent) -> Layout:
    """When to stop stands first, then the exercises, each with its dose."""
    words = labels().exercise_programme
    stop = Callout(
        tone="attention", title=content.say(words.stop), lines=(content.stop,), phone=content.phone
    )
    notes: tuple[Block, ...] = (Bullets(items=content.notes),) if content.notes else ()
    return lay_out(
        content,
        title=content.say(words.title),
        opening=(
            Facts(
                facts=(
                    Fact(
                        label=content.say(words.visit_on),
                        value=written_date(content.visit_on, content.language),
                    ),
                    Fact(label=content.say(words.seen_by), value=content.seen_by),
                    *known_facts((content.say(words.next_visit), content.next_visit)).facts,
                )
            ),
            stop,
        ),
        sections=(
            Section(
                title=content.say(words.exercises),
                blocks=(Steps(steps=content.exercises), Paragraph(text=content.say(words.tick)), *notes),
            ),
        ),
    )


def picture_words(name: str, language: Language) -> str:
    """What stands for an exercise's picture where it cannot be seen."""
    return labels().exercise_programme.picture.in_language(language).format(name=name)


def exercise_programme(content: ExerciseProgrammeContent) -> bytes:
    """The programme as PDF (UA-1, A-2a) in large type; raises ``TypesettingFailed``."""
    return typeset("exercise_programme", layout_of_exercise_programme(content), at=content.stamp.at)
