"""Atomic screening questions: one thing each, in plain words, with polarity, degree, place and date."""

from enum import StrEnum

from drypoint.terms import Text, Value


class Audience(StrEnum):
    """Who answers a question."""

    PATIENT = "patient"
    THERAPIST = "therapist"


class Asked(StrEnum):
    """When a question is asked."""

    FIRST = "first"
    """Once, at the first visit (and when something has changed)."""
    EACH_VISIT = "each_visit"


class Polarity(StrEnum):
    """What a spoken yes means for the answer kept under the question's id, where true is always the risk."""

    YES_MEANS_TRUE = "yes_means_true"
    YES_MEANS_FALSE = "yes_means_false"


class Degree(Value, frozen=True):
    """A degree that may be chosen instead of a bare yes, and the answers that it stands for."""

    code: str
    label: Text
    answers: dict[str, bool]


class Question(Value, frozen=True):
    """One question. Stages: 1 emergency, 2 red flags, 3 consent, 4 person, 5 places, 6 precautions."""

    id: str
    stage: int
    answered_by: Audience
    asked: Asked
    text: Text
    polarity: Polarity
    required: bool
    family: str | None = None
    """The older, wider question that this one was split from; an answer to it still counts."""
    asked_if: str | None = None
    """Asked only if that question is not answered no."""
    takes_places: bool = False
    takes_since: bool = False
    degrees: tuple[Degree, ...] = ()

    def answer_for(self, *, yes: bool) -> bool:
        """The answer to keep when the person says yes or no to the question as it is worded."""
        return yes if self.polarity is Polarity.YES_MEANS_TRUE else not yes


class Family(Value, frozen=True):
    """An older question that mixed several and is not asked any more, but may still be answered.

    Yes (or unknown) counts as the strictest question that it covers; no counts as no to each one that is not
    answered by name.
    """

    id: str


class QuestionsFile(Value, frozen=True):
    """``questions.json``."""

    schema: int
    families: tuple[Family, ...]
    questions: tuple[Question, ...]
